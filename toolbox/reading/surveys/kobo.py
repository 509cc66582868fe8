"""KoboToolbox: ``group/question`` or labels as headings, then ``_id, _uuid, _submission_time, ...``.

Comma or semicolon, or a workbook in which every repeated group is a further sheet, joined by
``_parent_index``. Those sheets are named, and the first is read; a person who chooses one gets it joined (``joining``).
"""

from __future__ import annotations

from dataclasses import replace

from toolbox.reading.grid import Grid
from toolbox.reading.joining import is_repeated
from toolbox.reading.layout import Layout, Reader, Role, simple
from toolbox.reading.surveys import form_paths

_ROLES: dict[str, Role] = {
    "_id": "id",
    "_uuid": "id",
    "_submission_time": "time",
    "start": "time",
    "end": "time",
    **dict.fromkeys(
        ["_validation_status", "_notes", "_status", "__version__", "_tags", "_index", "_parent_index"], "status"
    ),
    **dict.fromkeys(["_parent_table_name", "formhub/uuid", "meta/instanceID", "meta/instanceName", "today"], "status"),
    **dict.fromkeys(["meta/rootUuid", "meta/deprecatedID", "_xform_id_string", "_attachments", "_version_"], "status"),
    "_geolocation": "place",
}
_OWN = frozenset(name for name in _ROLES if name.startswith("_")) | {"_submitted_by"}


def claims(grid: Grid, first: int) -> int:
    """By three of the tool's own names with an id or a time of submission; not for sheets of repeated groups."""
    heading = grid.row(first)
    own = {cell for cell in heading if cell in _OWN}
    if is_repeated(grid, first):
        return 0
    return 1 if len(own) >= 3 and own & {"_uuid", "_submission_time"} else 0


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Paths as codes, last parts as questions, options as several choices."""
    plain = simple(rows, body)
    kinds, repeats = form_paths.several(plain.keys, body, "/")
    kinds |= {column: "text" for column, key in enumerate(plain.keys) if key.endswith("_other")}
    roles = {**repeats, **form_paths.roles(plain.keys, _ROLES)}
    places = {name: column for column, name in enumerate(plain.keys)}
    return replace(
        plain,
        codes=tuple("" if " " in key or column in roles else key for column, key in enumerate(plain.keys)),
        texts=form_paths.texts(plain.keys, "/"),
        roles=roles,
        times=tuple(places[name] for name in ("_submission_time", "end", "start") if name in places),
        kinds=kinds,
    )


READER = Reader(
    key="kobo",
    title="KoboToolbox",
    where="Data > Downloads > CSV or XLS",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
