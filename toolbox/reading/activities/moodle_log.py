"""Moodle's log of a course or site, in the present form and in that of versions before 2.7.

Present form: nine columns (ten for a site, with the course), headings and event names in the language of whoever
downloaded it. The description stays English in every language and names the number of the account that acted; that number, not the
display name, tells persons apart. Before 2.7: course, time, address, name, action with a link, information.
Day stands before month in nearly every language, English included.
"""

from __future__ import annotations

import html
import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from toolbox.model import Choices, Problem
from toolbox.reading.activities.doings import kind_of_action
from toolbox.reading.activities.sentences import NONE, taken_apart
from toolbox.reading.activities.times import is_moment, times
from toolbox.reading.activities.titles import known, parts_of, words_of
from toolbox.reading.grid import Column, Grid, VariedColumn
from toolbox.reading.layout import Happened, Layout, Reader, Role, sample, simple
from toolbox.reading.words import match_form

_PARTS = (
    "time",
    "context",
    "component",
    "event",
    "description",
    "origin",
    "ip",
    "affected",
    "name",
    "account",
    "course",
)
_OLD_PARTS = ("time", "action", "information", "ip", "name", "course")
_DOER = re.compile(r"^\W*(?:the )?user with (?:the )?id '(-?[0-9]+)'\s*", re.IGNORECASE)
_LINK = re.compile(r"\s*\(.*")
_ACCOUNT = re.compile(r"user with (?:the )?id '-?\d+'", re.IGNORECASE)
_LINKED = re.compile(r"^([a-z][\w ]*?)\s*\((?:https?://|\.{0,2}/|[\w.]+\.php)", re.IGNORECASE)
#: Before 2.7 without its link: the module and what was done there.
_DONE = re.compile(
    r"^(?:course|user|forum|quiz|resource|assign(?:ment)?|page|url|folder|wiki|glossary|chat|choice|feedback|lesson|scorm|data|"
    r"workshop|book|label|upload|message|blog|calendar|discussion|questionnaire|role|login|notes?|survey|imscp) [a-z]+(?: [a-z]+){0,3}$"
)
#: What pupils cannot do: their own grades and their own enrolment are no sign of staff.
_STAFF = re.compile(
    r"\b(?:log|grader|participation|statistics|activity|completion) report\b|viewed the report '|"
    r"(?:created|updated|deleted) the '\w+' activity|updated the course with|has graded|"
    r"enrolled the user with id '0' using the enrolment method '(?!self)|"
    r"course (?:add|update|editsection|delete) mod|^course report"
)
#: Posts of a forum, as its export has them: names of fields, in no language.
_POSTS = frozenset(["discussion", "parent", "userid", "created", "message"])
_NOBODY = frozenset(["-", "", "0", "-1"])


def claims(grid: Grid, first: int) -> int:
    """By headings of one language, or by what stands below them."""
    heading = grid.row(first)
    if sum(map(bool, heading)) < 4 or any(_ACCOUNT.search(cell) or _LINKED.match(cell) for cell in heading):
        return 0
    if set(heading) >= _POSTS:
        return 1
    present = parts_of(heading, "moodle_log", _PARTS)
    if {"time", "event"} <= set(present) and len({"context", "component", "description", "origin"} & set(present)) >= 2:
        return 1
    old = parts_of(heading, "moodle_log", _OLD_PARTS)
    if {"time", "action"} <= set(old) and len(old) >= 4 and _acts(grid, first + 1, old["action"]):
        return 1
    return int(bool((_described(grid, first + 1) or _linked(grid, first + 1)) and _dated(grid, first + 1)))


def _share(grid: Grid, column: int, first: int, pattern: re.Pattern[str]) -> float:
    cells = sample(grid, column, first, 100)
    return sum(bool(pattern.search(cell)) for cell in cells) / len(cells) if cells else 0.0


def _acts(grid: Grid, first: int, column: int) -> bool:
    return (
        not sample(grid, column, first, 100)
        or max(_share(grid, column, first, pattern) for pattern in (_LINKED, _DONE)) >= 0.5
    )


