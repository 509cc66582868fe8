"""Answers <-> Parquet bytes: what the store keeps, and what anyone can open with other tools.

Columns, in this order: ``person`` (text), ``school`` and ``group`` (dictionaries), then one int8 column per item.
The file's own notes (key ``toolbox``) hold the order of schools and groups, the items and the reworded items, so
that nothing depends on what an item is called. A round of averages has the columns of
:class:`~toolbox.model.Average` instead, and its notes say so.
"""

from __future__ import annotations

import json
from dataclasses import fields

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from toolbox.model import Answers, Average, Averages, ToolboxError

FORMAT = 1
_LEADING = 3
_NOTE = b"toolbox"


def to_parquet(answers: Answers | Averages) -> bytes:
    """Write answers, or averages, as Parquet (zstd). Equal answers give equal bytes.

    Example:
        >>> a = Answers(person=np.array(["P-1A"]), school=np.array([0], dtype="int32"), schools=("Elm",), items=("x",),
        ...     group=np.array([0], dtype="int16"), groups=("pupils",), values=np.array([[4]], dtype="int8", order="F"))
        >>> from_parquet(to_parquet(a)).values.tolist()
        [[4]]
    """
    if isinstance(answers, Averages):
        return _of_averages(answers)
    note = {
        "format": FORMAT,
        "schools": answers.schools,
        "groups": answers.groups,
        "items": answers.items,
        "reworded": sorted(answers.reworded),
    }
    columns = [
        pa.array(np.asarray(answers.person, dtype=object), type=pa.string()),
        pa.DictionaryArray.from_arrays(
            pa.array(answers.school, type=pa.int32()), pa.array(answers.schools, pa.string())
        ),
        pa.DictionaryArray.from_arrays(pa.array(answers.group, type=pa.int32()), pa.array(answers.groups, pa.string())),
        *(pa.array(np.ascontiguousarray(answers.values[:, place])) for place in range(len(answers.items))),
    ]
    names = ["person", "school", "group", *answers.items]
    fields = [pa.field(name, column.type, nullable=False) for name, column in zip(names, columns, strict=True)]
    schema = pa.schema(fields, metadata={_NOTE: json.dumps(note).encode()})
    sink = pa.BufferOutputStream()
    # Pseudonyms hardly repeat: a dictionary of them would only be a second copy.
    repeating = names[1:] if "person" not in names[1:] else True
    pq.write_table(
        pa.Table.from_arrays(columns, schema=schema),
        sink,
        compression="zstd",
        use_dictionary=repeating,
        write_statistics=False,
        row_group_size=max(len(answers), 1),
    )
    return sink.getvalue().to_pybytes()


def from_parquet(content: bytes) -> Answers | Averages:
    """Read answers or averages back, exactly as they were written; the arrays are read-only.

    Raises:
        ToolboxError: ``damaged_data_set`` when these are not bytes this toolbox wrote.
    """
    try:
        table = pq.ParquetFile(pa.BufferReader(content)).read()
        note = json.loads((table.schema.metadata or {})[_NOTE])
        if note.get("averages"):
            return Averages(rows=tuple(Average(**row) for row in table.to_pylist()))
        if note["format"] != FORMAT or table.num_columns != _LEADING + len(note["items"]):
            raise ValueError("another format")
    except (pa.ArrowException, OSError, KeyError, ValueError) as error:
        raise ToolboxError("damaged_data_set", _DAMAGED) from error
    values = np.empty((table.num_rows, len(note["items"])), dtype=np.int8, order="F")
    for place in range(len(note["items"])):
        values[:, place] = table.column(_LEADING + place).to_numpy()
    answers = Answers(
        person=table.column(0).to_numpy(zero_copy_only=False),
        school=_indices(table.column(1), tuple(note["schools"]), np.int32),
        group=_indices(table.column(2), tuple(note["groups"]), np.int16),
        schools=tuple(note["schools"]),
        groups=tuple(note["groups"]),
        items=tuple(note["items"]),
        values=values,
        reworded=frozenset(note["reworded"]),
    )
    for array in (answers.person, answers.school, answers.group, answers.values):
        array.setflags(write=False)
    return answers


def _of_averages(averages: Averages) -> bytes:
    names = [part.name for part in fields(Average)]
    table = pa.table({name: [getattr(row, name) for row in averages.rows] for name in names})
    sink = pa.BufferOutputStream()
    note = {_NOTE: json.dumps({"format": FORMAT, "averages": True}).encode()}
    pq.write_table(table.replace_schema_metadata(note), sink, compression="zstd", write_statistics=False)
    return sink.getvalue().to_pybytes()


def _indices(column: pa.ChunkedArray, names: tuple[str, ...], dtype: type) -> np.ndarray:
    """Where each row's name stands in ``names`` (the file may have its own order of the dictionary)."""
    found = column.combine_chunks()
    if isinstance(found, pa.ChunkedArray):
        found = found.chunk(0) if found.num_chunks else pa.array([], pa.dictionary(pa.int32(), pa.string()))
    if not pa.types.is_dictionary(found.type):
        found = found.dictionary_encode()
    place = {name: index for index, name in enumerate(names)}
    order = np.array([place[name] for name in found.dictionary.to_pylist()], dtype=dtype)
    return order[found.indices.to_numpy(zero_copy_only=False)] if len(found) else np.empty(0, dtype=dtype)


_DAMAGED = (
    "The stored answers of this round cannot be read: they are damaged, or were written by another version. "
    "Put back a copy of the data folder from before, or delete the round and upload its file again."
)
