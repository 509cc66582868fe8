"""Ways to read activity logs. Each takes a path and gives when and who, one entry an event.

The same function is timed on the large file and led into the traps: when is a ``datetime64``, who is the number of the
account where the file has one (else the name), both in the file's order.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.groups import Call

Found = tuple[np.ndarray, Sequence[str]]
_DOER = r"^The user with id '(-?\d+)'"
_CLOCK = "%d/%m/%y, %H:%M:%S"


def timed(way: Callable[[Path], Found], file: Callable[[Path], Path]) -> Callable[[Path], Call]:
    """A way on the large file: the call gives events and the sum of their moments in one number."""

    def ready(folder: Path) -> Call:
        path = file(folder)
        warm(way)
        return lambda: digest(way(path)[0])

    return ready


def digest(at: np.ndarray) -> float:
    """How many moments there are, and behind the point what they add up to."""
    seconds = at.astype("datetime64[s]").astype(np.int64)
    return float(len(at)) + float(int(seconds.sum()) % 1_000_003) / 2_000_006


def rows(way: Callable[[Path], Found]) -> Callable[[Path], Iterator[str]]:
    """A way on a trap: each event as one text."""

    def reads(path: Path) -> Iterator[str]:
        at, who = way(path)
        return (
            f"{moment} {person}" for moment, person in zip(at.astype("datetime64[s]").astype(str), who, strict=True)
        )

    return reads


def warm(way: Callable[[Path], Found]) -> None:
    """Load what a running server has loaded."""
    if way is toolbox:
        from toolbox.reading import read

        read(b"a,b\n1,2\n", "warm.csv")
        return
    for name in ("pandas", "polars", "duckdb"):
        if name in way.__name__:
            __import__(name)


def toolbox(path: Path) -> Found:
    """The toolbox: a file to a Reading, told nothing. Persons stay as they are, so that the traps can compare them."""
    from toolbox.reading import read

    events = read(path, pseudonym=lambda text: text).events
    who = events["actor"].cat
    bare = [word.removeprefix("moodle account ") for word in who.categories]
    return events["at"].to_numpy(), _Looked(bare, who.codes.to_numpy())


class _Looked(Sequence[str]):
    """Words looked up when somebody asks: a timed way makes no million texts for the traps' sake."""

    def __init__(self, words: Sequence[str], codes: np.ndarray) -> None:
        self._words, self._codes = words, codes

    def __len__(self) -> int:
        return len(self._codes)

    def __getitem__(self, index):
        return self._words[self._codes[index]]


# ── Moodle ───────────────────────────────────────────────────────────────────────────────────────


def moodle_pandas_naive(path: Path) -> Found:
    """pandas as most scripts have it: read, then make dates."""
    import pandas as pd

    frame = pd.read_csv(path)
    who = frame["Description"].str.extract(_DOER, expand=False).fillna(frame["User full name"])
    return pd.to_datetime(frame["Time"]).to_numpy(), who.to_numpy()


def moodle_pandas_told(path: Path) -> Found:
    """pandas told the format of the dates."""
    import pandas as pd

    frame = pd.read_csv(path)
    who = frame["Description"].str.extract(_DOER, expand=False).fillna(frame["User full name"])
    return pd.to_datetime(frame["Time"], format=_CLOCK).to_numpy(), who.to_numpy()


def moodle_polars_told(path: Path) -> Found:
    """polars told the format, lazily, so that only what is needed is kept."""
    import polars as pl

    lines = pl.scan_csv(path, infer_schema=False)
    found = lines.select(
        at=pl.col("Time").str.to_datetime(_CLOCK),
        who=pl.coalesce(pl.col("Description").str.extract(_DOER), pl.col("User full name")).cast(pl.Categorical),
        event=pl.col("Event name").cast(pl.Categorical),
        context=pl.col("Event context").cast(pl.Categorical),
        origin=pl.col("Origin").cast(pl.Categorical),
    ).collect()
    return found["at"].to_numpy(), found["who"]


def moodle_polars_whole(path: Path) -> Found:
    """polars told the format, all nine columns kept as the toolbox keeps them: texts that repeat as numbered ones."""
    import polars as pl

    lines = pl.scan_csv(path, infer_schema=False)
    repeated = pl.all().exclude("Time", "Description")
    found = lines.with_columns(
        repeated.cast(pl.Categorical),
        at=pl.col("Time").str.to_datetime(_CLOCK),
        who=pl.coalesce(pl.col("Description").str.extract(_DOER), pl.col("User full name")).cast(pl.Categorical),
    ).collect()
    return found["at"].to_numpy(), found["who"]


