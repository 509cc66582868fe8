"""Clues <-> Parquet bytes, and clues put together when a round gets more answers. They never leave the store's room
but to be compared; what they are stands in ``toolbox.reading.slips``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from toolbox.model import Clues, ToolboxError
from toolbox.model.rounds import forms_each

_NOTE = b"toolbox clues"


def to_bytes(clues: Clues) -> bytes:
    """Write clues.

    Example:
        >>> clues = Clues(schools=("Elm",), groups=("pupils",), school=np.array([0]), group=np.array([0]),
        ...     person=np.array(["P-1A"]), units=np.array([5], "u1"), forms=np.arange(6, dtype="u8"))
        >>> from_bytes(to_bytes(clues)).forms.tolist()
        [0, 1, 2, 3, 4, 5]
    """
    note = {"schools": clues.schools, "groups": clues.groups, "in_parts": clues.in_parts, "facts": clues.fact_names}
    ends = np.cumsum(forms_each(clues))
    forms = pa.ListArray.from_arrays(pa.array(np.concatenate([[0], ends]), pa.int32()), pa.array(clues.forms))
    table = pa.table(
        {
            "school": pa.array(clues.school, pa.int32()),
            "group": pa.array(clues.group, pa.int32()),
            "person": pa.array(np.asarray(clues.person, object), pa.string()),
            "units": pa.array(clues.units, pa.uint8()),
            "forms": forms,
            **{f"fact{place}": pa.array(clues.facts[:, place], pa.uint64()) for place in range(len(clues.fact_names))},
        }
    )
    sink = pa.BufferOutputStream()
    # Hashes neither repeat nor shrink.
    pq.write_table(
        table.replace_schema_metadata({_NOTE: json.dumps(note).encode()}), sink, compression="zstd",
        use_dictionary=False, write_statistics=False,
    )  # fmt: skip
    return sink.getvalue().to_pybytes()


def from_bytes(content: bytes) -> Clues:
    """Read clues back.

    Raises:
        ToolboxError: ``damaged_clues`` when these are not bytes this toolbox wrote.
    """
    try:
        table = pq.ParquetFile(pa.BufferReader(content)).read()
        note = json.loads((table.schema.metadata or {})[_NOTE])
        columns = {name: table.column(name).combine_chunks() for name in ("school", "group", "person", "units")}
        forms = table.column("forms").combine_chunks()
        facts = [table.column(f"fact{place}").to_numpy() for place in range(len(note["facts"]))]
    except (pa.ArrowException, OSError, KeyError, ValueError) as error:
        raise ToolboxError(
            "damaged_clues",
            "What is stored to find slips in codes cannot be read: it is damaged, or another version wrote it. "
            "Put back a copy of the data folder from before, or delete the round and upload its file again.",
        ) from error
    return Clues(
        schools=tuple(note["schools"]),
        groups=tuple(note["groups"]),
        school=columns["school"].to_numpy(),
        group=columns["group"].to_numpy(),
        person=columns["person"].to_numpy(zero_copy_only=False),
        units=columns["units"].to_numpy(),
        forms=forms.flatten().to_numpy(),
        in_parts=note["in_parts"],
        fact_names=tuple(note["facts"]),
        facts=np.stack(facts, axis=1) if facts else np.zeros((len(table), 0), np.uint64),
    )


def of_schools(clues: Clues, may_see: Callable[[str], bool]) -> Clues:
    """The clues of the schools that may be seen; the other schools' names are gone too."""
    seen = np.array([may_see(school) for school in clues.schools], bool)
    if seen.all():
        return clues
    place = np.cumsum(seen) - 1
    kept = _rows(clues, np.flatnonzero(seen[clues.school]))
    schools = tuple(school for school, is_seen in zip(clues.schools, seen, strict=True) if is_seen)
    return replace(kept, school=place[kept.school], schools=schools)


def together(old: Clues | None, new: Clues | None) -> Clues | None:
    """Clues of a round that got more answers: of somebody in both, the newer ones.

    Codes asked in boxes and codes asked in one piece cannot be compared, so of two kinds the newer stays.
    """
    if old is None or new is None or old.in_parts != new.in_parts:
        return new if new is not None else old
    schools = tuple(dict.fromkeys((*old.schools, *new.schools)))
    groups = tuple(dict.fromkeys((*old.groups, *new.groups)))
    names = tuple(dict.fromkeys((*old.fact_names, *new.fact_names)))
    old, new = (_placed(part, schools, groups, names) for part in (old, new))
    there = set(zip(new.school.tolist(), new.group.tolist(), new.person.tolist(), strict=True))
    keys = zip(old.school.tolist(), old.group.tolist(), old.person.tolist(), strict=True)
    old = _rows(old, np.array([row for row, key in enumerate(keys) if key not in there], np.int64))
    return replace(
        new,
        **{
            name: np.concatenate([getattr(old, name), getattr(new, name)])
            for name in ("school", "group", "person", "units", "forms", "facts")
        },
    )


def _placed(clues: Clues, schools: tuple[str, ...], groups: tuple[str, ...], names: tuple[str, ...]) -> Clues:
    facts = np.zeros((len(clues), len(names)), np.uint64)
    for place, name in enumerate(clues.fact_names):
        facts[:, names.index(name)] = clues.facts[:, place]
    school = np.array([schools.index(name) for name in clues.schools], np.int64)[clues.school]
    group = np.array([groups.index(name) for name in clues.groups], np.int64)[clues.group]
    return replace(clues, schools=schools, groups=groups, school=school, group=group, fact_names=names, facts=facts)


def _rows(clues: Clues, rows: np.ndarray) -> Clues:
    sizes = forms_each(clues)
    chosen = np.zeros(len(clues), bool)
    chosen[rows] = True
    return replace(
        clues,
        school=clues.school[chosen],
        group=clues.group[chosen],
        person=clues.person[chosen],
        units=clues.units[chosen],
        forms=clues.forms[np.repeat(chosen, sizes)],
        facts=clues.facts[chosen],
    )
