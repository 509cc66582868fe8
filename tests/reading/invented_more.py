"""More invented exports: tools whose files are codes, hold several sheets or are no text at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas
import pyreadstat

from tests.reading.persons import AGREE, QUESTIONS, ROLES, STATEMENTS, answers, moments, text


def redcap() -> bytes:
    """Names of variables. Three persons before and after: an event is a row; the last survey was begun and left."""
    heading = ["record_id", "redcap_event_name", "redcap_data_access_group", "school_survey_timestamp", "role"]
    heading += ["helped___1", "helped___2", "plan", "devices", "lessons", "email", "school_survey_complete"]
    rows = [
        [
            str(turn % 3 + 1),
            "before_arm_1" if turn < 3 else "after_arm_1",
            "tamme",
            m.isoformat(sep=" ") if turn != 5 else "[not completed]",
            answers(turn)[1],
            str(turn % 2),
            "1",
            *(str((turn + shift) % 5 + 1) for shift in range(3)),
            f"p{turn % 3}@kool.example",
            "2" if turn != 5 else "0",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows])


def redcap_labels() -> bytes:
    """Labels in place of names and codes; two instruments, so two columns are called "Complete?"."""
    heading = ["Record ID", "Survey Timestamp", *QUESTIONS[:3]]
    heading += ["What helped? (choice=A colleague)", "What helped? (choice=A course)", "Complete?"]
    heading += [*STATEMENTS, "Complete?"]
    rows = [
        [
            str(turn + 1),
            m.isoformat(sep=" "),
            *answers(turn)[:3],
            "Checked" if turn % 2 else "Unchecked",
            "Unchecked",
            "Complete",
            *answers(turn)[3:],
            "Complete" if turn != 4 else "Incomplete",
        ]
        for turn, m in enumerate(moments())
    ]
    return text([heading, *rows], ";")


def spss(ending: str = "sav") -> bytes:
    """Labels, values called missing, a multiple-response set, a scale of which only the ends are labelled."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"answers.{ending}"
        rows = [answers(turn) for turn in range(6)]
        columns = {
            "school": [row[0] for row in rows],
            "role": [float(ROLES.index(row[1]) + 1) for row in rows],
            "pcode": [row[2] for row in rows],
            "filled_in": [m.date() for m in moments()],
            **{name: [float(AGREE.index(row[3 + place]) + 1) for row in rows] for place, name in enumerate("abc")},
            "content": [1.0, 10.0, 7.0, 99.0, 3.0, 98.0],
            "helped1": [1.0, 0.0, 1.0, 0.0, 1.0, 0.0],
            "helped2": [0.0, 0.0, 1.0, 1.0, 1.0, 0.0],
        }
        agree = {float(number): word for number, word in enumerate(AGREE, start=1)}
        pyreadstat.write_sav(
            pandas.DataFrame(columns),
            path,
            compress=ending == "zsav",
            column_labels=[*QUESTIONS[:3], "Day", *STATEMENTS, "How content are you?", "A colleague", "A course"],
            variable_value_labels={
                "role": {float(number): word for number, word in enumerate(ROLES, start=1)},
                **{name: {**agree, 9.0: "no answer"} for name in "abc"},
                "content": {1.0: "not at all", 10.0: "completely", 98.0: "Don't know", 99.0: "no answer"},
            },
            missing_ranges={"a": [9], "b": [9], "c": [9], "content": [98, 99]},
        )
        return path.read_bytes()


def spss_packed() -> bytes:
    """The same, packed as .zsav."""
    return spss("zsav")


#: Files in codes, where no words of a question tell what a column means.
CODED = (redcap,)

#: (sample, reader expected, file name)
SAMPLES = (
    (redcap, "redcap", "Survey_DATA_2025-11-01_0900.csv"),
    (redcap_labels, "redcap", "Survey_DATA_LABELS_2025-11-01_0900.csv"),
    (spss, "spss", "answers.sav"),
    (spss_packed, "spss", "answers.zsav"),
)
