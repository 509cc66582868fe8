"""Keyed forms of a code that show a slip: two codes one character apart share one, though nobody can read either.

A pseudonym is a hash: two codes that differ in one character have nothing in common. So beside it, when an export is
read, the same key hashes the code with each single unit taken out, and with each pair of units taken out. A unit is
a character, or, where the code was asked in several boxes, the content of a box: a wrong birth month is one slip
however many characters it changes. Of two codes A and B, from the forms and their places alone:

* another character (or part): A without place i is B without place i, for codes of one length;
* a character missing or too many: A as a whole is B without some place;
* two neighbours swapped: A without i is B without i + 1, and A without i + 1 is B without i. One slip of the hand,
  so one difference (Damerau 1964, doi:10.1145/363958.363994), although two characters differ;
* two differences: the same with two places out.

Boxes cannot be missing or swapped (a code with an empty box is no code), so parts know the first kind only.

*What is too short.* Chance brings two different persons' codes one slip apart more easily the shorter the codes: a
code of four digits has 36 neighbours in 10,000, so of 30 leavers and 30 joiners of one school three would look like
slips. At least four characters, or three boxes, must agree: codes from five characters or four boxes are compared;
for two differences five characters or three boxes must agree. How often chance alone does it is estimated from the
codes themselves (``toolbox.linking.near``) and shown beside the pairs. Codes of more than 32 characters are issued by
programs and pasted, so no slip is looked for; pairs of gaps are kept up to 12 characters, since they grow with the
square (66 for 12).

*What is not compared.* E-mail addresses and names: they are pseudonyms before a recipe is known, and one letter
apart they are often two persons (Marko, Marika).

*What it gives away.* Without the key: how long a code is, and whose codes are one or two slips apart; nothing of the
code. With the key somebody could try all codes, as they could against the pseudonym itself; forms with two places
out make that easier by two characters, so eight characters guard like six. The key lies with the store; forms lie
beside the answers, go when the round goes, and are in no table, download or page.

*Facts* (birth year, subject) are hashed together with school and group, so that the same fact of two schools does
not look the same, and with their question, so that only the same question is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from toolbox.model import Clues
from toolbox.model.rounds import LEAST_FOR_TWO, LEAST_UNITS, MOST_FOR_TWO, MOST_UNITS
from toolbox.reading.pseudonyms import Pseudonyms, normalise


def units_of(text: str) -> tuple[str, ...]:
    """The characters of a code as it is compared; none where a slip would say nothing.

    Example:
        >>> units_of(" Ma-17t "), units_of("17"), units_of("mari@school.example")
        (('m', 'a', '1', '7', 't'), (), ())
    """
    plain = normalise(text)
    return tuple(plain) if "@" not in plain and LEAST_UNITS[False] <= len(plain) <= MOST_UNITS else ()


def parts_of(cells: Sequence[str]) -> tuple[str, ...]:
    """The boxes of a code as they are compared; none where there are too few, or one says nothing.

    Example:
        >>> parts_of(["May", "Tartu", "Anna", "2"]), parts_of(["May", "", "Anna", "2"])
        (('may', 'tartu', 'anna', '2'), ())
    """
    parts = tuple(normalise(cell) for cell in cells)
    return parts if all(parts) and LEAST_UNITS[True] <= len(parts) <= MOST_UNITS else ()


def forms_of(units: Sequence[str], in_parts: bool = False) -> list[str]:
    """The texts to hash, in the order of ``Clues.forms``.

    Example:
        >>> forms_of("abcde")
        ['abcde', 'bcde', 'acde', 'abde', 'abce', 'abcd']
    """
    if not units:
        return []
    many = len(units)
    pairs = LEAST_FOR_TWO[in_parts] <= many <= MOST_FOR_TWO
    if not in_parts:
        code = "".join(units)
        shorter = [code[:at] + code[at + 1 :] for at in range(many)]
        if not pairs:
            return [code, *shorter]
        # A second gap behind the first: what is left of "without one" loses its place two - 1.
        return [
            code,
            *shorter,
            *(less[:two] + less[two + 1 :] for one, less in enumerate(shorter) for two in range(one, many - 1)),
        ]
    out = ["\x1f".join(units), *("\x1f".join((*units[:at], *units[at + 1 :])) for at in range(many))]
    if pairs:
        out += [
            "\x1f".join((*units[:one], *units[one + 1 : two], *units[two + 1 :]))
            for one, two in combinations(range(many), 2)
        ]
    return out


def clues_of(
    pseudonym: Pseudonyms,
    *,
    person: np.ndarray,
    school: np.ndarray,
    group: np.ndarray,
    schools: tuple[str, ...],
    groups: tuple[str, ...],
    units: Sequence[tuple[str, ...]],
    unit_codes: np.ndarray,
    in_parts: bool,
    facts: Mapping[str, Sequence[str]],
) -> Clues | None:
    """The clues of persons, one row each (rows without a pseudonym are left out); None where there are none.

    ``units`` are those of each distinct code, ``unit_codes`` which of them a row has. ``facts``: by question, a word
    for each row.
    """
    rows = np.flatnonzero(person != "")
    if not any(units) or not rows.size:
        return None
    used = np.unique(unit_codes[rows])
    domain = b"parts" if in_parts else b"characters"
    made = {int(place): pseudonym.hashes(domain, forms_of(units[place], in_parts)) for place in used}
    names = tuple(sorted(name for name, words in facts.items() if any(words)))
    held = np.zeros((len(rows), len(names)), np.uint64)
    for column, name in enumerate(names):
        known: dict[tuple[int, int, str], int] = {}
        for at, row in enumerate(rows):
            plain = normalise(facts[name][row])
            if plain:
                cell = (int(school[row]), int(group[row]), plain)
                if cell not in known:
                    told = "\x1f".join((name, schools[cell[0]], groups[cell[1]], plain))
                    known[cell] = int(pseudonym.hashes(b"facts", [told])[0])
                held[at, column] = known[cell]
    return Clues(
        schools=schools,
        groups=groups,
        school=school[rows],
        group=group[rows],
        person=person[rows],
        units=np.array([len(units[place]) for place in unit_codes[rows]], np.uint8),
        forms=np.concatenate([made[int(place)] for place in unit_codes[rows]]),
        in_parts=in_parts,
        fact_names=tuple(pseudonym.name(name) for name in names),
        facts=held,
    )
