"""What stands on the page, settled once: both writers set the same record, so a PDF and a Word file cannot disagree.

Made of released results only, and of a school's own next steps. Which audience it is for is the audience the results
were released for: a page for the public is made of results released again under ``PUBLIC``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from toolbox.charts.theme import LIGHT, places_of, silent
from toolbox.disclosure import ReleasedCell, ReleasedComparison, ReleasedGapMove, ReleasedProfile, group_name, hidden
from toolbox.disclosure.words import group_hidden, points, printed_share, why_blank
from toolbox.model import Action, Framework
from toolbox.reports.printed_numbers import Letters
from toolbox.reports.spreadsheet_text import readable
from toolbox.tables.notes import policy_note, toolbox_version
from toolbox.wording import change_sentences, pockets_sentences, profile_sentences
from toolbox.wording.categories import labels_of
from toolbox.wording.gaps import gap_words, move_words, widest
from toolbox.wording.ratings import area_words
from toolbox.wording.steps import day

AUDIENCES = {"internal": "For the staff meeting and the board", "public": "For the public"}

#: What holds beyond the hub.
PUBLIC_NOTE = (
    "Numbers of fewer than {} persons are hidden, and others where they would reveal them; numbers of persons are rounded to "
    "five, and ranges stay inside the hub."
)

#: Letters of a name after which it is cut: of a school or round, of an area, of what a person wrote.
NAME, AREA, WRITTEN = 120, 90, 240

#: Gaps told beside the widest, and gaps that moved, at most.
MORE = 3

#: One sign for each of ``charts.theme.SHAPES``: what a group's mark looks like, before its name.
SIGNS = ("●", "◆", "■", "▲", "✚", "▼")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A column of the table: a group, how its mark looks, how many of it answered."""

    group: str
    name: str
    sign: str
    colour: str
    answered: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """An area: what the strip shows, in words, and the number (or the reason's letter) of every group."""

    area: str
    name: str
    alt: str
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A heading with a few lines; ``key`` names it where parts are left out for want of room."""

    key: Literal["counts", "pockets", "gaps", "since", "steps", "mentoring"]
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OnePage:
    """Everything on the page, as text."""

    audience: Literal["internal", "public"]
    title: str
    scope: str
    who: str
    findings: tuple[str, ...]
    table: str
    """Heading of the table of areas."""
    groups: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    """Below the table: the scale, and why a number is not there."""
    wide: bool
    """Whether the cells hold words: levels of a rubric that is never averaged."""
    parts: tuple[Part, ...]
    density: int = 0
    """How close the words stand: which of ``pdf.SIZES`` it took, and so which of ``word.SIZES``."""
    left_out: tuple[str, ...] = ()
    """What had to go so that one page is enough, in the order it went."""
    foot: tuple[str, ...]
    collected_on: date
    released: ReleasedProfile
    """What the strips are drawn from."""


def one_page(
    released: ReleasedProfile,
    *,
    change: ReleasedComparison | None = None,
    moves: Sequence[ReleasedGapMove] = (),
    steps: Sequence[Action] = (),
    whose: str = "",
    invented: bool = False,
) -> OnePage:
    """The page of one school, or of all schools in view.

    Args:
        change: the round before and this one, released for the same audience.
        moves: how the gaps between groups moved between these two rounds; not for the public.
        steps: next steps of the school; for the public without who does them.
        whose: whose page it is where the school's name does not say it: the name of a hub.
        invented: whether nobody of it exists, which the page then says.

    Raises:
        ValueError: where the results were released for two audiences (a bug in the caller).

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> page = one_page(release(profile_of(leaders=3, teachers=24)))
        >>> page.title, [heading.name for heading in page.groups], page.rows[0].cells
        ('Northbank School', ['Teachers'], ('3.5',))
    """
    if change is not None and change.policy != released.policy:
        raise ValueError("The profile and the change were released under two rules.")
    levels = any(cell.hidden == "counted" and cell.median is not None for cell in released.areas)
    unseen = {} if levels else silent((cell.group, cell.hidden) for cell in released.areas)
    headings = _headings(released, unseen)
    letters = Letters()
    rows = tuple(_rows(released, headings, letters))
    who, *findings = profile_sentences(released)
    return OnePage(
        audience=released.policy.audience,
        title=_clean(whose or _whose(released), NAME),
        scope=_clean(" · ".join(_scope(released, whose, invented)), 3 * NAME),
        who=_clean(who, 4 * WRITTEN),
        findings=tuple(_clean(each, 2 * WRITTEN) for each in findings),
        table="How each group sees the areas" if len(headings) > 1 else "The areas",
        groups=headings,
        rows=rows,
        notes=(*_below(released, rows, unseen), *letters.notes()),
        wide=levels,
        parts=tuple(_parts(released, change, moves, steps)),
        foot=tuple(_foot(released, change)),
        collected_on=released.collected_on,
        released=released,
    )


def _whose(released: ReleasedProfile) -> str:
    if len(released.schools) == 1:
        return released.schools[0]
    many = len(released.schools)
    return f"All {many} schools together" if many == released.of_schools else f"{many} schools together"


def _scope(released: ReleasedProfile, whose: str, invented: bool):
    if invented:
        yield "Invented sample"
    if whose and len(released.schools) > 1:
        yield _whose(released)
    yield released.framework.name
    yield f"{released.round}, {day(released.collected_on)}"


def _headings(released: ReleasedProfile, unseen: dict[str, str]) -> tuple[Heading, ...]:
    """The groups that have a number somewhere; a rubric's one column is not a group of persons."""
    shown = [group for group in dict.fromkeys(cell.group for cell in released.areas) if group not in unseen]
    place = places_of(shown)
    sizes = {count.group: count.answered for count in released.groups}
    people = released.framework.kind != "rubric"
    return tuple(
        Heading(
            group=group,
            name=_clean(group_name(group), 30) if people or len(shown) > 1 else "Ratings",
            sign=SIGNS[place[group]],
            colour=LIGHT.groups[place[group]],
            answered=f"n = {sizes[group]:,}" if people and sizes.get(group) else "",
        )
        for group in shown
    )


