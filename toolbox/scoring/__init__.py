"""Answers and a framework become area scores of persons. Nothing here is shown to anyone: see ``profile``, ``disclosure``.

The rules (issue 2; Mazza, Enders & Ruehlman 2015 on prorated scores):

- A person's area score is the mean of the valid items, if at least half of the items asked were answered validly.
- Asked: an item nobody of a group gave any answer to, in the whole round, was not asked of that group. An *optional*
  item is looked at school by school, for schools switch those on themselves. An item the tool says was not shown to a
  person was not asked of that person.
- Blank, not applicable, don't know, declined, not shown and off the scale all count as "no valid answer", and stay apart.
- An item answered in ordered categories is counted, never scored; an area of such items only has no score.
- Of a rubric that is not averaged the score is a level: the lowest rating where every indicator has to reach one, else the
  lower of the two middle ones; whatever is rated counts.
- Reversed items are turned round (low + high − value), so that higher is always further along.
"""

from toolbox.scoring.areas import score
from toolbox.scoring.averages import area_averages
from toolbox.scoring.common_ground import asked_alike, common_items, inside_areas, items_in_all
from toolbox.scoring.slices import Slices, of_group, of_items, slices_of
from toolbox.scoring.tallies import STATES, Tally, tally
from toolbox.scoring.versions import in_words_of

__all__ = [
    "STATES",
    "Slices",
    "Tally",
    "area_averages",
    "asked_alike",
    "common_items",
    "in_words_of",
    "inside_areas",
    "items_in_all",
    "of_group",
    "of_items",
    "score",
    "slices_of",
    "tally",
]
