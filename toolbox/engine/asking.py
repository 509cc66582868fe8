"""What the rest of the house asks the engine. Frames come out in order and with the same kinds of columns from every backend.

Nothing here has passed the gate: counts of few persons are in it, and in ``doses_by_person`` and ``visits_of`` the persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from toolbox.engine import tables
from toolbox.engine.backends import fetched, memory, opened
from toolbox.model import Membership, MentoringSession

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

#: Columns of ``weeks``: where no log is kept there are none of them to count, and no backend is started.
WEEKS = {"school": "str", "week": "datetime64[s]", "persons": "int64", "events": "int64", "minutes": "float64"}
#: After so long without a click the next one begins another visit.
GAP_MINUTES = 30


def weeks(
    paths: Sequence[Path],
    memberships: Iterable[Membership],
    *,
    former: Mapping[str, str] | None = None,
    by: Literal["school", "hub"] = "school",
    url: str = "",
) -> pd.DataFrame:
    """Activity week by week: [school, week, persons, events, minutes], by school and week.

    Args:
        paths: kept logs, ``store.events.paths``.
        memberships: those the viewer sees; an event of nobody among them counts nowhere.
        former: former name of a school → its name now.
        by: who belongs to two schools is active in both ("school"), and once among all of them ("hub", where school is "").

    ``week`` is its Monday; ``persons`` each counted once a week; ``events`` what they did (clicks, where a log adds them up);
    ``minutes`` as the logs say, NaN where none does. Weeks without activity have no row. Sessions of mentoring are none of it.
    """
    members = tables.members_table(memberships, former, apart=by == "school")
    if not paths or not len(members):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in WEEKS.items()})
    from toolbox.engine import expressions

    return asked(
        lambda on: expressions.weekly(tables.events(on, paths), memory(on, members)), ["school", "week"], url=url
    )


def visits_of(paths: Sequence[Path], *, gap_minutes: int = GAP_MINUTES, url: str = "") -> pd.DataFrame:
    """Visits: [actor, begins, ends, events], by actor and beginning.

    A visit lasts from its first click to its last; a pause of exactly ``gap_minutes`` (1 or more) does not end it. ``events``
    is what was done in it, as in ``weeks``.
    """
    from toolbox.engine import expressions

    return asked(lambda on: expressions.visits(tables.events(on, paths), gap_minutes), ["actor", "begins"], url=url)


def doses(sessions: Iterable[MentoringSession], *, url: str = "") -> pd.DataFrame:
    """What each school was given, by school: [school, sessions_delivered, sessions_planned, hours_delivered, hours_planned,
    person_hours, reached, unnamed, without_length, first, last].

    "planned" is all that were planned, held or not. Hours are the lengths of sessions; ``person_hours`` that of each session
    times who came; ``reached`` who came to one at least, each once. ``unnamed``: sessions held nobody wrote the persons of;
    ``without_length``: held, with a length nobody knows (0 hours in the sums). Days are of sessions held, NaT without one.

    Example:
        >>> from datetime import date
        >>> held = MentoringSession(on=date(2026, 1, 7), receiver="Elm", persons=("P-1", "P-2"), hours=1.5)
        >>> doses([held, held])[["sessions_delivered", "hours_delivered", "person_hours", "reached"]].to_numpy().tolist()
        [[2.0, 3.0, 6.0, 2.0]]
    """
    from toolbox.engine import expressions

    given = tables.given_table(sessions)
    return asked(lambda on: expressions.dose(memory(on, given)), ["school"], url=url)


def doses_by_person(sessions: Iterable[MentoringSession], *, url: str = "") -> pd.DataFrame:
    """What each person got in each school's sessions: [person, school, hours, sessions], by person and school."""
    from toolbox.engine import expressions

    given = tables.given_table(sessions)
    return asked(lambda on: expressions.dose_by_person(memory(on, given)), ["person", "school"], url=url)


def reached(sessions: Iterable[MentoringSession], memberships: Iterable[Membership], *, url: str = "") -> pd.DataFrame:
    """Who of those that belong to a school came to a session of it, by school: [school, members, reached, left, left_reached].

    Whose last day there lies before the last of the school's sessions held has left: told apart, and among neither ``members``
    nor ``reached``. Whoever came and belongs to another school is not in it; pass the sessions of the span that is asked about,
    and the memberships that are to count (of a role). The same as ``toolbox.mentoring.school_doses`` where those list teachers.

    Example:
        >>> from datetime import date
        >>> rows = [Membership(member="P-1", role="mentee", school="Elm"),
        ...         Membership(member="P-2", role="mentee", school="Elm", until=date(2026, 1, 31))]
        >>> held = [MentoringSession(on=date(2026, month, 7), receiver="Elm", persons=("P-1", "P-2")[: 4 - month]) for month in (2, 3)]
        >>> reached(held, rows)[["members", "reached", "left", "left_reached"]].to_numpy().tolist()
        [[1, 1, 1, 1]]
    """
    from toolbox.engine import expressions

    given, members = tables.given_table(sessions), tables.members_table(memberships)
    return asked(lambda on: expressions.reach(memory(on, given), memory(on, members)), ["school"], url=url)


def asked(question: Callable[[BaseBackend], ir.Table], order: list[str], *, url: str = "") -> pd.DataFrame:
    """Ask a backend, and lay out the answer: rows in order, texts as ``str``, moments and days as datetime64[s], numbers in
    64 bits. The backend is closed before the frame is made, so that both are never in memory at once.
    """
    with opened(url) as backend:
        wanted = question(backend).order_by(order)
        table, kinds = fetched(backend, wanted), wanted.schema()
    found = table.to_pandas(date_as_object=False, self_destruct=True)
    del table
    for name, kind in kinds.items():
        if kind.is_string():
            found[name] = found[name].astype("str")
        elif kind.is_temporal():
            found[name] = found[name].astype("datetime64[s]")
        else:
            found[name] = found[name].astype("int64" if kind.is_integer() else "float64")
    return found