def _rows(released: ReleasedProfile, headings: Sequence[Heading], letters: Letters):
    if not headings:
        return
    for area in released.framework.areas:
        here = {cell.group: cell for cell in released.areas if cell.area == area.id}
        if not here:
            continue
        name = _clean(area.name, AREA)
        cells = [here.get(heading.group) for heading in headings]
        said = [f"{heading.name} {_in_words(cell, released)}" for heading, cell in zip(headings, cells, strict=True)]
        yield Row(
            area=area.id,
            name=name,
            alt=f"{name}: {', '.join(said)}.",
            cells=tuple(_printed(cell, released, letters) for cell in cells),
        )


def value(cell: ReleasedCell, released: ReleasedProfile) -> str:
    """What a cell says: an average, or the levels of ratings that are never averaged."""
    if cell.mean is None:
        return area_words(cell, released)
    return points(cell.mean)


def _seen(cell: ReleasedCell) -> bool:
    """Whether a cell says more than a reason: levels are there although an average is not."""
    return not cell.hidden or cell.median is not None


def _in_words(cell: ReleasedCell | None, released: ReleasedProfile) -> str:
    if cell is None:
        return "not asked"
    return value(cell, released) if _seen(cell) else why_blank(cell.hidden, released.framework, released.policy)


def _printed(cell: ReleasedCell | None, released: ReleasedProfile, letters: Letters) -> str:
    if cell is None or _seen(cell) or cell.hidden == "no_answers":
        return _in_words(cell, released)  # where nothing was said, nothing is hidden
    return f"hidden{letters.mark(hidden(cell.hidden, released.policy))}"


def _below(released: ReleasedProfile, rows: Sequence[Row], unseen: dict[str, str]) -> list[str]:
    """The scale in words, and the groups nothing is shown of, with the reason."""
    said = [
        _clean(group_hidden(group, reason, released.policy), WRITTEN) + "." for group, reason in unseen.items()
    ]  # fmt: skip
    if not rows:
        return said
    low, high = released.framework.span()
    labels = dict(released.framework.scales[0].labels) if len(released.framework.scales) == 1 else {}
    if low in labels and high in labels:
        scale = f"Scale: {low} = {labels[low]}, {high} = {labels[high]}."
    else:
        scale = f"Scale from {low} to {high}."
    if any(cell.ci_low is not None for cell in released.areas if not cell.hidden):
        scale += " Line: range the average may lie in."
    if any(cell.hidden and cell.median is not None for cell in released.areas):
        scale += " Mark: the middle level. Line: from the lowest rating to the highest."
    return [_clean(scale, WRITTEN), *said]


def _too_few_schools(released: ReleasedProfile) -> bool:
    """Whether nothing of all schools together is told, so that how it moved is not told either (rule 28 of the gate)."""
    reasons = {cell.hidden for cell in released.areas}
    return bool(reasons & {"few_for_all", "large_school"}) and "" not in reasons


