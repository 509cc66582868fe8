"""A round of which only averages are known, as SELFIE reports them: typed in, pasted, or from a table.

One form instead of the six steps: there are no columns and no answers to explain, only a number for each area and
group, and how many persons stand behind it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import streamlit as st

from toolbox.model import Framework, Source, ToolboxError
from toolbox.reading.averages import READER_KEY, Line, areas_named, averages, lines_of
from toolbox.reading.recognised import sentence
from toolbox.web import state
from toolbox.web.frameworks.words import names
from toolbox.web.mapping import arriving, session
from toolbox.web.mapping.deciding import tidy
from toolbox.web.mapping.draft import Draft
from toolbox.web.mapping.invited import MOST, valid
from toolbox.web.mapping.save import EARLIEST, LATEST, LONGEST
from toolbox.web.plain import plain
from toolbox.web.refusals import saying_what_went_wrong
from toolbox.wording import group_name

#: Whose view a report of SELFIE shows.
GROUPS = ("leaders", "teachers", "pupils")
_TYPING = "upload_averages_typing"
_FIRST = "selfie-2020"


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the form starts from."""

    key: str
    """In front of every widget's key, so that two tables never mix."""
    file: str
    sha256: str = ""
    lines: tuple[Line, ...] = ()


def offer() -> None:
    """The way in for a school that has a report instead of an export."""
    with st.expander("Only averages, as in a SELFIE report?", icon=":material/calculate:"):
        st.markdown(
            "A SELFIE report shows an average for each area and group, not the answers. You can enter those averages: "
            "the school page then shows them, without the ranges that only answers can give."
        )
        st.button("Type the averages", icon=":material/edit:", key="upload_type_averages", on_click=_begin)
        pasted = st.text_area(
            "Or paste a table: areas down, groups across, and a row with the numbers of answers",
            placeholder="Area\tLeaders\tTeachers\tPupils\nLeadership\t3.9\t3.4\t3.1\nNumber of answers\t6\t24\t180",
            key="upload_paste_averages",
        )
        # Never disabled: the text arrives with the very click, so the first click must count.
        if st.button("Read the table", key="upload_read_averages") and pasted.strip():
            arriving.take([("Pasted table", pasted.encode())])
            st.rerun()


def typing() -> bool:
    """Whether the visitor is typing averages now."""
    return bool(st.session_state.get(_TYPING))


def of_averages(draft: Draft) -> bool:
    """Whether a file holds averages."""
    return draft.reading is not None and draft.reading.reader == READER_KEY


def _begin() -> None:
    st.session_state[_TYPING] = True
    session.forget_saved()


def _end() -> None:
    st.session_state.pop(_TYPING, None)


def typed() -> None:
    """The form for averages that are typed in."""
    st.button("Back to files", icon=":material/arrow_back:", key="upload_averages_back", on_click=_end)
    _form(Given(key="averages_typed", file="typed in"))


def read(draft: Draft) -> None:
    """The form for averages out of a file."""
    reading = draft.reading
    st.success(plain(sentence(reading)), icon=":material/task_alt:")
    _form(Given(key=f"upload_{draft.key}", file=draft.file, sha256=reading.sha256, lines=lines_of(reading)))
    st.button("Remove this file", key=f"upload_{draft.key}_remove", on_click=session.drop, args=(draft.key,))


def _form(given: Given) -> None:
    framework = _framework(given)
    areas = _areas(given, framework)
    school, name, on = _about(given)
    lines = _numbers(given, framework, areas)
    invited = _invited(given, lines)
    if st.button("Save the round", type="primary", icon=":material/save:", key=f"{given.key}_save"):
        with saying_what_went_wrong():
            _save(given, framework, areas, lines, school, name, on, invited)


def _framework(given: Given) -> Framework:
    known = {id: each for id, each in session.frameworks().items() if each.takes_averages}
    ids, named = list(known), names(known.values())
    chosen = st.selectbox(
        "Framework",
        ids,
        index=ids.index(_FIRST) if _FIRST in ids else 0,
        format_func=named.__getitem__,
        key=f"{given.key}_framework",
    )
    return known[chosen]


def _areas(given: Given, framework: Framework) -> Mapping[str, str]:
    """Words of the table → area; what they do not say themselves is asked."""
    words = dict.fromkeys(line.area for line in given.lines)
    found = dict(areas_named(words, framework))
    names = {area.id: area.name for area in framework.areas}
    open_words = [word for word in words if word not in found]
    if open_words:
        st.markdown(f"**{len(open_words)} of {len(words)} areas were not recognised by their names.** Which are they?")
    for word in open_words:
        chosen = st.selectbox(
            plain(word),
            ["", *names],
            format_func=lambda id: names[id] if id else "Leave it out",
            key=f"{given.key}_area_{framework.id}_{word}",
        )
        found[word] = chosen
    return found


