"""Mentoring beside answers: what was given to whom, what moved beside it, who was reached, who stayed.

Nothing here is released yet: it goes through ``disclosure`` before anyone sees it. The words of this room:

- *Dose* is counted in hours of 60 minutes of sessions that were held. Hours **given** to a school are the lengths of its
  sessions, however many came; **person hours** count each session once for everybody who came, and **hours per teacher**
  are person hours ÷ teachers on the roster: given hours follow the size of a school, hours per teacher do not.
- A session is its mentee school's (``receiver``). Planned is everything that was planned, held or not.
- A person counts once, whatever rows, roles, sessions or schools name them; a leader who came is no teacher reached.
  Of whom dose and reach are told, and who has left: :mod:`toolbox.mentoring.staff`.
- *Mentored* is a school from the first round after the day its mentoring began (``School.starts``), *waiting* before it.
- A change is after minus before, in points of the scale. Change beside dose is an association: schools chose their dose.
"""

from toolbox.mentoring.clusters import ClusterStudy, cluster_study
from toolbox.mentoring.doses import Hours, hours_of, school_doses, teacher_doses, together
from toolbox.mentoring.retention import retention
from toolbox.mentoring.study import DoseStudy, Given, dose_study
from toolbox.mentoring.waves import WaveStanding, waves_between

__all__ = [
    "ClusterStudy",
    "DoseStudy",
    "Given",
    "Hours",
    "WaveStanding",
    "cluster_study",
    "dose_study",
    "hours_of",
    "retention",
    "school_doses",
    "teacher_doses",
    "together",
    "waves_between",
]
