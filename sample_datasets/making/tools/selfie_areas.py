"""SELFIE: the school has a report, no file; its averages are typed into a small table, areas by groups, decimal commas."""

from __future__ import annotations

from ..expecting import Column, Export, csv_of

_GROUPS = ("School leaders", "Teachers", "Students")
_COUNTS = ("4", "23", "210")
#: Area → average of each group; pupils are not asked about leadership.
_AREAS = {
    "A. Leadership": ("3,8", "3,1", ""),
    "C. Infrastructure and equipment": ("4,0", "3,45", "3,2"),
    "D. Continuing professional development": ("3,5", "2,9", ""),
    "F. Pedagogy: implementation in the classroom": ("3,6", "3,3", "3,1"),
    "H. Student digital competence": ("", "3", "3,6"),
}


def export() -> Export:
    """One row an area and group that has an average, with the number of answers of the group."""
    rows = [["Area", *_GROUPS], *([area, *averages] for area, averages in _AREAS.items())]
    lines = [
        (area, group, average, count)
        for area, averages in _AREAS.items()
        for group, average, count in zip(_GROUPS, averages, _COUNTS, strict=True)
        if average
    ]
    parts = zip(
        ("area", "group", "average", "n"),
        ("choice", "choice", "number", "number"),
        zip(*lines, strict=True),
        strict=True,
    )
    return Export(
        file="selfie-report.txt",
        content=csv_of([*rows, ["Number of answers", *_COUNTS]], "\t"),
        columns=[Column(key=key, kind=kind, cells=cells) for key, kind, cells in parts],
        facts={"people": None, "finished": None, "first": None, "last": None, "separator": "\t", "encoding": "utf-8"},
        problems={"averages": len(lines)},
    )
