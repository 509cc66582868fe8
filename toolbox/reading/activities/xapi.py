"""xAPI statements: actor, verb, object. From a learning record store, H5P, or whatever else speaks xAPI.

Who: the account (with the site it is of), else the mail address, its checksum, the OpenID. What: the last part of
the verb's address, not its name, which is in the language of whoever wrote it. A statement on an unnamed group is
one event for each member; a voiding statement takes an earlier one back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from toolbox.reading.activities.doings import kind_of_action
from toolbox.reading.activities.lengths import minutes_of
from toolbox.reading.layout import Moment, Reader, RecordReader, never, simple


def claims(record: Mapping[str, Any]) -> bool:
    """By an actor and a verb that has an address, or a statement's own names of fields."""
    verb = record.get("verb")
    if not isinstance(record.get("actor"), dict) or "object" not in record:
        return False
    return isinstance(verb, dict) and isinstance(verb.get("id"), str)


def unpack(record: Mapping[str, Any]) -> Iterator[Moment | None]:
    """One event, or one for each member of an unnamed group; None where actor, verb or moment is missing."""
    verb, actor = record.get("verb"), record.get("actor")
    at = record.get("timestamp") or record.get("stored")
    address = verb.get("id") if isinstance(verb, dict) else None
    if not isinstance(address, str) or not isinstance(actor, dict) or not isinstance(at, str):
        yield None
        return
    word = _last(address)
    number = str(record.get("id") or "")
    voids = ""
    if word == "voided":
        about = record.get("object")
        voids = str(about.get("id", "")) if isinstance(about, dict) else ""
    persons = _persons(actor)
    if not persons:
        yield None
        return
    topic, minutes = _topic(record.get("object")), _minutes(record.get("result"))
    for person in persons:
        yield Moment(
            actor=person,
            at=at,
            kind=kind_of_action(word),
            topic=topic,
            method=word,
            minutes=minutes,
            id=number,
            voids=voids,
        )


def _persons(actor: Mapping[str, Any]) -> list[str]:
    """Who acted: one key, or one for each member of an unnamed group.

    Example:
        >>> _persons({"mbox": "MAILTO:Mari@Kool.example", "account": {"homePage": "https://lrs.example", "name": "7"}})
        ['https://lrs.example 7']
        >>> _persons({"objectType": "Group", "member": [{"mbox": "mailto:a@kool.example"}, {"openid": "https://id.example/b"}]})
        ['a@kool.example', 'https://id.example/b']
    """
    if key := _key(actor):
        return [key]
    members = actor.get("member")
    return (
        [key for member in members if isinstance(member, dict) and (key := _key(member))]
        if isinstance(members, list)
        else []
    )


def _key(actor: Mapping[str, Any]) -> str:
    account = actor.get("account")
    if isinstance(account, list | tuple) and account:
        account = account[0]  # before version 1.0
    if isinstance(account, dict) and account.get("name") not in (None, ""):
        return f"{account.get('homePage', '')} {account['name']}".strip()
    mail = actor.get("mbox")
    mail = mail[0] if isinstance(mail, list) and mail else mail
    if isinstance(mail, str) and mail:
        return mail[7:].strip().lower() if mail[:7].lower() == "mailto:" else mail.strip().lower()
    for field in ("mbox_sha1sum", "openid"):
        value = actor.get(field)
        if isinstance(value, str) and value:
            return value.lower() if field == "mbox_sha1sum" else value
    return ""


@lru_cache(maxsize=10_000)
def _last(address: str) -> str:
    """The last part of a verb's address.

    Example:
        >>> _last("http://adlnet.gov/expapi/verbs/answered"), _last("https://w3id.org/xapi/dod-isd/verbs/played/")
        ('answered', 'played')
    """
    return re.split(r"[/#:]", address.rstrip("/#:"))[-1]


def _topic(about: Any) -> str:
    """The object's name in any language, else the last part of its address."""
    if not isinstance(about, dict):
        return ""
    definition = about.get("definition")
    names = definition.get("name") if isinstance(definition, dict) else None
    if isinstance(names, dict) and names:
        name = names.get("en-US") or names.get("en") or next(iter(names.values()))
        if isinstance(name, str) and name.strip():
            return name.strip()
    # An agent as object is a person, and no topic.
    if about.get("objectType") in ("Agent", "Group", "StatementRef", "SubStatement"):
        return ""
    return _last(str(about.get("id", "")))


def _minutes(result: Any) -> float:
    length = result.get("duration") if isinstance(result, dict) else None
    return minutes_of(length) if isinstance(length, str) else float("nan")


READER = Reader(
    key="xapi",
    title="xAPI",
    where="the learning record store: its statements as JSON, or one statement a line",
    kind="activity",
    claims=never,
    lay_out=simple,
    record=RecordReader(claims=claims, unpack=unpack),
)