def _parts(
    released: ReleasedProfile,
    change: ReleasedComparison | None,
    moves: Sequence[ReleasedGapMove],
    steps: Sequence[Action],
):
    if counts := _counts(released):
        yield Part(key="counts", heading="How each group answered", lines=_lines(counts))
    if gaps := _gaps(released):
        yield Part(key="gaps", heading="Where views differ, too", lines=_lines(gaps))
    if pockets := pockets_sentences(released):
        heading = "Whole school or pockets" if len(released.schools) == 1 else "Everywhere or in pockets"
        yield Part(key="pockets", heading=heading, lines=_lines(pockets))
    if change is not None and not _too_few_schools(released):
        who, *moved = change_sentences(change)
        lines = [*moved, *_moves(released, moves, change.before), who]
        yield Part(key="since", heading=_clean(f"Since {change.before}", NAME), lines=_lines(lines))
    if steps:
        public = released.policy.audience == "public"
        lines = [_step(released.framework, step, public) for step in steps]
        yield Part(key="steps", heading="Next steps", lines=_lines(lines))


def _counts(released: ReleasedProfile) -> list[str]:
    """Of answers that are counted and never averaged: what share chose what, item by item."""
    items = {item.id: item for item in released.framework.items if released.framework.scale_of(item).categories}
    said = []
    for cell in released.items:
        if cell.item not in items:
            continue
        if cell.hidden:
            told = hidden(cell.hidden, released.policy)
        else:
            named = labels_of(released.framework, items[cell.item])
            told = ", ".join(
                f"{named[low] if low == high else f'{named[low]} to {named[high]}'} {printed_share(share, cell.n)}"
                for low, high, share in cell.shares
            )
        said.append(f"{items[cell.item].name}, {cell.group}: {told or hidden('few', released.policy)}.")
    return said


def _gaps(released: ReleasedProfile) -> list[str]:
    """The clear gaps beside the widest, which the findings tell; three at most."""
    names = {area.id: area.name for area in released.framework.areas}
    _, *more = widest([gap for gap in released.gaps if gap.clear and gap.mean is not None]) or (None,)
    said = []
    for gap in more[:MORE]:
        means = f"{names[gap.area]}: {gap.group} {points(gap.mean)}, {gap.other} {points(gap.mean_other)}"
        words = "" if gap.ci_low is None else f"; {gap_words(gap, released.policy)}"
        said.append(f"{means}{words}.")
    return said


def _moves(released: ReleasedProfile, moves: Sequence[ReleasedGapMove], since: str) -> list[str]:
    """The gaps that clearly moved, farthest first; three at most."""
    names = {area.id: area.name for area in released.framework.areas}
    told = sorted((move for move in moves if move_words(move, since)), key=lambda move: -abs(move.moved))
    return [
        f"{group_name(move.group)} and {move.other} on “{names[move.area]}”: {move_words(move, since)}."
        for move in told[:MORE]
    ]


def _step(framework: Framework, step: Action, public: bool) -> str:
    """What will be done, by whom and when, and what will show it. Beyond the school not who does it."""
    about = next((f"{each.code} {each.name}" for each in framework.items if step.item and each.id == step.item), "")
    about = about or next((each.name for each in framework.areas if each.id == step.area), "")
    told = [] if public or not step.owner else [step.owner]
    told += [f"by {day(step.due)}"] if step.due else []
    who_when = f" ({', '.join(told)})" if told else ""
    whose = f", {step.group}" if step.group else ""
    aim = f", aim {points(step.target)}" if step.target is not None else ""
    shown = f" To be seen in: {about}{whose}{aim}." if about else ""
    return f"{step.step.rstrip('.')}{who_when}.{shown}"


def _foot(released: ReleasedProfile, change: ReleasedComparison | None):
    framework, policy = released.framework, released.policy
    rated = framework.kind == "rubric"
    what = "the school’s own ratings on" if rated else "answers to"
    limits = "" if rated else " It describes what those who answered said; it does not tell why."
    source = f"Source: {what} {framework.name} ({framework.source.rstrip('.')}), collected on {day(released.collected_on)}.{limits}"
    yield _clean(source, 3 * WRITTEN)
    if not rated:
        yield f"{PUBLIC_NOTE.format(policy.min_n) if policy.audience == 'public' else policy_note(policy)} Hidden numbers stay hidden."
    ids = [released.sha256, *(change.sha256 if change is not None else ())]
    known = list(dict.fromkeys(each[:12] for each in ids if each))
    data = f" · data {', '.join(known)}" if known else ""
    version = f"Learning Analytics Toolbox {toolbox_version()} · {framework.id} {framework.version}"
    yield _clean(f"{version}{data}", 2 * WRITTEN)


def _lines(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(_clean(each, 2 * WRITTEN) for each in said)


_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff]+")


def _clean(text: str, longest: int) -> str:
    """A text on one line, without signs that cannot be printed, cut where it is beyond any name.

    Example:
        >>> _clean(" North\\n\\tSchool\\x07 ", 40), _clean("x" * 50, 10)
        ('North School', 'xxxxxxxxx…')
    """
    text = _BLANKS.sub(" ", readable(text)).strip().replace(" %", "\u00a0%")
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
