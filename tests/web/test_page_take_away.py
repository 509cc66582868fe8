"""Mentoring's numbers to take away: the files hold what the page shows, explain it, and stand in the ledger."""

from __future__ import annotations

import io
from functools import partial

from openpyxl import load_workbook

from tests.web.conftest import Open, said
from toolbox.model import Viewer
from toolbox.reports import csv
from toolbox.web import dose, noting, state, taking
from toolbox.web.dose import files

ALL = "All 15 schools together"
NAMES = ("given", "methods", "dose", "dose_thirds", "dose_line", "equity", "wave_standing", "retention")
MENTORING = {
    "What was given", "Sessions by method", "Change beside hours", "Thirds by hours", "Line of change by hours",
    "Those who began low", "Waves between the rounds", "Who stayed in mentoring", "Change by starting level",
}  # fmt: skip


def rounds():
    return sorted(state.rounds(), key=lambda each: each.collected_on)


def buttons(at) -> list[str]:
    return [each.proto.label for each in at.get("download_button")]


def test_every_table_of_the_mentoring_part_has_its_button(sample_store: Open) -> None:
    at = sample_store("change", change_school=ALL)
    assert not at.exception
    assert {"Change beside hours (CSV)", "Thirds by hours (CSV)", "The lines (CSV)", "Sessions by method (CSV)"} <= set(
        buttons(at)
    )
    assert buttons(at).count("This table (CSV)") == 4
    assert [each.label for each in at.expander].count("What each number means") == 5
    assert {table.name for table in dose.tables_of(*rounds(), None)} == set(NAMES)


def test_of_one_school_there_is_what_it_was_given_and_nothing_of_all(sample_store: Open) -> None:
    at = sample_store("change", change_school="Sumuniemen koulu")
    assert not at.exception
    assert "Change beside hours (CSV)" not in buttons(at)
    found = dose.tables_of(*rounds(), "Sumuniemen koulu")
    assert [table.name for table in found] == ["given", "methods"]
    assert set(found[0].frame["schools"]) == {"Sumuniemen koulu"}


def test_the_workbook_has_the_same_numbers_with_their_meaning(sample_store: Open) -> None:
    sample_store("change", change_school=ALL)
    from toolbox.web import offering, released

    before, after = rounds()
    ask = partial(released.comparison, before.id, after.id, None)
    made = offering._workbook(
        ask, (before.id, after.id), "change.xlsx", more=partial(dose.tables_of, before, after, None)
    )
    book = load_workbook(io.BytesIO(made))
    assert set(book.sheetnames) >= MENTORING | {"Codebook", "Notes"}
    rows = list(book["What was given"].iter_rows(values_only=True))
    head = list(rows[0])
    table = files.one("given", before, after, None).frame
    assert [row[head.index("Sessions held")] for row in rows[1 : len(table) + 1]] == table["sessions_given"].tolist()
    for row in rows[1 : len(table) + 1]:
        for number, why in (
            ("Teachers reached", "Reached: why not"),
            ("Hours per teacher", "Hours per teacher: why not"),
        ):
            assert row[head.index(number)] is not None or row[head.index(why)], row
    told = {row[1]: row for row in book["Codebook"].iter_rows(min_row=2, values_only=True)}
    assert all(told["hours_for_each"][place] for place in (2, 3, 4, 5))
    words = " ".join(
        str(cell) for row in book["Change beside hours"].iter_rows(values_only=True) for cell in row if cell
    )
    assert "Schools chose their hours" in words


def test_a_file_is_written_into_the_ledger_under_its_name(sample_store: Open) -> None:
    sample_store("change", change_school=ALL)
    before, after = rounds()
    for name in NAMES:
        made = taking.content(partial(files.one, name, before, after, None), f"{name}.csv")
        assert made == csv(files.one(name, before, after, None))
    noted = {each.detail for each in state.store().ledger.releases(Viewer(), what="dose", how="file", per=0).releases}
    assert noted == {f"{name}.csv" for name in NAMES}


def test_a_mentor_takes_own_mentees_in_one_table_and_nobody_elses_numbers(sample_store: Open) -> None:
    at = sample_store("mentees")
    assert not at.exception
    assert {"All tables (XLSX)", "This table (CSV)", "Active persons by week (CSV)"} <= set(buttons(at))
    assert "who came to your own sessions is told on this page only" in said(at)


def test_the_hub_takes_its_own_numbers(sample_store: Open) -> None:
    at = sample_store("hub")
    assert not at.exception
    assert {"All tables (XLSX)", "Indicators (CSV)", "Growth by month (CSV)"} <= set(buttons(at))


def test_the_tables_page_lists_them(sample_store: Open) -> None:
    at = sample_store("tables", tables_of="Two rounds: the change", tables_school=ALL)
    assert not at.exception
    assert all(title in said(at) for title in MENTORING)
    assert noting.policy().min_n == 5
