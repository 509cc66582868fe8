"""Several files of one round as one draft: which belong together, which school and group each is from. Knows no screen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import PurePath

from toolbox.reading.averages import READER_KEY
from toolbox.reading.recipes import guess
from toolbox.reading.recipes.gathering import gather, one_survey, one_time
from toolbox.reading.recipes.persons import group_of
from toolbox.reading.recipes.repeating import without_repeats
from toolbox.reading.words import plain_words
from toolbox.web.mapping.deciding import tidy
from toolbox.web.mapping.draft import Draft, FileOfSet
from toolbox.web.mapping.results import stage

#: Words tools and people put into every file's name; they name no school.
_NO_NAME = frozenset(
    [
        "results",
        "result",
        "survey",
        "responses",
        "response",
        "answers",
        "export",
        "data",
        "form",
        "forms",
        "copy",
        "final",
        "results-survey",
        "csv",
        "xlsx",
        "xls",
        "ods",
        "school",
        "schools",
        "kool",
        "koulu",
        "mokykla",
        "skola",
        "round",
        "before",
        "after",
        "pre",
        "post",
        "of",
        "the",
        "and",
    ]
)


def belong(one: Draft, other: Draft) -> bool:
    """Whether two files are of one round: the same survey, given about the same time, with no name that says otherwise."""
    return _about_one_time(one, other) and one_survey(one.reading, other.reading)


def _about_one_time(one: Draft, other: Draft) -> bool:
    if one.reading is None or other.reading is None or READER_KEY in (one.reading.reader, other.reading.reader):
        # A table of averages is a round of its own: nobody can tell who is behind an average.
        return False
    for first in members(one):
        for second in members(other):
            said = {stage(first.file), stage(second.file)} - {""}
            if len(said) > 1 or _years_apart(first.file, second.file):
                return False
    return one_time(one.reading, other.reading)


def members(draft: Draft) -> tuple[Draft, ...]:
    """The files of a draft, each as the draft it was by itself."""
    return tuple(each.draft for each in draft.files) or (draft,)


def clusters(drafts: Iterable[Draft]) -> tuple[tuple[Draft, ...], ...]:
    """The drafts in groups that belong together, in the order they came; one a person took out stays alone."""
    found: list[list[Draft]] = []
    for draft in drafts:
        home = next((group for group in found if _at_home(draft, group)), None)
        if home is None:
            found.append([draft])
        else:
            home.append(draft)
    return tuple(tuple(group) for group in found)


def _at_home(draft: Draft, group: Sequence[Draft]) -> bool:
    if draft.alone or group[0].alone or not all(_about_one_time(draft, each) for each in group):
        return False
    # One comparison of all columns is enough: those of a group are of one survey.
    return one_survey(group[0].reading, draft.reading)


def put_together(drafts: Sequence[Draft], schools: Iterable[str] = ()) -> tuple[Draft, tuple[str, ...]]:
    """Several drafts as one, and a sentence for each file that repeats another and was left out.

    What was decided about the first of them that has a recipe is kept. Where no file is left beside one, that one is
    returned as it was.

    Args:
        drafts: files by themselves or sets of them.
        schools: names known from earlier rounds, to find one in the name of a file.
    """
    before = next((each for each in drafts if each.recipe is not None), drafts[0])
    single = [file for each in drafts for file in members(each)]
    told = {file.draft.key: (file.school, file.group) for each in drafts for file in each.files}
    checked = without_repeats([each.reading for each in single if each.reading is not None])
    notes = tuple(said for _, said in checked if said)
    kept = [(one, reading) for one, (reading, said) in zip(single, checked, strict=True) if not said]
    if len(kept) == 1:
        return kept[0][0], notes
    title = f"{len(kept)} files"
    found = gather([reading for _, reading in kept], title)
    guessed = places_of(_titles([one for one, _ in kept]), schools)
    files = tuple(
        FileOfSet(draft=one, reading=reading, differs=differs, **dict(zip(("school", "group"), told.get(one.key, place), strict=True)))
        for (one, _), reading, differs, place in zip(kept, found.each, found.differing, guessed, strict=True)
    )  # fmt: skip
    said = tuple(dict.fromkeys(one.as_before for one, _ in kept if one.as_before))
    together = replace(
        before,
        key=sha256(" ".join(sorted(one.key for one, _ in kept)).encode()).hexdigest()[:16],
        file=title,
        content=b"",
        reading=found.common,
        files=files,
        as_before=" ".join(said),
    )
    if together.recipe is not None:
        recipe = guess(found.common, together.framework, together.recipe)
        together = replace(together, recipe=replace(recipe, name=together.recipe.name))
    return together, notes


def _titles(drafts: Sequence[Draft]) -> list[str]:
    """What may name the school or the group of each file: its name, and its sheet's where the sheets differ."""
    sheets = [one.reading.sheet if one.reading else "" for one in drafts]
    if len(set(sheets)) < 2:
        return [one.file for one in drafts]
    return [f"{PurePath(one.file).stem} {sheet}.file" for one, sheet in zip(drafts, sheets, strict=True)]


