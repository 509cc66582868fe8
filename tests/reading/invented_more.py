"""More invented exports: tools whose files are codes, hold several sheets or are no text at all."""

from __future__ import annotations

from tests.reading.persons import QUESTIONS, STATEMENTS, answers, moments, text


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


#: Files in codes, where no words of a question tell what a column means.
CODED = (redcap,)

#: (sample, reader expected, file name)
SAMPLES = (
    (redcap, "redcap", "Survey_DATA_2025-11-01_0900.csv"),
    (redcap_labels, "redcap", "Survey_DATA_LABELS_2025-11-01_0900.csv"),
)
