"""Files on their way into the session: dropped, read at once or apart, then put beside those they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from toolbox.model import Choices, Recipe
from toolbox.web import state
from toolbox.web.mapping import session
from toolbox.web.mapping.apart import SMALL, Job
from toolbox.web.mapping.draft import Draft, drafted, key_of, opened, opened_list
from toolbox.web.mapping.sets import clusters, put_together, taken_out

#: Megabytes one file may have; the browser and the server refuse larger ones (``server.maxUploadSize``). A hundred
#: megabytes as some systems count them are 105 million bytes, and must pass.
LARGEST = 110
_JOBS = "upload_jobs"


def take(files: Iterable[tuple[str, bytes]]) -> None:
    """Take dropped files: small ones are open when this returns, large ones are read apart meanwhile."""
    known = {member.key: member.file for draft in session.drafts().values() for member in _members(draft)}
    fresh: dict[str, tuple[str, bytes]] = {}
    for name, content in files:
        key = key_of(content)
        if key in known:
            session.note(
                f"“{name}” holds exactly the same as “{known[key]}”, which is already here. It was not added again."
            )
        elif refusal := too_large(name, len(content)):
            session.note(refusal)
        else:
            known[key] = name
            fresh[key] = (name, content)
    pseudonym = session.pseudonym()
    lists = [draft for name, content in fresh.values() if (draft := opened_list(name, content, pseudonym)) is not None]
    arrange(lists)
    for draft in lists:
        del fresh[draft.key]
    if not fresh:
        return
    if sum(len(content) for _, content in fresh.values()) >= SMALL:
        _begin(list(fresh.values()), [Choices()] * len(fresh), session.recipes())
        return
    recipes = session.recipes()
    arrange([opened(name, content, Choices(), pseudonym, recipes=recipes) for name, content in fresh.values()])


def too_large(name: str, size: int) -> str:
    """What is said of a file over the limit; "" of any other.

    Example:
        >>> too_large("log.csv", 240_000_000)
        '“log.csv”: This file is 240 MB, and 110 MB is the most. Export one course or one month at a time.'
    """
    if size <= LARGEST * 1_000_000:
        return ""
    return f"“{name}”: This file is {size // 1_000_000} MB, and {LARGEST} MB is the most. Export one course or one month at a time."


def again(draft: Draft, choices: Choices) -> None:
    """Read the same bytes with other choices. What was mapped before belonged to another table and goes."""
    members = _members(draft)
    files = [(each.file, each.content) for each in members]
    if sum(len(content) for _, content in files) >= SMALL:
        _begin(files, [choices] * len(files), (), settled=True)
        return
    pseudonym = session.pseudonym()
    _read_again([opened(name, content, choices, pseudonym, settled=True) for name, content in files])


def read_by(draft: Draft, recipe: Recipe) -> Draft:
    """The draft read by the choices of a recipe a person brought, unless a person said how to read this file."""
    if draft.settled or draft.files:
        return draft
    if len(draft.content) < SMALL:
        found = opened(draft.file, draft.content, Choices(), session.pseudonym(), recipes=[recipe])
    else:
        job = _job([(draft.file, draft.content)], [Choices()], [recipe])
        job.done.wait()
        if job.cancelled.is_set():
            return draft
        found = _drafts(job)[0]
    if found.reading is None or not found.as_before:
        return draft
    return replace(draft, reading=found.reading, choices=found.choices, as_before=found.as_before)


# ── read apart ───────────────────────────────────────────────────────────────────────────────────


def jobs() -> list[Job]:
    """What is being read for this visitor."""
    return st.session_state.setdefault(_JOBS, [])


def cancel(job: Job) -> None:
    """End a job and let go of its files."""
    job.cancel()
    if job in jobs():
        jobs().remove(job)
    session.note(
        f"Cancelled: {_named(job.names)} {'was' if len(job.names) == 1 else 'were'} not read, and nothing of it is kept."
    )


def collect() -> None:
    """Take what was read since the page was last drawn."""
    for job in [job for job in jobs() if job.done.is_set()]:
        jobs().remove(job)
        if job.cancelled.is_set():
            session.note(f"Reading {_named(job.names)} was stopped because the page was closed. Drop the file again.")
        elif job.settled:
            _read_again(_drafts(job))
        else:
            arrange(_drafts(job))


def _drafts(job: Job) -> list[Draft]:
    return [
        drafted(name, content, job.choices[place], job.outcomes[place], settled=job.settled)
        for place, (name, content) in enumerate(job.files)
    ]


def _begin(
    files: Sequence[tuple[str, bytes]], choices: Sequence[Choices], recipes: Sequence[Recipe], *, settled: bool = False
) -> None:
    jobs().append(_job(files, choices, recipes, settled=settled))


def _job(
    files: Sequence[tuple[str, bytes]], choices: Sequence[Choices], recipes: Sequence[Recipe], *, settled: bool = False
) -> Job:
    return Job(files, choices, recipes, state.store().pseudonym_key(), there=_there(), settled=settled)


def _there() -> Callable[[], bool]:
    """Whether this visitor's page is still open, to be asked from any thread."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return lambda: True
    server, visitor = runtime.get_instance(), context.session_id
    return lambda: server.is_active_session(visitor)


