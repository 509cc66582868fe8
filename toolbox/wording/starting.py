"""Change by starting level in words: what was seen beside what that choice of persons alone would give."""

from __future__ import annotations

from toolbox.disclosure import ReleasedComparison, ReleasedThird
from toolbox.disclosure.words import hidden, interval, listed, points, signed
from toolbox.wording.templates import say

NAMES = {"lowest": "began lowest", "middle": "in the middle", "highest": "began highest"}


def starting_sentence(released: ReleasedComparison, group: str) -> str:
    """The area in which those who began lowest and highest moved furthest apart; "" where nothing is shown."""
    shown = [
        row
        for row in released.starting
        if row.group == group and not row.hidden and all(third.expected is not None for third in row.thirds)
    ]
    if not shown:
        return ""
    names = {area.id: area.name for area in released.framework.areas}
    row = max(shown, key=lambda row: abs(row.thirds[0].observed.estimate - row.thirds[-1].observed.estimate))
    low, high = row.thirds[0], row.thirds[-1]
    return say(
        "start_said", area=names[row.area], group=group,
        low_seen=signed(low.observed.estimate), low_expected=signed(low.expected),
        high_seen=signed(high.observed.estimate), high_expected=signed(high.expected),
    )  # fmt: skip


def recalibration_note(released: ReleasedComparison, group: str) -> str:
    """The reason a fall may be a stricter eye, where its pattern appears; "" elsewhere."""
    names = {area.id: area.name for area in released.framework.areas}
    areas = [
        f"“{names[row.area]}”"
        for row in released.starting
        if row.group == group and not row.hidden and row.recalibration
    ]
    return say("recalibration", areas=listed(areas), group=group) if areas else ""


def starting_alt(released: ReleasedComparison, group: str) -> str:
    """What :func:`toolbox.charts.starting` shows, area by area."""
    names = {area.id: area.name for area in released.framework.areas}
    rows = [
        say(
            "alt_row",
            name=names[row.area],
            values=hidden(row.hidden, released.policy) if row.hidden else "; ".join(map(third_said, row.thirds)),
        )
        for row in released.starting
        if row.group == group
    ]
    return say("alt_start", group=group, rows=" ".join(rows))


def third_said(found: ReleasedThird) -> str:
    """One third in words."""
    seen = signed(found.observed.estimate)
    if found.observed.ci_low is not None:
        seen = f"{seen} ({interval(found.observed.ci_low, found.observed.ci_high)})"
    words = {"third": NAMES[found.third], "before": points(found.mean_before), "observed": seen}
    return (
        say("start_row_open", **words)
        if found.expected is None
        else say("start_row", **words, expected=signed(found.expected))
    )
