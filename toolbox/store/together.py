"""Small schools of a hub that are shown as one: under which name, in every round of theirs. Answers stay as they are.

Schools are put together where the store is read, so that whoever asks for a round gets the schools it is shown with, in
every round of persons' answers, earlier and later ones: rounds compare. That takes that nobody has seen any of these
rounds: next to what was shown of the schools apart, their sum would tell of a few. Once a round of theirs was shown with
them together they stay together. A rubric is what each school states about itself and is never put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from toolbox.frameworks import load
from toolbox.model import Answers, Average, Averages, Clues, Framework, Together, ToolboxError, Viewer
from toolbox.store.connection import put
from toolbox.store.names import counts_now, former_names
from toolbox.store.records import from_plain, to_plain
from toolbox.store.rights import must_see_all, sees_all
from toolbox.store.schema import DataSetRow, FrameworkRow, RoundRow, SettingRow, ShownRow

if TYPE_CHECKING:
    from toolbox.store.repository import Store

#: The setting that holds them.
SETTING = "schools_together"


class SchoolsTogether:
    """The schools shown together in this store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, viewer: Viewer) -> tuple[Together, ...]:
        """Those whose schools the viewer may all see."""
        with self._store._read() as session:
            return tuple(each for each in kept(session) if sees_all(viewer, each.schools))

    def of(self, round_id: str) -> tuple[tuple[str, str], ...]:
        """School → what it is shown as, of the schools in a round; decided by nobody's rights."""
        with self._store._read() as session:
            return together_in(session, round_id)

    def shown(self, viewer: Viewer, schools: Iterable[str]) -> bool:
        """Whether a round of persons' answers that holds one of these schools has been shown to anybody."""
        with self._store._read() as session:
            return _seen(session, set(schools))

    def make(self, viewer: Viewer, schools: Sequence[str]) -> Together:
        """Show these schools as one from now on, in every round.

        Raises:
            ToolboxError: ``not_allowed``; ``few_together`` for fewer than two schools; ``together_already``;
                ``shown_apart`` where somebody has seen a round of theirs.
        """
        wanted = tuple(sorted(set(schools)))
        must_see_all(viewer, wanted, "What these schools are shown as")
        if len(wanted) < 2:
            raise ToolboxError("few_together", "One school is nothing to put together. Choose at least two.")
        with self._store._write() as session:
            known = kept(session, locked=True)
            if taken := sorted({school for each in known for school in each.schools} & set(wanted)):
                raise ToolboxError(
                    "together_already", f"Already shown together with others: {', '.join(taken)}. Reload the page."
                )
            if _seen(session, set(wanted)):
                raise ToolboxError(
                    "shown_apart",
                    "A round of these schools has been shown with each of them by itself. Shown together as well, the few "
                    "would follow by subtraction, so they stay apart.",
                )
            made = Together(name=f"Small schools: {', '.join(wanted)}", schools=wanted)
            _keep(session, (*known, made))
            return made

    def undo(self, viewer: Viewer, name: str) -> None:
        """Show them apart again.

        Raises:
            ToolboxError: ``not_allowed``; ``shown_together`` where somebody has seen a round of theirs.
        """
        with self._store._write() as session:
            known = kept(session, locked=True)
            found = next((each for each in known if each.name == name), None)
            if found is None:
                return
            must_see_all(viewer, found.schools, "What these schools are shown as")
            if _seen(session, set(found.schools)):
                raise ToolboxError(
                    "shown_together",
                    "A round has been shown with these schools together. Shown apart as well, the few would follow by "
                    "subtraction, so they stay together.",
                )
            _keep(session, [each for each in known if each.name != name])


def kept(session: Session, *, locked: bool = False) -> tuple[Together, ...]:
    """The schools shown together, inside a session that is open."""
    row = session.get(SettingRow, SETTING, with_for_update=locked or None)
    return () if row is None else tuple(from_plain(Together, each) for each in row.value)


def into_of(session: Session, framework: str) -> dict[str, str]:
    """School → what it is shown as, in rounds of a framework; {} of a rubric."""
    found = {school: each.name for each in kept(session) for school in each.schools}
    return found if found and not _is_rubric(session, framework) else {}


def together_in(session: Session, round_id: str) -> tuple[tuple[str, str], ...]:
    """The same inside a session that is open: what a state of the round is filed with."""
    query = select(RoundRow.framework, DataSetRow.counts).join(
        DataSetRow, (RoundRow.id == DataSetRow.round_id) & (RoundRow.data_set == DataSetRow.number)
    )
    found = session.execute(query.where(RoundRow.id == round_id)).one_or_none()
    if found is None:
        return ()
    framework, people = found
    into, people = into_of(session, framework), counts_now(people, former_names(session))
    return tuple(sorted({(school, into[school]) for school, _, _ in people if school in into}))


def names_seen(viewer: Viewer, into: Mapping[str, str]) -> Viewer:
    """The viewer with the names of those schools together of which he may see every one."""
    if viewer.schools is None or not into:
        return viewer
    barred = {name for school, name in into.items() if not viewer.may_see(school)}
    return replace(viewer, schools=viewer.schools | (set(into.values()) - barred))


def renamed_people(people: Sequence[Sequence], into: Mapping[str, str]) -> list[list]:
    """``[school, group, people]`` with schools together as one.

    Example:
        >>> renamed_people([["Elm", "teachers", 3], ["Oak", "teachers", 4]], {"Elm": "Both", "Oak": "Both"})
        [['Both', 'teachers', 7]]
    """
    found: dict[tuple[str, str], int] = {}
    for school, group, count in people:
        key = into.get(school, school), group
        found[key] = found.get(key, 0) + count
    return [[school, group, count] for (school, group), count in found.items()]


