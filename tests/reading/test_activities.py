"""Activity logs: who did what when, for how long; what is told; and nobody's name in what comes out."""

from __future__ import annotations

import gzip
import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.reading import activities
from toolbox.model import EVENT_KINDS, EVENTS, Choices, Reading, ToolboxError
from toolbox.reading import READERS, Pseudonyms, read
from toolbox.reading.activities import times
from toolbox.reading.activities.records import Told, records
from toolbox.reading.grid import Column
from toolbox.reading.printed import as_json

FOLDER = Path(__file__).resolve().parents[2] / "sample_datasets"
samples = pytest.mark.parametrize(
    ("sample", "name"),
    [(one, name) for one, _, name in activities.SAMPLES],
    ids=[one.__name__ for one, _, _ in activities.SAMPLES],
)
_NAMES = (
    "Mari",
    "Udu",
    "Jaan",
    "Pilv",
    "Liis",
    "Täht",
    "Torn",
    "kool.example/",
    "@kool",
    "192.0.2",
    "Neblina",
    "Nuvem",
)


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def actor(reading: Reading, row: int) -> str:
    return reading.events.loc[reading.events["row"] == row, "actor"].iloc[0]


@samples
def test_events_have_one_shape(sample, name) -> None:
    reading = read(sample(), name)
    assert reading.kind == "activity"
    assert tuple(reading.events.columns) == EVENTS
    assert set(reading.events["kind"]) <= set(EVENT_KINDS)
    assert reading.events["at"].dtype == "datetime64[s]"
    assert reading.events["row"].between(0, len(reading.table) - 1).all()
    printed = as_json(reading)
    assert (printed["rows"], printed["events"]) == (len(reading.table), len(reading.events))
    json.dumps(printed)


@samples
def test_no_name_or_address_is_left(sample, name) -> None:
    reading = read(sample(), name)
    held = reading.table.to_csv() + reading.events.to_csv()
    assert not [one for one in _NAMES if one in held]


@samples
def test_the_same_key_gives_the_same_persons(sample, name) -> None:
    one, two = (read(sample(), name, pseudonym=Pseudonyms(b"one key")) for _ in range(2))
    assert one.events["actor"].tolist() == two.events["actor"].tolist()


# ── Moodle ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sample", [activities.moodle_english, activities.moodle_estonian_workbook])
def test_identical_rows_of_a_log_are_real(sample) -> None:
    reading = read(sample())
    assert len(reading.events) == len(reading.table) == 7
    assert reading.events.drop(columns="row").duplicated().sum() == 1


def test_the_account_number_tells_persons_apart() -> None:
    rows = activities.moodle_rows()
    rows[2][1] = "Mari Udu"  # another person of the same name
    reading = read(activities.table([activities._ENGLISH, *rows]))
    assert actor(reading, 0) != actor(reading, 2)


def test_who_is_logged_in_as_somebody_else_acts_as_himself() -> None:
    reading = read(activities.moodle_english())
    assert actor(reading, 3) == actor(reading, 5) != actor(reading, 2)
    assert "logged_in_as" in codes(reading)


def test_a_program_is_nobody() -> None:
    assert actor(read(activities.moodle_english()), 6) == ""


def test_a_code_shown_as_name_is_the_key() -> None:
    rows = [[cell.replace("Mari Udu", "MU31K") for cell in row] for row in activities.moodle_rows()]
    key = Pseudonyms(b"one key")
    reading = read(activities.table([activities._ENGLISH, *rows]), pseudonym=key)
    assert actor(reading, 0) == key("mu31k")


def test_two_digit_years_that_stand_first() -> None:
    reading = read(activities.moodle_lithuanian_dates())
    assert (reading.date_order, reading.first.isoformat()) == ("ymd", "2025-10-06T03:00:00")


@pytest.mark.parametrize(
    "form", ["%d/%m/%y, %H:%M:%S", "%y/%m/%d, %H:%M", "%d. %B %Y, %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M"]
)
def test_long_columns_are_read_by_days_as_short_ones_cell_by_cell(form, monkeypatch) -> None:
    moments = [
        datetime(2025, 9, 1) + timedelta(hours=2 * turn, minutes=turn % 60, seconds=turn % 7) for turn in range(2500)
    ]
    column = Column.of_cells([f"{moment:{form}}" for moment in reversed(moments)])
    quick = times.times(column)
    monkeypatch.setattr(times, "_MANY", 10**9)
    slow = times.times(column)
    assert quick.order == slow.order
    np.testing.assert_array_equal(quick.at[0], slow.at[0])
    assert str(quick.at[0][-1]) == "2025-09-01T00:00:00"


def test_a_log_without_years_asks_for_the_year() -> None:
    rows = [["17 Oct, 12:44", *row[1:]] for row in activities.moodle_rows()]
    reading = read(activities.table([activities._ENGLISH, *rows]))
    (told,) = [problem for problem in reading.problems if problem.code == "no_year"]
    assert "Which school year is it?" in told.message
    assert reading.first is None