def _described(grid: Grid, first: int) -> list[int]:
    """Columns of descriptions: sentences on the user with a number."""
    return [column for column in range(grid.width) if _share(grid, column, first, _ACCOUNT) >= 0.5]


def _linked(grid: Grid, first: int) -> list[int]:
    """Columns of actions before 2.7: two or three English words and a link."""
    return [column for column in range(grid.width) if _share(grid, column, first, _LINKED) >= 0.8]


def _dated(grid: Grid, first: int) -> list[int]:
    """Columns of moments, in whatever way they are spelled."""
    found = []
    for column in range(grid.width):
        cells = sample(grid, column, first, 40)
        if cells and sum(map(is_moment, cells)) >= 0.8 * len(cells):
            found.append(column)
    return found


def lay_out(rows: list[list[str]], body: Grid) -> Layout:
    """Parts by heading; by the fixed order of columns around the description where headings are not known."""
    plain = simple(rows, body)
    if set(rows[-1]) >= _POSTS:
        return _posts(plain)
    parts = parts_of(rows[-1], "moodle_log", _PARTS)
    if not {"description", "event"} & set(parts):
        old = parts_of(rows[-1], "moodle_log", _OLD_PARTS)
        if "action" in old or _linked(body, 0):
            parts = {"action": _linked(body, 0)[0], **old} if _linked(body, 0) else old
    if "action" not in parts and not {"context", "event", "description"} <= set(parts):
        found = [parts["description"]] if "description" in parts else _described(body, 0)
        parts = _around(found[0], body, parts) if found else parts
    if "time" not in parts:
        parts = {**parts, "time": next(iter(_dated(body, 0)), 0)}
    roles: dict[int, Role] = {parts["time"]: "time"}
    named: dict[str, Role] = {"name": "name", "account": "name", "affected": "name", "ip": "ip"}
    roles |= {parts[part]: role for part, role in named.items() if part in parts}
    private = tuple(parts[part] for part in ("description", "information", "context") if part in parts)
    return Layout(**{**vars(plain), "roles": roles, "times": (parts["time"],), "parts": parts, "private": private})


def _posts(plain: Layout) -> Layout:
    """A forum's posts: who wrote when in which discussion. What was written is nobody's business here."""
    places = {key: column for column, key in enumerate(plain.keys)}
    fields = {"time": "created", "account": "userid", "name": "userfullname", "discussion": "discussion"}
    parts = {part: places[field] for part, field in fields.items() if field in places}
    roles: dict[int, Role] = {parts["time"]: "time"}
    roles |= {parts[part]: "name" for part in ("account", "name") if part in parts}
    written = ("subject", "message", "attachment", "privatereplyto", "userfullname")
    private = tuple(places[field] for field in written if field in places)
    return Layout(
        **{
            **vars(plain),
            "roles": roles,
            "times": (parts["time"],),
            "parts": parts,
            "private": private,
            "problems": (
                Problem(
                    code="only_counted",
                    message="These are the posts of a forum: who wrote when is read, and what was written is not kept.",
                ),
            ),
        }
    )


def _around(description: int, body: Grid, told: dict[str, int]) -> dict[str, int]:
    """Moodle's order: time, name, affected, context, component, event, description, origin, address."""
    dated = _dated(body, 0)
    order = dict(zip(("event", "component", "context"), range(description - 1, description - 4, -1), strict=True))
    before = [column for column in range(description - 3) if column not in dated]
    people = dict(zip(("name", "affected"), before[-2:], strict=False))
    after = {"origin": description + 1, "ip": description + 2}
    parts = {"description": description, **order, **people, **after, "time": dated[0] if dated else 0}
    taken = set(told.values())
    free = {part: column for part, column in parts.items() if 0 <= column < body.width and column not in taken}
    return {**free, **told}


