"""The half-done work on one file, or on several of one round: what was read, what the person decided so far.

What can be changed is in ``deciding``. A draft lives in one visitor's session only. It holds the raw file until the round is saved,
so that "Not right?" can read it again; then the whole draft is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Literal

from toolbox.model import (
    Choices,
    ColumnMeaning,
    Framework,
    Meaning,
    Question,
    Reading,
    Recipe,
    ToolboxError,
)
from toolbox.reading.cluster_lists import ClusterList, read_clusters
from toolbox.reading.list_kinds import list_kind
from toolbox.reading.membership_lists import MembershipList, read_memberships
from toolbox.reading.recipes import AsBefore, read_as_before
from toolbox.reading.school_lists import SchoolList, read_schools
from toolbox.reading.words import match_form
from toolbox.web.mapping.areas import OwnAreas, own_framework

Step = Literal["file", "meaning", "columns", "words", "preview", "save"]

STEPS: Mapping[Step, str] = {
    "file": "File",
    "meaning": "Framework",
    "columns": "Columns",
    "words": "Answers",
    "preview": "Check",
    "save": "Save",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Draft:
    """One file on its way to a round."""

    key: str
    """Short name of the file's content, the same for the same bytes."""
    file: str
    content: bytes = field(repr=False)
    choices: Choices = Choices()
    reading: Reading | None = None
    """The answers read; of several files, all of them under common names (``recipes.gathering``)."""
    files: tuple[FileOfSet, ...] = ()
    """The files of one round that are worked on together; empty for a file by itself."""
    alone: bool = False
    """Whether a person said that this file is not to be put together with others."""
    log: Reading | None = None
    """What was read where the file is a log of what people did, which cannot become a round."""
    listed: SchoolList | ClusterList | MembershipList | None = None
    """What was read where the file is a list of schools, of clusters or of members."""
    refused: str = ""
    as_before: str = ""
    """Which choices were taken over from the earlier round of this survey, in words."""
    settled: bool = False
    """Whether a person said how this file is to be read; what a recipe keeps does not count then."""
    step: Step = "file"
    framework: Framework | None = None
    """The framework chosen; None before the choice and while areas are made by hand."""
    own: OwnAreas | None = None
    """Areas made while mapping; None where a framework was chosen."""
    earlier: Recipe | None = None
    recipe: Recipe | None = None
    offer: str = ""
    """Which way to read the file was taken (``offers.Offer.key``)."""
    invited: tuple[tuple[tuple[str, str], int], ...] = ()
    """((school, group), persons invited), as far as the person gave them."""
    name: str = ""
    collected_on: date | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class FileOfSet:
    """One of several files of a round."""

    draft: Draft
    """The file by itself, as it was read."""
    reading: Reading
    """Its answers with the common names of columns, without rows another file of the set holds too."""
    differs: str = ""
    """How its columns differ from those of the other files, in words."""
    school: str = ""
    """The school of all its answers, where no column says it."""
    group: str = ""


def files_of(draft: Draft) -> tuple[FileOfSet, ...]:
    """The files a draft stands for: those of the set, or the one file."""
    if draft.files or draft.reading is None:
        return draft.files
    return (FileOfSet(draft=draft, reading=draft.reading),)


def key_of(content: bytes) -> str:
    """The short name of a file's content."""
    return sha256(content).hexdigest()[:16]


#: What came of reading a file.
Outcome = AsBefore | ToolboxError


def opened(
    name: str,
    content: bytes,
    choices: Choices,
    pseudonym: Callable[[str], str],
    *,
    recipes: Iterable[Recipe] = (),
    settled: bool = False,
) -> Draft:
    """Read a file into a draft; a refusal is kept in words, so that other choices can be tried on the same bytes.

    Args:
        name: the file's name.
        content: its bytes.
        choices: what a person decided.
        pseudonym: turns a direct identifier into a pseudonym.
        recipes: of earlier rounds, the latest first; the choices of one that fits are applied by themselves.
        settled: whether a person said how the file is to be read.

    Example:
        >>> opened("empty.csv", b"", Choices(), str).refused != ""
        True
    """
    outcome: Outcome
    try:
        outcome = read_as_before(content, name, recipes, choices=choices, pseudonym=pseudonym)
    except ToolboxError as refusal:
        outcome = refusal
    return drafted(name, content, choices, outcome, settled=settled)


