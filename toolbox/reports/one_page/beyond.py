"""What the public version leaves out of the page, in words, before anybody hands it out."""

from __future__ import annotations

from collections.abc import Iterator

from toolbox.disclosure import hidden
from toolbox.disclosure.words import group_name, listed
from toolbox.reports.one_page.content import OnePage


def leaves_out(internal: OnePage, public: OnePage) -> tuple[str, ...]:
    """One sentence for each thing the page for the staff has and the page for the public has not.

    Example:
        >>> from toolbox.disclosure import release
        >>> from toolbox.disclosure.examples import profile_of
        >>> from toolbox.model import PUBLIC, Policy
        >>> from toolbox.reports.one_page.content import one_page
        >>> pages = [one_page(release(profile_of(leaders=6, teachers=24), policy=each)) for each in (Policy(), PUBLIC)]
        >>> leaves_out(*pages)
        ('Leaders on Leadership (hidden: fewer than 10 answers).',)
    """
    return (*_numbers(internal, public), *_ranges(internal, public), *_parts(internal, public))


def _numbers(internal: OnePage, public: OnePage) -> Iterator[str]:
    """Averages that stay inside, by group and reason; a group hidden in every area is named once."""
    reasons = {(cell.area, cell.group): cell.hidden for cell in public.released.areas}
    gone: dict[tuple[str, str], list[str]] = {}
    inside = [cell for cell in internal.released.areas if not cell.hidden]
    names = {area.id: area.name for area in internal.released.framework.areas}
    for cell in inside:
        if reason := reasons.get((cell.area, cell.group), ""):
            gone.setdefault((cell.group, reason), []).append(names[cell.area])
    for (group, reason), areas in gone.items():
        many = len(areas) > 2
        every = len(areas) == sum(cell.group == group for cell in inside)
        which = "in every area" if many and every else f"in {len(areas)} areas" if many else f"on {listed(areas)}"
        yield f"{group_name(group)} {which} ({hidden(reason, public.released.policy)})."


def _ranges(internal: OnePage, public: OnePage) -> Iterator[str]:
    """Ranges that go although the average stays."""
    shown = {(cell.area, cell.group): cell for cell in public.released.areas if not cell.hidden}
    lost = [
        cell
        for cell in internal.released.areas
        if not cell.hidden
        and cell.ci_low is not None
        and (other := shown.get((cell.area, cell.group))) is not None
        and other.ci_low is None
    ]
    if lost:
        yield "The ranges the averages may lie in, which would tell how many answered."


def _parts(internal: OnePage, public: OnePage) -> Iterator[str]:
    told = {part.key: part for part in public.parts}
    for part in internal.parts:
        other = told.get(part.key)
        if other is None:
            yield f"“{part.heading}”."
        elif part.key == "steps" and other.lines != part.lines:
            yield "Who sees to the next steps."
        elif part.key == "since" and other.lines != part.lines:
            yield "How sure the change is, and how many could be followed."
        elif len(other.lines) < len(part.lines):
            yield f"Some of “{part.heading}”."
