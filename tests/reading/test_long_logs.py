"""The quick ways of long logs give what the plain ways give, cell for cell and event for event."""

from __future__ import annotations

import gzip
import json
import re
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbox.model import ToolboxError
from toolbox.reading import encodings, grid, read, separators, varied
from toolbox.reading.activities import times
from toolbox.reading.activities.sentences import taken_apart
from toolbox.reading.encodings import as_utf8, decode
from toolbox.reading.grid import Column, VariedColumn
from toolbox.reading.identifiers import scrubbed
from toolbox.reading.opening import lying
from toolbox.reading.words import clean_cell

ODD = ["", "a", " a", "a ", "\ta", "c\u00a0d", "\u202fe", "õ", "ä b", "x\u2007", "0", "a"]


def moodle(rows: int = 700, clock: str = "%d/%m/%y, %H:%M:%S", end: str = "\n") -> bytes:
    """A log with shared display names, programs, somebody logged in as somebody else, blank lines and broken cells."""
    lines = ["Time,User full name,Affected user,Event context,Component,Event name,Description,Origin,IP address"]
    for number in range(rows):
        at = (datetime(2025, 12, 20, 22) - timedelta(seconds=4211 * number)).strftime(clock)
        who, name = number % 23 + 2, ("Mari Udu", "Jaan Pilv", "Õie Mänd")[number % 23 % 3]
        name = f"Tiit Torn as {name}" if number % 50 == 7 else "-" if number % 40 == 3 else name
        who = -1 if number % 40 == 3 else who
        told = f"The user with id '{who}' viewed the 'page' activity with course module id '{number % 91}'."
        if number % 60 == 11:
            told = "\"Somebody said 'it's 5' and\nleft mari@kool.example\""
        lines.append(
            f'"{at}",{name},-,Course: Room {number % 5},System,Course viewed,{told},web,192.0.2.{number % 200}'
        )
        if number % 300 == 299:
            lines.append("")
    return (end.join(lines) + end).encode("utf-8-sig")


def same(one, other) -> None:
    """Two readings hold the same."""
    assert one.problems == other.problems
    assert one.questions == other.questions
    assert (one.people, one.first, one.last, one.date_order) == (
        other.people,
        other.first,
        other.last,
        other.date_order,
    )
    assert np.array_equal(one.row_numbers, other.row_numbers)
    for mine, theirs in ((one.table, other.table), (one.events, other.events)):
        pd.testing.assert_frame_equal(
            mine.astype({name: object for name in mine.select_dtypes("category")}),
            theirs.astype({name: object for name in theirs.select_dtypes("category")}),
        )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("clock", ["%d/%m/%y, %H:%M:%S", "%d/%m/%y, %H:%M", "%d. %B %Y, %H:%M:%S", "%y/%m/%d %H:%M:%S"])
def test_a_long_moodle_log_is_read_as_a_short_one(clock: str, end: str, monkeypatch) -> None:
    content = moodle(clock=clock, end=end)
    plain = read(content, pseudonym=str.upper)
    monkeypatch.setattr(separators, "_LONGEST", 3000)
    monkeypatch.setattr(separators, "_BLOCK", 5000)
    monkeypatch.setattr(grid, "MANY", 3)
    held = separators.split(as_utf8(content)[0])
    assert isinstance(held.columns[0], VariedColumn)
    same(plain, read(content, pseudonym=str.upper))


def test_a_long_log_is_numbered_by_moments_as_by_texts() -> None:
    texts = ["03/10/25, 08:00:00", "3/10/25, 08:00", "03/10/25, 8:00:00", "03/10/25, 08:00:00", "04/10/25, 08:00:00"]
    column = VariedColumn(pa.chunked_array([texts]))
    times.times(column, chosen="dmy")
    assert "_numbered" in vars(column)
    assert column.cells() == texts
    assert (column.codes.tolist(), list(column.words)) == ([1, 2, 3, 1, 4], ["", *dict.fromkeys(texts)])


