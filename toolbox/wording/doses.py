"""What was given, what moved beside it and who stayed, in words. Never that hours helped: schools chose their hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from toolbox.disclosure.doses import ReleasedDose, ReleasedDoseThird, ReleasedEquity, ReleasedRelation
from toolbox.disclosure.given import ReleasedGiven, ReleasedStay
from toolbox.disclosure.words import group_name, hidden, interval, listed, signed
from toolbox.model import Fraction, Policy

#: How each number is made: printed beside it.
DEFINITIONS = (
    "Hours are hours of 60 minutes of sessions that were held between the two rounds. Given: the length of the sessions, "
    "however many came. Per teacher: each session's length once for every teacher who came, divided by the teachers on the "
    "roster, because given hours follow the size of a school.",
    "Planned is everything that was planned, held or not. Reached: teachers who came to one session at least, each once, of the "
    "teachers on the roster; leaders who came are not among them, nor are teachers who left before the school's last session, as "
    "the list of members says. Where few left since, two numbers are given, as if all of them had come and as if none had: else "
    "it would show of each whether they had. Hours are also those of teachers who left. A teacher of two schools is reached in each "
    "whose session they came to, and once in all together; who left one of them and is a teacher of the other has not left.",
    "Numbers of people are told to the nearest five, and hours per teacher in steps of what five of them get in the longest "
    "session: so no number, beside one of another time, tells of one person.",
)
STEPS = (10, 5, 1)
VERDICTS = {
    "rose_more": "with more hours rose more",
    "rose_less": "with more hours rose less",
    "no_clear_relation": "no clear relation",
}
REFUSED = {
    "few_persons": "fewer than 30 people with known hours answered both times",
    "few_schools": "fewer than 8 mentored schools answered both times",
    "same_hours": "everybody got the same hours",
    "no_answers": "nobody of a mentored school answered both times",
    "collinear": "the hours and the first answers cannot be told apart",
    "few_degrees": "hours differ between too few schools to say how sure one can be",
}
WHAT = {"schools": "mentee schools", "teachers": "teachers", "mentors": "mentors"}


def few(reason: str, policy: Policy) -> str:
    """Why a number of persons is not shown.

    Example:
        >>> few("few", Policy()), few("complement", Policy())
        ('fewer than 5 people, or all but so few', 'would reveal a number that is not shown')
    """
    if reason == "complement":
        return "would reveal a number that is not shown"
    return f"fewer than {policy.min_n} people, or all but so few"


def fraction(found: Fraction) -> str:
    """A share with the fraction it is made of.

    Example:
        >>> fraction(Fraction(part=74, whole=93)), fraction(Fraction(part=3, whole=8)), fraction(Fraction(part=3, whole=None))
        ('74 of 93 (79.6 %)', '3 of 8', '3')
    """
    if found.per_cent is None:
        return f"{found.part:,}"
    share = f" ({found.per_cent:.1f} %)" if found.whole >= 20 else ""
    return f"{found.part:,} of {found.whole:,}{share}"


def reach(row: ReleasedGiven) -> str:
    """Teachers reached of those on the roster; from the least to the most where few left since. "" where it is not told.

    Example:
        >>> from toolbox.disclosure.examples import dose_of
        >>> from toolbox.disclosure.given import release_given
        >>> def told(*asked): return reach(release_given(*dose_of(Elm=asked), Policy())[0])
        >>> told(12, 20), told(12, 20, 2), told(3, 20)
        ('about 10 of 20 (50 %)', 'about 5 to 10 of 20 (25 to 50 %)', '')
        >>> told(15, 26, 5), told(12, 10)
        ('about 10 of 26 (38 %), and about 5 who left since', 'about 15, more than the 10 on the roster')
    """
    if row.reached is None:
        return ""
    over = row.teachers is not None and row.reached_least > row.teachers
    told = _share(row) + (f", more than the {row.teachers:,} on the roster" if over else "")
    return told + (f", and {_near(row)}{row.left:,} who left since" if row.left else "")


def _share(row: ReleasedGiven) -> str:
    """Of the roster, if it is no smaller than who was reached."""
    whole = row.teachers if row.teachers is not None and row.reached_least <= row.teachers else None
    most, least = (Fraction(part=part, whole=whole) for part in (row.reached, row.reached_least))
    if most.part == least.part and (row.exact or most.part in (0, whole)):
        return fraction(most)
    same = most.part == least.part
    told = _near(row) + (f"{most.part:,}" if same else f"{least.part:,} to {most.part:,}")
    if not whole:
        return told
    share = f"{most.per_cent:.0f} %" if same else f"{least.per_cent:.0f} to {most.per_cent:.0f} %"
    return f"{told} of {whole:,}" + (f" ({share})" if whole >= 20 else "")


def _near(row: ReleasedGiven) -> str:
    return "" if row.exact else "about "


def nearly(found: Fraction) -> str:
    """A share of which both numbers are told to the nearest five.

    Example:
        >>> [nearly(Fraction(part=part, whole=60)) for part in (25, 60, 0)]
        ['about 25 of 60 (42 %)', 'all (about 60)', 'none of about 60']
    """
    if found.part == found.whole:
        return f"all (about {found.whole:,})"
    if not found.part:
        return f"none of about {found.whole:,}"
    return about(found) + (f" ({found.per_cent:.0f} %)" if found.whole >= 20 else "")


def about(found: Fraction) -> str:
    """A part that is told to the nearest five.

    Example:
        >>> about(Fraction(part=25, whole=57))
        'about 25 of 57'
    """
    return f"about {found.part:,} of {found.whole:,}"


def hours(value: float) -> str:
    """Hours with a decimal where they have one.

    Example:
        >>> hours(7.56), hours(12.0)
        ('7.6', '12')
    """
    return f"{value:,.1f}".removesuffix(".0")


def given_sentence(rows: Sequence[ReleasedGiven], since: date, until: date) -> str:
    """What all schools together, or the one that is looked at, were given between two days."""
    row = rows[-1]
    schools = "" if row.school else f" in {len(rows) - 1} schools" if len(rows) > 2 else ""
    held = fraction(Fraction(part=row.sessions_delivered, whole=row.sessions_planned or None))
    said = f"Between {_day(since)} and {_day(until)}, {held} planned sessions were held{schools}: {hours(row.hours_delivered)} hours"
    if row.per_teacher is not None:
        said += f", {_near(row)}{hours(row.per_teacher)} hours for each teacher on the roster"
    if row.reached is not None and row.teachers:
        of = "" if row.reached_least > row.teachers else " on the roster"
        left = f", and {_near(row)}{row.left:,} more who left since" if row.left else ""
        came = _share(row)
        return f"{said}. {came[0].upper()}{came[1:]} teachers{of} came to one session at least{left}."
    return f"{said}."


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def relation_sentences(found: ReleasedDose, group: str) -> tuple[str, ...]:
    """Whether those with more hours rose more, and what has to be said with it every time."""
    rows = [row for row in found.relations if row.group == group]
    names = {area.id: f"“{area.name}”" for area in found.framework.areas}
    who = _who(group, rows[0].per)
    said = []
    for verdict, words in (("rose_more", "rise more"), ("rose_less", "rise less")):
        areas = [names[row.area] for row in rows if row.verdict == verdict]
        if areas:
            said.append(f"{who} with more hours of mentoring tended to {words} in {listed(areas)}.")
    if not said and any(row.verdict == "no_clear_relation" for row in rows):
        said.append(
            f"No clear relation: the answers do not show whether {_small(who)} with more hours of mentoring rose more or less than "
            "those with fewer."
        )
    if all(row.verdict == "refused" for row in rows):
        reason = REFUSED.get(rows[0].slope.refused, "")
        return (
            f"Change is not set beside hours here: {reason}." if reason else "Change is not set beside hours here.",
        )
    if all(row.hidden or row.line_hidden for row in rows):
        reasons = dict.fromkeys(hidden(row.hidden or row.line_hidden, found.policy) for row in rows)
        why = "; ".join(each.removeprefix("hidden: ") for each in reasons)
        said.append(f"Whether {_small(who)} with more hours rose more is not shown: {why}.")
    return (*said, *_warnings(rows, names))


def _warnings(rows: Sequence[ReleasedRelation], names: dict[str, str]) -> list[str]:
    said = [
        "Schools chose their hours, and people chose to come, so this does not show that hours help or that they do not."
    ]
    if lower := [names[row.area] for row in rows if row.starts == "lower"]:
        said.append(
            f"Those with more hours began lower in {listed(lower)}. Weak starters are often given more hours, and rise more "
            "anyway; the line allows for where people began, as far as their first answers show it."
        )
    if bent := [names[row.area] for row in rows if row.bends and not row.line_hidden]:
        said.append(f"A straight line does not describe it in {listed(bent)}: look at the thirds.")
    return said


def _who(group: str, per: str) -> str:
    return group_name(group) if per == "teacher" else f"{group_name(group)} of schools"


def _small(who: str) -> str:
    return who[0].lower() + who[1:]


def third_name(third: ReleasedDoseThird, unit: str = "hours") -> str:
    """A third by the hours it is cut at.

    Example:
        >>> from toolbox.disclosure.examples import third_of
        >>> [third_name(third_of(*cut)) for cut in ((None, 3.5), (3.5, 10.5), (10.5, None))]
        ['up to 3.5 hours', '3.5 to 10.5 hours', 'more than 10.5 hours']
    """
    if third.above is not None and third.up_to is not None:
        return f"{hours(third.above)} to {hours(third.up_to)} {unit}"
    if third.up_to is not None:
        return f"up to {hours(third.up_to)} {unit}"
    return f"any {unit}" if third.above is None else f"more than {hours(third.above)} {unit}"


def step_of(rows: Sequence[ReleasedRelation]) -> int:
    """For how many hours more slopes are said: as many as lie between the thirds, so that nobody reads beyond them."""
    reach = min((row.thirds[-1].hours - row.thirds[0].hours for row in rows if row.thirds), default=0.0)
    return next((step for step in STEPS if step <= reach), 1)


def more_hours(step: int) -> str:
    """So many hours more.

    Example:
        >>> more_hours(10), more_hours(1)
        ('10 hours more', '1 hour more')
    """
    return f"{step} {'hours' if step > 1 else 'hour'} more"


def slope_words(row: ReleasedRelation, step: int) -> str:
    """Points more for so many hours more, along the line, with the range that fits."""
    if row.slope.estimate is None or row.slope.ci_low is None:
        return ""
    fits = interval(step * row.slope.ci_low, step * row.slope.ci_high)
    return f"{signed(step * row.slope.estimate)} ({fits})"


def relation_words(row: ReleasedRelation, policy: Policy) -> str:
    """What a table says of one area."""
    if row.verdict == "refused":
        return REFUSED.get(row.slope.refused, "not looked at")
    return VERDICTS.get(row.verdict, "") or hidden(row.hidden or row.line_hidden, policy)


def relation_alt(found: ReleasedDose, row: ReleasedRelation) -> str:
    """What the chart of one area shows."""
    name = next(area.name for area in found.framework.areas if area.id == row.area)
    thirds = "; ".join(f"{third_name(each)} (n {each.n:,}): {signed(each.change)}" for each in row.thirds)
    step = step_of([row])
    line = f" Line: {slope_words(row, step)} for {more_hours(step)}." if row.band else ""
    return f"Change of {group_name(row.group).lower()} in “{name}” by hours of mentoring. Thirds: {thirds}.{line}"


def equity_sentences(found: ReleasedDose, group: str) -> tuple[str, ...]:
    """Whether the gap between those who began lowest and highest closed by more than it does anyway; who was reached."""
    rows = [row for row in found.equity if row.group == group and not row.hidden and row.expected is not None]
    if not rows:
        return ()
    names = {area.id: f"“{area.name}”" for area in found.framework.areas}
    beyond = {
        verdict: [names[row.area] for row in rows if beside_expected(row) == verdict] for verdict in ("more", "less")
    }
    said = [
        f"The gap between those who began lowest and highest closed by {what} than it does anyway in {listed(areas)}."
        for what, areas in beyond.items()
        if areas
    ]
    if not said:
        said.append(
            "The gap between those who began lowest and those who began highest closed about as much as it does even when "
            "nothing happens, in every area."
        )
    if reached := next((row.reached for row in rows if row.reached), ()):
        row = next(row for row in rows if row.reached)
        said.append(
            f"In {names[row.area]}, of those who began lowest {about(reached[0])} came to a session; of those who began "
            f"highest {about(reached[-1])}."
        )
    return tuple(said)


def beside_expected(row: ReleasedEquity) -> str:
    """ "more", "less", "alike": the gap that closed, by its range, beside what regression to the mean gives; "" unknown."""
    if row.hidden or row.closing.ci_low is None or row.expected is None:
        return ""
    if row.closing.ci_low > row.expected:
        return "more"
    return "less" if row.closing.ci_high < row.expected else "alike"


def stay_sentences(rows: Sequence[ReleasedStay], policy: Policy) -> tuple[str, ...]:
    """Who stayed, and of which wave."""
    return tuple(_stay(row, policy) for row in rows)


def _stay(row: ReleasedStay, policy: Policy) -> str:
    who = WHAT[row.what] + (f" of wave {row.wave}" if row.wave else "")
    if row.stayed is None:
        return f"{who[0].upper()}{who[1:]} who stayed, not shown: {few(row.hidden, policy)}."
    kept = fraction(row.stayed) if row.what == "schools" else nearly(row.stayed)
    return f"Of the {who} who took part between the rounds, {kept} still did on {_day(row.to_day)}."


def wave_standing(wave: str, before: int, began: int, waiting: int) -> str:
    """Where the schools of one wave stood between two rounds.

    Example:
        >>> wave_standing("1", 1, 8, 0)
        'Wave 1: mentoring began in 8 schools between the rounds; in 1 it had begun before.'
        >>> wave_standing("2", 0, 0, 6)
        'Wave 2: 6 schools, not yet mentored.'
    """

    def schools(number: int) -> str:
        return f"{number:,} {'school' if number == 1 else 'schools'}"

    if not before and not began:
        return f"Wave {wave}: {schools(waiting)}, not yet mentored."
    parts = []
    if began:
        parts.append(f"mentoring began in {schools(began)} between the rounds")
    if before:
        parts.append(
            f"in {before:,} it had begun before" if parts else f"{schools(before)}, mentored before the first round"
        )
    if waiting:
        parts.append(f"{waiting:,} not yet")
    return f"Wave {wave}: {'; '.join(parts)}."
