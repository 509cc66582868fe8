"""The eleven blocks on the desk: a table of contents with the state of each, then each with its rule, notes and CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from toolbox import reports
from toolbox.disclosure import ReleasedEvaluation, ReleasedLine, hidden
from toolbox.model import Table
from toolbox.tables.contrasts import LEFT_OUT, REFUSALS
from toolbox.tables.evaluations import OWN, RULES
from toolbox.tables.reasons import REFUSED, words
from toolbox.web import released
from toolbox.web.desk.choices import Chosen
from toolbox.web.offering import columns_of
from toolbox.web.plain import file_name, plain

#: Reasons that say a block is not asked for, rather than that it cannot be given.
NOT_ASKED = frozenset({"one_round", "one_group", "two_groups", "waves", "rubric", "nothing_missing", "few_rounds"})
#: What is looked at first in every block; the rest is one switch away.
FIRST = (
    "scale_name", "item_name", "group", "arm", "round", "contrast_name", "estimate", "ci_low", "ci_high", "p", "p_adj",
    "refused_reason", "es_name", "es", "es_low", "es_high", "n", "n_schools", "flags",
)  # fmt: skip
#: Columns of one block that belong among the first, behind its estimate and the reason where there is none.
FIRST_OWN = {
    "change": ("mean_before", "mean_after", "higher", "same", "lower"),
    "items": ("mean_before", "mean_after", "higher", "same", "lower"),
    "groups": ("mean_before", "mean_after"),
    "missing": ("missing_share", "difference"),
}
#: The same where these are what the block is about: they come before any estimate.
LEADING_OWN = {
    "flow": ("n", "hub", "of", "lost", "lost_share", "lost_reason"),
    "attrition": ("lost", "boundary"),
    "baseline": ("mean_mentored", "mean_waiting", "standing"),
    "profile": ("n", "mean", "top_share", "rate", "reliability"),
}
#: Blocks that are open from the start.
OPEN = ("flow", "change", "groups")


def state_of(found: ReleasedEvaluation, block: str) -> tuple[str, str]:
    """("shown", "refused" or "not asked", why or how much of it) for one block."""
    lines = [line for line in found.lines if line.block == block]
    if not lines:
        reason = next((reason for name, reason in found.left_out if name == block), "no_pairs")
        return "not asked" if reason in NOT_ASKED else "refused", LEFT_OUT.get(reason, reason.replace("_", " "))
    heads = [line for line in lines if line.part == "headline"]
    if heads and not any(_has_number(line) for line in heads):
        return "refused", Counter(_reason(found, line) for line in heads).most_common(1)[0][0]
    empty = sum(bool(line.hidden) for line in lines)
    return "shown", f"{len(lines):,} rows" + (f", {empty:,} of them without numbers" if empty else "")


def _has_number(line: ReleasedLine) -> bool:
    return not line.hidden and (line.found.estimate is not None or line.effect.estimate is not None)


def _reason(found: ReleasedEvaluation, line: ReleasedLine) -> str:
    if line.hidden:
        return hidden(line.hidden, found.policy)
    return words((line.found.refused,), REFUSED | REFUSALS) or "not computed"


_ICONS = {"shown": ":material/check_circle:", "refused": ":material/block:", "not asked": ":material/remove:"}


def contents(found: ReleasedEvaluation, tables: Sequence[Table]) -> None:
    """Every block with its state, each a link to it."""
    st.header("Contents", anchor=False)
    rows = []
    for number, table in enumerate(tables, start=1):
        kind, why = state_of(found, table.name)
        said = why if kind == "shown" else f"{kind}: {why}"
        rows.append({"Table": f"{number} [{table.title}](#{table.name})", "State": f"{_ICONS[kind]} {plain(said)}"})
    st.table(
        pd.DataFrame(rows), hide_index=True, border="horizontal", alt="The eleven tables and whether each is shown"
    )


def every_block(chosen: Chosen, found: ReleasedEvaluation, tables: Sequence[Table]) -> None:
    """Each block: its rule, then the table on demand, its notes, its CSV."""
    for number, table in enumerate(tables, start=1):
        st.header(f"{number} {table.title}", anchor=table.name)
        words_place, button = st.columns([5, 1], vertical_alignment="top")
        words_place.markdown(plain(RULES[table.name]))
        kind, why = state_of(found, table.name)
        if not len(table.frame):
            st.markdown(f"{_ICONS[kind]} {kind.capitalize()}: {plain(why)}.")
            continue
        with button:
            _csv_button(chosen, table)
        with st.expander(
            f"Look at the table ({len(table.frame):,} rows)", icon=":material/table_rows:", key=f"block_{table.name}",
            expanded=table.name in OPEN, on_change="rerun",
        ) as look:  # fmt: skip
            if look.open:
                _look(found, table)


def _look(found: ReleasedEvaluation, table: Table) -> None:
    parts = [line.part for line in found.lines if line.block == table.name]
    frame = table.frame
    with st.container(horizontal=True):
        if "headline" in parts and len(set(parts)) > 1:
            only = st.toggle("Headlines only", value=True, key=f"block_{table.name}_headlines")
            frame = frame[[part == "headline" for part in parts]] if only else frame
        every = st.toggle("Every column", key=f"block_{table.name}_columns")
    order = list(frame.columns) if every else first_columns(table.name, frame)
    # Only what is looked at is sent to the browser.
    st.dataframe(
        frame[order], hide_index=True, column_config=columns_of(table, order), placeholder="–",
        alt=f"{table.title}: {len(frame)} rows",
    )  # fmt: skip
    for note in table.notes[1:]:
        st.caption(plain(note))


def first_columns(block: str, frame: pd.DataFrame) -> list[str]:
    """The columns looked at first, without those that say nothing in these rows."""
    names, leading = FIRST.index("estimate"), LEADING_OWN.get(block, ())
    behind = FIRST.index("es_name")
    own = FIRST_OWN.get(block, () if leading else OWN[block])
    wanted = dict.fromkeys((*FIRST[:names], *leading, *FIRST[names:behind], *own, *FIRST[behind:]))
    return [name for name in wanted if name in frame and _says_something(frame[name])]


def _says_something(column: pd.Series) -> bool:
    return bool((column.notna() & (column != "")).any())


def _csv_button(chosen: Chosen, table: Table) -> None:
    name = table.name

    def built() -> bytes:
        tables = released.evaluation_tables(chosen.ids, chosen.plan)
        return reports.csv(next(each for each in tables if each.name == name))

    st.download_button(
        "CSV", data=built, file_name=file_name(name, chosen.plan.rounds[0], chosen.plan.rounds[-1]) + ".csv",
        mime="text/csv", on_click="ignore", icon=":material/download:", key=f"block_{name}_csv", width="stretch",
    )  # fmt: skip
