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
from toolbox.tables.evaluations import OWN, rule_of
from toolbox.tables.reasons import REFUSED, words
from toolbox.web import evaluated, noting
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
    "items": ("answer_before", "answer_after", "persons", "mean_before", "mean_after", "higher", "same", "lower"),
    "groups": ("mean_before", "mean_after"),
    "missing": ("missing_share", "difference"),
}
#: The same where these are what the block is about: they come before any estimate.
LEADING_OWN = {
    "flow": ("scale_name", "n", "of", "lost", "lost_share", "lost_reason"),
    "attrition": ("lost", "boundary"),
    "baseline": ("mean_mentored", "mean_waiting", "standing"),
    "profile": ("n", "mean", "top_share", "rate", "reliability"),
}
#: What a row is about: said once above the table where it is the same in every row.
SAID_ONCE = ("group", "arm", "round", "contrast_name")
#: An estimate, and why it is not there.
ESTIMATED = ("estimate", "ci_low", "ci_high", "p", "p_adj", "refused_reason")
#: What an empty cell stands for.
ALL = {"arm": "all", "hub": "all"}
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
    if empty == len(lines):
        return "refused", Counter(_reason(found, line) for line in lines).most_common(1)[0][0]
    many = f"{len(lines):,} {'row' if len(lines) == 1 else 'rows'}"
    return "shown", many + (f", {empty:,} of them without numbers" if empty else "")


def _has_number(line: ReleasedLine) -> bool:
    return not line.hidden and (line.found.estimate is not None or line.effect.estimate is not None)


def _reason(found: ReleasedEvaluation, line: ReleasedLine) -> str:
    if line.hidden:
        return hidden(line.hidden, found.policy)
    return words((line.found.refused,), REFUSED | REFUSALS, found.policy) or "not computed"


_ICONS = {"shown": ":material/check_circle:", "refused": ":material/block:", "not asked": ":material/remove:"}


def contents(found: ReleasedEvaluation, tables: Sequence[Table]) -> None:
    """Every block with its state, each a link to it."""
    st.header("Contents", anchor=False)
    rows = []
    for number, table in enumerate(tables, start=1):
        kind, why = state_of(found, table.name)
        said = why if kind == "shown" or why.startswith("hidden:") else f"{kind}: {why}"
        rows.append({"Table": f"{number} [{table.title}](#{table.name})", "State": f"{_ICONS[kind]} {plain(said)}"})
    st.table(
        pd.DataFrame(rows), hide_index=True, border="horizontal", alt="The eleven tables and whether each is shown"
    )


def every_block(chosen: Chosen, found: ReleasedEvaluation, tables: Sequence[Table]) -> None:
    """Each block: its rule, then the table on demand, its notes, its CSV."""
    for number, table in enumerate(tables, start=1):
        st.header(f"{number} {table.title}", anchor=table.name)
        words_place, button = st.columns([5, 1], vertical_alignment="top")
        words_place.markdown(plain(rule_of(table.name, found)))
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
    frame, only = table.frame, False
    with st.container(horizontal=True):
        if "headline" in parts and len(set(parts)) > 1:
            only = st.toggle("Headlines only", value=True, key=f"block_{table.name}_headlines")
            frame = frame[[part == "headline" for part in parts]] if only else frame
        every = st.toggle("Every column", key=f"block_{table.name}_columns")
    order = list(frame.columns) if every else first_columns(table.name, frame)
    if only and not every:
        order = numbers_first(order)
    once = {} if every else said_once(frame, order)
    order = [name for name in order if name not in once]
    if once:
        st.markdown(plain(f"In every row: {'; '.join(once.values())}."))
    # Only what is looked at is sent to the browser. An empty cell would not say that it stands for all.
    st.dataframe(
        frame[order].replace({name: {"": said, None: said} for name, said in ALL.items() if name in order}), hide_index=True, column_config=columns_of(table, order), placeholder="–",
        alt=f"{table.title}: {len(frame)} rows",
    )  # fmt: skip
    for note in table.notes[1:]:
        st.caption(plain(note))


def first_columns(block: str, frame: pd.DataFrame) -> list[str]:
    """The columns looked at first, without those that say nothing in these rows."""
    names, leading = FIRST.index("estimate"), LEADING_OWN.get(block, ())
    behind = FIRST.index("es_name")
    own = FIRST_OWN.get(block, () if leading else OWN[block])
    named = [name for name in ("hub", *FIRST[:names]) if name not in leading]
    wanted = dict.fromkeys((*named, *leading, *FIRST[names:behind], *own, *FIRST[behind:]))
    return [name for name in wanted if name in frame and _says_something(frame[name])]


def numbers_first(order: Sequence[str]) -> list[str]:
    """With what is estimated behind the estimate: every row is the headline of its scale, and its words are long.

    Example:
        >>> numbers_first(["scale_name", "contrast_name", "estimate", "p_adj", "es"])
        ['scale_name', 'estimate', 'p_adj', 'contrast_name', 'es']
    """
    if "contrast_name" not in order:
        return list(order)
    others = [name for name in order if name != "contrast_name"]
    behind = max((others.index(name) + 1 for name in ESTIMATED if name in others), default=len(others))
    return [*others[:behind], "contrast_name", *others[behind:]]


def said_once(frame: pd.DataFrame, order: Sequence[str]) -> dict[str, str]:
    """Column → what it says, where that is the same in every row: a column of its own would push the numbers out of sight.

    Example:
        >>> frame = pd.DataFrame({"scale_name": ["Leadership", "Network"], "group": ["teachers", "teachers"]})
        >>> said_once(frame, ["scale_name", "group"])
        {'group': 'teachers'}
    """
    if len(frame) < 2:
        return {}
    return {
        name: str(frame[name].iloc[0])
        for name in order
        if name in SAID_ONCE and frame[name].notna().all() and frame[name].nunique() == 1 and frame[name].iloc[0]
    }


def _says_something(column: pd.Series) -> bool:
    return bool((column.notna() & (column != "")).any())


def _csv_button(chosen: Chosen, table: Table) -> None:
    name = table.name
    file = file_name(name, chosen.plan.rounds[0], chosen.plan.rounds[-1]) + ".csv"

    def built() -> bytes:
        with noting.as_file(file):
            tables = evaluated.evaluation_tables(chosen.ids, chosen.plan)
        return reports.csv(next(each for each in tables if each.name == name))

    st.download_button(
        "CSV", data=built, file_name=file,
        mime="text/csv", on_click="ignore", icon=":material/download:", key=f"block_{name}_csv", width="stretch",
    )  # fmt: skip
