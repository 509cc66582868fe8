"""The School page of a round beside Change pages and trends that rest on some of its items: nothing follows from all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.disclosure.solving import NO_SECRET, Pencil
from tests.disclosure.test_closure import _asked, hub
from tests.invented import SELFIE, profile_of, told_comparison
from toolbox.disclosure import release, release_trend, sides, trends
from toolbox.disclosure.closure import MEAN, NOTHING
from toolbox.model import Round, State, ToolboxError
from toolbox.profile.trends import trend


class Sheet(Pencil):
    """A pencil that checks every number it is told against the answers."""

    def __init__(self, found) -> None:
        super().__init__(
            school=found.school, given=found.values > 0, asked=_asked(found, list(range(len(found.items))))
        )
        self.found, self.hidden = found, []

    def place(self, school: str | None) -> int | None:
        return None if school is None else self.found.schools.index(school)

    def heard(self, mean: float | None, school: str | None, items) -> None:
        if mean is None:
            return
        columns = [self.found.items.index(item) for item in items]
        row = self.row(self.place(school), columns)
        answers = np.zeros((len(self.kinds), len(self.found.items)))
        keys = {tuple(kind): at for at, kind in enumerate(self.kinds.tolist())}
        for where, given in zip(self.found.school, self.found.values, strict=True):
            if (given > 0).any():
                answers[keys[where, *(given > 0).astype(int).tolist()]] += np.where(given > 0, given, 0)
        persons = (row.reshape(answers.shape).sum(axis=1) * self.sizes).sum()
        assert mean == pytest.approx(row @ answers.ravel() / persons), "the attack takes the number for another"
        self.told.append(row)


def rounds(seed: int):
    """Two rounds of one hub, nobody to be followed, with one statement reworded."""
    first = hub(seed)
    draw = np.random.default_rng(seed + 500)
    kept = draw.random(len(first)) < 0.9
    moved = np.where(
        first.values > 0, np.clip(first.values + draw.integers(-1, 2, first.values.shape), 1, 5), first.values
    )
    values = np.where(draw.random(first.values.shape) < 0.03, np.where(moved > 0, State.BLANK, moved), moved)
    after = replace(
        first, person=first.person[kept], school=first.school[kept], group=first.group[kept],
        values=np.asfortranarray(values[kept].astype(np.int8)), reworded=frozenset({first.items[int(draw.integers(len(first.items)))]}),
    )  # fmt: skip
    return first, after


def told(seed: int) -> tuple[Sheet, Sheet]:
    both = rounds(seed)
    sheets = tuple(Sheet(each) for each in both)
    for sheet in sheets:
        for school in (*sheet.found.schools, None):
            _page(sheet, school)
    for school in (*both[0].schools, None):
        _change(sheets, school)
        _line(sheets, school)
    return sheets


def _page(sheet: Sheet, school: str | None) -> None:
    try:
        found = release(profile_of(sheet.found, school))
    except ToolboxError:
        return
    every = [cell.item for cell in found.items]
    for cell in (*found.areas, *found.items):
        items = [cell.item] if cell.item else every
        sheet.heard(cell.mean, school, items)
        if cell.hidden not in ("", "no_answers", *NO_SECRET):
            row = sheet.row(sheet.place(school), [sheet.found.items.index(item) for item in items])
            sheet.hidden.append((f"{school}:{cell.item}", row))


def _change(sheets: tuple[Sheet, Sheet], school: str | None) -> None:
    try:
        found = told_comparison(*(sheet.found for sheet in sheets), school)
    except ToolboxError:
        return
    common = [row.item for row in found.items]
    for row in (*found.areas, *found.items):
        for sheet, mean in zip(sheets, (row.mean_before, row.mean_after), strict=True):
            sheet.heard(mean, school, [row.item] if row.item else common)


def _line(sheets: tuple[Sheet, Sheet], school: str | None) -> None:
    made = [
        (
            Round(id=str(n), name=f"R{n}", collected_on=date(2024 + n, 5, 1), framework=SELFIE.id, sha256=str(n) * 64,
                  people=len(sheet.found), schools=sheet.found.schools, groups=sheet.found.groups),
            sheet.found,
        )
        for n, sheet in enumerate(sheets)
    ]  # fmt: skip
    raw = trend(made, SELFIE, schools=[school] if school else None)
    for point, seen in zip(raw.points, release_trend(raw).points, strict=True):
        sheets[point.round].heard(seen.mean, school, point.items)


@pytest.mark.parametrize("seed", range(24))
def test_nothing_follows_from_the_pages_of_two_rounds(seed):
    for sheet in told(seed):
        assert sheet.told
        space = sheet.space()
        assert not [name for name, row in sheet.hidden if sheet.follows(row, space)]
        assert not sheet.few(space)


def test_the_attack_finds_somebody_where_some_of_the_items_are_taken_for_all(monkeypatch):
    for room in (sides, trends):
        monkeypatch.setattr(
            room,
            "part_reason",
            lambda held, _items, place, _policy, level=MEAN, _without=None: held.reason(place, 0, level),
        )
    monkeypatch.setattr(
        sides,
        "part_hidden",
        lambda held, _items, _policy, level=MEAN, without=None: held.schools[level, :, 0] > NOTHING,
    )
    assert any(sheet.few() for sheet in told(0))
