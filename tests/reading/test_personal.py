"""Identifiers in every shape people and tools write them: found, and told from what only looks like one."""

from __future__ import annotations

import pytest

from toolbox.reading import read
from toolbox.reading.grid import Column
from toolbox.reading.identifiers import identifier_of, scrubbed
from toolbox.reading.personal import MOMENT, SUSPECT, is_internet, is_phone, is_place, without

PHONES = (
    "+372 5555 1234",
    "+3725551234",
    "5555 1234",
    "555-123-4567",
    "(555) 123-4567",
    "+1 (555) 123-4567",
    "0176 12345678",
    "0176/12345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "8 (921) 123-45-67",
    "+995 555 12 34 56",
    "00372 5551234",
)
NO_PHONES = (
    "2019-2020",
    "1 500 000",
    "12.03.2024 10:30",
    "2024-03-01",
    "3.14159265",
    "28-29 2016",
    "uuid:9b21467f-1116-4340-a3b1-1ab64f13c87d",
    "see issue #154087320",
)


@pytest.mark.parametrize("number", PHONES)
def test_a_telephone_number_is_found_in_a_column_and_in_a_sentence(number: str) -> None:
    assert is_phone(number)
    assert identifier_of(Column.of_cells([number, number[:-1] + "9"]), "Q7") == "phone"
    assert without(f"Helista {number} pärast kooli") == "Helista (number removed) pärast kooli"


@pytest.mark.parametrize("text", NO_PHONES)
def test_other_numbers_stay(text: str) -> None:
    assert not is_phone(text)
    assert without(f"We said {text} then") == f"We said {text} then"


@pytest.mark.parametrize(
    "address", ["192.0.2.7", "192.0.2.7:8080", "2001:db8::1", "2001:0db8:85a3:0:0:8a2e:0370:7334", "::1"]
)
def test_internet_addresses_of_both_kinds(address: str) -> None:
    assert is_internet(address)
    assert identifier_of(Column.of_cells([address]), "Q7") == "ip"
    assert address not in without(f"sent from {address} at night")


@pytest.mark.parametrize(
    "place",
    ["58.3776, 26.7290", "58.3776 26.7290 0 0", "58,3776; 26,7290", "(58.3776, 26.7290)", "58°22'39\"N 26°43'44\"E"],
)
def test_points_on_the_map(place: str) -> None:
    assert is_place(place)
    assert identifier_of(Column.of_cells([place]), "Q9") == "place"


@pytest.mark.parametrize(
    "names",
    [
        ("MARI MAASIKAS", "JAAN TAMM", "PEETER KASK", "LIIS LEPP", "ANN ARU"),
        ("Maasikas, Mari", "Tamm, Jaan", "Kask, Peeter", "Lepp, Liis", "Aru, Ann"),
        ("Мария Иванова", "Пётр Сидоров", "Анна Смирнова", "Олег Кузнецов", "Ирина Попова"),
        ("ნინო ბერიძე", "გიორგი კაპანაძე", "მარიამ ლომიძე", "დავით მაისურაძე", "ანა გელაშვილი"),
        ("Μαρία Παππά", "Γιώργος Νικολάου", "Ελένη Δήμου", "Νίκος Γεωργίου", "Άννα Ιωάννου"),
        ("Jan van der Berg", "Ana de la Cruz", "Mary-Jane Smith", "José García López", "Sean O'Brien"),
    ],
)
def test_names_of_many_languages_under_a_short_heading(names: tuple[str, ...]) -> None:
    assert identifier_of(Column.of_cells(names), "Q3") == "name"


@pytest.mark.parametrize(
    "heading", ["Nimesi", "სახელი, გვარი", "ФИО", "Ονοματεπώνυμο", "Vor- und Nachname", "Imię i nazwisko"]
)
def test_names_by_heading(heading: str) -> None:
    assert identifier_of(Column.of_cells(["Mari", "Jaan"]), heading) == "name"


def test_an_address_with_its_name_is_the_person_of_that_address() -> None:
    plain, named = (
        read(f"e-mail,q\n{mail},4\n".encode(), pseudonym=str.upper) for mail in ("m@k.example", "Mari <m@k.example>")
    )
    assert plain.table["e-mail"][0] == named.table["e-mail"][0] == "M@K.EXAMPLE"


def test_what_was_removed_from_texts_is_counted() -> None:
    column, changed = scrubbed(Column.of_cells(["Call 040 123 4567", "All good", "Write m@k.example"]))
    assert changed == 2
    assert column.cells() == ["Call (number removed)", "All good", "Write (e-mail removed)"]


@pytest.mark.parametrize(
    "moment",
    [
        "17/10/25, 12:44:10",
        "3.10.2025 9:05",
        "2025-10-17 12:44:10",
        "2025-10-17T12:44:10.123Z",
        "2025-10-17T12:44:10.123-0500",
        "10/17/2025 9:05 PM",
    ],
)
def test_moments_are_nobodys_numbers_and_cost_nothing(moment: str) -> None:
    """A long log has a million of them: none is looked through sign by sign."""
    assert Column.of_cells([moment, "never"]).matching(SUSPECT, MOMENT) == []
    assert without(moment) == moment
    assert without(f"Call me on {moment[:10]}, 040 123 4567").endswith("(number removed)")


@pytest.mark.parametrize(
    "text", ["m@k.example", "at 10.22.3.4", "on 2001:db8::1", "2001:db8:1:2:3:4:5:6", "58.3776, 26.7290", "040-1234567"]
)
def test_whatever_loses_something_is_looked_through(text: str) -> None:
    assert Column.of_cells([text, "never"]).matching(SUSPECT, MOMENT) == [text]
    assert "removed)" in without(text)
