"""Text in the place of a chart."""

CHARTS = {
    "alt_groups": "Dumbbell chart: average of {group} before and after in mentored and in waiting schools, per area, on a scale from {low_end} to {high_end}. {rows}",
    "alt_groups_row": "mentored {mentored}, waiting {waiting}; {difference}",
    "alt_groups_from": "{before} to {after}",
    "groups_difference": "difference at the same start {difference} (between {low} and {high})",
    "groups_difference_alone": "difference at the same start {difference}",
    "alt_start": "Dot chart: change of {group} by where they began, and the change to be expected had nothing happened, per area, in points of the scale. {rows}",
    "alt_left": "Dot chart: average before of those {group} who answered both times and of those who did not answer again, per area, on a scale from {low_end} to {high_end}. {rows}",
    "alt_left_row": "{both} answered both times, {once} did not answer again",
    "alt_profile": "Dot chart: average per area for {groups}, on a scale from {low_end} to {high_end}. {rows}",
    "alt_change": "Dumbbell chart: average of {group} before and after per area, on a scale from {low_end} to {high_end}. {rows}",
    "alt_items": "Stacked bars: how {groups} answered each item of “{area}”. {rows}",
    "alt_trend": "Line chart of “{area}”: average of {groups} in each round, on a scale from {low_end} to {high_end}. {rows}",
    "alt_trend_range": "{when} {value} (between {low} and {high})",
    "alt_band": (
        "Dot chart: average per area and group, and the middle half of the schools behind it, on a scale from {low_end} to "
        "{high_end}. {rows}"
    ),
    "alt_band_value": "{group} {mean}, middle half {low} to {high}",
    "alt_other": "Dot chart: average per area and group beside {name}, on a scale from {low_end} to {high_end}. {rows}",
    "alt_other_value": "{group} {mean} here, {there} there, {difference}",
    "alt_levels": "Dots with a line from the lowest to the highest rating: middle level of each area, on a scale from {low_end} to {high_end}. {rows}",
    "alt_met": "Bars: indicators at level {required} or above in each area. {rows}",
    "alt_schools_levels": "Stacked bars: how many schools stand at each level, on a scale from {low_end} to {high_end}. {rows}",
    "alt_matrix": "Levels of each indicator of “{area}”, on a scale from {low_end} to {high_end}. {rows}",
    "alt_categories": "Bars: share of answers in each category of “{item}”. {rows}",
    "alt_outcomes": "Dots: {outcome} of those who chose each category of “{item}”: {rows}.",
    "alt_row": "{name}: {values}.",
    "alt_went": "{before} before, {after} after, {change}",
    "alt_change_only": "{change}, averages not shown to protect the few who answered once",
    "alt_levels_moved": "{higher} schools higher, {same} the same, {lower} lower",
    "alt_counts": "{higher} higher, {same} the same, {lower} lower; too few for an average",
    "alt_interval": "{change} (between {low} and {high})",
}
