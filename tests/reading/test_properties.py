"""A table written any way comes back the same, or a question is asked whose answer makes it the same. Never silently another value.

Fixed examples in the ordinary run; ``TOOLBOX_EXAMPLES=5000`` tries that many fresh ones of each property.
"""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from tests.reading.other_workbooks import ods
from toolbox.model import Choices, Reading, ToolboxError
from toolbox.reading import read
from toolbox.reading.asking import left_open
from toolbox.reading.words import clean_cell, clean_heading

MANY = int(os.environ.get("TOOLBOX_EXAMPLES", "0"))
examples = settings(
    max_examples=MANY or 60,
    derandomize=not MANY,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)

#: Words of the languages named in the house, and signs that get lost on the way.
WORDS = (
    "Tamme School", "Yes", "No", "None", "N/A", "NA", "NULL", "nan", "-", "–", "1-3", "10+", "4 - Agree", "(2)", "0", "007", "+5", "=1+1",
    "'quoted'", 'says "hello"', '"', "5\" screen", "a,b", "a;b", "x|y", "tab\there", "comma, and; both", "two\nlines", "three\r\nlines\n\nmore",
    " leading", "trailing ", "\u00a0no-break\u00a0space\u00a0", "thin\u202fspace", "A;B;", "Agree, mostly", "true", "FALSE", "1e5", "1E+10", "#N/A", "\\", "a\\\"b",
    "õpetaja", "Põlva küla", "Jõgeva", "šokolaad žanr", "Äänekoski", "Hyvää päivää", "Šiaulių mokykla", "Žirmūnai", "ąčęėįšųūž", "Rīga, Daugavpils",
    "ģimnāzija Ķekava", "სკოლა", "Школа номер пять", "ёлка", "Größe", "Weiß nicht", "élève, français", "ça va", "niño", "¿Sí?", "perché", "coração", "één",
    "Γυμνάσιο", "ναι", "Łódź", "źdźbło", "Åbo skola", "blåbærsyltetøy", "œuvre", "İzmir ğ ş", "„Zitat“", "l’école", "…", "€ 5", "50 %", "²", "😀 fine", "👩‍🏫",
)  # fmt: skip
HEADINGS = (
    "School", "Role", "Your opinion, please", "Why; or why not?", "Which \"tool\" do you use?", "Pupils | parents", "Kommentaar õpetajale", "Kuidas läheb?",
    "Klausimas: ką manote?", "Вопрос", "Ερώτηση", "კითხვა", "Question\nin two lines", " Padded heading ", "How\u00a0often?", "Größe der Schule", "A1", "Q7 [a]",
    "1. Devices work", "École d'origine", "Ile godzin?", "50 % of what?", "Hur många år?",
)  # fmt: skip
ENCODINGS = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "utf-16-le with mark": "utf-16", "utf-16-be with mark": "utf-16", "utf-16-le": "utf-16-le",
    **{name: name for name in ("cp1252", "cp1257", "cp1250", "cp1251", "cp1253", "mac_roman")},
}  # fmt: skip
ENDS = ("\n", "\r\n", "\r")
QUOTING = ("where needed", "all", "words")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A table and how it was written."""

    rows: list[list[str]]
    """Heading first."""
    separator: str
    quoting: str
    end: str
    encoding: str
    order: str = ""
    times: tuple[datetime, ...] = ()
    """What the first column says, where it holds dates."""

    def content(self) -> bytes:
        # Not by csv.writer, which leaves a line feed bare where lines end in carriage returns.
        text = "".join(self.separator.join(map(self._cell, row)) + self.end for row in self.rows)
        if self.encoding == "utf-16-le with mark":
            return b"\xff\xfe" + text.encode("utf-16-le")
        if self.encoding == "utf-16-be with mark":
            return b"\xfe\xff" + text.encode("utf-16-be")
        return text.encode(self.encoding)

    def _cell(self, cell: str) -> str:
        must = any(sign in cell for sign in (self.separator, '"', "\r", "\n"))
        number = re.fullmatch(r"-?\d+([.,]\d+)?", cell) is not None
        if must or self.quoting == "all" or (self.quoting == "words" and not number):
            return '"' + cell.replace('"', '""') + '"'
        return cell


def encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(ENCODINGS[encoding])
    except UnicodeEncodeError:
        return False
    return True


@st.composite
def places(draw) -> dict:
    """How a table is written, apart from what stands in it."""
    return {
        "separator": draw(st.sampled_from(",;\t|")),
        "quoting": draw(st.sampled_from(QUOTING)),
        "end": draw(st.sampled_from(ENDS)),
        "encoding": draw(st.sampled_from(sorted(ENCODINGS))),
    }


def letters(encoding: str) -> st.SearchStrategy[str]:
    """Words of the encoding's own languages, and free combinations of its signs."""
    words = [word for word in WORDS if encodable(word, encoding)]
    own = "".join(sign for word in words for sign in word)
    return st.one_of(
        st.sampled_from(words),
        st.sampled_from(words),
        st.text(st.sampled_from(sorted(set(own))), min_size=1, max_size=12),
        st.builds(" ".join, st.lists(st.sampled_from(words), min_size=1, max_size=3)),
        st.just(""),
    )


