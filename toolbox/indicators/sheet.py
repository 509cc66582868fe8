"""Everything the hub's page and the sheet for the funder say, counted on one day from one reading of what is kept."""

from __future__ import annotations

from datetime import date

from toolbox.indicators.clusters import cluster_kinds
from toolbox.indicators.counting import value_of
from toolbox.indicators.growth import growth, transitions
from toolbox.indicators.kept import Kept
from toolbox.indicators.to_do import to_do
from toolbox.model import HubSheet, Programme


def hub_sheet(kept: Kept, programme: Programme, *, as_of: date) -> HubSheet:
    """A programme's indicators and what else there is to see, as of a day: what began later is not in it."""
    values = tuple(value_of(each, kept, as_of=as_of) for each in programme.indicators)
    reached = {(person, kept.school(school).wave) for (person, school), on in kept.teachers.items() if on <= as_of}
    return HubSheet(
        programme=programme.name,
        as_of=as_of,
        values=values,
        to_do=to_do(kept, values, as_of=as_of),
        growth=growth(kept, as_of=as_of),
        transitions=transitions(kept, as_of=as_of),
        clusters=kept.once("clusters", lambda: cluster_kinds(kept, as_of=as_of), as_of),
        waves=tuple(sorted(reached)),
    )
