"""The visible list of readers: one file each in ``surveys`` or ``activities``, one name here.

What a tool is called and where it keeps its export is told by its reader; every room takes it from here.
"""

from __future__ import annotations

from collections.abc import Sequence

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
from toolbox.reading.layout import Reader
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

#: Every reader. No two claim one export; the last takes what no other claims.
READERS: tuple[Reader, ...] = (
    limesurvey.READER,
    google_forms.READER,
    microsoft_forms.READER,
    qualtrics.READER,
    surveymonkey.READER,
    alchemer.READER,
    typeform.READER,
    redcap.READER,
    kobo.READER,
    odk.READER,
    sosci.READER,
    spss.READER,
    moodle_feedback.READER,
    canvas_survey.READER,
    selfie_areas.READER,
    moodle_log.READER,
    moodle_completion.READER,
    teams_attendance.READER,
    canvas.READER,
    google_workspace.READER,
    xapi.READER,
    caliper.READER,
    edx_tracking.READER,
    graasp.READER,
    clicks_table.READER,
    mentoring_log.READER,
    plain_table.READER,
)


def ways(readers: Sequence[Reader] = READERS, most: int = 5) -> str:
    """Where the first few tools keep their answers, as one sentence for a file that holds none.

    Example:
        >>> ways(READERS[:2])
        'In LimeSurvey choose Responses > Export > Export responses, as CSV or Excel; in Google Forms choose Responses > Link to Sheets, then in the sheet File > Download > CSV or Excel.'
    """
    told = "; ".join(f"in {reader.title} choose {reader.where}" for reader in readers[:most])
    return f"I{told[1:]}."