def _named(names: Sequence[str]) -> str:
    return f"“{names[0]}”" if len(names) == 1 else f"{len(names)} files"


# ── side by side ─────────────────────────────────────────────────────────────────────────────────


def arrange(new: Sequence[Draft]) -> None:
    """Put new drafts into the session; files of one round about which nothing was decided yet become one set."""
    for draft in new:
        session.keep(draft)
    waiting = [each for each in session.drafts().values() if each.reading is not None and each.recipe is None]
    home = {draft.key: draft.key for draft in session.drafts().values()}
    for group in clusters(waiting):
        if len(group) > 1:
            together = join(group)
            home |= {draft.key: together for draft in group}
    if new:
        # One that can be worked on comes before one that could not be read.
        last = next((each for each in reversed(new) if each.reading is not None), new[-1])
        session.work_on(home[last.key])


def join(group: Sequence[Draft]) -> str:
    """Work on several drafts as one; the key of that one."""
    together, notes = put_together(group, state.schools_of(state.rounds()))
    for sentence in notes:
        session.note(sentence)
    session.exchange([each.key for each in group], [together])
    session.work_on(together.key)
    return together.key


def take_out(draft: Draft, keys: Iterable[str]) -> None:
    """Work on some files of a set by themselves."""
    rest, alone = taken_out(draft, keys, state.schools_of(state.rounds()))
    if alone:
        session.exchange([draft.key], [rest, *alone])
        session.work_on(rest.key)


def _members(draft: Draft) -> tuple[Draft, ...]:
    return tuple(each.draft for each in draft.files) or (draft,)


def _read_again(new: Sequence[Draft]) -> None:
    """Put drafts that were read anew into the place of the old ones; a set stays a set, with what was said of its files."""
    fresh = {draft.key: draft for draft in new}
    for old in list(session.drafts().values()):
        if old.key in fresh:
            session.keep(replace(fresh[old.key], alone=old.alone))
        elif any(each.draft.key in fresh for each in old.files):
            kept = [replace(each, draft=fresh.get(each.draft.key, each.draft)) for each in old.files]
            read = tuple(each for each in kept if each.draft.reading is not None)
            lost = [each.draft for each in kept if each.draft.reading is None]
            shell = replace(old, files=read, recipe=None, framework=None, own=None, earlier=None, offer="", step="file")
            together, notes = put_together([shell]) if read else (None, ())
            for sentence in notes:
                session.note(sentence)
            session.exchange([old.key], [*([together] if together else []), *lost])
            session.work_on((together or lost[0]).key)
