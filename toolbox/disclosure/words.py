"""Reasons in words. They live with the rules, so that chart, table, sentence and shell say the same."""

from __future__ import annotations

from toolbox.model import Policy
from toolbox.profile.bands import LEAST_SCHOOLS

_REASONS = {
    "few": "fewer than {min_n} answers",
    "alike": "everyone gave the same answer",
    "complement": "would reveal another group",
    "beside": "would reveal another item",
    "protects_few": "would reveal the few who answered only once",
    "few_pairs": "fewer than {min_bands} people answered both times",
    "few_accepted": "would reveal the few whose codes were accepted",
    "single_schools": "would show single schools",
    "few_schools": "fewer than {schools} schools",
    "large_school": "one school has more than half of the answers",
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
    words = _REASONS[reason].format(min_n=policy.min_n, min_bands=policy.min_bands, schools=LEAST_SCHOOLS)
    return words if reason in _NOTHING else f"hidden: {words}"


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
