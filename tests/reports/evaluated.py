"""Invented rounds evaluated and released, with the rounds as a store would know them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from tests.invented import SELFIE, answers, second_round
from toolbox.disclosure import ReleasedEvaluation, release, release_answers
from toolbox.evaluation import evaluate
from toolbox.model import Answers, EvaluationRound, Framework, Plan, Policy, Problem, Round, SchoolFacts, Source, Viewer

AWKWARD = (
    "=1+1",
    "a/b\\c: [d]*?",
    "x" * 200,
    "مدرسة الشمال",
    "Žaibo\t<ežero> & |mokykla|",
    "@SUM(A1)",
    "line\nbreak",
    "-2+3",
)
BIG = {(school, "teachers"): 14 + place for place, school in enumerate(AWKWARD)}
DAYS = (date(2025, 10, 6), date(2026, 5, 4), date(2026, 11, 2))


def known(
    found: Sequence[Answers], framework: Framework = SELFIE, names: Sequence[str] = ()
) -> list[tuple[Round, Answers]]:
    """Rounds with their answers, numbers invited and a source each."""
    made = []
    for number, each in enumerate(found):
        name = names[number] if names else f"Round {number + 1}"
        source = Source(
            file=f"{name}.csv", sha256=str(number) * 64, reader="plain_table", read_at=datetime(2026, 6, 1, 12, tzinfo=UTC),
            rows=len(each) + 3, kept=len(each), problems=(Problem(code="test_rows", message="3 test answers were left out.", count=3),),
        )  # fmt: skip
        made.append(
            (
                Round(
                    id=f"r{number}", name=name, collected_on=DAYS[number], framework=framework.id, sha256=f"{number + 10:x}" * 64,
                    people=len(each), schools=each.schools, groups=each.groups,
                    invited={(school, group): 30 for school in each.schools for group in each.groups}, sources=(source,),
                ),
                each,
            )
        )  # fmt: skip
    return made


def released_of(
    rounds: Sequence[tuple[Round, Answers]],
    plan: Plan | None = None,
    framework: Framework = SELFIE,
    policy: Policy = Policy(),
) -> ReleasedEvaluation:
    """Through evaluation and gate."""
    taken = [
        EvaluationRound(
            name=each.name, collected_on=each.collected_on, answers=found, sha256=each.sha256, invited=each.invited
        )
        for each, found in rounds
    ]
    return release(evaluate(taken, framework, plan or Plan(rounds=tuple(each.name for each in taken))), policy=policy)


def two_rounds(sizes=BIG, *, gone=None, **more) -> list[tuple[Round, Answers]]:
    """The same persons twice, a little higher; ``gone`` do not come back."""
    first = answers(sizes, **more)
    after = second_round(answers(sizes, gone=gone, **more) if gone else first, shift=0.3)
    return known([first, after])


def taken(rounds, framework: Framework = SELFIE, **more):
    """Their single answers through the gate."""
    return release_answers(rounds, framework, viewer=Viewer(), **more)


def facts(schools: Sequence[str], mentored: int) -> tuple[SchoolFacts, ...]:
    """The first so many schools began in November."""
    return tuple(
        SchoolFacts(
            school=school, hub="north" if place % 2 else "south", starts=date(2025, 11, 1) if place < mentored else None,
            hours=2.0 + place,
        )
        for place, school in enumerate(schools)
    )  # fmt: skip
