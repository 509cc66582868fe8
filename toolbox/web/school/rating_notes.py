"""The table in which a school writes beside its ratings: target, day, evidence, and what somebody from outside saw.

The table remembers what it was opened on. A row somebody else changed meanwhile is not overwritten: their words are told, the
cells typed here stay, the others show theirs, and only who saves again puts the one in place of the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from toolbox.disclosure import ReleasedProfile
from toolbox.disclosure.words import headed, middle
from toolbox.model import Framework, RatingNote, Round, ToolboxError
from toolbox.store.ratings import LONGEST_BY, LONGEST_EVIDENCE
from toolbox.web import state
from toolbox.web.day_column import day_column
from toolbox.web.plain import plain
from toolbox.web.school.levels import level_names, level_of

_SEEN, _TURN, _SAID, _THEIRS = "rating_notes_seen", "rating_notes_turn", "rating_notes_said", "rating_notes_theirs"
TARGET, DUE, EVIDENCE, OUTSIDE, BY = "Target", "By", "Evidence", "Rated from outside", "Rated by (a role)"


def part(found: ReleasedProfile, of: Round, school: str, kept: Sequence[RatingNote]) -> None:
    """The table, folded away until it is wanted."""
    if words := st.session_state.pop(_SAID, ""):
        st.success(words, icon=":material/check_circle:")
    box = st.expander(
        "Write beside the ratings: targets, evidence, ratings from outside", icon=":material/edit_note:",
        key="rating_notes", on_change="rerun",
    )  # fmt: skip
    if not box.open:
        return
    with box:
        st.caption("What you write stays with this school: nobody sees it who may not see the school.")
        if words := st.session_state.pop(_THEIRS, ""):
            st.warning(words, icon=":material/group:")
        _editor(found, of, school, kept)


def _editor(found: ReleasedProfile, of: Round, school: str, kept: Sequence[RatingNote]) -> None:
    framework = found.framework
    items = [next(item for item in framework.items if item.id == cell.item) for cell in found.items]
    now = {cell.item: "" if cell.median is None else middle(cell.median) for cell in found.items}
    key = f"rating_notes_{of.id}_{school}_{_turn()}"
    seen = {note.item: note for note in _opened_on(of.id, school, key, kept)}
    notes = [seen.get(item.id, RatingNote(round=of.id, school=school, item=item.id)) for item in items]
    pairs = list(zip(items, notes, strict=True))
    options = list(dict.fromkeys(name for item in items for name in level_names(framework, item).values()))
    frame = pd.DataFrame(
        {
            "Indicator": pd.Series([headed(item) for item in items], dtype="str"),
            "Now": pd.Series([now[item.id] for item in items], dtype="str"),
            TARGET: pd.Series([level_names(framework, item).get(note.target) for item, note in pairs], dtype="object"),
            DUE: pd.Series([note.due for note in notes], dtype="datetime64[s]"),
            EVIDENCE: pd.Series([note.evidence for note in notes], dtype="str"),
            OUTSIDE: pd.Series(
                [level_names(framework, item).get(note.external) for item, note in pairs], dtype="object"
            ),
            BY: pd.Series([note.external_by for note in notes], dtype="str"),
        }
    )
    changed = st.data_editor(
        frame,
        hide_index=True,
        num_rows="fixed",
        disabled=["Indicator", "Now"],
        placeholder="",
        column_config={
            "Indicator": st.column_config.TextColumn(width="medium", pinned=True),
            "Now": st.column_config.TextColumn(width="small"),
            TARGET: st.column_config.SelectboxColumn(options=options, help="The level the school aims at"),
            DUE: day_column(width=105, help="When the target is to be reached"),
            EVIDENCE: st.column_config.TextColumn(
                width=300, max_chars=LONGEST_EVIDENCE, help="What the rating rests on, and where to find it"
            ),
            OUTSIDE: st.column_config.SelectboxColumn(options=options, help="The level somebody from outside saw"),
            BY: st.column_config.TextColumn(
                max_chars=LONGEST_BY, help="A role, never a person’s name: visit of the hub"
            ),
        },
        key=key,
        alt="Target, day, evidence and rating from outside of each indicator; every column but the first two can be filled in",
    )
    if st.button("Save what is written", type="primary", key=f"{key}_save"):
        rows = changed.to_dict("records")
        wanted = [
            RatingNote(
                round=of.id,
                school=school,
                item=item.id,
                version=note.version,
                target=level_of(framework, item, row[TARGET]),
                due=_day(row[DUE]),
                evidence=_text(row[EVIDENCE]),
                external=level_of(framework, item, row[OUTSIDE]),
                external_by=_text(row[BY]),
            )
            for (item, note), row in zip(pairs, rows, strict=True)
        ]
        _save(wanted, tuple(seen.values()), framework)


def _opened_on(round_id: str, school: str, key: str, kept: Sequence[RatingNote]) -> tuple[RatingNote, ...]:
    """What the table shows: as it is kept now, and unchanged from the first change a visitor makes until it is saved."""
    begun = st.session_state.get(key, {}).get("edited_rows")
    place, seen = st.session_state.get(_SEEN, (None, ()))
    if place != (round_id, school) or not begun:
        seen = tuple(kept)
        st.session_state[_SEEN] = ((round_id, school), seen)
    return seen


def _turn() -> int:
    return st.session_state.get(_TURN, 0)


def _save(now: Sequence[RatingNote], seen: Sequence[RatingNote], framework: Framework) -> None:
    before = {note.item: note for note in seen}
    changed = [
        note
        for note in now
        if note != before.get(note.item, RatingNote(round=note.round, school=note.school, item=note.item))
    ]
    if not changed:
        st.info("Nothing was changed.", icon=":material/info:")
        return
    store, viewer = state.store().ratings, state.viewer()
    try:
        store.change_notes(viewer, changed, seen=seen)
    except ToolboxError as refusal:
        if refusal.code != "changed_meanwhile":
            st.error(refusal.message, icon=":material/error:")
            return
        kept = store.notes(viewer, changed[0].round, changed[0].school)
        st.session_state[_SEEN] = ((changed[0].round, changed[0].school), tuple(kept))
        st.session_state[_THEIRS] = _meanwhile(changed, before, kept, framework)
    else:
        st.session_state[_SAID] = f"Saved beside {len(changed)} {'rating' if len(changed) == 1 else 'ratings'}."
        st.session_state[_TURN] = _turn() + 1
        st.session_state.pop(_SEEN, None)
    st.rerun()


def _meanwhile(
    changed: Sequence[RatingNote], before: Mapping[str, RatingNote], kept: Sequence[RatingNote], framework: Framework
) -> str:
    """What somebody else wrote beside the ratings that were to be saved, in words."""
    now = {note.item: note for note in kept}
    items = {item.id: item for item in framework.items}
    told = [
        f"- {plain(headed(items[note.item]))}: {plain(_words(now.get(note.item)))}"
        for note in changed
        if now.get(note.item) != before.get(note.item)
    ]
    return "\n".join(
        [
            "**Somebody else wrote here since you opened the table, and nothing is overwritten yet.** Theirs is now:\n",
            *told,
            "\nWhat you typed still stands in the table, beside theirs in the cells you left alone. Save again to keep it so.",
        ]
    )


def _words(note: RatingNote | None) -> str:
    if note is None:
        return "nothing"
    said = (
        f"target {note.target}" if note.target is not None else "",
        f"by {note.due.day} {note.due:%B %Y}" if note.due is not None else "",
        f"evidence “{note.evidence}”" if note.evidence else "",
        f"rated {note.external} from outside" if note.external is not None else "",
        f"by {note.external_by}" if note.external_by else "",
    )
    return ", ".join(part for part in said if part) or "nothing"


def _day(value: object) -> date | None:
    return None if pd.isna(value) else date(value.year, value.month, value.day)


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value).strip()
