"""Ordered categories as text: what each group chose, and what is reported of others."""

from __future__ import annotations

from toolbox.disclosure import ReleasedCell, ReleasedProfile
from toolbox.disclosure.words import between_percent, hidden, outcome_words, printed_share
from toolbox.model import BenchmarkRow, Framework, Item
from toolbox.wording.templates import say


def categories_alt(released: ReleasedProfile, item: str, reported: BenchmarkRow | None = None) -> str:
    """What :func:`toolbox.charts.categories` shows, group by group, then what is reported elsewhere."""
    found, framework = _item(released.framework, item), released.framework
    rows = [
        say("alt_row", name=cell.group, values=category_words(cell, framework, released))
        for cell in released.items
        if cell.item == item
    ]
    if reported is not None:
        rows.append(say("alt_row", name="Reported elsewhere", values=reported_words(framework, reported)))
    return say("alt_categories", item=found.name, rows=" ".join(rows))


def category_words(cell: ReleasedCell, framework: Framework, released: ReleasedProfile) -> str:
    """How one group's answers fall into the categories, each with the range it fits in where that is known."""
    if cell.hidden:
        return hidden(cell.hidden, released.policy)
    labels = labels_of(framework, _item(framework, cell.item))
    parts = []
    for place, (low, high, share) in enumerate(cell.shares):
        label = labels[low] if low == high else f"{labels[low]} to {labels[high]}"
        between = cell.shares_between[place] if cell.shares_between else None
        fits = f" (fits {between_percent(*between)})" if between else ""
        parts.append(f"{label} {printed_share(share, cell.n)}{fits}")
    return ", ".join(parts)


def reported_words(framework: Framework, reported: BenchmarkRow) -> str:
    """What a benchmark says of each category, with the digits its source prints."""
    labels = labels_of(framework, _item(framework, reported.item))
    shares, outcome = dict(reported.shares), {each.value: each for each in reported.outcomes}
    parts = []
    for value, label in labels.items():
        told = [f"{100 * shares[value]:g} %"] if value in shares else []
        told += [outcome_words(outcome[value], reported.outcome, labels)] if value in outcome else []
        parts += [f"{label} {', '.join(told)}"] if told else []
    return "; ".join(parts)


def outcomes_alt(framework: Framework, reported: BenchmarkRow) -> str:
    """What :func:`toolbox.charts.outcomes` shows."""
    labels = labels_of(framework, _item(framework, reported.item))
    told = ", ".join(f"{labels[each.value]} {each.mean:g}" for each in reported.outcomes if each.mean is not None)
    return say("alt_outcomes", outcome=reported.outcome, item=_item(framework, reported.item).name, rows=told)


def labels_of(framework: Framework, item: Item) -> dict[int, str]:
    """Every category of an item in words, lowest first."""
    scale = framework.scale_of(item)
    known = dict(scale.labels)
    return {value: known.get(value, str(value)) for value in range(scale.low, scale.high + 1)}


def _item(framework: Framework, id: str) -> Item:
    return next(item for item in framework.items if item.id == id)