def numbers() -> st.SearchStrategy[list[str]]:
    """Writers of one number: whole, or with the decimal and thousands signs of some country."""
    value = st.decimals(-99999, 999999, places=2)
    signs = st.sampled_from([(".", ""), (",", ""), (",", "\u00a0"), (",", "."), (".", ","), (".", "'"), (",", " ")])

    def write(amount, pair, whole):
        decimal, thousands = pair
        text = f"{int(amount)}" if whole else f"{amount:,.2f}"
        return text.translate(str.maketrans({",": thousands, ".": decimal}))

    return st.tuples(signs, st.booleans()).flatmap(
        lambda how: st.builds(write, value, st.just(how[0]), st.just(how[1]))
    )


@st.composite
def tables(draw) -> Written:
    """A table of words and numbers."""
    how = draw(places())
    encoding = how["encoding"]
    width, height = draw(st.integers(2, 6)), draw(st.integers(1, 12))
    able = [heading for heading in HEADINGS if encodable(heading, encoding)]
    heading = draw(st.lists(st.sampled_from(able), min_size=width, max_size=width, unique=True))
    columns = []
    for _ in range(width):
        kind = draw(st.sampled_from(["letters", "letters", "choice", "number"]))
        if kind == "number":
            cells = numbers().filter(lambda text: encodable(text, encoding))
        elif kind == "choice":
            cells = st.sampled_from(draw(st.lists(letters(encoding), min_size=1, max_size=4)))
        else:
            cells = letters(encoding)
        columns.append(draw(st.lists(cells, min_size=height, max_size=height)))
    return Written(rows=[heading, *map(list, zip(*columns, strict=True))], **how)


def cleaned(cell: str) -> str:
    """A cell as the reading room documents it: one kind of line end, no outer blanks, ordinary spaces."""
    return clean_cell(cell.replace("\r\n", "\n").replace("\r", "\n"))


def expected(written: Written) -> list[list[str]]:
    """The rows a Reading must hold: blank rows are no answers."""
    rows = [[cleaned(cell) for cell in row] for row in written.rows[1:]]
    return [row for row in rows if any(row)]


def answered(written: Written, asked: frozenset[str]) -> Choices:
    """The true answers to what a reading asks, and only to that."""
    true = {
        "encoding": ENCODINGS[written.encoding],
        "separator": written.separator,
        "date_order": written.order,
    }
    return replace(Choices(), **{field: true[field] for field in asked if field in true})


def settled(written: Written) -> Reading | None:
    """The reading, after every question it asks has been answered truly; None where the file was refused in words."""
    content = written.content()
    choices, asked = Choices(), frozenset()
    for _ in range(5):
        try:
            reading = read(content, choices=choices)
        except ToolboxError as refused:
            return None if refused.message else pytest.fail("a refusal without a word")
        now = left_open(reading.problems) - {"heading_rows"}
        if now <= asked:
            return reading
        asked |= now
        choices = answered(written, asked)
    raise AssertionError("questions without end")


