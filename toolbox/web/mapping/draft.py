"""The half-done work on one file: what was read, what the person decided so far. Edits return a changed copy.

A draft lives in one visitor's session only. It holds the raw file until the round is saved, so that "Not right?" can
read it again; then the whole draft is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Literal

from toolbox.model import (
    LOWEST_VALUE,
    AnswerScale,
    Choices,
    ColumnMeaning,
    Framework,
    Meaning,
    Question,
    Reading,
    Recipe,
    ToolboxError,
)
from toolbox.reading.recipes import read_as_before
from toolbox.reading.recognised import sentence
from toolbox.reading.words import match_form
from toolbox.web.mapping.areas import OwnAreas, own_framework
from toolbox.web.mapping.scaling import scaled

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


def key_of(content: bytes) -> str:
    """The short name of a file's content."""
    return sha256(content).hexdigest()[:16]


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
    draft = Draft(key=key_of(content), file=name, content=content, choices=choices, settled=settled)
    try:
        found = read_as_before(content, name, recipes, choices=choices, pseudonym=pseudonym)
    except ToolboxError as refusal:
        return replace(draft, refused=refusal.message)
    if found.reading.kind == "activity":
        return replace(draft, refused=_log(found.reading))
    return replace(draft, reading=found.reading, choices=found.choices, as_before=found.said)


def _log(reading: Reading) -> str:
    """What an activity log is told on the page of surveys."""
    return (
        f"{sentence(reading)} This is a log of what people did, not answers to a survey, so it cannot become a round. "
        "It can be read from a shell now (python -m toolbox read FILE); its own page comes in a later version. "
        "Drop the export of your survey tool here."
    )


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


# ── deciding ─────────────────────────────────────────────────────────────────────────────────────


#: Letters of a school's or group's name. A field shorter than a name in the file would cut it, and merge two schools.
LONGEST_WORD = 250


def tidy(text: str, most: int = 120) -> str:
    """A typed name on one line, of a length a page can show.

    Example:
        >>> tidy("  Birch   School ")
        'Birch School'
    """
    return " ".join(text.split())[:most].strip()


#: Why a column means what a person said.
CHOSEN = "you chose this"


def _columns(draft: Draft, changed: Mapping[str, ColumnMeaning]) -> Draft:
    if draft.recipe is None or draft.reading is None:
        return draft
    columns = tuple(changed.get(key, each) for key, each in meanings(draft).items())
    recipe = scaled(replace(draft.recipe, columns=columns), draft.reading, draft.framework)
    return replace(draft, recipe=recipe)


def with_meaning(draft: Draft, columns: Iterable[str], meaning: Meaning) -> Draft:
    """Set what columns stand for. School, group and person are one column each: an earlier one steps back."""
    every, chosen = meanings(draft), [key for key in columns if key in questions(draft)]
    changed: dict[str, ColumnMeaning] = {}
    if meaning in ("school", "group", "person"):
        chosen = chosen[:1]
        for key, each in every.items():
            if each.meaning == meaning:
                changed[key] = replace(each, meaning="unused", why="another column was chosen")
    for key in chosen:
        item = every[key].item if meaning == "item" else ""
        changed[key] = replace(every[key], meaning=meaning, item=item, reworded=False, why=CHOSEN)
    return _columns(draft, changed)


def with_item(draft: Draft, column: str, item: str) -> Draft:
    """Say which item of the framework a column is; "" takes it back."""
    each = meanings(draft)[column]
    return _columns(draft, {column: replace(each, meaning="item", item=item, reworded=False, why=CHOSEN)})


def with_reworded(draft: Draft, column: str, reworded: bool) -> Draft:
    """Say whether the wording changed so much that the statement stays out of comparisons with earlier rounds."""
    return _columns(draft, {column: replace(meanings(draft)[column], reworded=reworded, why=CHOSEN)})


def with_items_from(draft: Draft, columns: Iterable[str], first: str) -> Draft:
    """Give columns the items of the framework in order, beginning with ``first``; those beyond the last stay without."""
    framework = framework_of(draft)
    ids = [item.id for item in framework.items] if framework else []
    following = ids[ids.index(first) :] if first in ids else []
    every, chosen = meanings(draft), list(columns)
    return _columns(
        draft,
        {
            key: replace(every[key], meaning="item", item=item, reworded=False, why=CHOSEN)
            for key, item in zip(chosen, [*following, *[""] * len(chosen)], strict=False)
        },
    )


def with_area(draft: Draft, columns: Iterable[str], area: str) -> Draft:
    """Put columns into an area of one's own; "" takes them out."""
    if draft.own is None:
        return draft
    chosen = list(columns)
    areas = {**dict(draft.own.areas), **{key: tidy(area) for key in chosen}}
    kept = tuple((key, name) for key, name in areas.items() if name)
    return with_meaning(replace(draft, own=replace(draft.own, areas=kept)), chosen, "item")


def with_reverse(draft: Draft, column: str, reverse: bool) -> Draft:
    """Mark a statement of one's own as turned round: agreeing means being less far along."""
    if draft.own is None:
        return draft
    marked = draft.own.reverse | {column} if reverse else draft.own.reverse - {column}
    return replace(draft, own=replace(draft.own, reverse=marked))


def with_constant(draft: Draft, *, school: str | None = None, group: str | None = None) -> Draft:
    """Name the school, or the group, of every row, where the file has no column for it."""
    if draft.recipe is None:
        return draft
    recipe = draft.recipe
    if school is not None:
        recipe = replace(recipe, school=tidy(school, LONGEST_WORD))
    if group is not None:
        recipe = replace(recipe, group=tidy(group))
    return replace(draft, recipe=recipe)


def with_scale(draft: Draft, scale: AnswerScale) -> Draft:
    """Replace the scale of the same id."""
    if draft.recipe is None:
        return draft
    scales = tuple(scale if each.id == scale.id else each for each in draft.recipe.scales)
    return replace(draft, recipe=replace(draft.recipe, scales=scales))


def with_value(draft: Draft, scale_id: str, word: str, value: int) -> Draft:
    """Say what one answer word stands for: a value of the scale, or a State."""
    scale = next((each for each in draft.recipe.scales if each.id == scale_id), None) if draft.recipe else None
    if scale is None:
        return draft
    words = tuple((each, value if each == word else old) for each, old in scale.words)
    return with_scale(draft, replace(scale, words=words))


def flipped(scale: AnswerScale) -> AnswerScale:
    """The scale turned round: its highest value becomes its lowest; states stay what they are.

    Example:
        >>> from toolbox.model import State
        >>> flipped(AnswerScale(id="s", words=(("never", 1), ("often", 4), ("n/a", State.NOT_APPLICABLE)))).words
        (('never', 4), ('often', 1), ('n/a', <State.NOT_APPLICABLE: -101>))
    """
    values = [value for _, value in scale.words if value > LOWEST_VALUE]
    if not values:
        return scale
    turn = min(values) + max(values)
    return replace(
        scale, words=tuple((word, turn - value if value > LOWEST_VALUE else value) for word, value in scale.words)
    )


def with_word(draft: Draft, which: Literal["schools", "groups"], word: str, name: str) -> Draft:
    """Say which school, or group, a word of the file stands for; "" leaves its rows out."""
    if draft.recipe is None:
        return draft
    known = {**dict(getattr(draft.recipe, which)), word: tidy(name, LONGEST_WORD)}
    return replace(draft, recipe=replace(draft.recipe, **{which: tuple(known.items())}))
