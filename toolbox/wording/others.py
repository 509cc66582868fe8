"""A school beside others in words: how it lies to the middle half of a hub, and to what others reported. Never a rank."""

from __future__ import annotations

from collections.abc import Sequence

from toolbox.disclosure import ReleasedBand, ReleasedProfile
from toolbox.disclosure.benchmarks import ReleasedBeside
from toolbox.disclosure.words import LIES, group_hidden, group_name, hidden, lies, listed, points, signed
from toolbox.model import Benchmark
from toolbox.wording.profiles import FIRST
from toolbox.wording.templates import say


def band_sentences(released: ReleasedProfile, bands: Sequence[ReleasedBand]) -> tuple[str, ...]:
    """For each group where its areas lie to the middle half of the schools."""
    seen = {(band.area, band.group): band for band in bands if not band.hidden}
    names = {area.id: area.name for area in released.framework.areas}
    said = []
    for group in _groups([cell.group for cell in released.areas]):
        cells = [c for c in released.areas if c.group == group and not c.hidden and c.mean is not None]
        places = {
            c.area: lies(c.mean, seen[c.area, group].lower, seen[c.area, group].upper)
            for c in cells
            if (c.area, group) in seen
        }
        if not places:
            reasons = dict.fromkeys(band.hidden for band in bands if band.group == group and band.hidden)
            if cells and reasons:
                said.append(f"{group_hidden(group, next(iter(reasons)), released.policy)}.")
            continue
        schools = max(seen[area, group].schools for area in places)
        parts = [
            say("band_part", where=LIES[where], areas=listed([f"“{names[area]}”" for area in found]))
            for where in ("above", "below")
            if (found := [area for area, at in places.items() if at == where])
        ]
        within = sum(at == "within" for at in places.values())
        if parts:
            said.append(say("band_group", Group=group_name(group), schools=schools, parts=listed(parts), within=within))
        else:
            said.append(say("band_group_within", Group=group_name(group), schools=schools))
    return tuple(said)


def no_band(bands: Sequence[ReleasedBand], released: ReleasedProfile) -> str:
    """Why there is no band at all; "" where there is one."""
    if any(not band.hidden for band in bands):
        return ""
    reasons = dict.fromkeys(hidden(band.hidden, released.policy) for band in bands)
    return say("band_none", reason=listed(list(reasons)) or hidden("no_answers", released.policy))


def benchmark_sentences(
    beside: Sequence[ReleasedBeside], benchmark: Benchmark, released: ReleasedProfile
) -> tuple[str, ...]:
    """What the others are, where a difference is clear, and what to keep in mind."""
    names = {area.id: area.name for area in released.framework.areas}
    seen = [each for each in beside if not each.item and not each.hidden and each.difference.estimate is not None]
    said = [about(benchmark)]
    for group in _groups([each.group for each in seen]):
        here = [each for each in seen if each.group == group]
        known = [each for each in here if each.direction]
        parts = [
            say("other_part", where=where, areas=listed([f"“{names[each.area]}”" for each in found]))
            for where, direction in (("higher", "up"), ("lower", "down"))
            if (found := [each for each in known if each.clear and each.direction == direction])
        ]
        words = {"Group": group_name(group), "name": benchmark.name}
        if parts:
            said.append(say("other_group", **words, parts=listed(parts)))
        elif known:
            said.append(say("other_open", **words))
        else:
            far = max(here, key=lambda each: abs(each.difference.estimate))
            said.append(
                say("other_unsure", **words, area=names[far.area], here=points(far.mean), there=points(far.other))
            )
    if not seen:
        said.append(say("other_nothing"))
    if benchmark.self_selected:
        said.append(say("other_self_selected"))
    return tuple(said)


def about(benchmark: Benchmark) -> str:
    """What a benchmark is, in one sentence.

    Example:
        >>> about(Benchmark(name="Country", framework="f", population="Teachers of one country", collected_on="2024"))
        'Country: Teachers of one country, 2024.'
    """
    parts = [part for part in (benchmark.population, benchmark.collected_on, benchmark.source) if part]
    return say("other_about", name=benchmark.name, about=", ".join(parts) or "nothing more is known of it")


def band_alt(released: ReleasedProfile, bands: Sequence[ReleasedBand]) -> str:
    """What :func:`toolbox.charts.others` shows with a band, area by area."""
    seen = {(band.area, band.group): band for band in bands if not band.hidden}
    said = {
        (cell.area, cell.group): say(
            "alt_band_value", group=cell.group, mean=points(cell.mean), low=points(band.lower), high=points(band.upper)
        )
        for cell in released.areas
        if (band := seen.get((cell.area, cell.group))) and not cell.hidden and cell.mean is not None
    }
    return _alt("alt_band", released, said)


def benchmark_alt(released: ReleasedProfile, beside: Sequence[ReleasedBeside], called: str) -> str:
    """What :func:`toolbox.charts.others` shows with a benchmark, area by area."""
    said = {
        (each.area, each.group): say(
            "alt_other_value", group=each.group, mean=points(each.mean), there=points(each.other),
            difference=difference_said(each),
        )
        for each in beside
        if not each.item and not each.hidden and each.difference.estimate is not None
    }  # fmt: skip
    return _alt("alt_other", released, said, name=called)


def _alt(template: str, released: ReleasedProfile, said: dict[tuple[str, str], str], **more: str) -> str:
    low_end, high_end = released.framework.span()
    rows = [
        say("alt_row", name=area.name, values="; ".join(words))
        for area in released.framework.areas
        if (words := [text for (at, _), text in said.items() if at == area.id])
    ]
    return say(template, low_end=low_end, high_end=high_end, rows=" ".join(rows), **more)


def difference_said(each: ReleasedBeside) -> str:
    """The difference with its range, or alone."""
    found = each.difference
    if found.estimate is None:
        return ""
    if found.ci_low is None:
        return signed(found.estimate)
    return say("alt_interval", change=signed(found.estimate), low=signed(found.ci_low), high=signed(found.ci_high))


def _groups(groups: Sequence[str]) -> list[str]:
    """Groups in the order a page speaks of them."""
    there = list(dict.fromkeys(groups))
    return sorted(there, key=lambda group: FIRST.index(group) if group in FIRST else len(FIRST))
