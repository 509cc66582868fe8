"""Write the sample hub: ``python sample_datasets/make.py [FOLDER]``.

Everything in it is invented. The draws come from one seed, so the same files come out every time; ``truth.json`` says
what was planted and how, so that tests can hold results against it. FOLDER defaults to the folder of this file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))

from sample_datasets.making import (  # noqa: E402
    answers,
    exports,
    figures,
    mentoring,
    no_dose,
    programme,
    recipes,
    steps,
    tools,
    truth,
)
from sample_datasets.making.people import people, sessions  # noqa: E402

SEED = 20251006
ROUNDS = (("autumn-2025", False), ("spring-2026", True))


def files(seed: int = SEED) -> dict[str, bytes]:
    """Every file of the sample hub, by its name inside the folder."""
    draw = [np.random.Generator(np.random.PCG64([seed, stage])) for stage in range(5)]
    staff = people(draw[0])
    held = sessions(draw[1], staff)
    planted = answers.shifts(staff)
    rows = answers.rounds(draw[3], staff, answers.Standings(draw[2], staff, planted))
    made: dict[str, bytes] = {}
    for (name, spring), given in zip(ROUNDS, rows, strict=True):
        made[f"limesurvey/{name}.csv"] = exports.limesurvey(given, spring)
        made[f"recipes/limesurvey-{name}.json"] = recipes.recipe(made[f"limesurvey/{name}.csv"], spring)
        google = f"google_forms/{name}.{'csv' if spring else 'xlsx'}"
        made[google] = exports.google_forms(given, spring, as_workbook=not spring)
        made[f"microsoft_forms/{name}.xlsx"] = exports.microsoft_forms(given, spring)
        made[f"qualtrics/{name}.csv"] = exports.qualtrics(given, spring)
        monkey = f"surveymonkey/{name}.{'xlsx' if spring else 'csv'}"
        made[monkey] = exports.surveymonkey(given, spring, as_workbook=spring)
    made["schools.csv"] = mentoring.roster()
    made["next_steps.csv"] = steps.next_steps()
    made["benchmark.csv"] = figures.benchmark()
    made["programme.toml"] = programme.programme()
    made["clusters.csv"] = mentoring.clusters()
    made["memberships.csv"], twice = mentoring.memberships(staff, held)
    made["mentoring_log.xlsx"], log = mentoring.log(held)
    made["moodle_log.csv"], moodle = mentoring.moodle(draw[4], staff, held)
    known = truth.truth(seed, staff, held, planted, rows, {**twice, **log, "moodle": moodle})
    made["truth.json"] = (json.dumps(known, indent=1, ensure_ascii=False) + "\n").encode()
    made |= no_dose.files(seed)
    for reader, sample in tools.samples().items():
        made |= {f"exports/{reader}/{name}": content for name, content in sample.files(reader).items()}
    return made


def write(folder: Path, seed: int = SEED) -> None:
    """Write every file below ``folder``, making folders as needed."""
    for name, content in files(seed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
