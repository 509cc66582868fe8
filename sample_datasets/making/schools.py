"""The fifteen invented schools of the sample hub, their two regional hubs, and who mentors whom.

The names are made of mist, clouds, stars and bridges in the languages of the four countries: none is a real school.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Regional hubs.
COAST, HILLS = "Fog Coast", "Cloud Hills"


@dataclass(frozen=True, kw_only=True)
class School:
    """One school: where it is, how many persons could answer, and its part in the mentoring."""

    id: str
    name: str
    country: str
    region: str
    hub: str
    level: str
    part: str
    """``mentored`` (sessions between the two rounds), ``not_yet`` (they start after the second), ``mentor`` (gives only)."""
    mentor: str
    """Id of the school that mentors it, "" where none does yet."""
    leaders: int
    teachers: int
    pupils: int
    types: tuple[tuple[str, str], ...]
    """(AS: advanced school, or AP: school with advanced practitioners; since when), earliest first."""


def _school(row: str) -> School:
    cells = [cell.strip() for cell in row.split("|")]
    keys = ("id", "name", "country", "region", "hub", "level", "part", "mentor")
    texts = dict(zip(keys, cells[:8], strict=True))
    leaders, teachers, pupils = (int(cell) for cell in cells[8:11])
    return School(
        **texts,
        leaders=leaders,
        teachers=teachers,
        pupils=pupils,
        types=tuple(tuple(each.split()) for each in cells[11].split(",")),
    )


_ROWS = f"""
S01|Udulinna Kool|Estonia|North shore|{COAST}|primary and lower secondary|mentor||4|24|65|AP 2022-09-01, AS 2023-09-01
S02|Pilvelahe Põhikool|Estonia|North shore|{COAST}|primary and lower secondary|mentored|S01|3|14|60|AP 2025-09-01
S03|Tähemäe Gümnaasium|Estonia|Islands|{COAST}|upper secondary|mentored|S01|5|26|70|AP 2025-09-01, AS 2026-02-02
S04|Vikerkaaresaare Kool|Estonia|Islands|{COAST}|primary|not_yet||4|16|50|AP 2025-09-01
S05|Sumuniemen koulu|Finland|Lake land|{COAST}|primary and lower secondary|mentored|S01|4|18|60|AP 2025-09-01, AS 2026-04-13
S06|Revontulimäen koulu|Finland|Far north|{COAST}|primary|mentored|S01|2|12|45|AP 2025-09-01
S07|Pilvilahden koulu|Finland|Lake land|{COAST}|lower secondary|not_yet||5|20|65|AP 2025-09-01
S08|Tähtisaaren lukio|Finland|Far north|{COAST}|upper secondary|not_yet||4|17|60|AP 2025-09-01
S09|Debesų kalno gimnazija|Lithuania|Upper hills|{HILLS}|upper secondary|mentored|S01|6|22|60|AP 2024-09-01, AS 2025-02-01
S10|Rūko slėnio mokykla|Lithuania|Upper hills|{HILLS}|primary and lower secondary|mentored|S09|4|16|60|AP 2025-09-01
S11|Žaibo ežero mokykla|Lithuania|River bend|{HILLS}|primary|mentored|S09|2|8|40|AP 2025-09-01
S12|Vėjo tilto progimnazija|Lithuania|River bend|{HILLS}|lower secondary|not_yet||4|15|55|AP 2025-09-01
S13|Osnovna šola Megleni Dol|Slovenia|Karst edge|{HILLS}|primary and lower secondary|mentored|S09|4|17|65|AP 2025-09-01
S14|Gimnazija Zvezdna Gora|Slovenia|Karst edge|{HILLS}|upper secondary|not_yet||6|21|65|AP 2025-09-01
S15|Osnovna šola Srebrni Most|Slovenia|Karst edge|{HILLS}|primary|not_yet||2|15|45|AP 2025-09-01
"""

#: Cluster → (hub, how it works, what its mentors get for it, mentee schools they said they can take).
CLUSTERS = {
    "S01": (COAST, "top-down", "two paid hours a week", 4),
    "S09": (HILLS, "bottom-up", "", 3),
}
#: This school has a mentor since after the second round, and nobody met yet: a pair that never spoke.
UNMET, UNMET_SINCE = ("S12", "S09"), "2026-05-11"

SCHOOLS: tuple[School, ...] = tuple(_school(row) for row in _ROWS.strip().splitlines())
BY_ID = {school.id: school for school in SCHOOLS}
PARTS = ("mentored", "not_yet", "mentor")
GROUPS = ("leaders", "teachers", "pupils")


def schools_of(part: str) -> tuple[School, ...]:
    """The schools that play one part in the mentoring; every school for ``all``.

    Example:
        >>> len(schools_of("mentored")), len(schools_of("all"))
        (8, 15)
    """
    return tuple(school for school in SCHOOLS if part in ("all", school.part))
