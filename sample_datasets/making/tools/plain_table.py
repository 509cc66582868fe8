"""A table somebody made: a title above, semicolons, decimal commas, in the letters of a Baltic Windows (cp1257)."""

from __future__ import annotations

from ..asked import about, about_columns, answer_columns, own
from ..expecting import Export, csv_of
from ..persons import PERSONS, STATEMENTS, Person

_ABOUT = ["Mokykla", "Grupė", "Kodas"]


def export() -> Export:
    """Nothing is known but what the cells say."""
    heading = [*_ABOUT, "Valandos", *STATEMENTS]
    title = ["Mūsų tinklo apklausa, 2025 m. ruduo", *[""] * (len(heading) - 1)]
    rows = [[*about(one), _hours(one), *one.words] for one in PERSONS]
    return Export(
        file="apklausa.csv",
        content=csv_of([title, heading, *rows], ";", encoding="cp1257", end="\r\n"),
        columns=[
            *about_columns(PERSONS, _ABOUT),
            own(PERSONS, "Valandos", _hours, "number"),
            *answer_columns(PERSONS, STATEMENTS),
        ],
        facts={"people": None, "finished": None, "first": None, "last": None, "separator": ";", "encoding": "cp1257"},
        problems={"lines_above": 1, "encoding_guessed": 1},
    )


def _hours(one: Person) -> str:
    return f"{(one.number * 7 + 4) / 4:.2f}".replace(".", ",")
