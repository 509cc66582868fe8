"""Reasons in words. They live with the rules, so that chart, table, sentence and shell say the same."""

from __future__ import annotations

import re

from toolbox.disclosure.rules import LEAST_FOR_ALL
from toolbox.model import CategoryOutcome, Framework, Item, Policy
from toolbox.profile.bands import LEAST_SCHOOLS

_REASONS = {
    "few": "fewer than {min_n} answers",
    "few_for_detail": "fewer than {min_bands} answers, here or in one of the schools",
    "alike": "everyone gave the same answer",
    "complement": "would reveal another group",
    "since": "would reveal the few who answered since it was last shown",
    "beside": "would reveal another item",
    "protects_few": "would reveal the few who answered only once",
    "protects_school": "would reveal the mean of a hidden school",
    "few_pairs": "fewer than {min_bands} people answered both times",
    "few_accepted": "would reveal the few whose codes were accepted",
    "single_schools": "would show single schools",
    "few_schools": "fewer than {schools} schools",
    "few_for_all": "fewer than {for_all} schools answered",
    "large_school": "one school has more than half of the answers",
    "few_persons": "fewer than {min_n} persons",
    "few_in_kind": "fewer than {for_all} schools",
    "no_answers": "no answers",
    "no_pairs": "nobody could be followed",
    "counted": "counted, not averaged",
    "few_counted": "counted from {min_bands} answers on",
    "few_rated": "fewer than half of its indicators are rated",
}

#: Reasons that hide nothing: there is nothing, or nothing to be averaged.
_NOTHING = ("no_answers", "no_pairs", "counted", "few_rated")


def hidden(reason: str, policy: Policy = Policy()) -> str:
    """Why a number is not shown, in the words every chart, table and page uses.

    Raises:
        KeyError: for a reason that is none of the gate's (a bug).

    Example:
        >>> hidden("few")
        'hidden: fewer than 5 answers'
        >>> hidden("no_answers")
        'no answers'
    """
    words = _REASONS[reason].format(
        min_n=policy.min_n, min_bands=policy.min_bands, schools=LEAST_SCHOOLS, for_all=LEAST_FOR_ALL
    )
    return words if reason in _NOTHING else f"hidden: {words}"


def under(text: str, policy: Policy = Policy()) -> str:
    """A rule in words with the least numbers in force: they may have been raised.

    Example:
        >>> under("hidden from 1 to {below}, spread from {min_bands} persons", Policy(min_n=8, min_bands=12))
        'hidden from 1 to 7, spread from 12 persons'
    """
    return text.format(
        min_n=policy.min_n, below=policy.min_n - 1, min_bands=policy.min_bands, min_distribution=policy.min_distribution,
        below_options=policy.min_distribution - 1, for_all=LEAST_FOR_ALL,
    )  # fmt: skip


def why_blank(reason: str, framework: Framework, policy: Policy = Policy()) -> str:
    """Why a number is not shown, where it may be a rating: nobody answers a rubric, so nothing of it is an answer.

    Example:
        >>> from toolbox.frameworks import load
        >>> why_blank("no_answers", load("idi-rubric")), why_blank("no_answers", load("selfie-2020"))
        ('not rated', 'no answers')
    """
    return "not rated" if framework.kind == "rubric" and reason == "no_answers" else hidden(reason, policy)


def group_name(group: str) -> str:
    """A group as a person reads it at the start of a line.

    Example:
        >>> group_name("teachers"), group_name("support staff")
        ('Teachers', 'Support staff')
    """
    return group[:1].upper() + group[1:]


def points(value: float, decimals: int = 1) -> str:
    """A number of scale points: one decimal, because a scale of five steps carries no more.

    Example:
        >>> points(3.449), points(-0.04), points(-0.26)
        ('3.4', '0.0', '−0.3')
    """
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def averaged(value: float, framework: Framework) -> str:
    """An average as it is printed: one decimal; of a rubric's few ratings two where they are exact, as its authors print it.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK, rubric
        >>> averaged(2.75, FRAMEWORK), averaged(2.75, rubric()), averaged(7 / 3, rubric()), averaged(3.0, rubric())
        ('2.8', '2.75', '2.3', '3.0')
    """
    exact = framework.kind == "rubric" and round(value, 2) == value != round(value, 1)
    return points(value, 2 if exact else 1)


def signed(value: float, decimals: int = 1) -> str:
    """A change with its sign; positive is growth.

    Example:
        >>> signed(0.31), signed(-0.31), signed(0.01)
        ('+0.3', '−0.3', '0.0')
    """
    text = points(value, decimals)
    return text if value <= 0 or float(text) == 0 else f"+{text}"


def interval(low: float, high: float) -> str:
    """The range of changes that fits the answers.

    Example:
        >>> interval(-0.12, 0.43)
        '−0.1 to +0.4'
    """
    return f"{signed(low)} to {signed(high)}"


def standing(difference: float | None) -> str:
    """How those who answered both times stand to those who answered once.

    The bounds are those of the What Works Clearinghouse for groups that are to be compared (Procedures and Standards
    Handbook 5.0, baseline equivalence): to 0.05 alike, to 0.25 to be allowed for, above that not the same group.

    Example:
        >>> standing(0.04), standing(-0.2), standing(0.3), standing(None)
        ('alike', 'a little lower', 'clearly higher', '')
    """
    if difference is None:
        return ""
    if abs(difference) <= 0.05:
        return "alike"
    return f"{'a little' if abs(difference) <= 0.25 else 'clearly'} {'higher' if difference > 0 else 'lower'}"


