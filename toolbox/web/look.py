"""What no setting of the theme can say: where Streamlit's own look falls short of WCAG AA, and the buttons of a chart."""

from __future__ import annotations

#: Constants: nothing a visitor typed may ever reach these lines.
#: Captions are drawn at 60 % of the text's strength, 4.0 to 1 on white; at 80 % they reach 7 to 1. The chosen part of a
#: segmented control is written in the primary colour, which in the dark has to be deep enough to carry white text.
#: Day and month of a date are each a place to press, which should be 24 px wide and high. The ring of a radio button or
#: a box to tick is drawn in the colour of a border, 1.5 to 1; it is all there is to see of it.
_WORDS = """
[data-testid="stCaptionContainer"] { opacity: 0.8; }
[data-testid="stCaptionContainer"] [data-testid="stCaptionContainer"] { opacity: 1; }
[data-testid="stDateInput"] [role="spinbutton"] { display: inline-block; min-width: 24px; line-height: 24px; text-align: center; }
[data-testid="stRadioOption"]:not([data-selected="true"]) > div > div:first-child,
[data-testid="stCheckbox"] label:not([data-selected="true"]) > span + div { border-color: #6B7785; }
@media (prefers-color-scheme: dark) {
  [data-testid="stButtonGroup"] button[data-selected="true"] p { color: #8CC2F2; }
  [data-testid="stRadioOption"]:not([data-selected="true"]) > div > div:first-child,
  [data-testid="stCheckbox"] label:not([data-selected="true"]) > span + div { border-color: #9AA5B1; }
}
"""

#: Where the keyboard is: a line of its own round whatever has it, since a shade of grey (menu, radio button) or a half
#: transparent ring (button in the dark) is under 3 to 1, and shadows are not drawn at all where a visitor's system sets
#: the colours. Boxes to type in show it by their edge and the caret; there they get the line too.
#: A link of every heading to itself is a stop on the way for nothing.
_KEYBOARD = """
[data-testid="stApp"] :focus-visible:not(input, textarea, main, canvas),
[data-testid="stApp"] label:has(input:focus-visible) { outline: 2px solid #0B5394; outline-offset: 2px; }
[data-testid="stElementToolbar"]:focus-within { opacity: 1; }
a[aria-label="Link to heading"] { display: none; }
@media (prefers-color-scheme: dark) {
  [data-testid="stApp"] :focus-visible:not(input, textarea, main, canvas),
  [data-testid="stApp"] label:has(input:focus-visible) { outline-color: #8CC2F2; }
}
@media (forced-colors: active) {
  [data-testid="stApp"] :is(input, textarea):focus-visible { outline: 2px solid Highlight; outline-offset: -2px; }
}
"""

#: Where the system sets the colours (high contrast), fills are not drawn: what is chosen, and a switch altogether, would
#: not be seen.
_CHOSEN = """
@media (forced-colors: active) {
  [data-testid="stRadioOption"][data-selected="true"] > div > div:first-child,
  [data-testid="stCheckbox"] label[data-selected="true"] > span + div { background: Highlight; border-color: Highlight; }
  [data-testid="stButtonGroup"] button[data-selected="true"] { forced-color-adjust: none; background: Highlight !important; }
  [data-testid="stButtonGroup"] button[data-selected="true"] p { color: HighlightText; }
  [data-testid="stCheckbox"] label:has([role="switch"]) > span + div { outline: 1px solid ButtonBorder; }
  [data-testid="stCheckbox"] label:has([role="switch"]) > span + div > div { background: ButtonText; }
}
"""

#: A chart keeps one button, its picture: its numbers are folded away below it in words of ours, its source text is for
#: nobody here, and fullscreen would press many areas into the height of the window.
_CHART = """
[data-testid="stFullScreenFrame"]:has([data-testid="stVegaLiteChart"]) [data-testid="stElementToolbarButton"]:not(:has([aria-label="Download as PNG"])) { display: none; }
"""

STYLE = f"<style>{_WORDS}{_KEYBOARD}{_CHOSEN}{_CHART}</style>"