def _about(given: Given) -> tuple[str, str, date | None]:
    schools = state.schools_of(each for each in state.rounds() if not each.sample)
    # A typed name becomes one of the options, which makes the widget a new one: the name is kept beside it.
    key, kept = f"{given.key}_school", f"{given.key}_school_kept"
    typed = st.session_state[key] = st.session_state.get(kept)
    left, middle, right = st.columns(3)
    with left:
        school = st.selectbox(
            "School",
            list(dict.fromkeys([*([typed] if typed else []), *schools])),
            index=None,
            placeholder="Choose or type a name",
            accept_new_options=True,
            key=key,
            on_change=lambda: st.session_state.update({kept: st.session_state[key]}),
        )
    with middle:
        name = st.text_input(
            "Name of the round", placeholder="For example: SELFIE 2026", max_chars=LONGEST, key=f"{given.key}_name"
        )
    with right:
        on = st.date_input(
            "Date the answers were collected",
            value=None,
            min_value=EARLIEST,
            max_value=LATEST,
            format="DD/MM/YYYY",
            key=f"{given.key}_on",
        )
    return tidy(school or ""), tidy(name), on


def _numbers(given: Given, framework: Framework, areas: Mapping[str, str]) -> tuple[Line, ...]:
    """The averages and the numbers behind them: shown where a file has them, asked where not."""
    groups = tuple(dict.fromkeys(line.group for line in given.lines)) or GROUPS
    st.header("How many answered", anchor=False)
    st.caption("An average can be shown only when it is known that at least five persons stand behind it.")
    counts = _fields(
        [(group, group_name(group)) for group in groups if not _known(given.lines, group)],
        lambda group: f"{given.key}_n_{group}",
        step=1,
    )
    for group in groups:
        if numbers := _known(given.lines, group):
            low, high = min(numbers), max(numbers)
            said = f"{low}" if low == high else f"{low} to {high}, by area"
            st.markdown(f"{plain(group_name(group))}: {said} (from the table)")
    if given.lines:
        return tuple(line if line.n else replace(line, n=counts.get(line.group)) for line in given.lines)
    st.header("The averages", anchor=False)
    lines = []
    for area in framework.areas:
        low, high = framework.span(area.id)
        st.markdown(f"**{plain(area.name)}** ({low} to {high})")
        means = _fields(
            [(group, group_name(group)) for group in groups],
            lambda group, area=area: f"{given.key}_{framework.id}_{area.id}_{group}",
            ends=(float(low), float(high)),
        )
        lines += [Line(area=area.id, group=group, mean=mean, n=counts.get(group)) for group, mean in means.items()]
    return tuple(lines)


def _known(lines: Iterable[Line], group: str) -> tuple[int, ...]:
    """The numbers of answers of one group, where the table has every one of them."""
    numbers = [line.n for line in lines if line.group == group]
    return tuple(numbers) if numbers and all(numbers) else ()


def _fields(
    wanted: Sequence[tuple[str, str]], key, *, step: int | None = None, ends: tuple[float, float] | None = None
) -> dict[str, int | float]:
    """A field beside the other for each (name, label); only those filled in."""
    found = {}
    if not wanted:
        return found
    for (name, label), column in zip(wanted, st.columns(len(wanted)), strict=True):
        with column:
            if step:
                value = st.number_input(
                    label, min_value=1, max_value=MOST, value=None, step=step, placeholder="Number", key=key(name)
                )
            else:
                value = st.number_input(
                    label, min_value=ends[0], max_value=ends[1], value=None, step=0.1, format="%.2f",
                    placeholder="Average", key=key(name),
                )  # fmt: skip
        if value is not None:
            found[name] = value
    return found


def _invited(given: Given, lines: Sequence[Line]) -> dict[str, int]:
    groups = [group for group in dict.fromkeys(line.group for line in lines)] or list(GROUPS)
    with st.expander("How many were invited? (optional)", icon=":material/group:"):
        return _fields(
            [(group, f"{group_name(group)} invited") for group in groups],
            lambda group: f"{given.key}_invited_{group}",
            step=1,
        )


def _save(
    given: Given,
    framework: Framework,
    areas: Mapping[str, str],
    lines: Sequence[Line],
    school: str,
    name: str,
    on: date | None,
    invited: Mapping[str, int],
) -> None:
    if on is None:
        raise ToolboxError("no_date", "When were the answers collected? Choose a date, then save again.")
    if not lines:
        raise ToolboxError("no_averages", "No average is filled in yet. Type at least one, then save again.")
    of_typed = {area.id: area.id for area in framework.areas}
    found, problems = averages(lines, areas if given.lines else of_typed, school, framework)
    counted = tuple((school, group, found.persons(school, group)) for group in found.groups)
    of_school = {(school, group): number for group, number in invited.items() if group in found.groups}
    valid(of_school, counted)
    if given.sha256 and (known := state.store().same_file(state.viewer(), given.sha256)):
        raise ToolboxError(
            "same_file",
            f"This very table is already in “{known.name}”. Delete that round on the Data page if it is to be replaced.",
        )
    source = Source(
        file=given.file,
        sha256=given.sha256 or hashlib.sha256(repr(found.rows).encode()).hexdigest(),
        reader=READER_KEY,
        read_at=datetime.now(UTC).replace(microsecond=0),
        rows=len(lines),
        kept=len(found.rows),
        problems=problems,
    )
    store, viewer = state.store(), state.viewer()
    if framework.id not in state.frameworks():
        store.save_framework(viewer, framework)
    saved = store.save_round(
        viewer,
        name=name,
        collected_on=on,
        framework=framework.id,
        answers=found,
        sources=(source,),
        invited=of_school,
    )
    if given.lines:
        session.drop(given.key.removeprefix("upload_"))
    for key in [key for key in st.session_state if isinstance(key, str) and key.startswith(f"{given.key}_")]:
        del st.session_state[key]
    _end()
    session.remember_saved(saved, "")
    st.rerun()
