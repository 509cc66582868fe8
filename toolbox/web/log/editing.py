"""A table of kept rows that several people correct at once: saved row by row, never over a change nobody has seen.

The table remembers the rows it was opened on. A changed row is saved only if it still is what was opened; one that somebody
else changed meanwhile stays in the table as the visitor wants it, is named with what it says now, and goes over the other's
change only if it is saved once more. All others are saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pandas as pd
import streamlit as st

from toolbox.model import ToolboxError
from toolbox.web.plain import plain

R = TypeVar("R")
#: So many rows are drawn; more are chosen by school or time.
MOST_ROWS = 500
TAKE_OUT = "Take out"
_MEANWHILE = ("changed_meanwhile", "no_such_row")


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[R]):
    """What a table's rows are and how one of them is saved."""

    key: str
    """Begins the names of everything the table remembers."""
    id: Callable[[R], str]
    name: Callable[[R], str]
    """What a row is called in a sentence."""
    said: Callable[[R], str]
    """What can be changed in it, in words."""
    frame: Callable[[Sequence[R]], pd.DataFrame]
    read: Callable[[Mapping[str, Any], R], R]
    """A row as the table says it, and the row it was opened on → the row wanted; its version is the opened one's."""
    change: Callable[[R, R], object]
    """Save (wanted, opened on)."""
    take_out: Callable[[R], object] | None = None
    columns: Mapping[str, Any]
    """No least or most of a number or a day: the browser would put the limit in the place of a number, and what was there in the
    place of a day, and say nothing; the store refuses in words."""
    fixed: Sequence[str]
    """Columns nobody types into."""
    alt: str
    several: str
    """"sessions", for sentences."""


@dataclass(frozen=True, kw_only=True)
class Outcome(Generic[R]):
    """What became of a table that was saved."""

    changed: int
    taken_out: int
    refused: tuple[tuple[R, ToolboxError], ...]
    """The rows that were not saved, as they were wanted, each with the reason."""


def save(kind: Kind[R], wanted: Iterable[R], opened: Iterable[R], out: Iterable[R] = ()) -> Outcome[R]:
    """Save every row that is wanted otherwise than it was opened, and take out those of ``out``, each by itself."""
    gone = {kind.id(row) for row in out}
    changed = taken = 0
    refused = []
    for now, seen in zip(wanted, opened, strict=True):
        try:
            if kind.id(seen) in gone and kind.take_out is not None:
                kind.take_out(seen)
                taken += 1
            elif now != seen:
                kind.change(now, seen)
                changed += 1
        except ToolboxError as refusal:
            refused.append((now, refusal))
    return Outcome(changed=changed, taken_out=taken, refused=tuple(refused))


def show(kind: Kind[R], load: Callable[[], Sequence[R]]) -> None:
    """The table of what ``load`` gives now, with its button; says what became of the last save."""
    for how, words in st.session_state.pop(f"{kind.key}_said", ()):
        (st.success if how == "saved" else st.warning)(words)
    opened = _opened_on(kind, load)
    mine: dict[str, R] = st.session_state.get(f"{kind.key}_mine", {})
    frame = kind.frame([mine.get(kind.id(row), row) for row in opened])
    if kind.take_out is not None:
        frame[TAKE_OUT] = False
    filled = st.data_editor(
        frame, hide_index=True, num_rows="fixed", disabled=list(kind.fixed), placeholder="",
        column_config=dict(kind.columns), key=_widget(kind), alt=kind.alt,
    )  # fmt: skip
    buttons = st.container(horizontal=True)
    if buttons.button("Save the table", key=f"{_widget(kind)}_save"):
        rows = filled.to_dict("records")
        wanted = [kind.read(row, seen) for row, seen in zip(rows, opened, strict=True)]
        out = [seen for row, seen in zip(rows, opened, strict=True) if row.get(TAKE_OUT)]
        saved(kind, save(kind, wanted, opened, out), load)
        st.rerun()
    if mine and buttons.button("Drop what was not saved", key=f"{_widget(kind)}_drop"):
        anew(kind)
        st.rerun()


def saved(kind: Kind[R], outcome: Outcome[R], load: Callable[[], Sequence[R]]) -> None:
    """Remember what became of a save: refused rows stay in the table as wanted, on top of what is kept now."""
    now = {kind.id(row): row for row in load()}
    anew(kind)
    mine = {kind.id(row): row for row, _ in outcome.refused if kind.id(row) in now}
    if mine:
        st.session_state[f"{kind.key}_mine"] = mine
        st.session_state[f"{kind.key}_seen"] = tuple(now.values())
    st.session_state[f"{kind.key}_said"] = told(kind, outcome, now)


def told(kind: Kind[R], outcome: Outcome[R], now: Mapping[str, R]) -> tuple[tuple[str, str], ...]:
    """What is said after a save; every refused row by name."""
    done = [f"{outcome.changed:,} changed"] if outcome.changed else []
    done += [f"{outcome.taken_out:,} taken out"] if outcome.taken_out else []
    said = [("saved", f"Saved: {' and '.join(done)} in the table of {kind.several}.")] if done else []
    for row, refusal in outcome.refused:
        name, there = plain(kind.name(row)), now.get(kind.id(row))
        if refusal.code not in _MEANWHILE:
            words = f"{name}: {plain(refusal.message)} What you typed is still in the table."
        elif there is None:
            words = (
                f"{name} was taken out meanwhile, so your change was not saved. You wanted: {plain(kind.said(row))}."
            )
        else:
            words = (
                f"{name} was changed by somebody else since you opened this table. It now says: {plain(kind.said(there))}. "
                f"Yours is still in the table: {plain(kind.said(row))}. Save again to put yours in its place, or drop it."
            )
        said.append(("refused", words))
    return tuple(said) or (("saved", "Nothing was changed."),)


def anew(kind: Kind[R]) -> None:
    """Let the table open on what is kept now."""
    for part in ("seen", "mine"):
        st.session_state.pop(f"{kind.key}_{part}", None)
    st.session_state[f"{kind.key}_turn"] = st.session_state.get(f"{kind.key}_turn", 0) + 1


def _widget(kind: Kind[R]) -> str:
    return f"{kind.key}_edited_{st.session_state.get(f'{kind.key}_turn', 0)}"


def _opened_on(kind: Kind[R], load: Callable[[], Sequence[R]]) -> Sequence[R]:
    """As it is kept now, and unchanged from the first change a visitor makes until it is saved."""
    begun = st.session_state.get(_widget(kind), {}).get("edited_rows")
    held = f"{kind.key}_seen"
    if held not in st.session_state or not (begun or st.session_state.get(f"{kind.key}_mine")):
        st.session_state[held] = tuple(load())
    return st.session_state[held]
