"""Who sees to a step is a role: it outlives the person, and no name is kept. A gentle word where a name was written."""

from __future__ import annotations

import re

from toolbox.wording.templates import say

#: Beginnings of words that name a role in the languages of the hubs; one of them is enough.
_ROLES = (
    "deput", "lead", "princip", "teach", "coord", "team", "group", "council", "comm", "board", "librar",
    "admin", "tech", "digital", "media", "mentor", "secret", "manag", "offic", "advis", "assist", "staff",
    "parent", "pupil", "student", "school", "class", "year", "depart", "subject", "safe", "everyone",
    "direkt", "direct", "leit", "koord", "lehr", "schul", "õpetaja", "juht", "kooli", "haridus", "mokytoj", "mokykl",
    "skol", "rehtor", "opettaj", "ravnatel", "učitel", "dyrek", "nauczyc", "profes", "docent", "équipe", "equip", "grupp",
)  # fmt: skip
_WHOLE = {"head", "heads", "vice", "ict", "it", "all", "data"}
_ADDRESSED = re.compile(r"^(mr|mrs|ms|miss|dr|prof|frau|herr|hr|pr|pan|pani|sig|sra?|mme|m)\.?\s+\w", re.IGNORECASE)
_INITIAL = re.compile(r"(^|\s)\w\.\s*\w{2,}")


def owner_advice(owner: str) -> str:
    """What to say where a name seems to stand in the place of a role; "" otherwise. It never refuses.

    Example:
        >>> owner_advice("Deputy Head"), owner_advice("the Year 5 team"), owner_advice("librarian")
        ('', '', '')
        >>> owner_advice("Anna Kask")
        '“Anna Kask” looks like a person’s name. A role, such as “deputy head”, stays true when people change.'
    """
    words = re.findall(r"\w+", owner)
    roles = any(word.lower() in _WHOLE or word.lower().startswith(_ROLES) for word in words)
    named = len(words) in (2, 3) and all(word[0].isupper() and word[1:].islower() for word in words)
    if "@" in owner or _ADDRESSED.match(owner) or (not roles and (named or _INITIAL.search(owner))):
        return say("owner_advice", owner=owner)
    return ""
