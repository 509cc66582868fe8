"""What a person decides about a draft: each edit returns a changed copy, and never loses what was decided before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from toolbox.model import LOWEST_VALUE, AnswerScale, ColumnMeaning, Meaning
from toolbox.reading.recipes.guessing import TO_CONFIRM
from toolbox.reading.words import match_form
from toolbox.web.mapping.draft import CHOSEN, Draft, framework_of, meanings, questions
from toolbox.web.mapping.scaling import scaled

#: Letters of a school's or group's name. A field shorter than a name in the file would cut it, and merge two schools.
LONGEST_WORD = 250


def tidy(text: str, most: int = 120) -> str:
    """A typed name on one line, of a length a page can show.

    Example:
        >>> tidy("  Birch   School ")
        'Birch School'
    """
    return " ".join(text.split())[:most].strip()


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


def to_confirm(draft: Draft) -> tuple[ColumnMeaning, ...]:
    """Columns found again by likeness of words only, which nobody has confirmed or refused yet."""
    return tuple(each for each in meanings(draft).values() if each.meaning != "unused" and TO_CONFIRM in each.why)


def with_confirmed(draft: Draft, column: str, same: bool) -> Draft:
    """Say that a column found by likeness is the earlier question after all, or is another one."""
    if not same:
        return with_meaning(draft, [column], "unused")
    return _columns(draft, {column: replace(meanings(draft)[column], why=CHOSEN)})


def with_all_compared(draft: Draft) -> Draft:
    """Say that every reworded statement asks the same, as a translation does."""
    every = {key: each for key, each in meanings(draft).items() if each.reworded and TO_CONFIRM not in each.why}
    return _columns(draft, {key: replace(each, reworded=False, why=CHOSEN) for key, each in every.items()})


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


def with_answer(draft: Draft, scale_id: str, word: str) -> Draft:
    """Add an answer nobody chose this time to a scale, as its highest; one that is there already changes nothing."""
    scale = next((each for each in draft.recipe.scales if each.id == scale_id), None) if draft.recipe else None
    typed = tidy(word)
    if scale is None or not typed or match_form(typed) in {match_form(known) for known, _ in scale.words}:
        return draft
    values = [value for _, value in scale.words if value > LOWEST_VALUE]
    return with_scale(draft, replace(scale, words=(*scale.words, (typed, max(values, default=0) + 1))))


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
