"""Sets of answer words and what each word is worth: guessed for whole sets, never for a word alone.

Columns that are answered in the same words form one scale. A word gets its value from the framework's
own labels first (SELFIE's 3 is "slightly agree", which elsewhere is a 4), then from a known wording of
its language, then from a number printed in it. A word nobody knows stays open (OFF_SCALE) and is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from toolbox.model import LOWEST_VALUE, AnswerScale, Scale, State
from toolbox.reading.kinds import whole
from toolbox.reading.seeding import one_language, placed, scale_kinds, state_words
from toolbox.reading.words import match_form

_NUMBER_FIRST = re.compile(r"^\(?(\d{1,2})(?:\)\s*|\s*[\-–—=.:)]\s*)(?!\d)(.*)$", re.DOTALL)
_NUMBER_LAST = re.compile(r"^(.*?)(?<!\d)\s*(?:[\-–—=:]\s*|\()(\d{1,2})\)?$", re.DOTALL)
_ANSWER_CODE = re.compile(r"^([A-Za-z]{1,4})0*(\d{1,2})$")
#: "N/A - skip", "Unfamiliar (N/A)": the answer says itself that it has no value.
_MARKED = re.compile(r"^n/a\b|\(n/a\)?$")
#: LimeSurvey's word for a question that was not shown, codes for one seen and left, SoSci's code for "don't know".
_OF_TOOL: Mapping[tuple[str, str], State] = {
    ("limesurvey", "n/a"): State.NOT_SHOWN,
    ("qualtrics", "-99"): State.BLANK,
    ("sosci", "-9"): State.BLANK,
    ("sosci", "-1"): State.UNKNOWN,
    # R writes NA where there is nothing; in a form it is an answer people give.
    ("plain_table", "na"): State.BLANK,
    ("redcap", "na"): State.BLANK,
    ("odk", "na"): State.BLANK,
    ("kobo", "na"): State.BLANK,
}
#: Numeric answers are read as a scale that ends at one of these.
_ENDS = (5, 7, 10)


def state_of(word: str, reader: str) -> State | None:
    """Why an answer word has no value; None where it may have one.

    Example:
        >>> state_of("N/A", "limesurvey").name, state_of("N/A", "google_forms").name, state_of("Agree", "")
        ('NOT_SHOWN', 'NOT_APPLICABLE', None)
    """
    form = match_form(word)
    marked = State.NOT_APPLICABLE if _MARKED.search(form) else None
    return _OF_TOOL.get((reader, form)) or state_words().get(form) or marked


def number_and_words(word: str) -> tuple[int | None, str]:
    """A number printed in an answer, and its words.

    Example:
        >>> number_and_words("1 - Strongly disagree"), number_and_words("Agree (4)"), number_and_words("Agree")
        ((1, 'Strongly disagree'), (4, 'Agree'), (None, 'Agree'))
    """
    first = _NUMBER_FIRST.match(word)
    if first:
        return int(first.group(1)), first.group(2).strip()
    last = _NUMBER_LAST.match(word)
    if last and last.group(1):
        return int(last.group(2)), last.group(1).strip()
    return whole(word), "" if whole(word) is not None else word


def families(columns: Sequence[tuple[str, str, str, Sequence[str]]], reader: str) -> list[list[str]]:
    """Columns answered on one scale.

    Args:
        columns: (column, framework scale or "", block or "", answer words) of each item column.
        reader: the reader's key, for words that belong to a tool.

    Returns:
        Lists of columns, in the order of the file.

    Example:
        >>> families([("a", "", "", ["Agree", "Disagree"]), ("b", "", "", ["agree", "Strongly agree", "Disagree"]),
        ...           ("c", "", "", ["1", "2", "5"])], "")
        [['a', 'b'], ['c']]
    """
    made: list[tuple[str, str, set[str], list[str]]] = []
    for column, scale, block, words in columns:
        forms = {match_form(word) for word in words if state_of(word, reader) is None and whole(word) is None}
        numeric = bool(words) and not forms
        sign = f"{scale}/{_end(words) if numeric and not scale else ''}/{'numbers' if numeric else 'words' if forms else ''}"
        for known_sign, known_block, known, members in made:
            alone = not forms and not numeric
            same_block = bool(block) and block == known_block
            if (sign == known_sign and (numeric or _belong(forms, known, same_block))) or (
                alone and known_sign.startswith(f"{scale}/")
            ):
                known |= forms
                members.append(column)
                break
        else:
            made.append((sign, block, set(forms), [column]))
    return [members for *_, members in made]


def _end(words: Iterable[str]) -> int:
    numbers = [number for number in map(whole, words) if number is not None and number <= 10]
    return next((end for end in _ENDS if max(numbers, default=0) <= end), 10)


def _belong(forms: set[str], known: set[str], same_block: bool) -> bool:
    if not forms or not known:
        return True
    shared = len(forms & known)
    if forms <= known or known <= forms or (same_block and shared):
        return True
    return shared >= 2 and _best_wording(forms | known)[1] == len(forms | known)


def scale_for(id: str, words: Sequence[str], scale: Scale | None, reader: str) -> tuple[AnswerScale, str]:
    """One scale with the value of each word, and a sentence where a person should look.

    Args:
        id: the scale's id within the recipe.
        words: the answer words as the file has them, most frequent first.
        scale: the framework's scale, where its items are known.
        reader: the reader's key.

    Example:
        >>> scale_for("s", ["Often", "Never", "Always", "Don't know"], None, "")[0].words
        (('Never', 1), ('Often', 4), ('Always', 5), ("Don't know", <State.UNKNOWN: -106>))
    """
    states = {word: state for word in words if (state := state_of(word, reader)) is not None}
    answers = [word for word in words if word not in states]
    values, doubt = _values(answers, scale)
    # A number off the scale is a slip of the finger, not a word that waits for its place.
    found = {word: values.get(word, State.OFF_SCALE) for word in answers if word in values or whole(word) is None}
    if all(whole(word) is not None for word in answers):
        found = _every_number(found, scale)
    elif scale is not None:
        found |= _never_chosen(found, scale)
    ordered = sorted(found.items(), key=lambda pair: (pair[1] <= LOWEST_VALUE, pair[1]))
    return AnswerScale(id=id, words=(*ordered, *states.items())), doubt


def _values(answers: Sequence[str], scale: Scale | None) -> tuple[dict[str, int], str]:
    numbers = {word: whole(word) for word in answers}
    if answers and all(number is not None for number in numbers.values()):
        low, high = (scale.low, scale.high) if scale else (0, _end(answers))
        return {word: number for word, number in numbers.items() if number is not None and low <= number <= high}, ""
    split = {word: number_and_words(word) for word in answers}
    bare = {word: text if number is not None and text else word for word, (number, text) in split.items()}
    labels = {match_form(label): value for value, label in scale.labels} if scale else {}
    by_label = {word: labels[match_form(bare[word])] for word in answers if match_form(bare[word]) in labels}
    if by_label and len(by_label) >= 0.5 * len(answers):
        return _with_bare_numbers(by_label, split, scale), ""
    if coded := _coded(answers, scale):
        return coded, "these answers are codes; their numbers were followed, please check the order"
    printed = {word: number for word, (number, _) in split.items() if number is not None}
    by_words = _by_wording([bare[word] for word in answers], scale)
    worded = {word: by_words[bare[word]] for word in answers if bare[word] in by_words}
    if len(printed) == len(answers) and len(set(printed.values())) == len(printed):
        if len(worded) == len(answers) and _against(worded, printed):
            return (
                worded,
                "the numbers printed in these answers run against their words; the words were followed, please check",
            )
        if scale is None or all(scale.low <= number <= scale.high for number in printed.values()):
            return printed, ""
    return _with_bare_numbers(worded, split, scale), ""


def _coded(answers: Sequence[str], scale: Scale | None) -> dict[str, int]:
    """Codes as values: ``A1 … A5`` or ``AO01 … AO05``, as LimeSurvey writes answers when asked for codes."""
    found = {word: _ANSWER_CODE.match(word) for word in answers}
    if len(answers) < 2 or not all(found.values()) or len({hit.group(1) for hit in found.values() if hit}) != 1:
        return {}
    numbers = {word: int(hit.group(2)) for word, hit in found.items() if hit}
    low, high = (scale.low, scale.high) if scale else (0, _ENDS[-1])
    return numbers if all(low <= number <= high for number in numbers.values()) else {}


def _with_bare_numbers(
    found: dict[str, int], split: Mapping[str, tuple[int | None, str]], scale: Scale | None
) -> dict[str, int]:
    """Scales with words at the ends only: ``1 - never, 2, 3, 4, 5 - always``. A number off the scale stays open."""
    low, high = (scale.low, scale.high) if scale else (min(found.values(), default=0), max(found.values(), default=-1))
    numbers = {word: number for word, (number, text) in split.items() if number is not None and not text}
    return {**{word: number for word, number in numbers.items() if low <= number <= high}, **found}


def _against(worded: Mapping[str, int], printed: Mapping[str, int]) -> bool:
    order = sorted(worded, key=lambda word: worded[word])
    return [printed[word] for word in order] == sorted(printed.values(), reverse=True) and len(order) > 1


def _by_wording(answers: Sequence[str], scale: Scale | None) -> dict[str, int]:
    """Values by the known wording that covers most answers and, where a scale is given, has as many places."""
    places = scale.high - scale.low + 1 if scale else None
    id, covered = _best_wording({match_form(word) for word in answers}, places)
    if not id or covered < max(1, 0.5 * len(answers)):
        return {}
    low = scale.low if scale else 1
    return {word: low + place for word, place in placed(id, answers).items()}


def _best_wording(forms: set[str], places: int | None = None) -> tuple[str, int]:
    """(kind of scale, words it covers): most words, no two meanings on one place, no place unused, then five places."""
    best, result = (-1, 0, False, 0), ("", 0)
    for id, size in scale_kinds().items():
        if places is not None and size != places:
            continue
        found = placed(id, forms)
        # Two answers of one language on one place ("disagree" and "somewhat disagree") ask for a longer scale.
        crowded = len(found) - len(set(found.values())) if one_language(id, found) else 0
        complete = len(set(found.values())) == size
        # In doubt a scale has five places: the ones nobody chose are missing from the file.
        rating = (len(found) - crowded, -crowded, complete, -abs(size - 5))
        if found and rating > best:
            best, result = rating, (id, len(found))
    return result


def _every_number(found: dict[str, int], scale: Scale | None) -> dict[str, int]:
    """Every number of the scale, also those nobody chose."""
    if scale:
        numbers = range(scale.low, scale.high + 1)
    else:
        chosen = [value for value in found.values() if value > LOWEST_VALUE]
        numbers = range(0 if 0 in chosen else 1, _end(map(str, chosen)) + 1)
    return {**{str(number): number for number in numbers if number not in found.values()}, **found}


def _never_chosen(found: Mapping[str, int], scale: Scale) -> dict[str, int]:
    """The framework's own words for values no answer of the file stands for."""
    return {label: value for value, label in scale.labels if value not in found.values() and label not in found}


def value_of(word: str, scale: AnswerScale, known: Mapping[str, int], reader: str) -> int:
    """What one answer word is worth on a scale: a value, or a state. Unknown words are off the scale.

    Args:
        word: the answer; not blank.
        scale: the recipe's scale.
        known: ``{match_form(word): value}`` of that scale, made once by :func:`lookup`.
        reader: the reader's key.
    """
    form = match_form(word)
    if form in known:
        return known[form]
    number = whole(word)
    if number is not None and str(number) in known:
        return known[str(number)]
    state = state_of(word, reader)
    return int(state if state is not None else State.OFF_SCALE)


def lookup(scale: AnswerScale) -> dict[str, int]:
    """The scale's words in comparable form."""
    return {match_form(word): int(value) for word, value in scale.words}
