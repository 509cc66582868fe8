"""The reading room: an export in, a :class:`~toolbox.model.Reading` out.

bytes → text table (or JSON records) → recognised → Reading. Of a survey a person then confirms a recipe, and
answers come out (``toolbox.reading.recipes``); a log comes with its events (``Reading.events``). To add a tool's
export: one file in ``surveys`` or ``activities`` and one name in ``READERS``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from toolbox.model import Choices, Reading
from toolbox.reading.activities import (
    caliper,
    canvas,
    clicks_table,
    edx_tracking,
    google_workspace,
    graasp,
    mentoring_log,
    moodle_completion,
    moodle_log,
    teams_attendance,
    xapi,
)
from toolbox.reading.activities import making as activity
from toolbox.reading.activities.recording import read_records
from toolbox.reading.json_tables import table_of
from toolbox.reading.layout import Reader
from toolbox.reading.making import make
from toolbox.reading.opening import grids, records
from toolbox.reading.pseudonyms import Pseudonyms
from toolbox.reading.recognising import choose
from toolbox.reading.surveys import (
    alchemer,
    canvas_survey,
    google_forms,
    kobo,
    limesurvey,
    microsoft_forms,
    moodle_feedback,
    odk,
    plain_table,
    qualtrics,
    redcap,
    selfie_areas,
    sosci,
    spss,
    surveymonkey,
    typeform,
)

__all__ = ["READERS", "Pseudonyms", "Reader", "read"]

#: Every reader, asked in this order. The last takes what no other claims.
READERS: tuple[Reader, ...] = (
    qualtrics.READER,
    limesurvey.READER,
    surveymonkey.READER,
    microsoft_forms.READER,
    google_forms.READER,
    moodle_log.READER,
    teams_attendance.READER,
    xapi.READER,
    moodle_completion.READER,
    clicks_table.READER,
    mentoring_log.READER,
    edx_tracking.READER,
    caliper.READER,
    graasp.READER,
    canvas.READER,
    google_workspace.READER,
    alchemer.READER,
    typeform.READER,
    canvas_survey.READER,
    moodle_feedback.READER,
    redcap.READER,
    kobo.READER,
    odk.READER,
    sosci.READER,
    spss.READER,
    selfie_areas.READER,
    plain_table.READER,
)


def read(
    content: bytes,
    name: str = "",
    *,
    choices: Choices = Choices(),
    pseudonym: Callable[[str], str] | None = None,
) -> Reading:
    """Read an export.

    Args:
        content: the file's bytes; its kind is told by them, never by the name.
        name: the file's name, for display.
        choices: what a person decided; empty means "decide from the bytes".
        pseudonym: turns a direct identifier into a pseudonym. Without it a key is drawn and forgotten, so
            that persons known by e-mail or name agree within this file and nowhere else.

    Raises:
        ToolboxError: with a sentence a visitor can act on; the codes are listed in ``opening``, ``guards``,
            ``separators`` and ``making``.

    Example:
        >>> reading = read("school,role,I like maths\\nTamme,teacher,Agree\\nKase,pupil,Disagree\\n".encode())
        >>> reading.reader, len(reading.table), [question.kind for question in reading.questions]
        ('plain_table', 2, ['text', 'text', 'scale'])
    """
    pseudonym = pseudonym or Pseudonyms.random()
    with ThreadPoolExecutor(1) as beside:
        summed = beside.submit(lambda: hashlib.sha256(content).hexdigest())
        sheets = grids(content, name, choices=choices)
        if (stream := records(content)) is not None:
            table = table_of(records(content), records(content), READERS)
            if table is None:
                return read_records(
                    stream, READERS, name=name, sha256=summed.result(), choices=choices, pseudonym=pseudonym
                )
            sheets = iter([table])
        recognised, others, alike = choose(sheets, READERS, choices)
        digest = summed.result()
    if recognised.reader.kind == "activity":
        return activity.make(alike, name=name, sha256=digest, choices=choices, pseudonym=pseudonym)
    return make(recognised, others, name=name, sha256=digest, choices=choices, pseudonym=pseudonym)
