"""Released tables as files to keep: CSV for programs, a workbook and Word for people, a bundle with everything. Computes nothing."""

from __future__ import annotations

from toolbox.reports.bundle import bundle_files, evidence_bundle
from toolbox.reports.csv_file import csv
from toolbox.reports.word_change import change_document
from toolbox.reports.word_table1 import table1_document
from toolbox.reports.workbook_file import form, workbook

__all__ = ["bundle_files", "change_document", "csv", "evidence_bundle", "form", "table1_document", "workbook"]
