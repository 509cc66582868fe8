"""R's functions that turn tables of data: long and wide, counts, groups, factors."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from tests.reference.r_functions import level_name
from tests.reference.r_language import NotInThisR


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


def table(*by, **_):
    """Counts of every level (with the levels as names), or of every pair of levels."""
    parts = [one if isinstance(one, pd.Categorical) else factor(one) for one in by]
    counts = np.zeros(tuple(len(part.categories) for part in parts), int)
    known = np.all([part.codes >= 0 for part in parts], axis=0)
    np.add.at(counts, tuple(part.codes[known] for part in parts), 1)
    return counts if counts.ndim > 1 else pd.Series(counts, [level_name(level) for level in parts[0].categories])


def tapply(values, by, function, *_, **named) -> pd.Series:
    """What each group comes to, with the levels as names."""
    values, part = np.asarray(values), by if isinstance(by, pd.Categorical) else factor(by)
    return pd.Series(
        [function(values[part.codes == code], **named) for code in range(len(part.categories))],
        [level_name(level) for level in part.categories],
    )


def aggregate(workspace, given, data=None, FUN=None, **named) -> pd.DataFrame:
    """One row a group: ``aggregate(y ~ a + b, d, mean)`` or ``aggregate(d$y, by = list(a = d$a), FUN = mean)``."""
    from tests.reference.r_formula import sides

    if data is None:
        by = named["by"]
        groups = by if isinstance(by, dict) else {f"Group.{place + 1}": one for place, one in enumerate(by)}
        columns = given if isinstance(given, pd.DataFrame) else {"x": given}
    else:
        columns, groups = sides(workspace.with_columns(data), given)
    columns = {name: np.asarray(columns[name], float) for name in columns}
    frame = pd.DataFrame({**groups, **columns}).dropna() if data is not None else pd.DataFrame({**groups, **columns})
    found = frame.groupby(list(groups), observed=True)[list(columns)].agg(lambda part: FUN(part.to_numpy()))
    # R varies the first group fastest.
    return found.reset_index().sort_values(list(groups)[::-1], kind="stable", ignore_index=True)


def quantile(values, probs=(0, 0.25, 0.5, 0.75, 1), **named):
    """Type 7, which is numpy's own."""
    values = np.asarray(values, float)
    found = np.quantile(values[~np.isnan(values)] if named.get("na.rm") else values, probs)
    return found if np.ndim(found) else float(found)


def cut(values, breaks, labels=None, right=True, **named) -> pd.Categorical:
    """Numbers in classes between breaks."""
    if np.ndim(breaks) == 0:
        raise NotInThisR("cut into a number of classes")
    lowest = bool(named.get("include.lowest"))
    edges = np.sort(np.asarray(breaks, float))
    values = np.asarray(values, float)
    places = np.searchsorted(edges, values, side="left" if right else "right") - 1
    if lowest:
        places = np.where(values == (edges[0] if right else edges[-1]), 0 if right else len(edges) - 2, places)
    places = np.where(np.isnan(values) | (places < 0) | (places > len(edges) - 2), -1, places)
    if labels is False:
        return np.where(places < 0, np.nan, places + 1.0)
    if labels is None:
        ends = [f"{edge:.3g}" for edge in edges]
        pairs = pairwise(ends)
        labels = [f"({low},{high}]" if right else f"[{low},{high})" for low, high in pairs]
    return pd.Categorical.from_codes(places, list(labels))


def scale(values, center=True, scale=True) -> np.ndarray:
    """One column, centred and in units of its spread."""
    values = np.asarray(values, float)
    values = values - np.nanmean(values) if center else values
    spread = (np.nansum(values**2) / (np.isfinite(values).sum() - 1)) ** 0.5 if scale else 1.0
    return (values / spread)[:, None]


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


def alike(first, second):
    """Both as words where one is a factor or words and the other is not: how R compares them."""
    is_words = [isinstance(one, pd.Categorical) or np.asarray(one).dtype.kind in "OU" for one in (first, second)]
    if isinstance(first, pd.Categorical) or is_words[0] != is_words[1]:
        return tuple(np.array([level_name(one) for one in np.atleast_1d(side)], object) for side in (first, second))
    return first, second


def codes_or_numbers(values) -> np.ndarray:
    """``as.numeric``: a factor's place among its levels, else the number."""
    if isinstance(values, pd.Categorical):
        return np.where(values.codes < 0, np.nan, values.codes + 1.0)
    return np.asarray(values, float).ravel()


def names(values) -> np.ndarray:
    """Of columns, of groups, or of what a list holds."""
    return np.array(list(values.index if isinstance(values, pd.Series) else values), object)


FUNCTIONS = {
    "factor": factor, "as.factor": factor, "ordered": lambda x, *a, **k: factor(x, *a, ordered=True, **k),
    "relevel": relevel, "levels": lambda x: np.array(list(x.categories), object), "nlevels": lambda x: len(x.categories),
    "droplevels": lambda x: factor(x) if isinstance(x, pd.Categorical) else x, "as.numeric": codes_or_numbers,
    "as.integer": lambda x: codes_or_numbers(x).astype(int), "table": table, "ave": ave, "reshape": reshape,
    "merge": merge, "rbind": bind_rows, "is.finite": np.isfinite, "any": np.any, "all": np.all, "cumsum": np.cumsum,
    "rep": lambda x, times=1, each=1, **_: np.tile(np.repeat(x, int(each)), int(times)), "ceiling": np.ceil,
    "seq_len": lambda n: np.arange(1, int(n) + 1), "rev": lambda x: np.asarray(x)[::-1], "floor": np.floor,
    "order": lambda x, **named: np.argsort(-np.asarray(x) if named.get("decreasing") else x, kind="stable") + 1,
    "tapply": tapply, "quantile": quantile, "cut": cut, "scale": scale, "names": names,
    "sort": lambda x, decreasing=False: np.sort(np.asarray(x))[:: -1 if decreasing else 1],
    "setdiff": lambda x, y: np.array([one for one in pd.unique(np.asarray(x)) if one not in set(np.atleast_1d(y))]),
    "matrix": lambda x, nrow=1, ncol=1, **_: np.broadcast_to(np.asarray(x), int(nrow) * int(ncol)).reshape(
        int(ncol), int(nrow)).T, "duplicated": lambda x: pd.Series(x).duplicated().to_numpy(),
}  # fmt: skip
