"""The rules of release and the ledger, in words for a person who has no time: what protects whom, and what has left."""

from __future__ import annotations

from collections.abc import Mapping

from toolbox.disclosure.rules import LEAST_FOR_ALL, LEAST_FOR_ALL_PUPILS, LEAST_PUPILS
from toolbox.disclosure.words import listed
from toolbox.model import Policy, Release

WHAT = {
    "profile": "Where a school stands",
    "trend": "Over the rounds",
    "comparison": "What changed",
    "evaluation": "Evaluation tables",
    "answers": "Single answers",
    "report": "Page for the staff meeting",
    "mentees": "How mentee schools are doing",
    "dose": "What was given, and what changed beside it",
    "hub": "Whom the hub has reached",
}
HOW = {"page": "on a page", "file": "as a file", "shell": "from a shell"}
ROLE = {"local": "whoever works with this store"}


def rules_in_words(policy: Policy) -> tuple[str, ...]:
    """The rules in force, the few a head asks about first.

    Example:
        >>> print(rules_in_words(Policy())[0])
        An average stands for at least 5 people who answered, in every school, group, area and question.
    """
    k, bands, options = policy.min_n, policy.min_bands, policy.min_distribution
    return (
        f"An average stands for at least {k} people who answered, in every school, group, area and question.",
        f"How far answers lie apart, the interval and the share at the top are told from {bands} people, every single option "
        f"from {options}.",
        "What could be worked out from what is shown is hidden too: a school from the total, a question from its area, those who "
        "left from those who stayed, the leaders from the whole staff.",
        f"Where fewer than {bands} people all answered alike, their average is hidden: it is what each of them said.",
        f"All schools together are shown where {LEAST_FOR_ALL} at least answered (of pupils {LEAST_FOR_ALL_PUPILS}, with "
        f"{LEAST_PUPILS} in all), and none has more than half of the answers.",
        f"Small schools in which fewer than {k} of every group answered can be shown as one, if that is decided before anybody "
        "looks at a round of theirs.",
        f"What is shown later differs from what was shown before by nobody or by at least {k} people. Late answers of fewer wait "
        "until there are enough, and then count.",
        "That holds across rounds, too: where two comparisons share a round, whoever is followed in one of them only is nobody or "
        f"at least {k} people; else the later one compares two groups. And it holds when a round is deleted: what stays of it is how "
        "many people answered each question, and check numbers from which no answer can be read.",
        f"Beyond the hub (the public version of a page) at least {max(k, 10)} people stand behind every number.",
    )


def release_line(release: Release, rounds: Mapping[str, str], now: Policy = Policy()) -> dict[str, str]:
    """One release as a row a person reads; ``rounds``: names by id. Least numbers are told where they are not those of now.

    Example:
        >>> from datetime import datetime
        >>> line = release_line(Release(at=datetime(2026, 10, 5, 9, 30), role="local", what="profile", how="file",
        ...     rounds=("a",), schools=("Elm",), detail="profile.csv", times=2), {"a": "Autumn"})
        >>> for name, words in line.items(): print(f"{name}: {words}")
        When: 5 Oct 2026, 09:30
        What: Where a school stands: Elm, Autumn
        How and to whom: as a file (profile.csv), 2 times, to whoever works with this store
    """
    names = list(dict.fromkeys(rounds.get(id, "a deleted round") for id in release.rounds))
    more = len(release.schools) - 3
    schools = ", ".join(release.schools[:3]) + (f" and {more} more" if more > 0 else "") or "all schools"
    how = HOW[release.how] + (f" ({release.detail})" if release.detail else "")
    how += f", {release.times} times" if release.times > 1 else ""
    by = (now.min_n, now.min_bands, now.min_distribution)
    rule = "" if release.policy == by else f"; at least {' / '.join(map(str, release.policy))} people"
    return {
        "When": f"{release.at.day} {release.at:%b %Y, %H:%M}",
        "What": f"{WHAT[release.what]}{' (public)' if release.audience == 'public' else ''}: {schools}{', ' if names else ''}{listed(names)}",
        "How and to whom": f"{how}, to {ROLE.get(release.role, release.role)}{rule}",
    }


def held_back(schools: int, groups: tuple[str, ...], least: int) -> str:
    """What is said of late answers that wait.

    Example:
        >>> print(held_back(1, ("teachers",), 5))
        Late answers wait: in 1 school fewer than 5 teachers answered, or changed their answers, since this round was first shown. Shown now, they would follow by subtraction; they count as soon as there are enough.
    """
    where = "in 1 school" if schools == 1 else f"in {schools} schools"
    return (
        f"Late answers wait: {where} fewer than {least} {listed(groups)} answered, or changed their answers, since this round was "
        "first shown. Shown now, they would follow by subtraction; they count as soon as there are enough."
    )
