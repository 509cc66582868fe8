"""Graasp: a zip of tables; actions of builders and players are read, an empty list is an empty file, places are removed."""

from __future__ import annotations

from datetime import timedelta

from ..expecting import Event, Export, csv_of, span
from ..packing import packed
from ..persons import PERSONS

_HEADING = ["id", "view", "type", "createdAt", "account.id", "account.name", "item.id", "item.name", "geolocation.country", "geolocation.city"]  # fmt: skip
#: (number of the person, list, type, item, kind)
_DONE = (
    (1, "builder", "create", "Planning", "created"),
    (1, "builder", "update", "Planning", "changed"),
    (2, "builder", "copy", "Feedback to pupils", "created"),
    (1, "builder", "delete", "Old notes", "removed"),
    (3, "player", "collection-view", "Planning", "viewed"),
    (5, "player", "document-view", "Feedback to pupils", "viewed"),
    (5, "player", "item-download", "Feedback to pupils", "viewed"),
    (9, "player", "chat-create", "Planning", "created"),
)


def export() -> Export:
    """The rows of both lists below each other, builders first, as the archive has them."""
    lists: dict[str, list[list[str]]] = {"builder": [], "player": []}
    events, moments = [], []
    for row, (number, part, sort, item, kind) in enumerate(_DONE):
        one = PERSONS[number - 1]
        at = one.started + timedelta(minutes=7 * row)
        account = f"00000000-0000-4000-8000-{number:012d}"
        lists[part].append(
            [
                *(str(row + 1), part, sort, f"{at:%Y-%m-%dT%H:%M:%S}.000Z", account, one.name),
                *(f"item-{len(item)}", item, "EE", "Udulinn"),
            ]
        )
        moments.append(at)
        events.append(Event(row=row, at=at.isoformat(), actor=account, kind=kind, topic=item, method=sort))
    held = {f"actions_{part}_2025-10-16.csv": csv_of([_HEADING, *rows]) for part, rows in lists.items()}
    held |= {
        "actions_library_2025-10-16.csv": b"",
        "actions_unknown_2025-10-16.csv": b"",
        "accounts_2025-10-16.csv": csv_of(
            [["id", "name"], *([row[4], row[5]] for rows in lists.values() for row in rows)]
        ),
        "items_2025-10-16.csv": csv_of([["id", "name"], ["item-8", "Planning"]]),
    }
    return Export(
        file="graasp-export.zip",
        content=packed(held),
        events=events,
        facts={"rows": len(events), "columns": len(_HEADING), "encoding": "utf-8", "separator": ","}
        | {"sheet": ", ".join(list(held)[:2])}
        | span(moments),
        problems={"personal_data": len(events)},
    )