def invited_together(
    invited: Mapping[tuple[str, str], int], into: Mapping[str, str], there: Iterable[str]
) -> dict[tuple[str, str], int]:
    """Numbers invited of schools together: as entered for them together, else the sum where each school's is known.

    Example:
        >>> both = {"Elm": "Both", "Oak": "Both"}
        >>> invited_together({("Elm", "teachers"): 5, ("Oak", "teachers"): 6}, both, ["Elm", "Oak"])
        {('Both', 'teachers'): 11}
        >>> invited_together({("Elm", "teachers"): 5}, both, ["Elm", "Oak"])
        {}
    """
    found = {key: number for key, number in invited.items() if key[0] not in into}
    for name in dict.fromkeys(into.values()):
        parts = [school for school in there if into.get(school) == name]
        for group in dict.fromkeys(group for school, group in invited if into.get(school) == name):
            numbers = [invited.get((school, group)) for school in parts]
            if parts and None not in numbers:
                found.setdefault((name, group), sum(numbers))
    return found


def schools_together(answers: Answers | Averages, into: Mapping[str, str]) -> Answers | Averages:
    """Answers with some schools shown as one; averages become one, weighed by persons.

    Example:
        >>> a = Answers(person=np.array(["P-1", "P-2", "P-3"]), school=np.array([0, 1, 2]), group=np.array([0, 0, 0]),
        ...     schools=("Ash", "Birch", "Elm"), groups=("teachers",), items=(), values=np.zeros((3, 0), np.int8))
        >>> found = schools_together(a, {"Ash": "Both", "Elm": "Both"})
        >>> found.schools, found.school.tolist(), found.person.tolist()
        (('Both', 'Birch'), [0, 0, 1], ['P-1', 'P-3', 'P-2'])
    """
    if not set(into) & set(answers.schools):
        return answers
    if isinstance(answers, Averages):
        return _averages(answers, into)
    schools, place = _renamed(answers.schools, into)
    school = place[np.asarray(answers.school, np.intp)].astype(np.asarray(answers.school).dtype)
    order = np.argsort(school.astype(np.int64) * max(len(answers.groups), 1) + np.asarray(answers.group), kind="stable")
    arrays = {
        "person": np.asarray(answers.person)[order],
        "school": school[order],
        "group": np.asarray(answers.group)[order],
        "values": np.asfortranarray(answers.values[order]),
    }
    for array in arrays.values():
        array.setflags(write=False)
    return replace(answers, schools=schools, **arrays)


def clues_together(clues: Clues | None, into: Mapping[str, str]) -> Clues | None:
    """The same for what shows a slip in a code."""
    if clues is None or not set(into) & set(clues.schools):
        return clues
    schools, place = _renamed(clues.schools, into)
    return replace(clues, schools=schools, school=place[np.asarray(clues.school, np.intp)].astype(clues.school.dtype))


def _renamed(schools: Sequence[str], into: Mapping[str, str]) -> tuple[tuple[str, ...], np.ndarray]:
    names = [into.get(school, school) for school in schools]
    found = tuple(dict.fromkeys(names))
    return found, np.array([found.index(name) for name in names], np.intp)


def _averages(averages: Averages, into: Mapping[str, str]) -> Averages:
    parts: dict[tuple[str, str, str], list[Average]] = {}
    for row in averages.rows:
        parts.setdefault((into.get(row.school, row.school), row.group, row.area), []).append(row)
    return Averages(
        rows=tuple(
            Average(
                school=school, group=group, area=area, n=(n := sum(row.n for row in rows)),
                mean=sum(row.mean * row.n for row in rows) / n,
                alike=all(row.alike for row in rows) and len({row.mean for row in rows}) == 1,
            )
            for (school, group, area), rows in parts.items()
        )
    )  # fmt: skip


def _seen(session: Session, schools: set[str]) -> bool:
    """Whether a round of persons' answers that ever held one of these schools was shown; locks it against being shown."""
    query = select(DataSetRow.round_id, RoundRow.framework, DataSetRow.counts).join(RoundRow)
    former = former_names(session)
    holding = {
        id: framework
        for id, framework, people in session.execute(query)
        if schools & {school for school, _, _ in counts_now(people, former)}
    }
    ids = [id for id, framework in holding.items() if not _is_rubric(session, framework)]
    session.execute(select(RoundRow.id).where(RoundRow.id.in_(ids)).order_by(RoundRow.id).with_for_update())
    persons = [f"round:{id}" for id in ids]
    return session.scalars(select(ShownRow.order).where(ShownRow.about.in_(persons))).first() is not None


def _keep(session: Session, now: Iterable[Together]) -> None:
    put(session, SettingRow, {"key": SETTING}, {"value": [to_plain(each) for each in now]})


def _is_rubric(session: Session, framework: str) -> bool:
    """Whether a framework is one agreed rating instead of persons' answers; an unknown one is taken for a survey."""
    shipped = _shipped_kind(framework)
    if shipped:
        return shipped == "rubric"
    row = session.get(FrameworkRow, framework)
    return row is not None and from_plain(Framework, row.framework).kind == "rubric"


@lru_cache(maxsize=256)
def _shipped_kind(framework: str) -> str:
    try:
        return load(framework).kind
    except ToolboxError:
        return ""