@pytest.mark.parametrize("last", ["04/10/25, 08:00:00", "mari@kool.example", "mari@kool.example, 08:00:00"])
def test_only_moments_need_not_be_searched_for_addresses(last: str) -> None:
    column = VariedColumn(pa.chunked_array([["03/10/25, 08:00:00", "03/10/25, 09:00:00", last]]))
    times.times(column, chosen="dmy")
    clean, changed = scrubbed(column)
    assert column.holds_moments is ("@" not in last)
    assert (changed, "@" in "".join(clean.cells())) == (int("@" in last), False)


def test_cells_are_cleaned_by_arrow_as_by_python(monkeypatch) -> None:
    wanted = [clean_cell(cell) for cell in ODD]
    monkeypatch.setattr(grid, "MANY", 0)
    for cells in (pa.array(ODD), pa.array(ODD).dictionary_encode(), pa.chunked_array([ODD, ODD]).dictionary_encode()):
        column = Column.of_arrow(cells)
        assert column.cells() == wanted * (len(column) // len(ODD))
        assert column.words[0] == ""
        assert len(set(column.words)) == len(column.words)
        assert column.equal("a").tolist() == [cell == "a" for cell in column.cells()]
        assert set(column.containing("a")) == {word for word in wanted if "a" in word}
        assert column.categorical().tolist() == column.cells()
    assert [ODD[place] for place in varied.uncleaned(pa.array(ODD))] == [
        cell for cell in ODD if clean_cell(cell) != cell
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n", "õ;ä\n".encode("utf-8-sig"), "õ".encode("cp1252"), "õ\n".encode("utf-16"), b"a\x00b\x00", b"\xff\xfe", b"\xed\xa0\x80"],
)  # fmt: skip
def test_bytes_are_decoded_as_text_is(content: bytes) -> None:
    def outcome(way):
        try:
            found, encoding, problems = way(content)
        except ToolboxError as refused:
            return refused.code
        return (found if isinstance(found, str) else bytes(found).decode()), encoding, problems

    assert outcome(as_utf8) == outcome(decode)


def statements() -> list[dict]:
    """Statements of all the sorts that are read by a rule of their own."""
    made = []
    for number in range(300):
        actor = (
            {"mbox": f"MAILTO:S{number % 7}@room.example"}
            if number % 2
            else {"account": {"homePage": "https://room.example", "name": number % 5}}
        )
        one = {"id": f"N-{number % 280}", "actor": actor, "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"}, "object": {"id": f"https://room.example/{number % 9}"}, "timestamp": f"2025-10-03T08:{number % 60:02}:00.5+02:00"}  # fmt: skip
        if number % 3:
            one["result"] = {"duration": f"PT{number % 9}M", "score": {"raw": number}}
        if number % 50 == 9:
            one["actor"] = {
                "objectType": "Group",
                "member": [{"mbox": "mailto:a@room.example"}, {"openid": "https://b.example"}],
            }
        if number % 50 == 10:
            one["verb"], one["object"] = {"id": "http://adlnet.gov/expapi/verbs/voided"}, {"id": f"n-{number - 5}"}
        if number % 50 == 11:
            del one["actor"]
        if number % 50 == 12:
            one |= {"timestamp": None, "stored": "2025-10-04T10:00:00Z"}
        if number % 50 == 13:
            one |= {"id": 5, "result": "none", "extra": float("nan")}
        if number % 50 == 14:
            one["object"] = {"id": "x", "definition": {"name": {"de": "Aufgabe \ud800"}}}
        made.append(one)
    return made  # fmt: skip


def test_xapi_lines_are_read_quickly_as_an_array_is_by_the_rule() -> None:
    lines = "".join(json.dumps(one) + "\n" for one in statements())
    lines = lines.replace("\n", "\n{broken\n\n", 3) + '{"id": "cut'
    quick = read(gzip.compress(lines.encode()), pseudonym=str.upper)
    slow = read(json.dumps(statements()).encode(), pseudonym=str.upper)
    assert [p.count for p in quick.problems if p.code == "bad_lines"] == [4]
    pd.testing.assert_frame_equal(
        quick.events.astype({name: object for name in quick.events.select_dtypes("category")}),
        slow.events.astype({name: object for name in slow.events.select_dtypes("category")}),
    )
    assert [p for p in quick.problems if p.code != "bad_lines"] == list(slow.problems)