def drafted(name: str, content: bytes, choices: Choices, outcome: Outcome, *, settled: bool = False) -> Draft:
    """The draft of a file that was read, or refused."""
    draft = Draft(key=key_of(content), file=name, content=content, choices=choices, settled=settled)
    if isinstance(outcome, ToolboxError):
        return replace(draft, refused=outcome.message)
    if outcome.reading.kind == "activity":
        return replace(draft, log=outcome.reading, choices=outcome.choices)
    return replace(draft, reading=outcome.reading, choices=outcome.choices, as_before=outcome.said)


def opened_list(name: str, content: bytes, pseudonym: Callable[[str], str]) -> Draft | None:
    """A list of schools, clusters or members read into a draft; None for every other file."""
    kind = list_kind(content, name)
    if not kind:
        return None
    draft = Draft(key=key_of(content), file=name, content=content)
    try:
        if kind == "schools":
            return replace(draft, listed=read_schools(content, name))
        if kind == "clusters":
            return replace(draft, listed=read_clusters(content, name))
        return replace(draft, listed=read_memberships(content, name, pseudonym=pseudonym))
    except ToolboxError as refusal:
        return replace(draft, refused=refusal.message)


# ── looking ──────────────────────────────────────────────────────────────────────────────────────


def questions(draft: Draft) -> Mapping[str, Question]:
    """The columns of the file by key, in the order of the file."""
    return {question.key: question for question in draft.reading.questions} if draft.reading else {}


def meanings(draft: Draft) -> Mapping[str, ColumnMeaning]:
    """What each column of the file stands for so far, in the order of the file."""
    known = {meaning.column: meaning for meaning in draft.recipe.columns} if draft.recipe else {}
    return {
        key: known.get(key, ColumnMeaning(column=key, code=question.code, text=question.text))
        for key, question in questions(draft).items()
    }


def columns_of(draft: Draft, meaning: Meaning) -> tuple[ColumnMeaning, ...]:
    """The columns that mean one thing."""
    return tuple(each for each in meanings(draft).values() if each.meaning == meaning)


def words_in(draft: Draft, column: str) -> tuple[str, ...]:
    """The different words of a column, sorted; blanks left out."""
    if draft.reading is None or column not in draft.reading.table:
        return ()
    return tuple(sorted(word for word in draft.reading.table[column].unique() if word))


def spelled(draft: Draft) -> Mapping[str, str]:
    """Answer words as the file spells them, by the form they are matched in."""
    return {match_form(label): label for question in questions(draft).values() for label, _ in question.labels}


def framework_of(draft: Draft) -> Framework | None:
    """The framework in use: the chosen one, or the one made of the areas typed so far; None where there is none yet."""
    if draft.own is None or draft.recipe is None:
        return draft.framework
    return own_framework(draft.own, draft.recipe, questions(draft))


def doubts(draft: Draft) -> Mapping[str, str]:
    """Columns a person should look at, each with the reason in words.

    A scale question that is not used, an item without a name, an item two columns claim, a match by similar wording,
    and the second of two columns that both say which school, group or person it is.
    """
    every = meanings(draft)
    claimed = Counter(each.item for each in every.values() if each.meaning == "item" and each.item)
    single = Counter(each.meaning for each in every.values())
    asked = questions(draft)
    areas = dict(draft.own.areas) if draft.own else {}
    found: dict[str, str] = {}
    for key, each in every.items():
        question = asked[key]
        if each.meaning == "item" and draft.own is not None and not areas.get(key):
            found[key] = "has no area yet"
        elif each.meaning == "item" and draft.own is None and not each.item:
            found[key] = "no item chosen yet"
        elif each.meaning == "item" and draft.own is None and claimed[each.item] > 1 and not question.combine_with:
            found[key] = "another column stands for the same item"
        elif each.meaning in ("school", "group", "person") and single[each.meaning] > 1:
            found[key] = f"more than one column is set to be the {WORD[each.meaning]}"
        elif each.meaning == "unused" and question.kind == "scale" and not _decided(each):
            found[key] = "looks like a statement, but is not used"
        elif each.reworded:
            found[key] = "the wording differs from the earlier round"
        elif "please check" in each.why:
            found[key] = "a guess to be checked"
    return found


#: Why a column means what a person said.
CHOSEN = "you chose this"


def _decided(meaning: ColumnMeaning) -> bool:
    """Whether a person said so, now or when the earlier recipe was made."""
    return meaning.why == CHOSEN or meaning.why.startswith("as in the earlier recipe")


WORD: Mapping[Meaning, str] = {
    "item": "statement (item)",
    "school": "school",
    "group": "group",
    "person": "person's code",
    "fact": "fact that does not change",
    "unused": "not used",
}