def events(body: Grid, layout: Layout, choices: Choices) -> Happened:
    """Every row is an event. Who: the account number in the description, else the display name."""
    parts = layout.parts
    year_first = match_form(layout.headings[parts["time"]]) in known("moodle_log", "year_first")
    blank = Column.blank(body.rows)
    cells = {part: body.columns[column] for part, column in parts.items()}
    told, names, affected = (cells.get(part, blank) for part in ("description", "name", "affected"))
    done, doer = _told(told)
    # Sentences keep every processor busy; what follows of them one, and the moments the others.
    beside = ThreadPoolExecutor(1)
    reading = beside.submit(
        times,
        cells["time"],
        chosen=choices.date_order,
        usual="ymd" if year_first else "dmy",
        school_year=choices.school_year,
    )
    beside.shutdown(wait=False)
    if "action" in cells or "description" not in cells:
        done = _told(cells.get("action", cells.get("event", blank)))[0]
    about = cells.get("context", cells.get("course", blank))
    if "discussion" in cells:
        done = Column(codes=np.ones(body.rows, np.int32), words=("", "created a post"))
        about = cells["discussion"].mapped(lambda word: f"discussion {word}" if word else "")
    actor, problems = _actors(doer, names)
    if "account" in parts and "description" not in parts:
        actor = cells["account"].mapped(lambda word: "" if word in _NOBODY else f"moodle account {word}")
        problems = ()
    persons = frozenset((*names.words, *affected.words)) - _NOBODY
    staff = actor.codes[done.where(lambda word: bool(_STAFF.search(word)))]
    topics, read = _topics(about, done, persons), reading.result()
    every = np.arange(body.rows)
    kept = np.flatnonzero(~np.isin(actor.codes, staff[staff != 0])) if choices.without_staff else slice(None)
    return Happened(
        rows=every[kept],
        at=read.at[0][kept],
        actor=actor.take(kept),
        kind=done.mapped(_kind).take(kept),
        order=read.order,
        topic=topics.take(kept),
        method=done.take(kept) if "discussion" in cells else cells.get("event", done).take(kept),
        persons=persons,
        problems=(*read.problems, *problems, *_staff(staff, body.rows - len(every[kept]))),
    )


def _told(column: Column) -> tuple[Column, Column]:
    """Of descriptions or actions: the sentences without numbers and links (few, for many rows), and who is named as doing it.

    Example:
        >>> told = Column.of_cells(["The user with id '31' viewed the course with id '7'.", "course view (https://a.example)"])
        >>> [part.cells() for part in _told(told)]
        [["The user with id '0' viewed the course with id '0'.", 'course view'], ['31', '']]
    """
    varied = isinstance(column, VariedColumn)
    pieces = column.plain.chunks if varied else [column.texts]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        taken = list(threads.map(lambda texts: taken_apart(texts, _DOER), pieces))
    sentences = Column.of_arrow(pa.chunked_array([one[0] for one in taken], pa.dictionary(pa.int32(), pa.string())))
    sentences = sentences.mapped(lambda sentence: _LINK.sub("", sentence))
    codes, numbers = pd.factorize(np.concatenate([one[1] for one in taken] or [np.zeros(0, np.int64)]))
    doers = Column.of(codes, ["" if number == NONE else str(number) for number in numbers.tolist()])
    if varied:
        return sentences, doers
    return tuple(Column.of(one.codes[column.codes], one.words) for one in (sentences, doers))


def _kind(text: str) -> str:
    if "completion state" in text:
        return "completed"
    return kind_of_action(_DOER.sub("", text).split(" (")[0]) if text else "other"


def _topics(about: Column, done: Column, persons: set[str]) -> Column:
    """Where it happened; a person's own page names the person and is left out."""
    pages = {about.words[code] for code in _met(about.codes[done.where(lambda word: "profile" in word)])}
    return about.mapped(
        lambda word: "" if word in persons | pages or word.partition(": ")[2] in persons else html.unescape(word)
    )


