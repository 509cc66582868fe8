"""Step 1: what the file was recognised as, in one sentence, and the way to say "not right"."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from toolbox.model import Reading
from toolbox.reading import READERS
from toolbox.reading.encodings import name as encoding_name
from toolbox.reading.recipes.events import events_of
from toolbox.reading.recognised import sentence
from toolbox.web.choosing import day
from toolbox.web.mapping import arriving, files, lists, logs, session
from toolbox.web.mapping.arriving import LARGEST
from toolbox.web.mapping.draft import Draft
from toolbox.web.mapping.files import said
from toolbox.web.plain import plain

_SEPARATORS = {"": "Decide for me", ",": "Comma ,", ";": "Semicolon ;", "\t": "Tab", "|": "Bar |"}
_ENCODINGS = {
    "": "Decide for me",
    "utf-8": "UTF-8",
    "utf-8-repaired": "UTF-8, damaged letters repaired",
    "utf-16": "UTF-16",
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1257": "Baltic (Windows-1257)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
}
_DATES = {
    "": "Decide for me",
    "dmy": "Day first (31/12/2026)",
    "mdy": "Month first (12/31/2026)",
    "ymd": "Year first (2026-12-31)",
}


def first_drop() -> None:
    """The page before any file is there."""
    st.markdown("Drop the export of your survey tool. You check what was recognised, then save it as a round.")
    st.caption(
        "Lists of schools and members, the log of mentoring sessions and logs of activity can be dropped here too. Templates for "
        "lists are on the Data page."
    )
    drop_zone()
    st.markdown(
        "Nothing is kept until you say so at the end. Names, e-mail and internet addresses are replaced by codes "
        "as soon as the file is read."
    )
    with st.expander("Where do I find the export?", icon=":material/help:"):
        surveys = (reader for reader in READERS if reader.kind == "survey")
        st.markdown(
            "\n".join(f"- **{reader.title}:** {plain(reader.where.replace(' > ', ' → '))}" for reader in surveys)
        )


def drop_zone() -> None:
    """Where files are dropped. Each is read at once; the uploader then lets go of it."""
    dropped = st.file_uploader(
        f"Survey exports, one or several, up to {LARGEST} MB each (CSV, Excel, SPSS or ZIP)",
        accept_multiple_files=True,
        key=session.drop_zone(),
        max_upload_size=LARGEST,
        help="The file as your survey tool gives it, or a plain table with one row for each answer. "
        f"A file of more than {LARGEST} MB: export one course or one month at a time.",
    )
    if not dropped:
        return
    with st.spinner("Reading …"):
        arriving.take((file.name, file.getvalue()) for file in dropped)
    session.forget_saved()
    session.empty_drop_zone()
    st.rerun()


def show(draft: Draft) -> None:
    """One sentence on the file, what was noticed in it, and the choices behind "Not right?"."""
    if draft.refused:
        st.error(draft.refused, icon=":material/error:")
        if draft.content.startswith(b"%PDF"):
            st.markdown(
                "Is it a SELFIE report? Its averages can be typed in: remove this file, then open “Only averages, as in "
                "a SELFIE report?”."
            )
    elif draft.listed is not None:
        lists.show(draft)
    elif draft.log is not None:
        logs.show(draft)
    elif draft.files:
        files.show(draft)
    elif draft.reading is not None:
        st.success(
            " ".join(filter(None, (plain(sentence(draft.reading)), plain(draft.as_before)))), icon=":material/task_alt:"
        )
        _seen_before(draft)
        for told in (headings(draft.reading), one_only(draft.reading)):
            if told:
                st.markdown(f"- {plain(told)}")
        for problem in draft.reading.problems:
            st.markdown(f"- {plain(said(problem))}")
        if len(events_of(draft.reading)) > 1:
            st.caption("You choose the event at step 5, Check.")
        files.offer_to_join(draft)
    which_order(draft)
    answers = draft.reading is not None
    if not answers:
        _remove(draft)
    _not_right(draft)
    title = (
        "Add another file" if not answers else f"Add another file, or remove {'these' if draft.files else 'this one'}"
    )
    with st.expander(title, icon=":material/attach_file_add:"):
        drop_zone()
        if answers:
            _remove(draft)


def headings(reading: Reading) -> str:
    """That a heading of several rows was found; "" where it has one, as most have."""
    if reading.heading_rows < 2:
        return ""
    count = len(reading.table)
    return (
        f"We used {reading.heading_rows} rows as the heading ({reading.title}). {count:,} answer{'' if count == 1 else 's'} found "
        "below it. If the first answer is missing, change the heading rows under “Not right?”."
    )


def one_only(reading: Reading) -> str:
    """That one answer is not a survey yet."""
    if len(reading.table) != 1:
        return ""
    return "There is only 1 answer in this file yet. Download it again when more have come in."


def which_order(draft: Draft) -> None:
    """Ask which number is the day, where all dates fit both ways; an answer reads the file again."""
    readings = [each.draft.reading for each in draft.files] or [draft.reading or draft.log]
    told = [problem for each in readings if each for problem in each.problems if problem.code == "date_order_unclear"]
    found = next(
        filter(None, (re.search(r"\b(\d{1,2})\D(\d{1,2})\D(\d{4}|\d\d)\b", each.message) for each in told)), None
    )
    if found is None:
        return
    first, second = int(found[1]), int(found[2])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**What is {plain(found[0])}?**")
        for order, number, month in (("dmy", first, second), ("mdy", second, first)):
            if 1 <= month <= 12:
                st.button(
                    f"{number} {month_name[month]}",
                    key=f"upload_{draft.key}_order_{order}",
                    on_click=lambda order=order: arriving.again(
                        session.drafts()[draft.key], replace(draft.choices, date_order=order)
                    ),
                )


def accented(reading: Reading, most: int = 3) -> tuple[str, ...]:
    """Words of the file with letters beyond A to Z: whether they look right tells whether the encoding is."""
    found: dict[str, None] = {}
    columns = (word for key in reading.table for word in reading.table[key].cat.categories[:200])
    for text in (*(question.heading for question in reading.questions), *columns):
        if not text.isascii():
            found |= dict.fromkeys(word for word in re.findall(r"[^\W\d_]{3,}", text) if not word.isascii())
        if len(found) >= most:
            break
    return tuple(found)[:most]


def _remove(draft: Draft) -> None:
    """The way out of a file: at hand where it holds no answers, put away where it does."""
    st.button(
        "Remove these files" if draft.files else "Remove this file",
        key=f"upload_{draft.key}_remove",
        on_click=session.drop,
        args=(draft.key,),
        icon=":material/close:",
    )


def _seen_before(draft: Draft) -> None:
    for _, known in session.seen_before(draft):
        st.warning(
            f"This very file is already in the round “{plain(known.name)}” of {day(known.collected_on)}. "
            "Saving it again would count the same answers twice.",
            icon=":material/content_copy:",
        )


def _not_right(draft: Draft) -> None:
    """The choices a person may make instead of what was decided from the bytes."""
    reading, now, key = draft.reading, draft.choices, f"upload_{draft.key}_choice"
    with st.expander("Not right?", icon=":material/tune:"), st.form(key, border=False):
        st.caption("Change what was decided from the file, then read it again. Your file itself is never changed.")
        left, right = st.columns(2)
        with left:
            tools = {"": "Decide for me", **{reader.key: reader.title for reader in READERS}}
            tool = _choose("Export of", tools, now.reader, key)
            separator = _choose("Separator", _SEPARATORS, now.separator, key)
            dates = _choose("Order of dates", _DATES, now.date_order, key)
        with right:
            rows = _choose(
                "Heading rows",
                {"": "Decide for me", **{str(n): str(n) for n in range(1, 6)}},
                str(now.heading_rows),
                key,
            )
            encoding = _choose("Encoding", _ENCODINGS, now.encoding, key)
            if reading is not None and reading.encoding and (shown := accented(reading)):
                st.caption(
                    f"Read as {encoding_name(reading.encoding)}. Do these words look right? {plain(' · '.join(shown))}"
                )
            sheets = reading.sheets if reading is not None and len(reading.sheets) > 1 else ()
            if sheets:
                decided = {"": f"Decide for me ({reading.sheet})", **{name: name for name in sheets}}
                sheet = _choose("Sheet", decided, now.sheet, key)
            else:
                sheet = now.sheet
        if st.form_submit_button("Read again"):
            chosen = replace(
                now,
                reader=tool,
                separator=separator,
                date_order=dates,
                heading_rows=int(rows or 0),
                encoding=encoding,
                sheet=sheet,
            )
            with st.spinner("Reading …"):
                arriving.again(draft, chosen)
            st.rerun()


def _choose(label: str, options: Mapping[str, str], now: str, key: str) -> str:
    """A picker of one choice; what nobody decided stands first."""
    values = list(options)
    place = values.index(now) if now in options else 0
    return st.selectbox(label, values, index=place, format_func=options.__getitem__, key=f"{key}_{label}")
