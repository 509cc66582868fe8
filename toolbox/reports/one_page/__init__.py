"""A school on one sheet of paper, for the staff meeting, the board, or the public: as PDF and as Word document.

One record (:func:`one_page`) is made of released results; :func:`pdf` and :func:`word` set the same words, numbers and
strips. Where one sheet is too short the least important goes first, and the page says what is missing.
"""

from __future__ import annotations

from toolbox.reports.one_page.beyond import leaves_out
from toolbox.reports.one_page.content import AUDIENCES, OnePage, one_page
from toolbox.reports.one_page.pdf import pdf
from toolbox.reports.one_page.word import word

__all__ = ["AUDIENCES", "OnePage", "leaves_out", "one_page", "pdf", "word"]
