"""Released tables as files to keep: CSV for programs, a workbook for people. Takes tables, computes nothing."""

from __future__ import annotations

from toolbox.reports.csv_file import csv
from toolbox.reports.workbook_file import workbook

__all__ = ["csv", "workbook"]
