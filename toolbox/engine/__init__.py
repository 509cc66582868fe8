"""Counting over many events: each expression is written once and runs on DuckDB in memory, or on a Spark cluster.

DuckDB is what runs where nothing is said. ``TOOLBOX_ENGINE_URL`` names a cluster instead (``spark://host:7077``); everything
else stays as it is, and the tables that come out are the same: counts equal, sums of floats to a relative 1e-9.
:mod:`toolbox.engine.asking` has the functions the rest of the house calls; their answers are unreleased.

Two backends are kept from differing by rules, not by branches in the expressions:

- A week is named by its Monday, cut from the moment (``truncate("W")``; cutting a day makes a moment with a zone of
  it on Spark). No number of an ISO week: the backends differ in its year.
- Moments have no zone and lie in whole seconds. A gap is "later than the one before plus so many minutes": no differences in a
  unit, which one backend rounds and the other counts in boundaries passed. Spark's zone is UTC, its moments have none.
- No as-of join: a membership is joined by equality of person and by ``since <= day <= until``, with days that are never null.
- No quantile, no correlation, no approximate count: those are worked out in ``toolbox.statistics`` from the table that comes out.
- What is counted by a condition has one that is never null: a count of nulls is 0 on one backend and null on the other.
- Who counts persons groups by person first and counts rows then: no distinct count, and no difference in how it sees nulls.
- What comes from memory holds no null (an unknown length is 0 hours and ``timed`` false): on its way to Spark a null may become NaN.
  What lies in Parquet may hold nulls; sums leave them out.
- Every window names an order, by moments that differ within its group or where rows that tie are equal; what comes out is put
  in order at the end, texts by the bytes of UTF-8, as both do.
- Whole numbers are 64 bits and signed. Floats are only added up, and compared to 1e-9, since the order of adding differs.

Words: a *visit* is what is cut out of clicks where nothing happened for so long; a *session* is a meeting of mentor and mentees.
"""
