"""Exports of survey tools: one file per tool. The visible list is ``toolbox.reading.READERS``."""