def test_moodle_writes_the_day_first_and_says_so_where_both_fit() -> None:
    rows = [["03/04/25, 12:44", *row[1:]] for row in activities.moodle_rows()]
    reading = read(activities.table([activities._ENGLISH, *rows]))
    assert reading.first.isoformat() == "2025-04-03T12:44:00"
    assert "date_order_taken" in codes(reading)
    other = read(activities.table([activities._ENGLISH, *rows]), choices=Choices(date_order="mdy"))
    assert other.first.isoformat() == "2025-03-04T12:44:00"


# ── Teams ────────────────────────────────────────────────────────────────────────────────────────


def test_stays_of_one_person_add_up_and_an_open_one_ends_with_the_meeting() -> None:
    reading = read(activities.teams_rows())
    minutes = reading.events.groupby("actor", observed=True)["minutes"].sum()
    assert sorted(minutes) == [50.0, 54.5]
    assert "no_leaving" in codes(reading)


def test_both_orders_fit_so_the_order_is_asked_and_lengths_stand() -> None:
    reading = read(activities.teams_portuguese())
    assert "date_order_unclear" in codes(reading)
    assert reading.events["at"].isna().all()
    assert reading.events["minutes"].tolist() == [45.0, 30.0]
    chosen = read(activities.teams_portuguese(), choices=Choices(date_order="dmy"))
    assert chosen.first.isoformat() == "2025-10-04T09:00:00"


def test_the_organiser_is_no_attendee_and_stays_are_read_not_persons() -> None:
    reading = read(activities.teams_report(), choices=Choices(date_order="mdy"))
    assert reading.events["kind"].tolist() == ["organised", "attended", "attended", "attended"]
    np.testing.assert_allclose(reading.events["minutes"], [30, 10, 16.2, 23])
    assert (len(reading.table), reading.people) == (4, 3)


def test_lengths_decide_the_order_of_a_stay_over_midnight() -> None:
    rows = [["Mari Udu", "10/11/2025 11:50 PM", "11/11/2025 12:10 AM", "20m", "a@kool.example"]]
    reading = read(activities.table([["Full Name", "Join time", "Leave time", "Duration", "Email"], *rows]))
    assert (reading.date_order, reading.events["minutes"].tolist()) == ("dmy", [20.0])


# ── xAPI ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sample", [activities.xapi_array, activities.xapi_wrapped, activities.xapi_lines_gz])
def test_statements_repeated_or_taken_back_do_not_count(sample) -> None:
    reading = read(sample())
    assert reading.events["method"].tolist() == ["answered", "experienced", "played", "attempted", "attempted"]
    assert {"repeated_records", "voided_records"} <= set(codes(reading))
    assert reading.first.isoformat() == "2025-10-01T08:15:00"
    assert reading.events["minutes"].iloc[0] == 12.05


def test_a_mail_address_is_one_person_however_it_is_written() -> None:
    key = Pseudonyms(b"one key")
    reading = read(activities.xapi_array(), pseudonym=key)
    assert reading.events["actor"].tolist()[:2] == [key("mari.udu@kool.example")] * 2
    assert reading.people == 4


def test_bad_lines_are_counted_with_their_numbers() -> None:
    (told,) = [one for one in read(activities.xapi_lines_gz()).problems if one.code == "bad_lines"]
    assert (told.message, told.rows) == ("1 of 8 lines could not be read; 7 used.", (3,))


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b'[\n{"actor": {"mbox": "mailto:a@kool.example"},}\n]', "broken_json", "Line 2 is not valid JSON (comma before a closing bracket)"),
        (b'[{"actor": {"mbox": "mailto:a@kool.ex', "broken_json", "Line 1 is not valid JSON (cut off)"),
        (b'{"statements": [' + b"[" * 200_000, "json_too_deep", "nested"),
        (b'{"a":' * 200_000, "json_too_deep", "nested"),
        (b'[{"a":' + b"[" * 200_000, "json_too_deep", "nested"),
        (b'[{"answer": 1}, {"answer": 2}]', "json", "of no tool that is known here"),
        (b'{"id": "cut\n{"id": "cut\n', "broken_json", "is not valid JSON"),
        (activities.xapi_lines_gz()[:-20], "broken_archive", "cut off or damaged"),
    ],
)  # fmt: skip
def test_json_that_cannot_be_read_is_refused_in_words(content, code, said) -> None:
    with pytest.raises(ToolboxError) as refused:
        read(content, "file.json")
    assert (refused.value.code, said in refused.value.message) == (code, True), refused.value.message


