"""ODK (Central, Briefcase, Aggregate): ``SubmissionDate``, questions as paths of groups, then ``KEY``.

Central packs one table per repeated group into a zip; those bear a ``PARENT_KEY``, are named, and joined when chosen.
Groups are joined by ``-`` (Central, Briefcase), ``:`` (Aggregate) or ``/``; answers to a question with several
are codes joined by blanks. Tables people cleaned keep at least ``instanceID`` with its ``uuid:``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from toolbox.reading.grid import Grid
from toolbox.reading.layout import Layout, Reader, Role, sample, simple
from toolbox.reading.surveys import form_paths

_ROLES: dict[str, Role] = {
    "KEY": "id",
    "instanceID": "id",
    "meta-instanceID": "id",
    "meta:instanceID": "id",
    "meta/instanceID": "id",
    "__id": "id",
    "SubmissionDate": "time",
    "CompletionDate": "time",
    "__system/submissionDate": "time",
    "start": "time",
    "end": "time",
    **dict.fromkeys(["AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "Edits"], "status"),
    **dict.fromkeys(["FormVersion", "formdef_version", "isValidated", "instanceName", "meta-instanceName"], "status"),
    **dict.fromkeys(["meta:instanceName", "meta/instanceName"], "status"),
}
_INSTANCE = re.compile(r"(^|[-:/])instanceID$")


def claims(grid: Grid, first: int) -> int:
    """By KEY beside a moment of submission or an instance, or by an instance with ``uuid:`` in its cells."""
    heading = grid.row(first)
    if "PARENT_KEY" in heading or "_uuid" in heading or "_submission_time" in heading:
        return 0
    instances = [column for column, cell in enumerate(heading) if _INSTANCE.search(cell)]
    if "KEY" in heading and (instances or "SubmissionDate" in heading):
        return 1
    held = [cell for column in instances for cell in sample(grid, column, first + 1, 50)]
    return 1 if held and all(cell.startswith("uuid:") for cell in held) else 0


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Paths as codes, last parts as questions, joined codes as several choices."""
    plain = simple(rows, body)
    joiner = _joiner(plain.keys)
    kinds, repeats = form_paths.several(plain.keys, body, "/")
    roles = {**repeats, **form_paths.roles(plain.keys, _ROLES)}
    places = {name: column for column, name in enumerate(plain.keys)}
    return replace(
        plain,
        codes=tuple("" if " " in key or column in roles else key for column, key in enumerate(plain.keys)),
        texts=form_paths.texts(plain.keys, joiner),
        roles=roles,
        times=tuple(places[name] for name in ("SubmissionDate", "CompletionDate", "end", "start") if name in places),
        kinds=kinds,
    )


def _joiner(keys: tuple[str, ...]) -> str:
    """By the instance's own heading where it stands in a group, else by what most headings hold."""
    for key in keys:
        if (found := re.search(r"([-:/])instanceID$", key)) is not None:
            return found.group(1)
    return max("-:/", key=lambda sign: sum(sign in key for key in keys))


READER = Reader(
    key="odk",
    title="ODK",
    where="Form > Submissions > Download > All data tables (zip)",
    kind="survey",
    claims=claims,
    lay_out=lay_out,
)