@pytest.mark.parametrize(
    "line", ["[" * 200_000, '{"a":' * 200_000, '{"actor": ' + "[" * 200_000, '{"id": 1e999}', '{"id": "\\ud800"}']
)
def test_a_nasty_line_ends_in_words_or_is_counted(line: str) -> None:
    good = json.dumps(statements()[1])
    content = f"{good}\n{good}\n{line}\n{good}\n".encode()
    if line.count("{") and len(line) > 1000:
        with pytest.raises(ToolboxError, match="nested") as refused:
            read(content)
        assert refused.value.code == "json_too_deep"
        return
    reading = read(content)
    assert len(reading.events) == 1
    assert any(problem.code in ("bad_lines", "unfit_records") for problem in reading.problems)


def test_rows_under_another_separator_keep_their_quotes() -> None:
    heading, one = "Time,Event name,Component,Origin", '"17/10/25, 12:44:10",Course viewed,System,web'
    second = "\n".join([heading, *[one] * 9]).replace(",", ";").replace("25; 12", "25, 12")
    reading = read(f"{heading}\n{one}\n{one}\n{second}\n".encode())
    assert len(reading.events) == 11
    assert {moment.isoformat() for moment in reading.events["at"]} == {"2025-10-17T12:44:10"}
    assert "two_separators" in [problem.code for problem in reading.problems]


@pytest.mark.parametrize("cut", [3, 30, 60, 90, 110, 130])
def test_a_long_file_that_breaks_off_is_read_as_a_short_one_that_does(cut: int, monkeypatch) -> None:
    content = moodle(rows=59)
    content = content[:-cut]
    plain = separators.split(as_utf8(content)[0])
    monkeypatch.setattr(separators, "_LONGEST", 4000)
    asked = []
    monkeypatch.setattr(separators.ragged, "split", lambda *given: asked.append(given))
    quick = separators.split(as_utf8(content)[0])
    assert not asked
    assert quick.problems == plain.problems
    assert [column.cells() for column in quick.columns] == [column.cells() for column in plain.columns]
    assert quick.row_numbers.tolist() == plain.row_numbers.tolist()


