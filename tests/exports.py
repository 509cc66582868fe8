"""Small invented exports for tests of the screen: a LimeSurvey file of ten statements in two areas."""

from __future__ import annotations

import csv
import io
import random

WORDS = ("Strongly disagree", "Disagree", "Slightly agree", "Agree", "Strongly agree")
SCHOOLS = ("Birch School", "Harbour School")
GROUPS = ("Leader", "Teacher", "Pupil")
STATEMENTS = {
    "QA[A1]": "How far do you agree? [We have a written plan for using technology.]",
    "QA[A2]": "How far do you agree? [Teachers had a say in that plan.]",
    "QA[A3]": "How far do you agree? [New ways of teaching are backed.]",
    "QC[C1]": "How far do you agree? [Rooms and network are good enough.]",
    "QC[C2]": "How far do you agree? [There are devices to teach with.]",
    "QC[C3]": "How far do you agree? [The internet works when we need it.]",
}


def limesurvey(
    people: int = 60,
    *,
    seed: int = 1,
    day: str = "2026-03-09",
    lift: float = 0.0,
    unfinished: int = 0,
    without: tuple[str, ...] = (),
    added: dict[str, str] | None = None,
    schools: tuple[str, ...] = SCHOOLS,
) -> bytes:
    """A LimeSurvey export, the same bytes for the same arguments.

    Args:
        lift: added to every answer's mean, so that a later round differs.
        unfinished: how many of the first answers were not submitted.
        without: codes of statements that are not asked; ``added``: code → text of further ones.
    """
    draw = random.Random(seed)
    asked = {code: text for code, text in {**STATEMENTS, **(added or {})}.items() if code not in without}
    head = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language"]
    head += ["school. Which school do you belong to?", "role. I am a ...", "pcode. Your personal code"]
    rows = [head + [f"{code}. {text}" for code, text in asked.items()]]
    for person in range(people):
        submitted = "" if person < unfinished else f"{day} 10:{person % 60:02d}:00"
        school, group = schools[person % len(schools)], GROUPS[(person // len(schools)) % len(GROUPS)]
        values = [min(max(round(draw.gauss(3 + lift, 0.9)), 1), 5) for _ in asked]
        rows.append(
            [
                str(person + 1),
                submitted,
                "3",
                "en",
                school,
                group,
                f"AN{person:03d}T",
                *(WORDS[value - 1] for value in values),
            ]
        )
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return ("\ufeff" + text.getvalue()).encode()
