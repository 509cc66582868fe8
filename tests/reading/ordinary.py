"""Ordinary tables, drawn at random: surveys and lists people keep, of which none is a tool's export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from toolbox.reading.seeding import wordings

Cells = Callable[[], str]
Rows = list[list[str]]

_FIRST = ("Mari", "Jaan", "Liis", "Aino", "Ona", "Giorgi", "Līga", "Ivan", "Ana", "Eva", "Peeter", "Tiina")
_LAST = ("Udu", "Pilv", "Lumi", "Virta", "Debesis", "Vihma", "Saar", "Tuul", "Meri", "Org")
_SCHOOLS = ("Tamme Kool", "Kase Põhikool", "Ąžuolo mokykla", "Koivun koulu", "Школа №5", "16. vidusskola")
_TEXTS = ("Väga hea oli", "More time, please", "Все хорошо", "no", "-", "We talk; then everybody writes", "")
_YES_NO = (
    *(("Yes", "No"), ("jah", "ei"), ("Kyllä", "Ei"), ("Taip", "Ne"), ("Да", "Нет"), ("კი", "არა"), ("TRUE", "FALSE")),
    *(("0", "1"), ("x", ""), ("Yes (1)", "No (0)"), ("Jah (1)", "Ei (2)"), ("Complete", "Incomplete"), ("in", "out")),
)
_QUESTIONS = (
    *("How often do you use {}?", "We plan {} together", "My {} supports me", "Does your school have {}?"),
    *("Kui sageli kasutad: {}?", "Tunnen end {} kindlalt", "Arvioi: {}", "Planuojame {}", "Мы планируем {}"),
    *("რამდენად ხშირად {}?", "Wie oft nutzen Sie {}?", "Quel est {} ?", "Zub {}?", "Wolim {} ba"),
)
_THINGS = ("lessons", "tablets", "õppetöö", "feedback", "mentor", "role", "kool", "status", "course", "topic", "end")
_TITLES = (
    *("Name", "School", "Class", "Date", "Time", "Duration", "Topic", "Teacher", "Role", "Status", "Group", "Grade"),
    *("Points", "Total", "Room", "Start", "End", "E-mail", "Comment", "Activity", "Event", "Action", "Description"),
    *("Language", "ID", "Nr", "Code", "Response", "Question", "Completed", "Submitted", "Present", "Hours", "Week"),
    *("Nimi", "Kool", "Klass", "Kuupäev", "Kestus", "Teema", "Õpetaja", "Vorm", "Päivämäärä", "Aine", "Hinne", "Kokku"),
    *("Datum", "Vastus", "Data", "Дата", "Kommentaar", "Leaders", "Pupils", "Parents", "Õpilased", "Section", "Page"),
)
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%d %B %Y")
_LISTS = (
    *(("person", "yes"), ("person", "mail", "class"), ("person", "scale"), ("person", "yes", "number"), ("name", "many")),
    *(("day", "clock", "clock", "name", "word"), ("name", "clock", "clock", "length"), ("person", "day", "day")),
    *(("word", "money", "money"), ("school", "number", "number", "percent"), ("person", "word", "day"), ("name", "number", "day")),
    *(("name", "yes", "day"), ("day", "word", "number"), ("name", "word", "day"), ("id", "day", "day", "name", "word")),
    *(("day", "school", "length", "text"), ("id", "person", "class", "phone"), ("clock", *["word"] * 5), ("person", *["word", "day"] * 3)),
    *(("person", *["number"] * 9), ("person", *["yes"] * 20), ("role", "decimal", "number", "decimal"), ("school", "average", "number")),
)  # fmt: skip
_SURVEYS = (
    (),
    (),
    ("id",),
    ("person",),
    ("school",),
    ("code",),
    ("id", "school"),
    ("school", "role"),
    ("id", "day", "day"),
    ("day", "school"),
)


class Ordinary:
    """One random table; the same seed gives the same one."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def table(self) -> Rows:
        """Heading and rows, perhaps with a title above, blanks inside and an average below."""
        kinds = self._kinds()
        rows = self.random.choice((1, 2, 5, 12, 40, 150) if len(kinds) < 12 else (1, 3, 12))
        filled = self.random.choice((1.0, 0.9, 0.6))
        scale = self._scale()
        columns = []
        for place, kind in enumerate(kinds):
            cell = scale if kind == "same" else getattr(self, f"_{kind}")()
            drawn = (cell() for _ in range(rows))
            columns.append([text if place == 0 or self.random.random() < filled else "" for text in drawn])
        made = [self._heading(len(kinds)), *map(list, zip(*columns, strict=True))]
        if self.random.random() < 0.2:
            title = self.random.choice(("Koolide küsitlus 2025", "Class 7b", "Report", "School: Tamme"))
            made.insert(0, [title, *[""] * (len(kinds) - 1)])
        if self.random.random() < 0.1:
            made.append(["Average", *(str(self.random.randint(1, 5)) for _ in kinds[1:])])
        return made

    def _kinds(self) -> tuple[str, ...]:
        if self.random.random() < 0.4:
            return self.random.choice(_LISTS)
        width = self.random.choice((2, 3, 4, 5, 6, 8, 12, 25, 60))
        asked = ("scale", "scale", "same", "same", "same", "yes", "yes", "number", "text", "many", "decimal", "length")
        return (*self.random.choice(_SURVEYS), *(self.random.choice(asked) for _ in range(width)))

    def _heading(self, width: int) -> list[str]:
        style = self.random.choice(("question", "title", "title", "code", "either", "array"))
        return [self._words(style, place) for place in range(1, width + 1)]

    def _words(self, style: str, place: int) -> str:
        question = self.random.choice(_QUESTIONS).format(self.random.choice(_THINGS))
        title = self.random.choice(_TITLES)
        if style == "either":
            style = self.random.choice(("question", "title", "two", "blank"))
        return {"question": question, "title": title, "two": f"{title} {self.random.choice(_THINGS)}", "blank": ""}.get(
            style, f"Q{place}" if style == "code" else f"{question} [{title}]"
        )

    def _scale(self) -> Cells:
        answers = [self.random.choice(words).capitalize() for words in self.random.choice(wordings()).answers]
        shape = self.random.choice(("{0}", "{0}", "{0} ({1})", "{1} - {0}", "({1}) {0}", "{0} - {1}"))
        said = [shape.format(answer, number) for number, answer in enumerate(answers, 1)]
        used = self.random.sample(said, self.random.randint(1, len(said)))
        return lambda: self.random.choice(used)

    def _of(self, *words: str) -> Cells:
        return lambda: self.random.choice(words)

    def _yes(self) -> Cells:
        return self._of(*self.random.choice(_YES_NO))

    def _number(self) -> Cells:
        most = self.random.choice((1, 5, 10, 60, 9_999_999))
        return lambda: str(self.random.randint(0, most))

    def _decimal(self) -> Cells:
        most, sign = self.random.choice((1, 5, 100)), self.random.choice(",.")
        return lambda: f"{self.random.uniform(0, most):.2f}".replace(".", sign)

    def _average(self) -> Cells:
        return lambda: f"{self.random.uniform(1, 5):.1f}"

    def _percent(self) -> Cells:
        return lambda: f"{self.random.randint(0, 100)} %"

    def _money(self) -> Cells:
        shape = self.random.choice(("{} €", "€{}", "{},00", "1 {}"))
        return lambda: shape.format(self.random.randint(100, 999))

    def _day(self) -> Cells:
        shape = self.random.choice(_DAYS) + self.random.choice(("", "", " %H:%M", ", %H:%M:%S"))
        rising, state = self.random.random() < 0.5, [datetime(2025, 1, 8, 8)]

        def cell() -> str:
            state[0] += timedelta(minutes=self.random.choice((0, 3, 60, 1440) if rising else (-2000, 45, 6000)))
            return state[0].strftime(shape)

        return cell

    def _clock(self) -> Cells:
        return lambda: f"{self.random.randint(7, 18):02}:{self.random.choice((0, 15, 45)):02}"

    def _length(self) -> Cells:
        shape = self.random.choice(("{} min", "{}", "1h {}m", "0:{}", "{} tundi"))
        return lambda: shape.format(self.random.randint(10, 59))

    def _name(self) -> Cells:
        shape = self.random.choice(("{0} {1}", "{1}, {0}", "{0}"))
        return lambda: shape.format(self.random.choice(_FIRST), self.random.choice(_LAST))

    def _person(self) -> Cells:
        """A name that comes once."""
        names = [f"{first} {middle}. {last}" for middle in "ABC" for last in _LAST for first in _FIRST]
        self.random.shuffle(names)
        return names.pop

    def _id(self) -> Cells:
        state = [self.random.choice((0, 10_000_000))]

        def cell() -> str:
            state[0] += self.random.choice((1, 1, 2))
            return str(state[0])

        return cell

    def _many(self) -> Cells:
        joiner = self.random.choice((", ", ";", "\n", "|"))
        return lambda: joiner.join(self.random.sample(("Books", "Films", "Tablets", "Курс"), self.random.randint(1, 3)))

    def _mail(self) -> Cells:
        return lambda: f"{self.random.choice(_FIRST).lower()}@kool.example"

    def _code(self) -> Cells:
        return lambda: f"{self.random.choice('ABC')}{self.random.choice('XYZ')}{self.random.randint(10, 99)}"

    def _phone(self) -> Cells:
        return lambda: f"+372 5{self.random.randint(100_000, 999_999)}"

    def _class(self) -> Cells:
        return lambda: f"{self.random.randint(1, 9)}{self.random.choice('abc')}"

    def _school(self) -> Cells:
        return self._of(*_SCHOOLS)

    def _role(self) -> Cells:
        return self._of("teacher", "pupil", "leader", "Lapsevanem")

    def _word(self) -> Cells:
        return self._of(*self.random.sample(("Tallinn", "math", "history", "ruum 12", "uus", "planned", "online"), 3))

    def _text(self) -> Cells:
        return self._of(*_TEXTS)