def moodle_duckdb_told(path: Path) -> Found:
    """DuckDB told the format; its sniffer finds the rest. In the order of the file."""
    import duckdb

    found = duckdb.sql(
        f"""select strptime("Time", '{_CLOCK}') as moment,
            coalesce(nullif(regexp_extract("Description", '{_DOER.replace("'", "''")}', 1), ''), "User full name") as who,
            "Event name" as event, "Event context" as context, "Origin" as origin
        from read_csv('{path}', all_varchar=true)"""
    ).to_arrow_table()
    return found["moment"].to_numpy(), found["who"].to_pylist() if len(found) < 10_000 else found["who"]


def moodle_lines(path: Path) -> Found:
    """Count the ends of lines."""
    return np.zeros(path.read_bytes().count(b"\n") - 1, "datetime64[s]"), ()


# ── xAPI ─────────────────────────────────────────────────────────────────────────────────────────


def _moments(texts: Sequence[str]) -> np.ndarray:
    import pandas as pd

    return pd.to_datetime(pd.Series(texts, dtype="str"), utc=True, format="ISO8601").dt.tz_localize(None).to_numpy()


def xapi_pandas(path: Path) -> Found:
    """pandas: every line to a frame of nested objects, then the fields out of them."""
    import pandas as pd

    frame = pd.read_json(path, lines=True, convert_dates=False)
    return _moments(frame["timestamp"]), [_actor(one) for one in frame["actor"]]


def _actor(one: dict) -> str:
    account = one.get("account")
    return (
        f"{account['homePage']} {account['name']}" if isinstance(account, dict) else one["mbox"].removeprefix("mailto:")
    )


def xapi_polars(path: Path) -> Found:
    """polars told the fields."""
    import polars as pl

    text = pl.String
    account = pl.Struct({"homePage": text, "name": text})
    fields = {
        "timestamp": text,
        "actor": pl.Struct({"account": account, "mbox": text}),
        "verb": pl.Struct({"id": text}),
        "object": pl.Struct({"id": text}),
        "result": pl.Struct({"duration": text}),
    }
    of = pl.col("actor").struct.field
    known = pl.concat_str(
        of("account").struct.field("homePage"), of("account").struct.field("name"), separator=" ", ignore_nulls=False
    )
    found = (
        pl.scan_ndjson(path, schema=fields)
        .select(
            at=pl.col("timestamp").str.to_datetime("%+", time_zone="UTC"),
            who=pl.coalesce(known, of("mbox").str.strip_prefix("mailto:")).cast(pl.Categorical),
            verb=pl.col("verb").struct.field("id").cast(pl.Categorical),
            about=pl.col("object").struct.field("id").cast(pl.Categorical),
            length=pl.col("result").struct.field("duration"),
        )
        .collect()
    )
    return found["at"].to_numpy(), found["who"]


def xapi_duckdb(path: Path) -> Found:
    """DuckDB told the fields."""
    import duckdb

    fields = {
        "timestamp": "VARCHAR",
        "actor": 'STRUCT(account STRUCT("homePage" VARCHAR, name VARCHAR), mbox VARCHAR)',
        "verb": "STRUCT(id VARCHAR)",
        "object": "STRUCT(id VARCHAR)",
        "result": "STRUCT(duration VARCHAR)",
    }
    found = duckdb.sql(
        f"""select ("timestamp"::timestamptz at time zone 'UTC') as moment,
            coalesce(actor.account."homePage" || ' ' || actor.account.name, replace(actor.mbox, 'mailto:', '')) as who,
            verb.id as verb, object.id as about, result.duration as length
        from read_json('{path}', columns={fields})"""
    ).to_arrow_table()
    return found["moment"].to_numpy(), found["who"].to_pylist() if len(found) < 10_000 else found["who"]


def xapi_inflate(path: Path) -> Found:
    """Inflate and count the lines: below this nobody can come."""
    with gzip.open(path) as stream:
        count = sum(piece.count(b"\n") for piece in iter(lambda: stream.read(1 << 20), b""))
    return np.zeros(count, "datetime64[s]"), ()


def xapi_json(path: Path) -> Found:
    """Inflate and parse every line with the standard library, nothing kept."""
    with gzip.open(path) as stream:
        return np.zeros(sum(bool(json.loads(line)) for line in stream), "datetime64[s]"), ()


def xapi_msgspec(path: Path) -> Found:
    """Inflate and parse every line with msgspec, nothing kept."""
    import msgspec

    decode = msgspec.json.Decoder().decode
    with gzip.open(path) as stream:
        return np.zeros(sum(bool(decode(line)) for line in stream), "datetime64[s]"), ()
