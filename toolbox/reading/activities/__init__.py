"""Exports of tools that keep a log: one file per tool. The visible list is ``toolbox.reading.READERS``.

Whatever the tool, the same table comes out: ``toolbox.model.EVENTS``. The rules, for whoever reads numbers made of it:

What counts
    Every row or record is an event; identical ones too (logs count minutes, people click twice). Only records with the
    same number are one (xAPI, Caliper, Graasp), and a record that takes another back removes both. A Teams list of
    coming and leaving gives one event a stay; a completion report one for each activity done; a mentoring session one
    for each mentor and each mentee, all of one row. A table of clicks gives one event of as many clicks (``count``).

When
    The order of day and month is decided once over all rows of a file; where both fit, a person is asked (Moodle writes the
    day first in nearly every language: taken, and told). Moments with an offset are in UTC, others as written. Two-digit
    years that stand first are told by the shorter span. Where dates have no year a person says which school year it is;
    it begins in August. Where some dates have a year and all of these are of one school year, the others are too (told).
    Times cut by a spreadsheet program and times nobody can read are counted; their events have no date.

Who
    The account before the address before the name. Moodle: the number in the description, not the display name, and under
    another name whoever really acted. xAPI: account, mail address, its checksum, OpenID; each member of an unnamed group.
    Teams: the address, else the name. Programs, cron and people who are not signed in are nobody (""). An address gives
    the same pseudonym in every tool under the same key. Staff in a pupil log (accounts that edit, grade or view reports)
    are told, and left out where a person says so. Spellings of a typed name are told and never merged.

How long
    From the file only: stays, durations, seconds of a request. Never from the distance between two clicks. A stay nobody
    ended lasts until the end of the meeting as the file says, else until its last moment (told). Typed lengths: an academic
    hour is 45 minutes; a bare number is what the title says, else hours up to 10 and minutes from 15 on (told); a span
    such as 60-90 min is no length.

What kind
    One of ``EVENT_KINDS`` by the first known word of the tool's own English word for the action (``doings``), since
    Moodle's descriptions, xAPI's verbs, Caliper's, Open edX's and Canvas's actions are English in every language.
    What is not known is ``other``; the tool's own word stays in ``method``. Whoever organised a Teams meeting ``organised``
    it and did not attend. A session planned, cancelled or not yet held is kept with ``delivered`` False.

Persons
    Actors are keyed pseudonyms. Names, addresses, places and the texts that name persons (descriptions, notes, messages)
    are gone when the reading is made; names of persons the file knows are removed from topics and other texts.
"""