def taken_out(draft: Draft, keys: Iterable[str], schools: Iterable[str] = ()) -> tuple[Draft, tuple[Draft, ...]]:
    """The set without some files, and those files by themselves; they are not put together again unless asked."""
    out = set(keys)
    rest = [each for each in draft.files if each.draft.key not in out]
    alone = tuple(replace(each.draft, alone=True) for each in draft.files if each.draft.key in out)
    if not rest or not alone:
        return draft, ()
    if len(rest) == 1:
        return _by_itself(draft, rest[0]), alone
    shell = replace(draft, files=tuple(rest))
    return put_together([shell], schools)[0], alone


def _by_itself(draft: Draft, last: FileOfSet) -> Draft:
    """The last file of a set, with what was decided about the set."""
    if draft.recipe is None:
        return last.draft
    recipe = replace(draft.recipe, school=last.school or draft.recipe.school, group=last.group or draft.recipe.group)
    one = last.draft
    return replace(
        draft, key=one.key, file=one.file, content=one.content, choices=one.choices, reading=last.reading, files=(), recipe=recipe
    )  # fmt: skip


def with_place(draft: Draft, key: str, *, school: str | None = None, group: str | None = None) -> Draft:
    """Say which school, or which group, all answers of one file are from."""
    changed = []
    for each in draft.files:
        if each.draft.key == key:
            each = replace(each, school=each.school if school is None else tidy(school, 250))
            each = replace(each, group=each.group if group is None else tidy(group))
        changed.append(each)
    return replace(draft, files=tuple(changed))


def places_of(names: Sequence[str], schools: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """(school, group) as far as the files' names say them; what all names share says nothing.

    Example:
        >>> places_of(["results-survey123 Birch School.csv", "results-survey124 Elm School.csv"])
        (('Birch School', ''), ('Elm School', ''))
        >>> places_of(["tamme_teachers.csv", "tamme_pupils.csv", "kase-teachers.csv"])
        (('tamme', 'teachers'), ('tamme', 'pupils'), ('kase', 'teachers'))
        >>> places_of(["õpetajad 2026.xlsx", "õpilased 2026.xlsx"], ["Tamme Kool"])
        (('', 'teachers'), ('', 'pupils'))
    """
    known = {plain_words(name): name for name in schools}
    split = [re.findall(r"[^\W\d_]+(?:['’.][^\W\d_]+)*", PurePath(name).stem) for name in names]
    shared = Counter(word.casefold() for words in split for word in {*words})
    return tuple(_place(words, {w for w, count in shared.items() if count == len(names)}, known) for words in split)


def _place(words: Sequence[str], everywhere: set[str], known: dict[str, str]) -> tuple[str, str]:
    plain = f" {plain_words(' '.join(words))} "
    school = next((known[name] for name in sorted(known, key=len, reverse=True) if name and f" {name} " in plain), "")
    group = next((group_of(word) for word in words if group_of(word)), "")
    if school:
        return school, group
    own = [word for word in words if word.casefold() not in everywhere and not group_of(word)]
    told = [word for word in own if word.casefold() not in _NO_NAME]
    if not told:
        return "", group
    # "Birch School": the word all of them share is part of the name where it stands beside a name of its own.
    named = [w for w in words if w in told or (w.casefold() in _SCHOOLS and not group_of(w))]
    return " ".join(named), group


_SCHOOLS = frozenset(
    ["school", "kool", "koulu", "mokykla", "skola", "gymnasium", "gümnaasium", "lyceum", "college", "academy"]
)


def _years_apart(one: str, other: str) -> bool:
    """Whether two names speak of different years."""
    first, second = (set(re.findall(r"(?<!\d)(20\d\d)(?!\d)", name)) for name in (one, other))
    return bool(first and second) and not first & second
