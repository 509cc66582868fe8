"""What no setting of the theme can say: three places where Streamlit's own look falls short of WCAG AA, and one button."""

from __future__ import annotations

#: A constant: nothing a visitor typed may ever reach these lines.
#: Captions are drawn at 60 % of the text's strength, 4.0 to 1 on white; at 80 % they reach 7 to 1. The chosen part of a
#: segmented control is written in the primary colour, which in the dark has to be deep enough to carry white text.
#: Day and month of a date are each a place to press, which should be 24 px wide and high.
#: Fullscreen would press a chart of many areas into the height of the window; charts are as wide as the page already.
STYLE = """<style>
[data-testid="stCaptionContainer"] { opacity: 0.8; }
[data-testid="stCaptionContainer"] [data-testid="stCaptionContainer"] { opacity: 1; }
[data-testid="stDateInput"] [role="spinbutton"] { display: inline-block; min-width: 24px; line-height: 24px; text-align: center; }
[data-testid="stFullScreenFrame"]:has([data-testid="stVegaLiteChart"]) [data-testid="stElementToolbarButton"]:has([aria-label="Fullscreen"]) { display: none; }
@media (prefers-color-scheme: dark) {
  [data-testid="stButtonGroup"] button[data-selected="true"] p { color: #8CC2F2; }
}
</style>"""
