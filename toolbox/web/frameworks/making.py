"""Making a framework of one's own: typed into fields, checked at every change, saved to the shelf of the store."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from toolbox.frameworks import broken_rules, changed, finished, parse, to_toml
from toolbox.model import Framework, ToolboxError
from toolbox.web import released, state
from toolbox.web.frameworks import fields, session, words
from toolbox.web.frameworks.session import Making
from toolbox.web.mapping.areas import own_id
from toolbox.web.plain import file_name, plain

_HEADINGS = {
    "new": "A framework of your own",
    "change": "Change “{name}”",
    "version": "The next version of “{name}”",
}


def show(making: Making) -> None:
    """The whole form; every click is answered once all that is typed has been read."""
    name = plain(making.origin.name) if making.origin else ""
    st.header(_HEADINGS[making.way].format(name=name), anchor=False)
    _explained(making)
    wishes: list[fields.Wish] = []
    told = fields.about(making)
    scales = fields.scales(making, wishes)
    areas, items, meant = fields.areas(making, str(told["kind"]), scales, wishes)
    typed = replace(making.framework, **told, scales=scales, areas=areas, items=items)
    typed = fields.levels(making, typed)
    now = replace(making, meant=meant)
    session.typed(now, typed)
    for wish in wishes:
        session.anew(replace(now, framework=wish(typed)))
        st.rerun()
    _end(now, typed)


def _explained(making: Making) -> None:
    if making.way == "version":
        st.markdown(
            "Rounds read so far keep their version. What you leave as it is can be compared with them; what you word "
            "differently, add or remove is left out of comparisons. Tick “Same question” where other words ask the same."
        )
    elif making.way == "change" and (rounds := _rounds(making)):
        st.markdown(
            f"{_counted(rounds)} read with this framework. You may add items and correct words; what would take "
            "something away from those rounds is refused, and a next version is offered instead."
        )


def _rounds(making: Making) -> int:
    return sum(making.origin is not None and each.framework == making.origin.id for each in state.rounds())


def _counted(rounds: int) -> str:
    return "1 round was" if rounds == 1 else f"{rounds} rounds were"


def made_of(making: Making, typed: Framework) -> Framework:
    """The framework as it would be saved: with its id, its items' ids, and what it follows."""
    if making.way == "change":
        return finished(replace(typed, own=True))
    named = own_id(typed.name, making.mark)
    earlier = making.origin if making.way == "version" else None
    items = typed.items if earlier else tuple(replace(item, id="") for item in typed.items)
    made = replace(typed, id=named, own=True, items=items)
    return finished(made, earlier=earlier, meant=making.meant)


def _end(making: Making, typed: Framework) -> None:
    """What is still missing, what the change would do, and the way out."""
    st.divider()
    made = made_of(making, typed)
    rules = broken_rules(made)
    lost, altered, averages = (), (), ()
    if making.way == "change" and making.origin is not None and _rounds(making):
        change = changed(making.origin, made)
        lost, altered, averages = change.lost, change.altered, change.averages
    corrected = _said(making, made, rules, lost, altered)
    with st.container(horizontal=True, key="frameworks_end"):
        if st.button("Save the framework", type="primary", icon=":material/save:", key=f"{making.key}_save"):
            if rules or lost or (altered and not corrected):
                st.error("Not saved: see what is said above.", icon=":material/error:")
            else:
                _save(made, making.origin if making.way == "change" else None)
        if (lost or averages) and st.button(
            "Make it the next version", icon=":material/history:", key=f"{making.key}_instead"
        ):
            session.anew(
                replace(making, way="version", framework=replace(typed, version=session.next_version(typed.version)))
            )
            st.rerun()
        if not rules:
            st.download_button(
                "Download as TOML",
                to_toml(made),
                file_name=file_name(made.id) + ".toml",
                mime="text/plain",
                on_click="ignore",
                icon=":material/download:",
                key=f"{making.key}_toml",
            )
        if st.button("Leave without saving", icon=":material/close:", key=f"{making.key}_leave"):
            session.end()
            st.rerun()


def _said(making: Making, made: Framework, rules, lost, altered) -> bool:
    """Say what stands in the way; whether what rounds would show otherwise is meant as a correction."""
    if rules:
        st.warning("**Still missing**\n\n" + _listed(rules), icon=":material/edit_note:")
    elif not lost:
        st.success(f"Complete: {words.size(made)}.", icon=":material/task_alt:")
    if lost:
        st.error(
            f"**{_counted(_rounds(making))} read with this framework and would lose something**\n\n" + _listed(lost),
            icon=":material/error:",
        )
    if not altered:
        return True
    st.warning("**Rounds read so far would show this from now on**\n\n" + _listed(altered), icon=":material/info:")
    return st.checkbox(
        "These are corrections: the people who answered were asked this.", key=f"{making.key}_corrected"
    )  # fmt: skip


def _listed(sentences) -> str:
    shown = [f"- {plain(sentence)}" for sentence in sentences[:12]]
    more = len(sentences) - 12
    return "\n".join([*shown, *([f"- and {more} more"] if more > 0 else [])])


def _save(made: Framework, seen: Framework | None) -> None:
    try:
        # Read back once, so that nothing is kept that a file could not hold.
        state.store().save_framework(state.viewer(), parse(to_toml(made)), seen=seen)
    except ToolboxError as refusal:
        st.error(refusal.message, icon=":material/error:")
        return
    released.forget()
    session.end(made)
    st.rerun()
