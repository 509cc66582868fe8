"""Which column says the school, the group, the person: by heading words in many languages, and by content."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from toolbox.model import Question, Reading
from toolbox.reading.grid import Column
from toolbox.reading.kinds import MANY
from toolbox.reading.seeding import group_words, titles, words
from toolbox.reading.words import plain_words

_SCHOOL_STEMS = re.compile(
    r"school|kool\b|koolis|gümnaasium|gymnasium|gymnasi|gimnazij|ģimnāzij|gimnāzij|lyseo|lukio|koulu|mokykl|progimnazij|licėj|vidusskol|pamatskol|skola\b|skolan\b|schule\b|"
    r"collège|lycée|école|colegio|instituto|\bies\b|\bceip\b|liceo|scuola|istituto|szkoła|liceum|школа|гимназия|лицей|სკოლა|academy|college|lasteaed|γυμνάσιο|σχολείο|škola|iskola",
    re.IGNORECASE,
)
_ABOUT_SCHOOL = frozenset(
    [
        "level",
        "type",
        "size",
        "kind",
        "stage",
        "year",
        "years",
        "grade",
        "class",
        "subject",
        "district",
        "address",
        "website",
        "principal",
        "aste",
        "tüüp",
        "klass",
        "kooliaste",
        "kooliastmes",
        "typ",
        "stufe",
        "niveau",
        "nivel",
        "taso",
        "code",
    ]
)
#: A heading of at most this many letters names a thing; a longer one asks about it.
_SHORT = 70


def group_of(word: str) -> str:
    """The group a word of any known language names, "" where none; the longest known name inside it counts.

    Example:
        >>> group_of("Õpetaja"), group_of("Class teacher (grades 1-4)"), group_of("banana")
        ('teachers', 'teachers', '')
    """
    known = group_words()
    plain = plain_words(word)
    if plain in known:
        return known[plain]
    if len(plain.split()) > 8:
        return ""
    padded = f" {plain} "
    inside = [name for name in known if f" {name} " in padded]
    if not inside:
        return ""
    longest = max(inside, key=len)
    # Two groups named in one answer ("teacher and parent") tell nothing.
    named = {known[name] for name in inside if not (name != longest and f" {name} " in f" {longest} ")}
    return known[longest] if len(named) == 1 else ""


def column_of(reading: Reading, key: str) -> Column:
    """A column of a reading as codes and distinct words."""
    held = reading.table[key].array
    words = tuple(held.categories.to_numpy(dtype=object).tolist())
    if words[:1] == ("",) and held.codes.min(initial=0) >= 0:
        return Column(codes=held.codes, words=words)
    return Column.of(held.codes, words)


def _says(text: str, kind: str) -> bool:
    plain = f" {plain_words(text)} "
    return any(f" {word} " in plain for word in words(kind))


def guess_group(reading: Reading) -> tuple[str, str]:
    """(column, why) of the group; ("", "") where none is found."""
    return _best(reading, _group_score, ("choice", "text", "scale", "key", "multi"))


def _group_score(question: Question, column: Column, reading: Reading) -> tuple[float, str]:
    counts = column.counts()
    filled = int(counts[1:].sum())
    if not filled or len(column.words) > 60:
        return 0.0, ""
    named = sum(int(count) for word, count in zip(column.words, counts, strict=True) if word and group_of(word))
    told = _says(question.text or question.key, "group") or _says(question.code, "group")
    if named >= 0.6 * filled:
        # Without a word in the heading two different groups must be named: one option of another question is no group.
        if told or (named >= 0.9 * filled and len({group_of(word) for word in column.words[1:]} - {""}) > 1):
            return 2.0 + told + named / filled, "its answers are groups (teacher, pupil, …)"
        return 0.0, ""
    short = len(question.text or question.key) <= 40
    if told and short and len(column.words) <= 8 and question.kind == "choice":
        return 1.0, "the heading says group or role"
    return 0.0, ""


def guess_school(reading: Reading, taken: Sequence[str] = ()) -> tuple[str, str]:
    """(column, why) of the school; ("", "") where none is found."""

    def score(question: Question, column: Column, reading: Reading) -> tuple[float, str]:
        return (0.0, "") if question.key in taken else _school_score(question, column)

    return _best(reading, score, ("choice", "text", "key"))


def _school_score(question: Question, column: Column) -> tuple[float, str]:
    text = question.text or question.key
    told = (_says(text, "school") or _says(question.code, "school")) and not set(
        plain_words(text).split()
    ) & _ABOUT_SCHOOL
    whole_title = plain_words(text) in words("school") or plain_words(question.code) in words("school")
    # Only a column that can still be the school is looked through: a column of codes holds thousands of words.
    if not (told or whole_title or (question.kind == "choice" and len(column.words) > 2)):
        return 0.0, ""
    named = sum(len(word) <= 80 for word in column.words[1:])
    if len(column.words) < 2 or named < 0.8 * (len(column.words) - 1):
        return 0.0, ""
    by_content = _named_schools(column)
    if whole_title:
        return 4.0 + by_content, "the heading says school"
    if told and by_content >= 0.3:
        return 3.0 + by_content, "the heading and the answers say school"
    if told and len(text) <= _SHORT and _asks_for_name(text, column):
        return 2.0, "the heading says school"
    if by_content >= 0.6 and question.kind == "choice" and len(column.words) > 2:
        return 1.0 + by_content, "its answers look like names of schools"
    return 0.0, ""


def _named_schools(column: Column) -> float:
    """The share of filled cells that hold a word for a school; of thousands of different ones the most frequent count."""
    counts = column.counts().copy()
    counts[0] = 0
    places = range(1, len(column.words))
    if len(column.words) > MANY:
        places = np.argsort(-counts, kind="stable")[:MANY].tolist()
    seen = sum(int(counts[place]) for place in places)
    return sum(int(counts[place]) for place in places if _SCHOOL_STEMS.search(column.words[place])) / max(seen, 1)


def _asks_for_name(text: str, column: Column) -> bool:
    """A question for a name, not for an opinion: few words, and answers that are no sentences and no numbers."""
    answers = column.some()
    sentences = sum(len(answer.split()) > 8 for answer in answers)
    numbers = sum(answer.replace(",", "").replace(".", "").isdigit() and len(answer) < 3 for answer in answers)
    yes_no = {plain_words(answer) for answer in answers} <= {
        "yes",
        "no",
        "jah",
        "ei",
        "kyllä",
        "taip",
        "ne",
        "ja",
        "nein",
        "oui",
        "non",
        "sí",
        "si",
        "nē",
        "jā",
        "nej",
    }
    return sentences <= 0.2 * len(answers) and numbers <= 0.2 * len(answers) and not yes_no


def guess_person(reading: Reading, taken: Sequence[str] = ()) -> tuple[str, str]:
    """(column, why) of what a person can be recognised by: token, e-mail, panel id, self-made code, name; in this order."""

    def score(question: Question, column: Column, reading: Reading) -> tuple[float, str]:
        if reading.repeats is not None and question.key == reading.repeats.record:
            # Numbers of records begin anew in every project: they follow persons between the events of one only.
            return 5.5, "the record whose rows these are"
        return (0.0, "") if question.key in taken else _person_score(question, column, reading)

    return _best(reading, score, ("key", "text", "number", "choice", "metadata"))


#: The code a survey tool gave each person it invited; the best key there is.
_TOKENS = frozenset(
    plain_words(name)
    for name in (
        "token",
        "Access code",
        "externalreference",
        "External Data Reference",
        "externaldatareference",
        "serial",
    )
)
#: A number a school or a panel gave each person, in the words of a heading.
_ISSUED = ("panel id", "panel number", "participant id", "student id", "pupil id", "staff id", "employee id",
           "employee number", "student number", "pupil number", "unique id", "uniqueid", "id number")  # fmt: skip


def _person_score(question: Question, column: Column, reading: Reading) -> tuple[float, str]:
    """Best first: the tool's own token, e-mail, a school's or panel's number, a code people made up, a name."""
    text = question.text or question.key
    if len(column.words) <= 1 or question.identifier in ("ip", "place"):
        return 0.0, ""
    if question.identifier == "e-mail":
        return 5.0, "e-mail addresses, replaced by codes"
    if question.identifier == "name":
        return 1.0, "names, replaced by codes; two persons may share a name, and one may write it in two ways"
    if question.identifier == "phone":
        return 2.0, "telephone numbers, replaced by codes"
    if _is_record(question, reading):
        return 6.0, "the record of a person, the same in every event"
    if question.kind == "metadata" or _says(text, "not_person"):
        return 0.0, ""
    named = {plain_words(text), plain_words(question.key), plain_words(question.code)}
    if named & _TOKENS:
        return 6.0, "the tool's own code of a person"
    issued = any(f" {words} " in f" {name} " for words in _ISSUED for name in named)
    titled = {plain_words(title) for title in titles("person")}
    told = _says(text, "person") or _says(question.code, "person") or bool(named & titled)
    if not (told or issued):
        return 0.0, ""
    short_words = sum(len(word) <= 40 for word in column.words) >= 0.9 * len(column.words)
    varied = len(column.words) - 1 >= 0.3 * int(column.counts()[1:].sum())
    if not (short_words and varied):
        return 0.0, ""
    if issued:
        return 4.5, "a number the school or the panel gave"
    return 4.0 if question.kind == "key" else 3.0, "the heading says code"


def _is_record(question: Question, reading: Reading) -> bool:
    """REDCap's record is a person only where one record has several events; elsewhere it numbers the rows of a project,
    and the same number in another project is somebody else."""
    events = any(plain_words(other.key) == "redcap event name" for other in reading.questions)
    return reading.reader == "redcap" and events and plain_words(question.key) in ("record id", "study id")


def _best(
    reading: Reading, score: Callable[[Question, Column, Reading], tuple[float, str]], kinds: Sequence[str]
) -> tuple[str, str]:
    rated = []
    for place, question in enumerate(reading.questions):
        if question.kind in kinds:
            points, why = score(question, column_of(reading, question.key), reading)
            if points > 0:
                rated.append((points, -place, question.key, why))
    return max(rated)[2:] if rated else ("", "")
