"""What else the ledger remembers beside rounds: accepted pairs of codes, and schools told apart in an evaluation.

*Accepted pairs.* A result of the accepted pairs (rule 12) once more with one pair more tells the change of that pair. So
in a school and group the accepted pairs that results are made with stay as they were shown, until nobody, or ``min_bands``
of them, differ from what was shown each time. The ledger knows a pair by a digest of its pseudonyms.

*Schools told apart.* Two evaluations of the same rounds, or of rounds one of which is the same, with other facts about schools
tell of two sets that differ by a school or two. A set of schools is held against each set told of before: what the pages hide of the schools in which the two
differ, and of the others, must be nothing or stand for enough (rule 14).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from toolbox.disclosure.states import levels
from toolbox.model import Evaluation, Policy, Shown
from toolbox.store.ledger import about_pairs, about_sets

Pair = tuple[str, str, str, str]
"""(school, group, pseudonym before, pseudonym after)"""
Sets = tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
"""((schools told apart, sets told of before), …)"""
Members = tuple[str, ...]
_BETWEEN = "\x1f"


def accepted_to_show(
    accepted: Iterable[Pair], probable: Iterable[Pair], seen: Sequence[Shown], before: str, after: str, policy: Policy
) -> frozenset[Pair]:
    """The pairs results are made with now.

    Example:
        >>> pairs = [("Elm", "teachers", f"P-{n}", f"P-{n}0") for n in range(12)]
        >>> shown = [accepted_state(pairs[:10], "a", "b", Policy())]
        >>> len(accepted_to_show(pairs[:11], pairs, shown, "a", "b", Policy()))
        10
        >>> len(accepted_to_show(pairs[:11], pairs, [], "a", "b", Policy()))
        11
    """
    by_word = {_word(pair): pair for pair in probable}
    now = {_word(pair) for pair in accepted} & by_word.keys()
    about = about_pairs(before, after)
    earlier = [frozenset(each.members) for each in seen if each.about == about]
    if not now or now in earlier:  # nothing of them is shown, or it was shown so before
        return frozenset(by_word[word] for word in now)
    least = max(policy.min_n, policy.min_bands)
    few: set[str] = set()
    for then in earlier:
        few |= {block for block, number in Counter(map(_block, now ^ then)).items() if number < least}
    if earlier:
        kept = {word for word in earlier[-1] if _block(word) in few} & by_word.keys()
        now = {word for word in now if _block(word) not in few} | kept
    return frozenset(by_word[word] for word in now)


def accepted_state(pairs: Iterable[Pair], before: str, after: str, policy: Policy) -> Shown:
    """The accepted pairs as the ledger notes them: of groups with enough of them, for of others nothing is shown."""
    pairs = list(pairs)
    enough = Counter(group for _, group, _, _ in pairs)
    least = max(policy.min_n, policy.min_bands)
    words = tuple(sorted(_word(pair) for pair in pairs if enough[pair[1]] >= least))
    return Shown(about=about_pairs(before, after), policy=levels(policy), members=words)


def _word(pair: Pair) -> str:
    school, group, *who = pair
    return _BETWEEN.join((school, group, hashlib.sha256(_BETWEEN.join(who).encode()).hexdigest()[:16]))


def _block(word: str) -> str:
    return word.rpartition(_BETWEEN)[0]


def sets_before(evaluation: Evaluation, seen: Sequence[Shown], ids: Sequence[str]) -> Sets:
    """Each set of schools an evaluation tells apart, with those told of before it, in these rounds or beside one of them (its
    own are held together already)."""
    own = own_sets(evaluation)
    first, every = sets_first_told(seen, ids)
    return tuple(
        (
            one,
            tuple(
                other for other, order in every.items() if other not in own and (one not in first or order < first[one])
            ),
        )
        for one in own
    )


def sets_first_told(seen: Sequence[Shown], ids: Sequence[str]) -> tuple[dict[Members, int], dict[Members, int]]:
    """When each set of schools was first told of in exactly these rounds, and in any that the ledger knows beside them.

    Example:
        >>> def at(order, about, *schools): return Shown(about=about, members=schools, order=order)
        >>> sets_first_told([at(1, "sets:a:b", "Elm"), at(2, "sets:a:b:c", "Elm"), at(3, "compared:a:b")], ("a", "b", "c"))
        ({('Elm',): 2}, {('Elm',): 1})
    """
    first: dict[Members, int] = {}
    every: dict[Members, int] = {}
    for each in seen:
        if each.about.startswith("sets:"):
            for known in (every, first) if each.about == about_sets(ids) else (every,):
                known[each.members] = min(each.order, known.get(each.members, each.order))
    return first, every


def own_sets(evaluation: Evaluation) -> tuple[tuple[str, ...], ...]:
    """The sets of schools an evaluation tells apart, each once, without that of all schools."""
    found = dict.fromkeys(tuple(sorted(each)) for line in evaluation.lines for each in line.inside)
    return tuple(each for each in found if each and len(each) < len(evaluation.schools))


def sets_states(sets: Sets, ids: Sequence[str], policy: Policy) -> list[Shown]:
    """The same as the ledger notes them."""
    return [Shown(about=about_sets(ids), policy=levels(policy), members=each) for each, _ in sets]


def with_sets(evaluation: Evaluation, sets: Sets) -> Evaluation:
    """An evaluation that knows which sets of schools were told apart before."""
    return replace(evaluation, told=sets)


def differences(inside: Sequence[str], told: Sets, every: Sequence[str]) -> list[set[str]]:
    """The schools in which a set differs from each told of before, and those in which it does not.

    Example:
        >>> [sorted(each) for each in differences(("a", "b"), ((("a", "b"), (("a", "c"),)),), ("a", "b", "c", "d"))]
        [['b', 'c'], ['a', 'd']]
    """
    here = tuple(sorted(inside))
    found: list[set[str]] = []
    for one, others in told:
        if one == here:
            for other in others:
                apart = set(here) ^ set(other)
                found += [apart, set(every) - apart]
    return [each for each in found if each]