def test_records_are_drawn_one_at_a_time() -> None:
    """A stream of lines is never held whole: 40 MB of it go by while a small piece is looked at."""
    line = json.dumps(activities.statements()[0]).encode() + b"\n"

    class Endless(io.RawIOBase):
        drawn = 0

        def read(self, size: int = -1) -> bytes:
            self.drawn += size
            return (line * (size // len(line) + 1))[: size - size % len(line)] if self.drawn < 40_000_000 else b""

    stream = Endless()
    drawn = records(stream, Told())
    next(drawn)
    assert stream.drawn < 2_000_000
    assert sum(1 for _ in drawn) > 50_000


def test_a_server_s_answer_on_one_line_is_opened() -> None:
    reading = read(activities.xapi_wrapped() + b"\n")
    assert len(reading.events) == 5


def test_a_checked_problem_counts_once_and_nobody_stays_nobody() -> None:
    events = read(activities.edx_lines()).events
    assert events["kind"].tolist() == ["played", "other", "submitted", "viewed"]
    assert events["actor"].iloc[3] == ""


def test_every_list_of_actions_in_an_archive_is_read() -> None:
    reading = read(activities.graasp_archive())
    assert (len(reading.events), reading.people) == (3, 2)
    assert set(reading.table["geolocation.country"]) == {""}


def test_seconds_of_a_request_are_minutes_and_views_are_counts() -> None:
    assert read(activities.canvas_requests()).events["minutes"].iloc[0] == 1.5
    assert read(activities.canvas_report()).events["count"].tolist() == [4, 2]


@pytest.mark.parametrize("reader", [one.key for one in READERS if one.kind == "activity"])
def test_a_reader_chosen_for_another_file_says_so(reader) -> None:
    with pytest.raises(ToolboxError) as refused:
        read(b"school,q1\nTamme,4\nKase,5\n", choices=Choices(reader=reader))
    assert refused.value.code == "not_this_tool"


def outcome(content: bytes, name: str) -> str:
    """What was read, or the sentence of the refusal; anything else is a bug and passes through."""
    try:
        return read(content, name).reader
    except ToolboxError as refusal:
        return refusal.message


@samples
def test_damaged_logs_are_read_or_refused_never_worse(sample, name) -> None:
    content, chance = sample(), np.random.default_rng(7)
    for _ in range(12):
        damaged = bytearray(content)
        for place in chance.integers(0, len(content), 1 + int(chance.integers(0, 12))):
            damaged[place] = int(chance.integers(0, 256))
        cut = int(chance.integers(1, len(content)))
        for tried in (bytes(damaged), content[:cut], content[cut:]):
            assert outcome(tried, name)


def test_the_same_statements_packed_or_not() -> None:
    plain = read(activities.xapi_array(), pseudonym=str)
    packed = read(gzip.compress(activities.xapi_array()), pseudonym=str)
    assert plain.events.equals(packed.events)


# ── completion, clicks, mentoring ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sample", [activities.completion_csv, activities.completion_for_excel])
def test_what_is_done_has_a_moment_and_what_is_not_is_no_event(sample) -> None:
    reading = read(sample())
    assert reading.events["topic"].tolist() == ["Quiz 5", "Read the notes", "Read the notes"]
    assert set(reading.events["kind"]) == {"completed"}
    assert len(reading.table) == 3


def test_a_table_with_row_names_is_no_completion_report() -> None:
    rows = [["", "school", "q1"], ["a", "Tamme", "Agree"], ["b", "Kase", "Disagree"]]
    assert read(activities.table(rows)).reader == "plain_table"


def test_clicks_are_counted_and_days_are_offsets() -> None:
    events = read(activities.clicks()).events
    assert (events["count"].sum(), events["day"].tolist()) == (18, [-10, -10, 0, 235])
    assert events["at"].isna().all()


def test_a_mentoring_log_kept_by_hand() -> None:
    key = Pseudonyms(b"one key")
    reading = read(activities.mentoring(), pseudonym=key)
    sessions = reading.events.drop_duplicates("row")
    assert sessions["minutes"].tolist() == [90, 90, 90, 90, 120, 120]
    assert sessions["delivered"].tolist() == [True, True, False, True, True, True]
    assert [str(at)[:10] for at in sessions["at"][:3]] == ["2025-10-13", "2025-10-13", "2025-10-20"]
    mentees = reading.events[reading.events["kind"] == "mentored"]
    assert mentees.loc[mentees["row"] == 1, "actor"].tolist() == [key("Liis Täht"), key("Tiit Torn")]
    assert set(mentees["school"]) == {"Tähe Kool", "Kaste Kool"}
    assert {"total_rows", "entered_twice", "lengths_taken"} <= set(codes(reading))


def test_the_sample_hub_s_own_logs_are_read() -> None:
    truth = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
    log = read((FOLDER / "mentoring_log.xlsx").read_bytes(), "mentoring_log.xlsx")
    assert (log.reader, log.sheet) == ("mentoring_log", "Fog Coast, Cloud Hills")
    assert "entered_twice" in codes(log)
    assert log.events["minutes"].notna().all()
    moodle = read((FOLDER / "moodle_log.csv").read_bytes(), "moodle_log.csv")
    assert (len(moodle.events), moodle.people) == (truth["moodle"]["events"], truth["moodle"]["people"])
