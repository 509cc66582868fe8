"""The funder's sheet: the same numbers in workbook and PDF, with their fractions, and no name of a person or school."""

from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from openpyxl import load_workbook

from tests.indicators.hubs import DAY, HUB
from tests.indicators.test_counting import published
from toolbox.disclosure.hubs import ReleasedHub, release_hub
from toolbox.indicators import Kept, hub_sheet, preset, presets
from toolbox.model import PUBLIC, HandCount, Viewer
from toolbox.reports.indicator_sheet import indicator_pdf, indicator_workbook
from toolbox.wording.indicators import against_target, claim, hub_sentences


def public(kept: Kept, id: str = "ihub4schools", day: date = DAY) -> ReleasedHub:
    return release_hub(hub_sheet(kept, preset(id), as_of=day), PUBLIC, Viewer())


def cells(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_published_numbers_stay_two() -> None:
    found = public(published(), day=date(2022, 6, 30))
    said = {each.indicator.id: against_target(each, found.policy) for each in found.indicators}
    assert (said["schools"], said["teachers"]) == (
        "27 against a target of 75 (36.0 %)",
        "565 against a target of 600 (94.2 %)",
    )
    assert any("neither stands for the other" in each for each in hub_sentences(found))
    assert "“By 30 June 2022: 565 teachers against a target of 600 (94.2 %), each counted once.”" in cells(
        indicator_workbook(found)
    )


def test_the_codebook_names_the_lots_of_the_sheet() -> None:
    told = cells(indicator_workbook(public(HUB)))
    assert any("Teachers in lots of 10" in each for each in told)
    assert not any("in lots of 5" in each for each in told)


def test_a_part_of_a_whole_is_claimed_with_both() -> None:
    hand = (HandCount(programme="mensi", indicator="course-completed", on=date(2022, 6, 1), value=74, of=93),)
    found = public(Kept(hand=hand), "mensi", date(2022, 6, 30))
    told = next(each for each in found.indicators if each.indicator.id == "course-completed")
    assert claim(told) == "“By 1 June 2022: 74 of 93 persons (79.6 %), entered by hand.”"
    assert "79.6 %" in " ".join(cells(indicator_workbook(found)))


@pytest.mark.parametrize("id", [each.id for each in presets()])
@pytest.mark.parametrize("kept", [HUB, Kept()], ids=["hub", "empty"])
def test_both_files_can_be_made_and_name_nobody(id: str, kept: Kept) -> None:
    found = public(kept, id)
    told = cells(indicator_workbook(found))
    for name in ("P-elm1", "Elm", "Yew", "North"):
        assert name not in told
    with pikepdf.open(io.BytesIO(indicator_pdf(found))) as book:
        assert book.Root.MarkInfo.Marked
        assert str(book.Root.Lang).startswith("en")


def test_the_same_content_is_the_same_file() -> None:
    assert indicator_pdf(public(HUB)) == indicator_pdf(public(HUB))
    assert indicator_workbook(public(HUB)) == indicator_workbook(public(HUB))


def test_what_a_person_typed_is_text_and_no_command() -> None:
    from dataclasses import replace

    odd = replace(preset("mensi"), name='=cmd() #panic("x") 学')
    found = release_hub(hub_sheet(HUB, odd, as_of=DAY), PUBLIC, Viewer())
    assert indicator_pdf(found).startswith(b"%PDF")
    assert "=cmd" not in [each[:4] for each in cells(indicator_workbook(found))]
