"""When things happened: columns of moments under one order of day and month, with what is particular to logs.

Logs name moments in ways surveys do not: two-digit years that stand first, no year at all, seconds since 1970, the
day numbers of spreadsheets (``spelled`` puts the signs of other scripts into plain ones first). What the survey room
knows of dates is used for the rest. What could not be read is counted and told, never guessed.
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from toolbox.model import DateOrder, Problem
from toolbox.reading.activities.spelled import is_cut, is_moment, numbered, spelled, with_school_year, without_year
from toolbox.reading.dates import Dates, dates
from toolbox.reading.grid import Column, VariedColumn
from toolbox.reading.varied import bytes_of

__all__ = ["NAT", "Times", "is_moment", "times"]

_SHORT = re.compile(r"^(\d\d)([/.\-])(\d\d)\2(\d\d)(?=\D|$)")
#: A day of any form, and what stands between it and a clock: a comma or not, and a blank.
_DAY_BEFORE = re.compile(r"[^:]*\d[^:,]{0,12}?(?<! ),? $")
#: Bytes looked at for the clock: a blank and ``hh:mm:ss``.
_TAIL = 9
#: From so many different moments on, days are judged alone first.
_MANY = 2_000
NAT = np.datetime64("NaT", "s")


@dataclass(frozen=True, kw_only=True, eq=False)
class Times:
    """Moments of one or several columns, one array each, with the order they were read in and what to tell."""

    at: tuple[np.ndarray, ...]
    order: DateOrder = ""
    unclear: bool = False
    problems: tuple[Problem, ...] = ()
    under: tuple[tuple[np.ndarray, ...], ...] = ()
    """Where both orders fit: the same columns day first, then month first (lengths of stays may agree all the same)."""


def times(*columns: Column, chosen: DateOrder = "", usual: DateOrder = "", school_year: int = 0) -> Times:
    """Read columns that the same program wrote, under one order.

    Args:
        columns: texts; what is no moment stays NaT.
        chosen: the order a person chose.
        usual: the order the tool writes in nearly every language; taken, and told, where both fit.
        school_year: the year in which the school year of dates without a year began, 0 while nobody said.

    Example:
        >>> read = times(Column.of_cells(["11/12/2020, 12:27:24"]), Column.of_cells(["13/12/2020, 12:45:18"]))
        >>> read.order, str(read.at[0][0])
        ('dmy', '2020-12-11T12:27:24')
        >>> times(Column.of_cells(["11/12/2020, 12:27"])).problems[0].code
        'date_order_unclear'
    """
    rows = [len(column) for column in columns]
    joined = _joined(columns)
    quick = _by_days(joined, chosen, usual)
    if quick is not None:
        return Times(at=_cut(quick[0], rows), order=quick[1])
    if len(joined.words) > _MANY and all(map(numbered, joined.words[1:])):
        return Times(at=_cut(_by_numbers(joined), rows), order="ymd")
    joined = joined.mapped(spelled)
    year, told = _years(joined, chosen, school_year)
    if year:
        joined = joined.mapped(lambda word: with_school_year(word, year, chosen) or word)
    joined, turned = _year_first(joined, chosen, usual)
    # Years that stand last in a language that writes them first: the day comes first then.
    usual = "dmy" if usual == "ymd" else usual
    found = dates(joined, chosen)
    if found.unclear and usual and found.examples and dates(joined, usual).times is not None:
        found = dates(joined, usual)
        at = _stamps(found, joined)
        return Times(at=_cut(at, rows), order=usual, problems=(_taken(found, usual), *told, *_unread(joined, at)))
    if found.unclear:
        return Times(
            at=_cut(np.full(len(joined), NAT), rows),
            unclear=True,
            problems=(_asked(found), *told),
            under=tuple(_cut(_stamps(dates(joined, order), joined), rows) for order in ("dmy", "mdy"))
            if found.examples
            else (),
        )
    at = _stamps(found, joined)
    return Times(at=_cut(at, rows), order="ymd" if turned else found.order, problems=(*told, *_unread(joined, at)))


def _by_days(column: Column, chosen: DateOrder, usual: DateOrder) -> tuple[np.ndarray, DateOrder] | None:
    """A long column of days with a plain clock behind them: a log has many moments and few days, so days are judged alone.

    None where a cell is anything else, or the days alone do not tell the order: then every moment is looked at.
    """
    varied = isinstance(column, VariedColumn)
    if not varied and len(column.words) < _MANY:
        return None
    pieces = column.plain.chunks if varied else [column.texts[1:]]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        taken = list(threads.map(_day_and_clock, filter(len, pieces)))
    if not taken or any(one is None for one in taken):
        return None
    before = Column.of_arrow(pa.chunked_array([one[0] for one in taken]))
    seconds, width = (np.concatenate([one[place] for one in taken]) for place in (1, 2))
    days = before.mapped(lambda word: spelled(word.strip(" ,")))
    turned, is_turned = _year_first(days, chosen, usual)
    known = dates(turned, chosen)
    stamps = None
    if known.times is not None and known.share == 1:
        stamps = known.times.astype("datetime64[s]", copy=False)
        stamps += seconds
    if varied:
        column.number_by((before.codes, width, seconds), stamps)
    if stamps is None:
        return None
    at = stamps if varied else np.concatenate([[NAT], stamps])[column.codes]
    return at, "ymd" if is_turned else known.order


def _day_and_clock(texts: pa.StringArray) -> tuple[pa.DictionaryArray, np.ndarray, np.ndarray] | None:
    """What stands before the clock as numbered texts, seconds of the day, and letters of the clock.

    None where a text does not end in ``h:mm`` or ``h:mm:ss``.

    The clock is read from the last bytes of all texts at once.

    Example:
        >>> days, seconds, width = _day_and_clock(pa.array(["17/10/25, 12:44:10", "3 Oct 2025 9:05"]))
        >>> days.to_pylist(), seconds.tolist(), width.tolist()
        (['17/10/25, ', '3 Oct 2025 '], [45850, 32700], [8, 4])
        >>> _day_and_clock(pa.array(["17/10/25, 12:44:10", "yesterday"])), _day_and_clock(pa.array(["3 Oct 2025 24:05"]))
        (None, None)
    """
    data, ends = bytes_of(texts)
    if len(texts) == 0 or (np.diff(ends) < 10).any():
        return None
    length = _length(ends)
    last = (
        data.reshape(-1, length)[:, -_TAIL:]
        if length
        else data[(ends[1:, None] - _TAIL).astype(np.intp) + np.arange(_TAIL)]
    )
    # One place of the clock of all texts behind each other; two digits make a number that fits into a byte.
    last = np.ascontiguousarray(last.T)
    digit = last - np.uint8(ord("0"))
    is_digit, colon = digit < 10, last == ord(":")
    two = is_digit[7] & is_digit[8] & colon[6] & is_digit[5]
    long = two & is_digit[4] & colon[3] & is_digit[2]
    short = two & ~colon[3] & ~long
    if not (long | short).all():
        return None
    tens = np.where(is_digit, digit, np.uint8(0))
    # Where the hour's last digit stands: hours of two digits have another one before it.
    hour = np.where(long, tens[2] + 10 * tens[1], tens[5] + 10 * tens[4])
    minute = np.where(long, 10 * tens[4] + tens[5], 10 * tens[7] + tens[8])
    second = np.where(long, 10 * tens[7] + tens[8], np.uint8(0))
    if hour.max() > 23 or minute.max() > 59 or second.max() > 59:
        return None
    width = np.where(long, np.where(is_digit[1], np.int8(8), np.int8(7)), np.where(is_digit[4], np.int8(5), np.int8(4)))
    days = _without_ends(texts, width)
    return None if days is None else (days, hour * np.int32(3600) + minute * np.int32(60) + second, width)


def _without_ends(texts: pa.StringArray, width: np.ndarray) -> pa.DictionaryArray | None:
    """Texts without so many last letters; None where what is left is no day with a blank behind it.

    Where all are of one length, a day that is that of the row before is not looked at again: logs are written in order.
    """
    data, ends = bytes_of(texts)
    if (length := _length(ends)) and width.min() == width.max():
        day = data.reshape(-1, length)[:, : length - int(width[0])]
        other = np.zeros(len(texts), bool)
        other[0] = True
        for place in range(day.shape[1]):
            other[1:] |= day[1:, place] != day[:-1, place]
        first = np.flatnonzero(other)
        once = _without_ends_of(texts.take(pa.array(first)), width[first])
        if once is None:
            return None
        codes = np.repeat(once.indices.to_numpy(), np.diff(first, append=len(texts)))
        return pa.DictionaryArray.from_arrays(pa.array(codes), once.dictionary)
    return _without_ends_of(texts, width)


def _length(ends: np.ndarray) -> int:
    """How many bytes each of some texts has, where all have as many; 0 elsewhere."""
    length = int(ends[1] - ends[0])
    return length if (np.diff(ends) == length).all() else 0


def _without_ends_of(texts: pa.StringArray, width: np.ndarray) -> pa.DictionaryArray | None:
    cut: list[pa.DictionaryArray] = []
    order: list[np.ndarray] = []
    for one in np.flatnonzero(np.bincount(width)).tolist():
        rows = np.flatnonzero(width == one)
        some = texts if len(rows) == len(texts) else texts.take(pa.array(rows))
        cut.append(pc.utf8_slice_codeunits(some, 0, stop=-one).dictionary_encode())
        order.append(rows)
        if not all(map(_DAY_BEFORE.match, cut[-1].dictionary.to_pylist())):
            return None
    if len(cut) == 1:
        return cut[0]
    together = pa.concat_arrays([one.cast(pa.string()) for one in cut])
    return together.take(pa.array(np.argsort(np.concatenate(order), kind="stable"))).dictionary_encode()


def _by_numbers(column: Column) -> np.ndarray:
    """A long column of seconds since 1970 or days of a spreadsheet, all at once."""
    numbers = np.asarray([word.replace(",", ".") for word in column.words[1:]], float)
    seconds = np.where(
        numbers < 100_000, (numbers - 25_569) * 86_400, np.where(numbers > 1e11, numbers / 1000, numbers)
    )
    return np.concatenate([[NAT], np.floor(seconds + 1e-4).astype("int64").astype("datetime64[s]")])[column.codes]


def _joined(columns: tuple[Column, ...]) -> Column:
    """Columns below each other: one order is decided over all of them."""
    if len(columns) == 1:
        return columns[0]
    words: list[str] = []
    codes = []
    for column in columns:
        codes.append(column.codes + len(words))
        words.extend(column.words)
    return Column.of(np.concatenate(codes) if codes else np.zeros(0, np.int32), words)


def _stamps(found: Dates, column: Column) -> np.ndarray:
    stamps = found.times if found.times is not None else np.full(len(column), NAT)
    return stamps.astype("datetime64[s]")


def _cut(stamps: np.ndarray, rows: list[int]) -> tuple[np.ndarray, ...]:
    return tuple(np.split(stamps, np.cumsum(rows)[:-1]))


def _year_first(column: Column, chosen: DateOrder, usual: DateOrder) -> tuple[Column, bool]:
    """``25/03/14`` of a language that writes the year first, as ``2025/03/14``; told by the shorter span of all rows.

    A log covers months, not decades: read in the wrong order, its days become years far apart. A log of one day does
    not tell; then the order usual in its language counts.
    """
    parts = [_SHORT.match(word) for word in column.words]
    known = [(int(part[1]), int(part[3]), int(part[4])) for part in parts if part]
    if not known or len(known) < 0.9 * (len(column.words) - 1) or chosen in ("dmy", "mdy"):
        return column, False
    if chosen != "ymd":
        first, middle, last = ({number[place] for number in known} for place in range(3))
        possible = max(middle) <= 12 and 1 <= min(last) <= max(last) <= 31
        years, days = max(first) - min(first), max(last) - min(last)
        if not possible or years > days or (years == days and usual != "ymd"):
            return column, False
    return column.mapped(lambda word: f"20{word}" if _SHORT.match(word) else word), True


def _years(column: Column, chosen: DateOrder, school_year: int) -> tuple[int, tuple[Problem, ...]]:
    """The school year of dates without a year, and the question where nobody said and the other dates do not tell."""
    bare = column.where(without_year)
    count = int(bare.sum())
    if not count or school_year:
        return school_year, ()
    known = dates(column, chosen)
    stamps = _stamps(known, column)
    of_months = stamps[~np.isnat(stamps)].astype("datetime64[M]").astype(np.int64)
    years = set(((of_months - 7) // 12 + 1970).tolist())
    if len(years) == 1 and count <= len(of_months):
        year = int(next(iter(years)))
        message = (
            f"{count} {'date has no year. It was' if count == 1 else 'dates have no year. They were'} read as of the school year "
            f"{year}/{(year + 1) % 100:02}, like all other dates of this file."
        )
        return year, (Problem(code="school_year_taken", message=message, count=count),)
    example = column.words[column.codes[np.flatnonzero(bare)[0]]]
    which = (
        "This log has no year in its dates" if count == int(column.filled().sum()) else f"{count} dates have no year"
    )
    message = (
        f"{which} (the first: '{example}'). Which school year is it? Until that is known these events have no date."
    )
    return 0, (Problem(code="no_year", message=message, count=count),)


def _unread(column: Column, at: np.ndarray) -> tuple[Problem, ...]:
    """Times nobody can read: cut by a spreadsheet program, or written in a way that is not known here."""
    lost = column.filled() & np.isnat(at) & ~column.where(without_year)
    count = int(lost.sum())
    if not count:
        return ()
    example = column.words[column.codes[np.flatnonzero(lost)[0]]][:30]
    cut = int((lost & column.where(is_cut)).sum())
    if cut >= 0.5 * count:
        message = (
            f"{cut} times were cut before upload (the first: '{example}'): Excel kept minutes and seconds, and the day is gone. "
            "Download the file again and upload it without opening it in Excel."
        )
        return (Problem(code="times_cut", message=message, count=cut),)
    which = "time could" if count == 1 else "times could"
    message = f"{count} {which} not be read (the first: '{example}'). Write day, month and year; until then these events have no date."
    return (Problem(code="dates_unknown", message=message, count=count),)


def _asked(found: Dates) -> Problem:
    shown = found.examples[0] if found.examples else ""
    message = (
        f"Is '{shown}' day first or month first? All {found.count} dates fit both."
        if shown
        else "Some dates in this file are day first and others month first, so no single order fits. Upload the two parts as two files."
    )
    return Problem(code="date_order_unclear", message=message, count=found.count)


def _taken(found: Dates, usual: DateOrder) -> Problem:
    words = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}[usual]
    return Problem(
        code="date_order_taken",
        message=f"All {found.count} dates fit day first and month first. They were read {words}, as this tool writes them; "
        "choose the other order if that is wrong.",
        count=found.count,
    )
