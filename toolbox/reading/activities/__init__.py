"""Exports of tools that keep a log: one file per tool. The visible list is ``toolbox.reading.READERS``.

Whatever the tool, the same table comes out: ``toolbox.model.EVENTS``. Rules that hold for all of them:

- Identical rows are real events (logs count minutes, people click twice); nothing is de-duplicated, except records
  that carry the same number.
- The order of day and month is decided once over all rows; where both fit, a person is asked.
- Actors are keyed pseudonyms; names, addresses and the texts that name persons are gone when the reading is made.
- Minutes are taken from the file (stays, durations), never guessed from the distance between two clicks.
"""
