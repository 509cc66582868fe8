"""A school over invented rounds and beside invented others, released: for tests of charts, words, tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.invented import SELFIE, answers, profile_of, released_profile
from toolbox.disclosure import ReleasedTrend, release_bands, release_trend
from toolbox.disclosure.benchmarks import beside
from toolbox.model import Answers, Averages, Benchmark, BenchmarkRow, Round, SchoolFacts
from toolbox.profile.bands import school_means
from toolbox.profile.trends import trend
from toolbox.scoring import area_averages

SIZES = {("North", "leaders"): 3, ("North", "teachers"): 24, ("North", "pupils"): 60}
FACTS = (SchoolFacts(school="North", starts=date(2023, 11, 6)),)


def held(number: int, of: Answers | Averages, framework: str = "selfie-2020") -> tuple[Round, Answers | Averages]:
    """One of a row of rounds, half a year apart."""
    round = Round(
        id=f"r{number}", name=f"Round {number + 1}", collected_on=date(2023 + number // 2, 4 + 6 * (number % 2), 7),
        framework=framework, sha256=f"{number:064x}", people=len(of), schools=of.schools, groups=of.groups,
    )  # fmt: skip
    return round, of


def line(
    rounds: int = 4, *, facts=FACTS, newer_from: int = 99, averages: int = 1, school: str | None = "North", sizes=SIZES
) -> ReleasedTrend:
    """``averages`` of the rounds are averages only; from ``newer_from`` on another version asked the same items."""
    made = [answers(sizes, shift=0.3 * number) for number in range(rounds)]
    newer = replace(SELFIE, id="newer", follows="selfie-2020")
    asked = [
        held(
            number,
            area_averages(each, SELFIE) if number < averages else each,
            "newer" if number >= newer_from else SELFIE.id,
        )
        for number, each in enumerate(made)
    ]
    found = trend(
        asked, newer if newer_from < rounds else SELFIE, known={SELFIE.id: SELFIE}, schools=[school] if school else None,
        facts=facts,
    )  # fmt: skip
    return release_trend(found)


TREND = line()
TWELVE = line(12)
BROKEN = line(4, newer_from=2)

_HUB = answers({(f"S{n:02}", group): size for n in range(12) for group, size in (("teachers", 14 + n), ("leaders", 3))})
HERE = released_profile(_HUB, "S05")
BANDS = release_bands(profile_of(_HUB), school_means(_HUB, SELFIE))
COUNTRY = Benchmark(
    name="Country", framework="selfie-2020", population="Teachers of one country", collected_on="2024",
    rows=(
        *(
            BenchmarkRow(group="teachers", area=area, mean=mean, sd=sd, n=n)
            for area, mean, sd, n in (("A", 4.4, 0.8, 900), ("B", 3.2, 0.8, 900), ("C", 2.0, None, None), ("D", 1.5, 0.7, 900))
        ),
        BenchmarkRow(group="teachers", area="A", item="selfie2020.A1", mean=3.3, sd=1.0, n=900),
    ),
)  # fmt: skip
COUNTRY_BESIDE = beside(HERE, COUNTRY)