def told(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def assert_same(written: Written, reading: Reading) -> None:
    rows = expected(written)
    found = reading.table.to_numpy().tolist()
    if "repeated_headings" in told(reading):
        return
    for index, question in enumerate(reading.questions):
        if question.identifier or "personal_data_in_text" in told(reading):
            assert told(reading) & {"personal_data", "personal_data_in_text"}
            for row in (*rows, *found):
                row[index : index + 1] = [""]
    assert found == rows
    assert [question.heading for question in reading.questions] == [cleaned(cell) for cell in written.rows[0]]
    keys = [clean_heading(cleaned(cell)) for cell in written.rows[0]]
    assert [question.key for question in reading.questions] == keys


def decided(written: Written) -> None:
    """What no reader can tell: letters of a code page whose bytes are UTF-8 by chance."""
    if not ENCODINGS[written.encoding].startswith("utf"):
        content = written.content()
        try:
            assume(content.isascii() or not content.decode("utf-8"))
        except UnicodeDecodeError:
            return


@examples
@given(tables())
def test_words_and_numbers_come_back_or_are_asked_about(written: Written) -> None:
    decided(written)
    if not expected(written):
        return
    reading = settled(written)
    if reading is None:
        return
    if "lines_above" in told(reading):
        return
    assert_same(written, reading)


# ── dates ────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def dated(draw) -> Written:
    """A table whose first column says when, in one way of writing for all its rows."""
    how = draw(places())
    order, sign = draw(st.sampled_from(["dmy", "mdy", "ymd"])), draw(st.sampled_from("./-"))
    short = draw(st.booleans()) and (order != "ymd" or sign == "-")
    if sign == "." and order == "mdy":
        sign = "/"
    padded, clock = draw(st.booleans()) or short, draw(st.sampled_from(["", "%H:%M", "%H:%M:%S", "%I:%M %p"]))
    first = draw(st.datetimes(datetime(2015, 1, 1), datetime(2029, 12, 31)))
    spread = draw(st.sampled_from([1, 10, 90, 600]))
    count = draw(st.integers(1, 14))
    minutes = draw(st.lists(st.integers(0, spread * 1440), min_size=count, max_size=count))
    if draw(st.booleans()):
        minutes.sort()
    times = [(first + timedelta(minutes=minute)).replace(microsecond=0) for minute in minutes]
    times = [
        time if clock == "%H:%M:%S" else time.replace(second=0) if clock else time.replace(hour=0, minute=0, second=0)
        for time in times
    ]
    rows = []
    for turn, time in enumerate(times):
        number = (lambda value: f"{value:02d}") if padded else str
        year = f"{time.year % 100:02d}" if short else str(time.year)
        parts = {"y": year, "m": number(time.month), "d": number(time.day)}
        day = sign.join(parts[one] for one in order)
        rows.append(
            [
                f"{day} {time.strftime(clock)}".strip(),
                f"Tamme {turn % 3}",
                draw(st.sampled_from(["Agree", "Disagree", ""])),
            ]
        )
    heading = draw(st.sampled_from(["Date", "Timestamp", "Time submitted"]))
    return Written(rows=[[heading, "School", "I like maths"], *rows], order=order, times=tuple(times), **how)


@examples
@given(dated())
@example(
    Written(
        rows=[["Date", "School"], ["25-04-03", "Tamme"]],
        separator=",",
        quoting="all",
        end="\n",
        encoding="utf-8",
        order="ymd",
        times=(datetime(2025, 4, 3),),
    )
)
def test_moments_come_back_or_their_order_is_asked(written: Written) -> None:
    reading = settled(written)
    assert reading is not None
    assert_same(written, reading)
    assert reading.times is not None, "dates in every row, and nobody saw or asked"
    assert reading.times.astype("datetime64[s]").tolist() == list(written.times)


@examples
@given(dated())
def test_a_question_about_dates_shows_one_that_fits_both(written: Written) -> None:
    reading = read(written.content())
    asked = [problem for problem in reading.problems if problem.code == "date_order_unclear"]
    if asked:
        assert reading.times is None
        assert any(repr(row[0])[1:-1] in asked[0].message for row in written.rows[1:])


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────


@examples
@given(
    st.lists(st.decimals(-999, 9999, places=2), min_size=2, max_size=12),
    st.sampled_from([".", ","]),
    places(),
)
def test_decimal_numbers_are_numbers_and_keep_their_sign(amounts, decimal: str, how: dict) -> None:
    cells = [f"{amount}".replace(".", decimal) for amount in amounts]
    written = Written(rows=[["School", "Hours"], *(["Tamme", cell] for cell in cells)], **how)
    reading = settled(written)
    assert reading is not None
    assert_same(written, reading)
    assert reading.questions[1].kind == "number"
    assert [float(cell.replace(",", ".")) for cell in reading.table["Hours"]] == [float(amount) for amount in amounts]


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────

_PLAIN = [word for word in WORDS if "\r" not in word and not word.startswith("=")]


@st.composite
def sheets(draw) -> list[list[object]]:
    """Rows of a sheet: texts, numbers, days, moments, yes and no, and nothing."""
    makers = {
        "text": st.sampled_from(_PLAIN),
        "whole": st.integers(-(10**9), 10**9),
        "number": st.decimals(-9999, 9999, places=3).map(float),
        "day": st.dates(date(1950, 1, 1), date(2090, 1, 1)),
        "moment": st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)).map(
            lambda moment: moment.replace(microsecond=0)
        ),
        "yes": st.booleans(),
    }
    width, height = draw(st.integers(2, 5)), draw(st.integers(1, 10))
    heading = draw(st.lists(st.sampled_from(HEADINGS), min_size=width, max_size=width, unique=True))
    columns = []
    for _ in range(width):
        cells = makers[draw(st.sampled_from(sorted(makers)))]
        columns.append(draw(st.lists(st.one_of(cells, cells, st.none()), min_size=height, max_size=height)))
    return [heading, *map(list, zip(*columns, strict=True))]


