"""Twelve invented persons of the hub who answer the short survey of ``exports/``, and how they are written down.

Their names are made of mist, snow and rainbows, their schools are the hub's, their addresses lie in ``example.org``. Every
tool's sample holds these answers, so that what a reader must give is known before any file is written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import questions as q
from .schools import BY_ID

#: The statements the short survey puts, by code.
ASKED = ("C3", "D3", "F1", "G3")
#: What stands for an answer that is no number.
EMPTY, NOT_APPLICABLE = 0, -1

_ROWS = """
Udu Hommik     |S02|leaders |HA07U|4 5 3 4|0 1|                                  |2025-10-03 08:15:00| 6
Tuuli Pilv     |S02|teachers|PI12T|2 3 3 2|1  |More time for planning, please.   |2025-10-03 09:02:30| 9
Kaste Lumi     |S02|teachers|LU25K|5 4 . 4|0 3|                                  |2025-10-06 12:40:10| 5
Koit Vikerkaar |S02|pupils  |     |3 . 4 5|2  |                                  |2025-10-06 12:41:05| 4
Aamu Halla     |S05|teachers|HA30A|1 2 2 -|1 3|Thank you!/The coffee was good too.|2025-10-07 07:55:00|14
Lumi Usva      |S05|teachers|US01L|4 4 4 3|   |                                  |2025-10-08 15:20:45| 7
Sade Sumu      |S05|pupils  |     |5 5 4 4|2 3|We call it "the quiet revolution".|2025-10-09 10:10:10| 3
Rasa Rūkas     |S11|leaders |RU18R|3 3 2 3|0 1|                                  |2025-10-10 08:00:00| 8
Audra Žaibė    |S11|teachers|ZA09A|2 1 3 3|1  |Wi-Fi in the gym – still waiting… |2025-10-13 13:30:00|11
Vėjas Debesis  |S11|teachers|DE22V|4 3 5 4|0  |                                  |2025-10-14 14:05:20| 6
Megla Jutranja |S13|teachers|JU15M|5 5 5 4|0 1|                                  |2025-10-15 09:45:00| 7
Zvezda Srebrna |S13|pupils  |     |4 4 . .|   |                                  |2025-10-16 11:11:11| 2
"""


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person and what they answered."""

    number: int
    """1, 2, 3 … in the order the answers came in."""
    name: str
    school: str
    group: str
    code: str
    """Self-made; pupils give none."""
    answers: tuple[int, ...]
    """1 to 5, EMPTY or NOT_APPLICABLE, one for each of ASKED."""
    helped: tuple[int, ...]
    """Places in ``questions.OPTIONS``."""
    comment: str
    started: datetime
    ended: datetime

    @property
    def mail(self) -> str:
        """The invented address, in plain letters."""
        plain = unicodedata.normalize("NFD", self.name.lower()).encode("ascii", "ignore").decode()
        return f"{plain.replace(' ', '.')}@example.org"

    @property
    def role(self) -> str:
        """How the survey calls the group."""
        return q.ROLES[self.group]

    @property
    def words(self) -> list[str]:
        """The answers as the form shows them, "" where left empty."""
        return [q.WORDS.get(value, "") for value in self.answers]

    @property
    def finished(self) -> bool:
        """Everybody but the last pressed the button at the end."""
        return self.number != len(PERSONS)


def _person(number: int, row: str) -> Person:
    name, school, group, code, answers, helped, comment, started, minutes = (cell.strip() for cell in row.split("|"))
    begun = datetime.fromisoformat(started)
    marks = {".": EMPTY, "-": NOT_APPLICABLE}
    return Person(
        number=number,
        name=name,
        school=BY_ID[school].name,
        group=group,
        code=code,
        answers=tuple(marks[one] if one in marks else int(one) for one in answers.split()),
        helped=tuple(int(place) for place in helped.split()),
        comment=comment.replace("/", "\n"),
        started=begun,
        ended=begun + timedelta(minutes=int(minutes)),
    )


PERSONS: tuple[Person, ...] = tuple(_person(number, row) for number, row in enumerate(_ROWS.strip().splitlines(), 1))
#: Those who sent their answers: tools that write nothing before the last page know only them.
SENT = tuple(person for person in PERSONS if person.finished)
STATEMENTS = tuple(q.STATEMENTS[code] for code in ASKED)
