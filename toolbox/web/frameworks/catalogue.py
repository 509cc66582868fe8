"""Every framework there is, and one of them in full: what it measures, where it comes from, what is sure about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from toolbox.frameworks import Ancestor, lineage, to_toml
from toolbox.model import Framework, Round
from toolbox.web import choosing, state
from toolbox.web.frameworks import session, words
from toolbox.web.plain import file_name, plain
from toolbox.web.refusals import saying_what_went_wrong


def show(known: Mapping[str, Framework], rounds: Sequence[Round]) -> None:
    """The catalogue, then the one chosen."""
    used = Counter(each.framework for each in rounds)
    names = words.names(known.values())
    _overview(known.values(), names, used)
    st.header("Look closer at a framework", anchor=False)
    # What was just saved is what a visitor wants to see; at first what the latest round was read with.
    if (saved := session.just_saved()) in names:
        st.session_state["frameworks_chosen"] = saved
    first = rounds[-1].framework if rounds else None
    chosen = choosing.pick("Framework", names, key="frameworks_chosen", remember="framework_looked_at", first=first)
    _one(known[chosen], known, used[chosen])


def _overview(found: Iterable[Framework], names: Mapping[str, str], used: Mapping[str, int]) -> None:
    rows = [
        {
            "Framework": plain(names[each.id]) + (" (your own)" if each.own else ""),
            "What it is": f"{words.kind(each)}: {words.size(each)}",
            "Used here": {0: "", 1: "1 round"}.get(used[each.id], f"{used[each.id]} rounds"),
        }
        for each in sorted(
            found, key=lambda each: (not each.own, not used[each.id], each.kind == "frame", each.name.casefold())
        )
    ]
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt="Frameworks that are known here")


def _one(framework: Framework, known: Mapping[str, Framework], used: int) -> None:
    with st.container(border=True, key="frameworks_one"):
        st.subheader(plain(framework.name), anchor=False)
        st.markdown(_about(framework))
        _areas(framework)
        _sure(framework)
        _versions(framework, known)
        _doing(framework, used)


def _about(framework: Framework) -> str:
    lines = [f"**{words.KINDS[framework.kind]}.** {words.size(framework).capitalize()}."]
    if framework.kind == "frame":
        lines.append(
            "Averages of its areas can be entered; single answers cannot be read with it, because it names no items."
            if framework.takes_averages
            else "It has no scale: a framework of your own can start from it."
        )
    if framework.kind == "rubric":
        lines.append(f"An area is summed up by {words.SUMMARIES[framework.summary]}.")
    if framework.required is not None:
        lines.append(f"Every item must reach level {framework.required}.")
    lines += [f"Scale: {plain(words.scale(each))}." for each in framework.scales]
    came = f" In use since {plain(framework.valid_from)}." if framework.valid_from else ""
    link = f" [Open the source]({framework.url})" if framework.url else ""
    lines.append(f"Source: {plain(framework.source).rstrip('.')}.{came}{link}")
    lines.append(f"Licence: {plain(framework.licence)}.")
    return "\n\n".join(lines)


def _areas(framework: Framework) -> None:
    rows = []
    for area in framework.areas:
        items = [
            f"{item.code} {plain(item.name)}" + (" (turned round)" if item.reverse else "")
            for item in framework.items_of(area.id)
        ]
        rows.append({"Area": plain(area.name), **({"Items": words.named(items)} if framework.items else {})})
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt=f"Areas and items of {framework.name}")


def _sure(framework: Framework) -> None:
    """What was read in a source, and what was not: two lists that are never mixed."""
    if framework.confirmed:
        st.markdown(":material/check_circle: **Read in the source**\n\n" + _listed(framework.confirmed))
    if framework.unconfirmed:
        st.markdown(":material/help: **Not confirmed**\n\n" + _listed(framework.unconfirmed))


def _listed(sentences: Sequence[str]) -> str:
    return "\n".join(f"- {plain(sentence)}" for sentence in sentences)


def _versions(framework: Framework, known: Mapping[str, Framework]) -> None:
    for ancestor in lineage(framework, known).ancestors[1:]:
        st.markdown(
            f":material/history: **Compared with {plain(ancestor.framework.name)}**\n\n{compared(framework, ancestor)}"
        )


def compared(framework: Framework, ancestor: Ancestor) -> str:
    """What of an earlier version may be compared, in a few sentences.

    Example:
        >>> from toolbox.frameworks import load
        >>> known = {id: load(id) for id in ("selfie-2020", "selfie-2018")}
        >>> print(compared(known["selfie-2020"], lineage(known["selfie-2020"], known).of("selfie-2018")))
        Of 8 areas, 5 may be compared as areas. Not compared: Teaching and Learning (gone) · Collaboration and Networking (new) · Pedagogy\\: Supports and Resources (new) · Pedagogy\\: Implementation in the classroom (new).
    """
    said = {
        "new": "new",
        "retired": "gone",
        "reworded": "worded differently",
        "rescaled": "on another scale",
        "moved": "moved",
    }
    names = {area.id: area.name for area in (*ancestor.framework.areas, *framework.areas)}
    lines = [f"Of {len(framework.areas)} areas, {len(ancestor.areas)} may be compared as areas."]
    if ancestor.framework.items:
        lines.append(f"Of {len(framework.items)} items, {len(ancestor.now)} may be compared.")
        names |= {item.id: f"{item.code} {item.name}" for item in (*ancestor.framework.items, *framework.items)}
    apart = [*ancestor.other_areas, *(ancestor.other if ancestor.framework.items else ())]
    if apart:
        told = words.named([f"{plain(names[id])} ({said[why]})" for id, why in apart])
        lines.append(f"Not compared: {told}.")
    return " ".join(lines)


def _doing(framework: Framework, used: int) -> None:
    """What can be done with it."""
    with st.container(horizontal=True, key="frameworks_doing"):
        st.download_button(
            "Download as TOML",
            data=to_toml(framework),
            file_name=file_name(framework.id) + ".toml",
            mime="text/plain",
            on_click="ignore",
            icon=":material/download:",
            key=f"frameworks_toml_{framework.id}",
        )
        if framework.own:
            _begin("Change it", ":material/edit:", framework, "change")
            _begin("Next version", ":material/history:", framework, "version")
        _begin("Make your own from it", ":material/content_copy:", framework, "new")
    if framework.own:
        _delete(framework, used)


def _begin(label: str, icon: str, framework: Framework, way: session.Way) -> None:
    st.button(
        label, icon=icon, key=f"frameworks_{way}_{framework.id}", on_click=session.begin, args=(framework, way)
    )  # fmt: skip


def _delete(framework: Framework, used: int) -> None:
    if used:
        st.caption("It cannot be deleted while rounds need it: their answers would have no meaning any more.")
        return
    if st.button("Delete it", icon=":material/delete:", key=f"frameworks_delete_{framework.id}"):
        with saying_what_went_wrong():
            state.store().delete_framework(state.viewer(), framework.id)
            session.say(f"Deleted: {plain(framework.name)}.")
            st.rerun()
