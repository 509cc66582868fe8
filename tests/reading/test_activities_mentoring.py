"""The mentoring log as hands write it: titles in many words, logs of one mentor, hours planned and held, names spelled twice."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest

from tests.reading.activities import book, table
from toolbox.model import Choices
from toolbox.reading import Pseudonyms, read
from toolbox.reading.activities.lengths import minutes_of

HEADING = ["Kuupäev", "Mentor", "Mentii", "Kool", "Teema", "Vorm", "Kestus", "Olek"]
KEY = Pseudonyms(b"one key")


def session(day: object, mentees: str = "Jaan Pilv", length: object = "1 h", status: str = "toimus") -> list[object]:
    return [day, "Mari Udu", mentees, "Tähe Kool", "tund", "kohtumine", length, status]


def sessions(*rows: list[object], heading: list[str] = HEADING) -> bytes:
    return book({"Leht1": [heading, *rows]})


def said(reading, code: str) -> str:
    (told,) = [problem.message for problem in reading.problems if problem.code == code]
    return told


@pytest.mark.parametrize(
    ("heading", "together", "total"),
    [
        (["Kuupäev", "Mentori nimi", "Mentii(d)", "Kooli nimi", "Kohtumise teema", "Vorm", "Kestus (tundides)"], "ja", "Kokku"),
        (["Pvm", "Mentori", "Mentoroitavat", "Koulu", "Aiheet", "Tapaamismuoto", "Kesto (h)"], "ja", "Yhteensä"),
        (["Data", "Mentorius (-ė)", "Mentoriuojamieji", "Mokykla", "Tema", "Forma", "Trukmė (val.)"], "ir", "Iš viso"),
        (["Datums", "Mentors", "Mentorējamie", "Skola", "Tēma", "Forma", "Ilgums"], "un", "Kopā"),
        (["Datum", "Mentor", "Adepter", "Skola", "Ämne", "Form", "Tid"], "och", "Summa"),
        (["Dato", "Mentor", "Deltakere", "Skole", "Tema", "Form", "Varighet"], "og", "Sum"),
        (["Дата", "Наставник", "Наставляемые", "Школа", "Тема", "Форма", "Длительность"], "и", "Итого"),
        (["თარიღი", "მენტორი", "მენტი", "სკოლა", "თემა", "ფორმა", "ხანგრძლივობა"], "და", "სულ"),
        (["Datum", "Mentor/in", "Mentees", "Schule", "Thema", "Format", "Dauer"], "und", "Summe"),
        (["Date", "Mentor", "Mentorés", "École", "Thème", "Forme", "Durée"], "et", "Total"),
        (["Fecha", "Mentor", "Mentorizados", "Escuela", "Tema", "Forma", "Duración"], "y", "Total"),
        (["Data", "Mentore", "Mentee", "Scuola", "Argomento", "Modalità", "Durata"], "e", "Totale"),
        (["Data", "Mentor", "Mentorandos", "Escola", "Tema", "Forma", "Duração"], "e", "Total"),
        (["Datum", "Mentor", "Mentees", "School", "Onderwerp", "Vorm", "Duur"], "en", "Totaal"),
        (["Data", "Mentor", "Podopieczni", "Szkoła", "Temat", "Forma", "Czas trwania"], "i", "Razem"),
        (["Ημερομηνία", "Μέντορας", "Καθοδηγούμενοι", "Σχολείο", "Θέμα", "Μορφή", "Διάρκεια"], "και", "Σύνολο"),
        (["Date of meeting", "Mentor's name", "Mentee name(s)", "School name", "Topics discussed", "Type of activity", "Time spent (hours)"], "and", "Total"),
    ],
    ids=["et", "fi", "lt", "lv", "sv", "nb", "ru", "ka", "de", "fr", "es", "it", "pt", "nl", "pl", "el", "en"],
)  # fmt: skip
def test_titles_of_many_languages(heading, together, total) -> None:
    first = [date(2025, 10, 13), "Mari Udu", f"Jaan Pilv {together} Liis Täht", "Tähe Kool", "tund", "veeb", "1,5 h"]
    below = [None, None, "Jaan Pilv, Tiit Torn / Liis Täht", None, "tund", "veeb", time(1, 30)]
    reading = read(book({"A": [["Logo"], ["2025/26"], [], heading, first, below, [total, *[None] * 5, "3 h"]]}))
    assert (reading.reader, len(reading.table), reading.people) == ("mentoring_log", 2, 4)
    assert reading.events.drop_duplicates("row")["minutes"].tolist() == [90, 90]
    assert reading.events["at"].dt.date.unique().tolist() == [date(2025, 10, 13)]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("1,5 h", 90), ("90 min", 90), ("1:30", 90), ("1h30", 90), ("90'", 90), ("2 x 45 min", 90), ("14:00-15:30", 90),
        ("1:30 h", 90), ("ca 90 min", 90), ("1,5 h (veebis)", 90), ("poolteist tundi", 90), ("puoli tuntia", 30),
        ("2 ak. h", 90), ("2 akad. tundi", 90), ("2 акад. ч.", 90), ("1 oppitunti", 45), ("2 UE", 90), ("½ h", 30),
        ("60-90 min", np.nan), ("veebis", np.nan),
    ],
)  # fmt: skip
def test_lengths_as_hands_write_them(written, minutes) -> None:
    assert minutes_of(written) == pytest.approx(minutes, nan_ok=True)


def test_academic_hours_are_told() -> None:
    reading = read(sessions(session("13.10.2025", length="2 ak. h"), session("14.10.2025", length="1 h")))
    assert said(reading, "academic_hours") == "1 length is in academic hours (lessons), read as 45 minutes each."


def test_minutes_in_a_column_of_hours_are_told_as_such() -> None:
    heading = [*HEADING[:-2], "Tunnid", "Olek"]
    content = sessions(*(session("13.10.2025", length=each) for each in (1.5, 12, 90)), heading=heading)
    reading = read(content)
    assert reading.events.drop_duplicates("row")["minutes"].tolist() == [90, 720, 90]
    assert said(reading, "minutes_among_hours") == (
        "1 length under “Tunnid” is above 24 (the first: 90). No session lasts longer than a day, so it was read as minutes."
    )
    assert not [each for each in reading.problems if each.code == "lengths_taken"], "12 is what the heading says"


def test_what_was_taken_from_the_row_above_is_told() -> None:
    first, below = session("13.10.2025"), session("", "Liis Täht")
    reading = read(sessions(first, ["", "", *below[2:]], session("14.10.2025")))
    (told,) = [each for each in reading.problems if each.code == "filled_down"]
    assert told.message.startswith("In 1 row what is blank under “Kuupäev”, “Mentor” was taken from the row above")
    assert told.rows == (3,)
    whole = read(sessions(first, session("14.10.2025")))
    assert not [each for each in whole.problems if each.code == "filled_down"]


def test_dates_without_a_year_are_asked_about_and_answered() -> None:
    content = sessions(session("15.9."), session("12.3."))
    assert "Which school year is it?" in said(read(content), "no_year")
    answered = read(content, choices=Choices(school_year=2024))
    assert (answered.first, answered.last) == (datetime(2024, 9, 15), datetime(2025, 3, 12))


def test_a_date_without_a_year_among_dates_of_one_school_year_is_of_that_year_and_told() -> None:
    reading = read(sessions(session("15.9.2024"), session("20.10.2024"), session("12.3.")))
    assert reading.last == datetime(2025, 3, 12)
    assert "school year 2024/25" in said(reading, "school_year_taken")


def test_a_log_of_one_mentor_names_her_above_the_table_or_on_the_tab() -> None:
    heading = ["Kuupäev", "Mentii", "Teema", "Kestus"]
    rows = [heading, ["13.10.2025", "Jaan Pilv", "tund", "1 h"]]
    above = read(table([["Mentor:", "Mari Udu", "", ""], ["Kool: Tähe Kool", "", "", ""], *rows]), pseudonym=KEY)
    assert above.events["actor"].tolist() == [KEY("Mari Udu"), KEY("Jaan Pilv")]
    assert above.events["school"].tolist() == ["", "Tähe Kool"]
    tabs = read(book({"Mari Udu": rows, "Tiit Torn": rows}), pseudonym=KEY)
    assert set(tabs.events["actor"]) == {KEY("Mari Udu"), KEY("Tiit Torn"), KEY("Jaan Pilv")}
    assert "Mari" not in tabs.sheet + "".join(tabs.sheets)


def test_a_merged_date_does_not_reach_into_the_next_sheet() -> None:
    reading = read(book({"Sügis": [HEADING, session("13.10.2025")], "Kevad": [HEADING, session("")]}))
    assert reading.events["at"].isna().tolist() == [False, False, True, True]


def test_sheets_with_other_titles_are_joined_by_what_their_columns_are() -> None:
    other = ["Kuupäev", "Kool", "Mentor", "Mentiid", "Teema", "Vorm", "Aeg (min)", "Olek"]
    spring = ["13.03.2026", "Kaste Kool", "Mari Udu", "Liis Täht", "tund", "veeb", "45 min", "toimus"]
    reading = read(book({"Sügis": [HEADING, session("13.10.2025")], "Kevad": [other, spring]}), pseudonym=KEY)
    assert reading.events["minutes"].tolist() == [60, 60, 45, 45]
    assert reading.events["actor"].tolist()[-1] == KEY("Liis Täht")


def test_hours_planned_and_hours_held() -> None:
    heading = ["Date", "Mentor", "Mentee", "Topic", "Planned hours", "Delivered hours"]
    rows = [
        ["13.10.2025", "Mari Udu", "Jaan Pilv", "plan", 2, 1.5],
        ["14.10.2025", "Mari Udu", "Jaan Pilv", "plan", 2, ""],
    ]
    events = read(book({"A": [heading, *rows]})).events.drop_duplicates("row")
    assert events["minutes"].tolist() == [90, 120]
    assert events["delivered"].tolist() == [True, False]


@pytest.mark.parametrize("status", ["planeeritud", "ei toimunud", "jäi ära", "peruttu", "neįvyko", "нет", "abgesagt"])
def test_what_was_planned_or_fell_through_is_not_delivered(status) -> None:
    assert not read(sessions(session("13.10.2025", status=status))).events["delivered"].any()


def test_begin_and_end_give_the_length_and_the_hour() -> None:
    heading = ["Date", "Start", "End", "Mentor", "Mentees", "Topic"]
    events = read(
        book({"A": [heading, ["13.10.2025", time(14, 0), time(15, 30), "Mari Udu", "Jaan Pilv", "plan"]]})
    ).events
    assert (events["minutes"][0], str(events["at"][0])) == (90, "2025-10-13 14:00:00")


def test_one_person_in_several_spellings_is_told_and_kept_apart() -> None:
    reading = read(
        sessions(session("13.10.2025"), session("14.10.2025", "Pilv Jaan"), session("15.10.2025", "Jaan Pihlv"))
    )
    (told,) = [problem for problem in reading.problems if problem.code == "names_alike"]
    assert told.message.startswith("1 person is perhaps written in several ways")
    assert "Jaan" not in told.message
    assert reading.people == 4


def test_a_person_or_topic_that_sounds_like_a_total_is_none() -> None:
    rows = [session("13.10.2025", "Suma Rao"), ["", "", "", "", "", "Kokku:", "1 h", ""], ["Kokku oktoober", *[""] * 7]]
    rows += [["14.10.2025", "Mari Udu", "Jaan Pilv", "Tähe Kool", "Total quality", "veeb", timedelta(hours=1), ""]]
    reading = read(sessions(*rows))
    assert len(reading.table) == 2
    assert said(reading, "total_rows").startswith("2 rows")
