"""Teams attendance in the shapes it comes in: languages, three tables in one file, meetings that end after the last row."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.reading.activities import table
from toolbox.model import Choices
from toolbox.reading import read

ENGLISH = ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"]


@pytest.mark.parametrize(
    ("heading", "came", "left", "length", "organiser"),
    [
        (ENGLISH, "4/13/2021, 9:01:31 AM", "4/13/2021, 10:43:31 AM", "1h 42m", "Organizer"),
        (["Nom complet", "Heure d'arrivée", "Heure de départ", "Durée", "E-mail", "Rôle"], "13/04/2021 à 09:01:31", "13/04/2021 à 10:43:31", "1\u00a0h 42\u00a0m", "Organisateur"),
        (["Vollständiger Name", "Beitrittszeit", "Verlassenszeit", "Dauer", "E-Mail", "Rolle"], "13.4.2021, 09:01:31", "13.4.2021, 10:43:31", "1 Std. 42 Min.", "Organisator"),
        (["Nimi", "Liitumisaeg", "Lahkumisaeg", "Kestus", "E-post", "Roll"], "13.04.2021, 9:01:31", "13.04.2021, 10:43:31", "1 h 42 min", "Korraldaja"),
        (["Nimi", "Liittymisaika", "Poistumisaika", "Kesto", "Sähköposti", "Rooli"], "13.4.2021 klo 9.01.31", "13.4.2021 klo 10.43.31", "1 t 42 min", "Järjestäjä"),
        (["Navn", "Tidspunkt for deltakelse", "Tidspunkt for avslutning", "Varighet", "E-post", "Rolle"], "13.4.2021, 09:01:31", "13.4.2021, 10:43:31", "1 t 42 min", "Arrangør"),
        (["Имя", "Время присоединения", "Время выхода", "Длительность", "Почта", "Роль"], "13.04.2021, 09:01:31", "13.04.2021, 10:43:31", "1 ч. 42 мин.", "Организатор"),
    ],
    ids=["en", "fr", "de", "et", "fi", "nb", "ru"],
)  # fmt: skip
def test_stays_in_many_languages(heading, came, left, length, organiser) -> None:
    rows = [["Mari Udu", came, left, length, "mari@kool.example", organiser]]
    rows += [["Jaan Pilv", came, left, length, "jaan@kool.example", "x"]] * 2
    events = read(table([heading, *rows], "\t", "utf-16")).events
    assert events["minutes"].tolist() == [102, 102, 102]
    assert events["kind"].tolist() == ["organised", "attended", "attended"]
    assert events["at"].dt.strftime("%d.%m.%Y %H:%M").unique().tolist() == ["13.04.2021 09:01"]


def report(words: list[str], titles: list[list[str]], length: str) -> bytes:
    """The three tables of the newest reports; Jaan came twice."""
    begin, end = "13.04.2021, 09:00:00", "13.04.2021, 09:30:00"
    persons = [("Mari Udu", "mari@kool.example"), ("Jaan Pilv", "jaan@kool.example"), ("Guest", "")]
    lines = [[words[0]], [words[3], "Planning"], [words[4], begin], [words[5], end], [], [words[1]], titles[0]]
    lines += [[name, begin, end, length, mail, mail, words[6]] for name, mail in persons]
    lines += [[], [words[2]], titles[1]]
    lines += [[name, begin, end, length, mail, words[6]] for name, mail in (*persons, persons[1])]
    return table(lines, "\t", "utf-16")


@pytest.mark.parametrize(
    ("words", "titles", "length"),
    [
        (["1. Podsumowanie", "2. Uczestnicy", "3. Działania", "Tytuł", "Początek", "Koniec", "Uczestnik"], [["Imię i nazwisko", "Pierwsze dołączenie", "Ostatnie opuszczenie", "Czas trwania", "Adres e-mail", "Identyfikator (UPN)", "Rola"], ["Imię i nazwisko", "Godzina dołączenia", "Godzina opuszczenia", "Czas trwania", "Adres e-mail", "Rola"]], "30 min"),
        (["1. Aa", "2. Bb", "3. Cc", "Dd", "Ee", "Ff", "Gg"], [["Nn", "Jj", "Ll", "Tt", "Mm", "Pp", "Rr"], ["Nn", "Kk", "Oo", "Tt", "Mm", "Rr"]], "30 qq"),
    ],
    ids=["Polish", "no known language"],
)  # fmt: skip
def test_of_three_tables_the_stays_are_read(words, titles, length) -> None:
    reading = read(report(words, titles, length))
    assert (reading.reader, len(reading.table), reading.people) == ("teams_attendance", 4, 3)
    assert reading.events["minutes"].sum() == 120


def test_a_stay_nobody_ended_lasts_until_the_end_of_the_meeting() -> None:
    lines = [["Meeting Summary"], ["Meeting Start Time", "4/13/2021, 9:00:00 AM"], ["Meeting End Time", "4/13/2021, 10:45:00 AM"], [], ENGLISH]  # fmt: skip
    lines += [["Mari Udu", "4/13/2021, 9:00:00 AM", "4/13/2021, 10:00:00 AM", "1h", "m@kool.example", "Organizer"]]
    lines += [["Jaan Pilv", "4/13/2021, 9:15:00 AM", "", "", "j@kool.example", "Attendee"]]
    reading = read(table(lines, "\t", "utf-16"))
    assert reading.events["minutes"].tolist() == [60, 90]
    assert "The end of the meeting was taken instead." in next(
        p.message for p in reading.problems if p.code == "no_leaving"
    )


def test_somebody_who_never_came_is_set_aside_and_no_heading() -> None:
    stay = ["4/13/2021, 9:00:00 AM", "4/13/2021, 10:00:00 AM", "1h"]
    rows = [
        ["Mari Udu", *stay, "m@kool.example", "Organizer"],
        ["Liis Täht", "", "", "0s", "l@kool.example", "Attendee"],
    ]
    rows += [["Jaan Pilv", *stay, "j@kool.example", "Attendee"]]
    assert len(read(table([ENGLISH, *rows], "\t", "utf-16")).table) == 2


def test_a_meeting_of_one_day_that_fits_both_orders_is_asked_about_and_answered() -> None:
    rows = [["Mari Udu", "Joined", "11/4/2020, 9:50:12 AM"], ["Mari Udu", "Left", "11/4/2020, 9:55:12 AM"]]
    content = table([["Full Name", "User Action", "Timestamp"], *rows])
    asked = read(content)
    assert asked.first is None
    (told,) = [problem.message for problem in asked.problems if problem.code == "date_order_unclear"]
    assert told == "Is '11/4/2020, 9:50:12 AM' day first or month first? All 2 dates fit both."
    assert read(content, choices=Choices(date_order="mdy")).first == datetime(2020, 11, 4, 9, 50, 12)