def said(cell: object) -> str:
    """A cell of a workbook as the reading room documents it."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell).lower()
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else cleaned(str(cell))


def same_cell(found: str, meant: object) -> bool:
    if isinstance(meant, float) or (isinstance(meant, int) and not isinstance(meant, bool)):
        return float(found) == meant and "e" not in found.lower()
    if isinstance(meant, date):
        # Whole days stand without their midnight where the whole column has none else.
        return np.datetime64(found) == np.datetime64(meant)
    return found == said(meant)


def assert_same_sheet(rows: list[list[object]], content: bytes) -> None:
    meant = [row for row in rows[1:] if any(map(said, row))]
    if not meant:
        return
    reading = read(content)
    if told(reading) & {"lines_above", "repeated_headings"}:
        return
    found = reading.table.to_numpy().tolist()
    assert len(found) == len(meant)
    for index, question in enumerate(reading.questions):
        if not question.identifier:
            wrong = [
                (row[index], other[index])
                for row, other in zip(found, meant, strict=True)
                if not same_cell(row[index], other[index])
            ]
            assert not wrong


@examples
@given(sheets(), st.booleans())
def test_a_workbook_comes_back(rows: list[list[object]], merged: bool) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        # A title over two cells, as in many a form; it must not take an answer away.
        last = len(rows) + 1
        book.active.append([rows[1][0] if isinstance(rows[1][0], str) else "Tamme"])
        book.active.merge_cells(start_row=last, end_row=last, start_column=1, end_column=2)
        rows = [*rows, [book.active.cell(last, 1).value, *[None] * (len(rows[0]) - 1)]]
    out = io.BytesIO()
    book.save(out)
    assert_same_sheet(rows, out.getvalue())


@settings(examples, max_examples=MANY or 12)
@given(sheets())
def test_an_open_document_sheet_comes_back(rows: list[list[object]]) -> None:
    plain = [[cell if isinstance(cell, str | float) else said(cell) for cell in row] for row in rows]
    plain = [[cell.replace("\n", " ").strip() if isinstance(cell, str) else cell for cell in row] for row in plain]
    plain = [[re.sub(r"\s+", " ", cell) if isinstance(cell, str) else cell for cell in row] for row in plain]
    assert_same_sheet(plain, ods({"Answers": plain}))