#: How a mean lies to a band, in words.
LIES = {"above": "above the middle half", "within": "within the middle half", "below": "below the middle half"}


def lies(mean: float, lower: float, upper: float) -> str:
    """Whether a mean, as it is printed, lies above, within or below the middle half of the schools.

    Example:
        >>> lies(3.44, 3.0, 3.4), lies(3.46, 3.0, 3.4), lies(2.9, 3.0, 3.4)
        ('within', 'above', 'below')
    """
    shown = round(mean, 1)
    return "above" if shown > upper else "below" if shown < lower else "within"


def amount(value: float) -> str:
    """A count as people write it; hours with one decimal where there is one.

    Example:
        >>> amount(1204), amount(13.5), amount(8.0)
        ('1,204', '13.5', '8')
    """
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def many(count: float, one: str, more: str = "") -> str:
    """So many of something, in agreement.

    Example:
        >>> many(1, "school"), many(1204, "school"), many(2, "country", "countries")
        ('1 school', '1,204 schools', '2 countries')
    """
    return f"{amount(count)} {one if count == 1 else more or f'{one}s'}"


def listed(parts: list[str] | tuple[str, ...]) -> str:
    """Several things in one sentence.

    Example:
        >>> listed(["leaders", "teachers", "pupils"])
        'leaders, teachers and pupils'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def group_hidden(group: str, reason: str, policy: Policy = Policy()) -> str:
    """A group and why it is not shown, in one line.

    Example:
        >>> group_hidden("leaders", "few"), group_hidden("pupils", "no_answers")
        ('Leaders hidden: fewer than 5 answers', 'Pupils: no answers')
    """
    words = hidden(reason, policy)
    return f"{group_name(group)}{'' if words.startswith('hidden') else ':'} {words}"


def of_whom(text: str, framework: Framework) -> str:
    """What is said of persons, of a rubric said of schools: a rating is a school's, and nobody else's.

    Example:
        >>> from toolbox.disclosure.examples import FRAMEWORK, rubric
        >>> of_whom("n = persons who answered both times", FRAMEWORK), of_whom("Two groups of persons", rubric())
        ('n = persons who answered both times', 'Two groups of schools')
    """
    if framework.kind != "rubric":
        return text
    for word, instead in _SCHOOLS:
        text = re.sub(rf"\b{word}\b", instead, text)
    return text


_SCHOOLS = (
    ("[Pp]ersons who answered", "schools that rated themselves"),
    ("person's", "school's"),
    ("persons", "schools"),
    ("Persons", "Schools"),
    ("person", "school"),
)


def middle(median: float) -> str:
    """A median of levels: a level, or the two it lies between.

    Example:
        >>> middle(3.0), middle(2.5)
        ('3', '2 to 3')
    """
    return points(median, 0) if median == int(median) else f"{int(median)} to {int(median) + 1}"


def to_go(distance: int) -> str:
    """How far an indicator is from the required level.

    Example:
        >>> to_go(0), to_go(1), to_go(2)
        ('reached', '1 level to go', '2 levels to go')
    """
    return f"{distance} level{'' if distance == 1 else 's'} to go" if distance else "reached"


def headed(item: Item) -> str:
    """An indicator as it is headed: its printed code and name; the name alone where it ends with the code.

    Example:
        >>> headed(Item(id="c2", code="C2", area="C", name="Sub-dimension C2"))
        'Sub-dimension C2'
    """
    return item.name if item.name.endswith(f" {item.code}") else f"{item.code} {item.name}".strip()


#: From how many persons a share is a percentage; below it is so many of so many.
LEAST_FOR_PERCENT = 20


def printed_share(share: float, n: int) -> str:
    """A share as a person reads it.

    Example:
        >>> printed_share(0.234, 60), printed_share(0.25, 12)
        ('23 %', '3 of 12')
    """
    return f"{share:.0%}".replace("%", " %") if n >= LEAST_FOR_PERCENT else f"{round(share * n)} of {n}"


def between_percent(low: float, high: float) -> str:
    """The range a share fits in.

    Example:
        >>> between_percent(0.1078, 0.6032)
        '11 to 60 %'
    """
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def outcome_words(each: CategoryOutcome, outcome: str, labels: dict[int, str]) -> str:
    """What is reported of one category beside its share.

    Example:
        >>> outcome_words(CategoryOutcome(value=2, difference=25, adjusted=14, against=1), "points", {1: "none"})
        '+25 points from “none” (+14 adjusted)'
    """
    parts = []
    if each.mean is not None:
        parts.append(f"{each.mean:g} {outcome}")
    if each.difference is not None:
        adjusted = "" if each.adjusted is None else f" ({as_printed(each.adjusted)} adjusted)"
        against = f" from “{labels.get(each.against, each.against)}”" if each.against is not None else ""
        parts.append(f"{as_printed(each.difference)} {outcome}{against}{adjusted}")
    return "; ".join(parts)


def as_printed(value: float) -> str:
    """A difference with the digits and the sign its source prints.

    Example:
        >>> as_printed(25), as_printed(-7.8)
        ('+25', '−7.8')
    """
    return f"{value:+g}".replace("-", "−")
