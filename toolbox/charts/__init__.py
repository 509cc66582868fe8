"""Released results as charts. One theme, light and dark, given to each chart; nothing is set for all of Altair.

A chart takes a released result and draws what it finds there: it computes positions, never results. Its text twin
is in :mod:`toolbox.wording` (``profile_alt``, ``items_alt``, ``change_alt`` …), its numbers in :mod:`toolbox.tables`.
"""

from __future__ import annotations

from toolbox.charts.categories import categories, outcomes, reported_categories
from toolbox.charts.changes import change
from toolbox.charts.gaps import gaps
from toolbox.charts.glances import at_a_glance
from toolbox.charts.groups import groups
from toolbox.charts.growth import growth
from toolbox.charts.items import items
from toolbox.charts.leavers import leavers
from toolbox.charts.others import others
from toolbox.charts.profiles import profile
from toolbox.charts.ratings import rated_areas, rating_matrix, schools_at_levels
from toolbox.charts.starting import starting
from toolbox.charts.steps import drawn as steps_drawn
from toolbox.charts.steps import steps
from toolbox.charts.timeline import timeline
from toolbox.charts.trends import panel
from toolbox.charts.unity import unity

__all__ = [
    "at_a_glance",
    "categories",
    "change",
    "gaps",
    "groups",
    "growth",
    "items",
    "leavers",
    "others",
    "outcomes",
    "panel",
    "profile",
    "rated_areas",
    "rating_matrix",
    "reported_categories",
    "schools_at_levels",
    "starting",
    "steps",
    "steps_drawn",
    "timeline",
    "unity",
]
