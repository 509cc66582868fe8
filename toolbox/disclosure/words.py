"""Reasons in words. They live with the rules, so that chart, table, sentence and shell say the same."""

from __future__ import annotations

from toolbox.model import Policy

_REASONS = {
    "few": "fewer than {min_n} answers",
    "alike": "everyone gave the same answer, and fewer than {min_bands} answered",
    "complement": "would reveal another group",
    "no_answers": "no answers",
}


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
    words = _REASONS[reason].format(min_n=policy.min_n, min_bands=policy.min_bands)
    return words if reason == "no_answers" else f"hidden: {words}"


def group_name(group: str) -> str:
    """A group as a person reads it at the start of a line.

    Example:
        >>> group_name("teachers"), group_name("support staff")
        ('Teachers', 'Support staff')
    """
    return group[:1].upper() + group[1:]