def _actors(doer: Column, names: Column) -> tuple[Column, tuple[Problem, ...]]:
    """Who did each thing, as a text that is the same for the same person, and what to tell."""
    nobody = doer.where(lambda word: bool(word) and word in _NOBODY)
    numbered = doer.mapped(lambda word: "" if word in _NOBODY else word)
    number, number_words = numbered.codes, numbered.words
    met = frozenset(names.words) - _NOBODY
    behind = [_behind(word, met) for word in names.words]
    acting = list(map(bool, behind))
    behalf = np.asarray(acting, bool)[names.codes]
    by_name = _numbers_of(names, np.where(behalf, 0, number))
    codes = {number: name for name, number in by_name.items() if _is_code(name)}
    words = ["", *(codes.get(index, f"moodle account {word}") for index, word in enumerate(number_words[1:], start=1))]
    own = []
    for word, really in zip(names.words, behind, strict=True):
        real = really or word
        own.append(by_name.get(real, 0) or (0 if real in _NOBODY else len(words)))
        if own[-1] == len(words):
            words.append(real)
    by_name_code = np.asarray(own, np.int32)[names.codes]
    codes = np.where((number > 0) & ~behalf, number, np.where(nobody, 0, by_name_code))
    problems = []
    if count := int(behalf.sum()):
        were = "event was" if count == 1 else "events were"
        message = (
            f"{count} {were} done by somebody who was logged in as somebody else, and counted for whoever really acted."
        )
        problems.append(Problem(code="logged_in_as", message=message, count=count))
    if count := int((codes >= len(number_words)).sum()):
        message = f"In {count} {'event' if count == 1 else 'events'} the person is known by display name only. Two persons of one name are taken for one."
        problems.append(Problem(code="known_by_name", message=message, count=count))
    return Column.of(codes, words), tuple(problems)


@cache
def _acting() -> re.Pattern[str]:
    between = "|".join(sorted(map(re.escape, words_of("moodle_log", "acting")), key=len, reverse=True))
    return re.compile(rf"^(.+?) (?:{between}) (.+)$", re.IGNORECASE)


def _behind(name: str, met: frozenset[str]) -> str:
    """Who acted under another name ("Tiit Torn as Mari Udu", in any language), "" where nobody did.

    Example:
        >>> _behind("Tiit Torn als Mari Udu", frozenset(["Mari Udu"])), _behind("Ana Como Silva", frozenset(["Mari Udu"]))
        ('Tiit Torn', '')
    """
    found = _acting().match(name)
    return found[1] if found and (found[1] in met or found[2] in met) else ""


def _numbers_of(names: Column, number: np.ndarray) -> dict[str, int]:
    """Display name → account number, for names that belong to one account only."""
    told = number > 0
    many = len(names.words)
    pairs = pd.unique(number[told].astype(np.int64) * many + names.codes[told])
    numbers, codes = np.divmod(pairs, many)
    counts = np.bincount(codes, minlength=many)
    return {
        names.words[name]: one
        for name, one in zip(codes.tolist(), numbers.tolist(), strict=True)
        if counts[name] == 1 and names.words[name] not in _NOBODY
    }


def _met(codes: np.ndarray) -> list[int]:
    """The different codes, each once."""
    return np.flatnonzero(np.bincount(codes)).tolist() if len(codes) else []


def _is_code(name: str) -> bool:
    """Whether a display name is a code (one word with a digit): the same code may stand in a survey, a number does not."""
    return " " not in name and any(sign.isdigit() for sign in name)


def _staff(staff: np.ndarray, left_out: int) -> tuple[Problem, ...]:
    """Accounts that edit the course, grade or look at reports are no learners: whether to leave them out is asked."""
    accounts = len(set(staff.tolist()) - {0})
    if not accounts:
        return ()
    looks = "account looks" if accounts == 1 else "accounts look"
    them = "it" if accounts == 1 else "them"
    # How many events they stand for is not said: of one account that would be what one person did.
    asked = f"What {'it' if accounts == 1 else 'they'} did was left out." if left_out else f"Leave {them} out?"
    message = f"{accounts:,} {looks} like staff ({'it edits or views' if accounts == 1 else 'they edit or view'} reports). {asked}"
    code = "staff_left_out" if left_out else "staff_accounts"
    return (Problem(code=code, message=message, count=accounts),)


READER = Reader(
    key="moodle_log",
    title="Moodle log",
    where="Course > Reports > Logs > Get these logs > Download table data as CSV",
    kind="activity",
    claims=claims,
    lay_out=lay_out,
    events=events,
)
