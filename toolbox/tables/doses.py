"""The tables of mentoring between two rounds: what was given, what moved beside it, who came nearer, who stayed, which waves.

Words that stand on this floor come with whoever asks (``said``), because tables and wording know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import pandas as pd

from toolbox.disclosure import ReleasedComparison, hidden
from toolbox.disclosure.doses import ReleasedDose, ReleasedEquity, ReleasedRelation
from toolbox.disclosure.given import ReleasedGiven, ReleasedStay
from toolbox.mentoring.waves import WaveStanding
from toolbox.model import Table
from toolbox.tables.frames import frame_of, names_of, schools_of

GIVEN = (
    "teachers_rostered", "sessions_planned", "sessions_given", "share_of_planned", "hours_planned", "hours_given",
    "hours_for_each", "hours_hidden", "teachers_reached", "reached_at_most", "share_reached", "share_at_most", "teachers_left",
    "reached_hidden", "sessions_unnamed", "sessions_without_length", "last_session",
)  # fmt: skip
METHODS = ("session_method", "sessions_given", "hours_given")
ABOUT = ("before", "after", "group", "area", "area_name")
STARTING = (
    "third_at_start", "n_pairs", "mean_before", "change", "se", "ci_low", "ci_high", "expected_change", "hidden", "refused", "notes",
)  # fmt: skip
RELATION = (
    "hours_of", "verdict", "n_pairs", "n_schools", "slope", "slope_low", "slope_high", "slope_se", "df", "slope_p",
    "starts_where", "line_shape", "hidden", "line_hidden",
)  # fmt: skip
THIRDS = ("hours_of", "third_by_hours", "hours_above", "hours_up_to", "hours_mean", "n_pairs", "third_change", "hidden")
LINE = ("hours_of", "hours_at", "line_change", "line_low", "line_high")
EQUITY = (
    "change_lowest", "change_highest", "gap_closed", "gap_closed_low", "gap_closed_high", "gap_expected", "gap_beside",
    "reached_lowest", "followed_lowest", "reached_highest", "followed_highest", "reached_hidden", "hidden", "refused",
)  # fmt: skip
STAY = ("member_kind", "wave_started", "from_day", "to_day", "took_part", "stayed", "share_stayed", "hidden")
WAVES = ("wave_started", "schools_before", "schools_began", "schools_not_yet")

HOURS_OF = {"teacher": "each teacher's own", "school": "the school's, for each teacher on its roster"}
BY_HOURS = ("fewest hours", "middle", "most hours")
AT_START = {"lowest": "began lowest", "middle": "in the middle", "highest": "began highest"}
STARTS = {"lower": "lower", "higher": "higher", "": "not clear"}
SHAPES = {False: "straight", True: "bends: look at the thirds"}
BESIDE = {"more": "closed by more", "less": "closed by less", "alike": "about as much", "": "not known"}
KINDS = {"schools": "mentee schools", "teachers": "teachers", "mentors": "mentors"}
NO_ROSTER = "not known: the roster does not say how many teachers there are"
SHORT_ROSTER = "no share: the roster counts fewer teachers than were reached"
NOBODY_NAMED = "not known: nobody wrote down who came"

Why = Callable[[str], str]
Two = tuple[str, str]


def given_table(rows: Sequence[ReleasedGiven], rounds: Two, *, why: Why, notes: Sequence[str] = ()) -> Table:
    """One row a school, the last all together; ``why`` says in words why a number of persons is not shown.

    Example:
        >>> from toolbox.disclosure.examples import dose_of
        >>> from toolbox.disclosure.given import release_given
        >>> from toolbox.model import Policy
        >>> rows = release_given(*dose_of(Elm=(12, 20), Oak=(3, 20), Ash=(9, 20)), Policy())
        >>> frame = given_table(rows, ("Autumn", "Spring"), why=lambda reason: f"not shown: {reason}").frame
        >>> frame[["schools", "teachers_reached", "reached_hidden"]].values.tolist()[2:]
        [['Oak', <NA>, 'not shown: few'], ['all 3 schools', 25, '']]
    """
    of = len(rows) - 1
    made = [{**_two(rounds), "schools": row.school or f"all {of} schools", **given_cells(row, why)} for row in rows]
    columns = ("schools", "before", "after", *GIVEN)
    return Table(name="given", title="What was given", frame=frame_of(made, columns), notes=tuple(notes))


def given_cells(row: ReleasedGiven, why: Why) -> dict[str, object]:
    """What one school was given, in the columns of :data:`GIVEN`; each number that is missing beside its reason."""
    roster = "" if row.teachers else NO_ROSTER
    named = NOBODY_NAMED if row.sessions_delivered and row.unnamed == row.sessions_delivered else ""
    least, most = (None, None) if named or row.reached is None else (row.reached_least, row.reached)
    short = least is not None and row.teachers is not None and least > row.teachers
    places = None if short else row.teachers
    return {
        "teachers_rostered": row.teachers,
        "sessions_planned": row.sessions_planned,
        "sessions_given": row.sessions_delivered,
        "share_of_planned": row.sessions_delivered / row.sessions_planned if row.sessions_planned else None,
        "hours_planned": row.hours_planned,
        "hours_given": row.hours_delivered,
        "hours_for_each": None if named else row.per_teacher,
        "hours_hidden": why(row.hours_hidden) if row.hours_hidden else roster or named,
        "teachers_reached": least,
        "reached_at_most": most,
        "share_reached": least / places if least is not None and places else None,
        "share_at_most": most / places if most is not None and places else None,
        "teachers_left": row.left or None,
        "reached_hidden": why(row.hidden) if row.hidden else named or roster or (SHORT_ROSTER if short else ""),
        "sessions_unnamed": row.unnamed,
        "sessions_without_length": row.without_length,
        "last_session": _stamp(row.last),
    }


def methods_table(rows: Sequence[ReleasedGiven], rounds: Two | None = None) -> Table:
    """One row a school and method of its sessions."""
    of = len(rows) - 1
    made = [
        {
            **(_two(rounds) if rounds else {}),
            "schools": row.school or f"all {of} schools",
            "session_method": method or "not said",
            "sessions_given": sessions,
            "hours_given": hours,
        }
        for row in rows
        for method, sessions, hours in row.by_method
    ]
    columns = ("schools", *(("before", "after") if rounds else ()), *METHODS)
    return Table(name="methods", title="Sessions by method", frame=frame_of(made, columns))


def starting_table(released: ReleasedComparison) -> Table:
    """One row an area, group and third by starting level; one with the reason where the thirds are hidden."""
    made = []
    for row in released.starting:
        about = {
            "schools": schools_of(released.schools), **_two((released.before, released.after)), "group": row.group,
            **names_of(released.framework, row.area, ""),
        }  # fmt: skip
        if row.hidden:
            made.append({**about, "hidden": hidden(row.hidden, released.policy)})
        for third in row.thirds:
            seen = third.observed
            made.append(
                {
                    **about,
                    "third_at_start": AT_START[third.third],
                    "n_pairs": third.n,
                    "mean_before": third.mean_before,
                    "change": seen.estimate,
                    "se": seen.se,
                    "ci_low": seen.ci_low,
                    "ci_high": seen.ci_high,
                    "expected_change": third.expected,
                    "refused": "" if third.expected is not None else "how reliable the first answers are is not known",
                    "notes": "a stricter eye may be a reason for a fall" if row.recalibration else "",
                }
            )
    columns = ("schools", *ABOUT, *STARTING)
    return Table(name="starting", title="Change by starting level", frame=frame_of(made, columns))


def relation_table(found: ReleasedDose, *, said: Callable[[ReleasedRelation], str], notes: Sequence[str] = ()) -> Table:
    """One row an area and group: points more for an hour more, and what that says in words."""
    made = [
        {
            **_area(found, row),
            "hours_of": HOURS_OF[row.per],
            "verdict": said(row),
            "n_pairs": row.n,
            "n_schools": row.n_schools,
            "slope": row.slope.estimate,
            "slope_low": row.slope.ci_low,
            "slope_high": row.slope.ci_high,
            "slope_se": row.slope.se,
            "df": row.slope.df,
            "slope_p": row.slope.p,
            "starts_where": "" if row.slope.estimate is None else STARTS[row.starts],
            "line_shape": "" if row.slope.estimate is None else SHAPES[row.bends],
            "hidden": hidden(row.hidden, found.policy) if row.hidden else "",
            "line_hidden": hidden(row.line_hidden, found.policy) if row.line_hidden else "",
        }
        for row in found.relations
    ]
    return Table(
        name="dose", title="Change beside hours", frame=frame_of(made, (*ABOUT, *RELATION)), notes=tuple(notes)
    )


def dose_thirds_table(found: ReleasedDose) -> Table:
    """One row an area, group and third by hours; one with the reason where the thirds are hidden."""
    made = []
    for row in found.relations:
        about = {**_area(found, row), "hours_of": HOURS_OF[row.per]}
        if row.hidden:
            made.append({**about, "hidden": hidden(row.hidden, found.policy)})
        places = BY_HOURS if len(row.thirds) == len(BY_HOURS) else (BY_HOURS[0], BY_HOURS[-1])
        made += [
            {
                **about,
                "third_by_hours": place,
                "hours_above": third.above,
                "hours_up_to": third.up_to,
                "hours_mean": third.hours,
                "n_pairs": third.n,
                "third_change": third.change,
            }
            for place, third in zip(places, row.thirds, strict=False)
        ]
    return Table(name="dose_thirds", title="Thirds by hours", frame=frame_of(made, (*ABOUT, *THIRDS)))


def dose_line_table(found: ReleasedDose) -> Table:
    """The line of each chart with its band, point by point."""
    made = [
        {
            **_area(found, row), "hours_of": HOURS_OF[row.per], "hours_at": hours, "line_change": change, "line_low": low,
            "line_high": high,
        }
        for row in found.relations
        for hours, change, low, high in row.band
    ]  # fmt: skip
    return Table(name="dose_line", title="Line of change by hours", frame=frame_of(made, (*ABOUT, *LINE)))


def equity_table(found: ReleasedDose, *, beside: Callable[[ReleasedEquity], str], few: str) -> Table:
    """One row an area and group: the gap that closed beside what closes anyway, and who was reached.

    ``beside`` says how the two compare; ``few`` why numbers of those reached are not shown.
    """
    made = [{**_area(found, row), **_equity(row, found, beside, few)} for row in found.equity]
    return Table(name="equity", title="Those who began low", frame=frame_of(made, (*ABOUT, *EQUITY)))


def _equity(row: ReleasedEquity, found: ReleasedDose, beside: Callable[[ReleasedEquity], str], few: str) -> dict:
    if row.hidden:
        why = hidden(row.hidden, found.policy)
        return {"hidden": why, "reached_hidden": why}
    low, high = (row.reached[0], row.reached[-1]) if row.reached else (None, None)
    return {
        "change_lowest": row.lowest.estimate,
        "change_highest": row.highest.estimate,
        "gap_closed": row.closing.estimate,
        "gap_closed_low": row.closing.ci_low,
        "gap_closed_high": row.closing.ci_high,
        "gap_expected": row.expected,
        "gap_beside": BESIDE[beside(row)],
        "reached_lowest": low.part if low else None,
        "followed_lowest": low.whole if low else None,
        "reached_highest": high.part if high else None,
        "followed_highest": high.whole if high else None,
        "reached_hidden": "" if low else few,
        "refused": "" if row.expected is not None else "how reliable the first answers are is not known",
    }


def retention_table(rows: Iterable[ReleasedStay], rounds: Two, *, why: Why) -> Table:
    """One row a kind of member and wave; "all" counts each once."""
    made = [
        {
            **_two(rounds),
            "member_kind": KINDS[row.what],
            "wave_started": row.wave or "all",
            "from_day": _stamp(row.from_day),
            "to_day": _stamp(row.to_day),
            "took_part": row.stayed.whole if row.stayed else None,
            "stayed": row.stayed.part if row.stayed else None,
            "share_stayed": row.stayed.part / row.stayed.whole if row.stayed and row.stayed.whole else None,
            "hidden": why(row.hidden) if row.hidden else "",
        }
        for row in rows
    ]
    return Table(name="retention", title="Who stayed in mentoring", frame=frame_of(made, ("before", "after", *STAY)))


def wave_standing_table(rows: Iterable[WaveStanding], rounds: Two) -> Table:
    """One row a wave: how many of its schools were mentored before, began, were waiting."""
    made = [
        {
            **_two(rounds), "wave_started": row.wave, "schools_before": row.before, "schools_began": row.began,
            "schools_not_yet": row.waiting,
        }
        for row in rows
    ]  # fmt: skip
    return Table(
        name="wave_standing", title="Waves between the rounds", frame=frame_of(made, ("before", "after", *WAVES))
    )


def _two(rounds: Two) -> dict[str, object]:
    return {"before": rounds[0], "after": rounds[1]}


def _area(found: ReleasedDose, row: ReleasedRelation | ReleasedEquity) -> dict[str, object]:
    return {**_two(found.rounds), "group": row.group, **names_of(found.framework, row.area, "")}


def _stamp(day: date | None) -> pd.Timestamp | None:
    return None if day is None else pd.Timestamp(day)
