"""The words that go with a bundle, for whoever opens it without us. The same in every bundle."""

from __future__ import annotations

from toolbox.reports.answers_files import missing_words

README = f"""EVIDENCE BUNDLE

An evaluation of several rounds of a whole-school survey, made by the Learning Analytics Toolbox.

Read first
  methods.md        what was asked, how it was computed, what it cannot show, literature
  table1.docx       who took part, and where they stood at the start
  change.docx       the change of every scale

The tables
  tables.xlsx       every table with rows: labels, rounded for reading, a codebook of every column, notes
  tables/NAME.csv   the same tables, every digit, UTF-8; also those without rows. For programs
    flow            persons and schools from invited to analysed
    attrition       who was lost between the rounds
    baseline        how alike the groups of schools were at the start
    change          change between the first and the last round
    items           the same, item by item
    groups          mentored schools beside schools not yet mentored
    waves           schools that began in waves
    missing         what missing answers could change
    reliability     how well the scales measure
    profile         where each school stands
    power           the smallest change that can be seen
  A number that is not there has its reason in the column refused_reason: too few persons, or refused by a rule of the method.
  It is never 0 and never blank without a reason.

To check and to repeat
  recipe.json       the plan and the data sets by their sha256. With the same store:
                      python -m toolbox evaluate recipe.json --out again.zip
                    makes the same files, to the byte, with the same versions of the software
  provenance.json   software, options, seed, data sets, hidden rows, what was left out, sha256 of every file
  framework.toml    the questions, where they are a hub's own

Single answers (only in bundles made for a researcher who may have them)
  answers/answers.csv, .sav (SPSS), .dta (Stata), codebook.csv, answers.json
  One row a person and round. They are personal data: keep them closed, pass them to nobody, delete them when the work is done.
  Pseudonyms were drawn for this bundle. They stand for the same person in its rounds, and for nobody in any other file.
  Schools in which fewer than 5 persons of a group answered are not named for that group; answers.json tells how many.
  Answers without a value: {missing_words()}.
  Are all schools named and all groups there, then
                      python -m toolbox evaluate BUNDLE.zip --out again.zip
  makes the tables again from these answers, without a store.

It describes change; it does not prove that mentoring caused it.
"""