@pytest.mark.parametrize("moments", [[1, 1, 2, 5, 5, 9], [9, 5, 5, 2, 1, 1], [1, 2, 1, 9, 9, 2]])
def test_moments_in_order_are_numbered_as_any_others(moments: list[int]) -> None:
    """Sorted, what is the same stands together; unsorted, it is looked for."""
    cells, keys = pa.chunked_array([[f"day {moment}" for moment in moments]]), np.array(moments)
    quick, plain = VariedColumn(cells), VariedColumn(cells)
    quick.number_by((keys // 5, keys % 5), keys.astype("datetime64[s]"))
    plain.number_by((keys // 5, keys % 5))
    assert quick.codes.tolist() == plain.codes.tolist()
    assert list(quick.words) == list(plain.words) == ["", *dict.fromkeys(cells.to_pylist())]


@pytest.mark.parametrize("remark", ["", " on page 3", " in 2025"])
def test_numbers_outside_quotation_marks_stay_in_sentences(remark: str) -> None:
    told = [f"The user with id '{who}' viewed the page with id '{who * 7}'{remark}." for who in (3, 41, 500)]
    sentences, numbers = taken_apart(pa.array(told), re.compile(r"user with id '(-?\d+)'"))
    assert set(sentences.to_pylist()) == {f"The user with id '0' viewed the page with id '0'{remark}."}
    assert numbers.tolist() == [3, 41, 500]


def test_counts_follow_a_column_through_what_is_done_to_it() -> None:
    column = Column.of_cells(["heading", "a", "b", "a", "", "c"])
    assert column.counts().sum() == 6
    for made in (
        column.take(slice(1, None)),
        column.mapped(lambda word: "b" if word == "a" else word),
        column.compact(),
    ):
        assert made.counts().tolist() == np.bincount(made.codes, minlength=len(made.words)).tolist()
    assert column.take(slice(1, None)).words == ("", "a", "b", "c")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("inside", [" ", "\r", "\n", "\r\n"])
def test_lines_end_in_any_way_wherever_blocks_do(end: str, inside: str, monkeypatch) -> None:
    """Blocks end between CR and LF, too; a break inside a cell, however it is written, is one break."""
    monkeypatch.setattr(separators, "_BLOCK", 64)
    rows = [("a", "b"), *((str(number), "x" * (number % 37)) for number in range(400)), ("last", f"one{inside}two")]
    text = "".join(f'{one},"{other}"{end}' for one, other in rows) + end
    found = separators.split(text)
    plain = "\n" if "\r" in inside else inside
    assert [tuple(row) for row in found.head(len(rows) + 1)] == [*rows[:-1], ("last", f"one{plain}two")]
    assert found.row_numbers[-1] == len(rows)


def test_a_file_is_read_where_it_lies_as_its_bytes_are(tmp_path) -> None:
    contents = {
        "log.csv": moodle(),
        "wide.csv": moodle().decode("utf-8-sig").encode("utf-16"),
        "link.csv": b'{"url": "https://a.example"}',
        "old.csv": "school,õ\nTamme,4\nKase,3\n".encode("cp1257"),
        "packed.csv.gz": gzip.compress(moodle()),
        "lines.jsonl": json.dumps(
            {
                "actor": {"mbox": "mailto:m@kool.example"},
                "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
                "object": {"id": "https://a.example/1"},
                "timestamp": "2025-10-03T08:15:00Z",
            }
        ).encode(),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        if name == "link.csv":
            with pytest.raises(ToolboxError, match="link"):
                read(tmp_path / name)
            continue
        lying, held = (read(one, *names, pseudonym=str.upper) for one, *names in ((tmp_path / name,), (content, name)))
        assert (lying.file, lying.sha256) == (name, held.sha256)
        if held.events is None:
            pd.testing.assert_frame_equal(lying.table, held.table)
        else:
            same(lying, held)


def test_an_empty_file_that_lies_somewhere_is_refused_as_its_bytes_are(tmp_path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(ToolboxError, match="empty"):
        read(tmp_path / "empty.csv")


@given(
    st.lists(
        st.sampled_from(["a", "õ", "€", "😀", "\ufffd", b"\xf5", b"\x80", b"\xe2\x82", b"\xed\xa0\x80"]), max_size=24
    )
)
def test_a_file_is_utf8_in_pieces_where_it_is_as_a_whole(parts: list[str | bytes]) -> None:
    content = b"abc" + b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(encodings, "_PIECE", 5)
        found = encodings._strict_utf8(content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        assert found is None
    else:
        # A byte that begins U+FFFD may begin other letters, too: then they are counted.
        assert found is any(sign.encode()[0] == 0xEF for sign in text)


def test_only_a_long_table_of_text_is_mapped(tmp_path) -> None:
    kinds = {}
    for name, content in {
        "long": moodle(),
        "short": b"a,b\n1,2\n",
        "packed": gzip.compress(moodle()) + bytes(5000),
        "json": json.dumps([{"a": "b" * 5000}]).encode(),
    }.items():
        (tmp_path / name).write_bytes(content)
        held = lying(tmp_path / name)
        assert held[:] == content
        kinds[name] = type(held).__name__
    assert kinds == {"long": "Mapped", "short": "bytes", "packed": "bytes", "json": "bytes"}


@given(
    st.lists(
        st.tuples(st.text("ab \u00e4", max_size=30), st.sampled_from(["\n", "\r\n", "\r"])), min_size=1, max_size=60
    )
)
def test_ends_of_lines_may_differ_from_line_to_line(rows: list[tuple[str, str]]) -> None:
    lines = [("x,y", "\n"), *((f"{place},{text}", end) for place, (text, end) in enumerate(rows))]
    mixed, plain = "".join(line + end for line, end in lines), "".join(line + "\n" for line, _ in lines)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(separators, "_BLOCK", 64)
        found, wanted = (separators.split(text, chosen=",") for text in (mixed, plain))
    assert found.head(found.rows) == wanted.head(wanted.rows)
    assert found.row_numbers.tolist() == wanted.row_numbers.tolist()
