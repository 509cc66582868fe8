"""Who began low: did they come nearer, beside what happens anyway, and were they reached?"""

from __future__ import annotations

import streamlit as st

from toolbox.disclosure import ReleasedComparison, hidden
from toolbox.disclosure.doses import ReleasedDose, ReleasedEquity
from toolbox.disclosure.words import interval, signed
from toolbox.model import Round
from toolbox.web import showing
from toolbox.web.dose import asked, files
from toolbox.web.glance import Row
from toolbox.web.plain import plain
from toolbox.wording import group_name
from toolbox.wording.doses import about, equity_sentences


def part(compared: ReleasedComparison, before: Round, after: Round) -> None:
    """Of all schools together; nothing where no thirds can be shown."""
    found = asked.study_of_all(compared, before, after)
    said = {} if found is None else {
        group: words
        for group in dict.fromkeys(row.group for row in found.equity)
        if (words := equity_sentences(found, group))
    }  # fmt: skip
    if not said:
        return
    st.header("Those who began low: nearer, and reached?", anchor=False)
    st.markdown(
        "The gap is that between the third who began lowest and the third who began highest. Part of it closes even when "
        "nothing happens, so what closed stands beside that. Reached is who came to one session at least, of all who were "
        "followed, to the nearest five; where fewer than 5 people stand on either side it is not shown."
    )
    for group, words in said.items():
        st.markdown("\n".join(f"- {plain(each)}" for each in words))
        with st.expander(
            f"{group_name(group)}: area by area", icon=":material/compress:", key=f"change_equity_{group}",
            on_change="rerun",
        ) as look:  # fmt: skip
            if look.open:
                rows = [_row(found, row) for row in found.equity if row.group == group]
                showing.table(
                    rows, f"The gap between {group} who began lowest and highest, and who of them was reached"
                )
    files.below({"equity": "This table (CSV)"}, before, after, None, key="change_equity")


def _row(found: ReleasedDose, row: ReleasedEquity) -> Row:
    name = plain(next(area.name for area in found.framework.areas if area.id == row.area))
    if row.hidden:
        return _cells(name, why=plain(hidden(row.hidden, found.policy)))
    seen = row.closing
    fits = f" ({interval(seen.ci_low, seen.ci_high)})" if seen.ci_low is not None else ""
    return _cells(
        name,
        closed="" if seen.estimate is None else f"**{signed(seen.estimate)}**{fits}",
        anyway="" if row.expected is None else signed(row.expected),
        low=about(row.reached[0]) if row.reached else "not shown",
        high=about(row.reached[-1]) if row.reached else "not shown",
    )


def _cells(area: str, *, closed: str = "", anyway: str = "", low: str = "", high: str = "", why: str = "") -> Row:
    return {
        "Area": area, "Gap closed by, points (range that fits)": closed, "Closes anyway by, points": anyway,
        "Lowest reached": low, "Highest reached": high, "Why hidden": why,
    }  # fmt: skip
