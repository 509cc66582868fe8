"""R's functions that turn tables of data: long and wide, counts, groups, factors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.reference.r_functions import level_name


def factor(values, levels=None, labels=None, ordered=False, **_) -> pd.Categorical:
    """Words and numbers as levels, in order; what is not among ``levels`` is missing."""
    if isinstance(values, pd.Categorical) and levels is None:
        levels = [level for level in values.categories if (np.asarray(values) == level).any()]
    values = np.asarray(values)
    if levels is None:
        levels = sorted(set(pd.Series(values).dropna()))
    found = pd.Categorical(values, categories=list(np.atleast_1d(levels)), ordered=bool(ordered))
    return found if labels is None else found.rename_categories(list(np.atleast_1d(labels)))


def relevel(values, ref) -> pd.Categorical:
    """The level ``ref`` first."""
    found = values if isinstance(values, pd.Categorical) else factor(values)
    return found.reorder_categories(sorted(found.categories, key=lambda level: level_name(level) != level_name(ref)))


def table(*by, **_) -> np.ndarray:
    """Counts of every level, or of every pair of levels."""
    parts = [one if isinstance(one, pd.Categorical) else factor(one) for one in by]
    shape = tuple(len(part.categories) for part in parts)
    counts = np.zeros(shape, int)
    known = np.all([part.codes >= 0 for part in parts], axis=0)
    np.add.at(counts, tuple(part.codes[known] for part in parts), 1)
    return counts


def reshape(
    frame, direction=None, varying=None, idvar="id", timevar="time", times=None, sep=".", drop=None, **named
) -> pd.DataFrame:
    """One row a time (``direction = "long"``) or one row a person (``"wide"``)."""
    frame = frame.drop(columns=list(np.atleast_1d(drop))) if drop is not None else frame
    names = named.get("v.names")
    if direction == "wide":
        return _wide(frame, idvar, timevar, names, sep)
    parts = [list(np.atleast_1d(one)) for one in varying] if isinstance(varying, list) else None
    if parts is None:
        columns = list(np.atleast_1d(varying))
        if names is None:
            cut = [column.rsplit(sep, 1) if sep else _cut(column) for column in columns]
            names = list(dict.fromkeys(base for base, _ in cut))
            times = [_number(time) for base, time in cut if base == names[0]] if times is None else times
        names = list(np.atleast_1d(names))
        # With several names R takes the columns time by time.
        parts = [columns[place :: len(names)] for place in range(len(names))] if len(names) > 1 else [columns]
        if len(names) > 1 and all(column.startswith(tuple(names)) for column in columns):
            parts = [[column for column in columns if column.startswith(name)] for name in names]
    names = list(np.atleast_1d(names)) if names is not None else [part[0] for part in parts]
    times = np.arange(1, len(parts[0]) + 1) if times is None else np.atleast_1d(times)
    gone = [column for part in parts for column in part]
    rest = frame.drop(columns=gone).reset_index(drop=True)
    if isinstance(idvar, str) and idvar not in rest:
        rest[idvar] = np.arange(1, len(rest) + 1)
    pieces = []
    for place, time in enumerate(times):
        piece = rest.copy()
        piece[timevar] = time
        for name, part in zip(names, parts, strict=True):
            piece[name] = frame[part[place]].to_numpy()
        pieces.append(piece)
    return pd.concat(pieces, ignore_index=True)


def _wide(frame, idvar, timevar, names, sep):
    names = [one for one in frame if one not in (*np.atleast_1d(idvar), timevar)] if names is None else names
    names, ids = list(np.atleast_1d(names)), list(np.atleast_1d(idvar))
    constant = [one for one in frame if one not in (*names, timevar)]
    found = frame[constant].drop_duplicates(ids).reset_index(drop=True)
    for time in pd.unique(frame[timevar]):
        some = frame[frame[timevar] == time][[*ids, *names]].drop_duplicates(ids)
        some = some.rename(columns={name: f"{name}{sep}{level_name(time)}" for name in names})
        found = found.merge(some, on=ids, how="left")
    return found


def _cut(column: str) -> tuple[str, str]:
    base = column.rstrip("0123456789")
    return base, column[len(base) :]


def _number(text: str):
    return float(text) if text.replace(".", "", 1).isdigit() else text


def ave(values, *by, FUN=np.mean) -> np.ndarray:
    """Every value replaced by what its group comes to."""
    values = np.asarray(values, float)
    codes = (
        pd.factorize(pd.MultiIndex.from_arrays([np.asarray(one) for one in by]))[0]
        if by
        else np.zeros(len(values), int)
    )
    found = np.empty(len(values))
    for code in set(codes.tolist()):
        found[codes == code] = FUN(values[codes == code])
    return found


def merge(first, second, by=None, **named) -> pd.DataFrame:
    """Rows of two tables that agree in ``by`` (or in all columns both have), sorted by it."""
    by = list(np.atleast_1d(by)) if by is not None else [name for name in first if name in set(second.columns)]
    left, right = bool(named.get("all.x") or named.get("all")), bool(named.get("all.y") or named.get("all"))
    how = {(False, False): "inner", (True, False): "left", (False, True): "right", (True, True): "outer"}[left, right]
    return first.merge(second, on=by, how=how, suffixes=(".x", ".y")).sort_values(by, kind="stable", ignore_index=True)


def bind_rows(*frames, **_) -> object:
    """Tables below each other, or vectors as rows."""
    if all(isinstance(one, pd.DataFrame) for one in frames):
        return pd.concat(frames, ignore_index=True)
    return np.vstack([np.atleast_1d(one) for one in frames])


def words(values) -> np.ndarray:
    """A factor's levels as words, which is how R compares them; anything else as it is."""
    if not isinstance(values, pd.Categorical):
        return np.asarray(values)
    return np.array([level_name(one) for one in values], object)


def codes_or_numbers(values) -> np.ndarray:
    """``as.numeric``: a factor's place among its levels, else the number."""
    if isinstance(values, pd.Categorical):
        return np.where(values.codes < 0, np.nan, values.codes + 1.0)
    return np.asarray(values, float)


FUNCTIONS = {
    "factor": factor, "as.factor": factor, "ordered": lambda x, *a, **k: factor(x, *a, ordered=True, **k),
    "relevel": relevel, "levels": lambda x: np.array(list(x.categories), object), "nlevels": lambda x: len(x.categories),
    "droplevels": lambda x: factor(x) if isinstance(x, pd.Categorical) else x, "as.numeric": codes_or_numbers,
    "as.integer": lambda x: codes_or_numbers(x).astype(int), "table": table, "ave": ave, "reshape": reshape,
    "merge": merge, "rbind": bind_rows, "is.finite": np.isfinite, "any": np.any, "all": np.all, "cumsum": np.cumsum,
    "rep": lambda x, times=1, each=1, **_: np.tile(np.repeat(x, int(each)), int(times)), "ceiling": np.ceil,
    "seq_len": lambda n: np.arange(1, int(n) + 1), "rev": lambda x: np.asarray(x)[::-1], "floor": np.floor,
    "order": lambda x, **named: np.argsort(-np.asarray(x) if named.get("decreasing") else x, kind="stable") + 1,
    "matrix": lambda x, nrow=1, ncol=1, **_: np.broadcast_to(np.asarray(x), int(nrow) * int(ncol)).reshape(
        int(ncol), int(nrow)).T, "duplicated": lambda x: pd.Series(x).duplicated().to_numpy(),
}  # fmt: skip
