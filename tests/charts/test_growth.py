"""The axis of months: where it begins and ends can be read, on a desk and on a telephone."""

from __future__ import annotations

import re
from datetime import date

import pytest
import vl_convert

from toolbox import charts
from toolbox.disclosure.hubs import ReleasedGrowth, ReleasedHub
from toolbox.disclosure.released.gate_only import gate


def grown(months: int) -> ReleasedHub:
    with gate():
        lines = [
            ReleasedGrowth(
                month=date(2024 + at // 12, at % 12 + 1, 1),
                wave=wave,
                schools=4 + at,
                teachers=None,
                sessions=at,
                hours=0,
            )
            for wave in ("", "1")
            for at in range(months)
        ]
        return ReleasedHub(programme="Example", as_of=date(2030, 1, 1), indicators=(), growth=tuple(lines))


@pytest.mark.parametrize("width", [300, 1000])
@pytest.mark.parametrize("months", [1, 2, 3, 6, 8, 9, 27])
def test_first_and_last_month_are_written_below(months: int, width: int) -> None:
    chart = charts.growth(grown(months), "schools").properties(width=width).to_dict()
    svg = vl_convert.vegalite_to_svg(chart)
    shown = [
        text
        for opacity, text in re.findall(r'<text[^>]*?opacity="([\d.]+)"[^>]*>([A-Z][a-z]{2} 20\d\d)</text>', svg)
        if float(opacity) > 0
    ]
    last = date(2024 + (months - 1) // 12, (months - 1) % 12 + 1, 1)
    assert shown[0] == "Jan 2024"
    assert shown[-1] == f"{last:%b %Y}"
    assert len(shown) <= 5
