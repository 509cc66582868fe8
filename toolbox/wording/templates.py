"""Every sentence the toolbox says about a result, in one place: a test reads them all for what must not be said
(:mod:`toolbox.wording.unsaid`).

Names in braces are filled in by the modules beside this one. One sentence, one thought; the reader is a tired head
of a school. Order on a page: who answered, what there is to see, how sure, what it cannot show.
Source of order and wording: the project's specification of statistics, "what the sentence for a school head says".
"""

from __future__ import annotations

#: From how many persons a percentage may be said.
LEAST_FOR_PERCENT = 20

SENTENCES = {
    # ── who answered ──
    "who": "Who answered{where}: {parts}.",
    "who_rate": "{answered} of {invited} {group} ({percent} %)",
    "who_of": "{answered} of {invited} {group}",
    "who_about": "about {answered} of {invited} {group}",
    "who_more": "{answered} {group} ({invited} invited, going by the list)",
    "who_open": "{answered} {group} (number invited not known)",
    "who_plain": "{answered} {group}",
    "who_all_open": "Who answered{where}: {parts} (numbers invited not known).",
    "who_few": "fewer than {min_n} {group}",
    "who_none": "no {group}",
    "who_rubric": "These are ratings {schools} agreed on for itself, not the answers of single people.",
    "who_rubric_many": "These are ratings {schools} schools each agreed on for themselves, not the answers of single people.",
    "in_schools": " in {schools} schools",
    "basis": "How far that speaks for all: {parts}.",
    "basis_solid": "a solid basis for {groups}",
    "basis_fair": "a fair basis for {groups}",
    "basis_thin": "a thin basis for {groups}",
    "basis_none": "not representative of {groups}, do not compare",
    # ── where a school stands ──
    "stands": "{Group} place “{high}” highest ({high_mean} on a scale from {low_end} to {high_end}) and “{low}” lowest ({low_mean}).",
    "stands_level": (
        "{Group} place “{high}” highest ({high_mean} on a scale from {low_end} to {high_end}, level {level}) "
        "and “{low}” lowest ({low_mean})."
    ),
    "stands_even": "{Group} give every area the same average, {high_mean} on a scale from {low_end} to {high_end}.",
    "stands_one": "{Group} give “{high}” an average of {high_mean} on a scale from {low_end} to {high_end}.",
    "stands_rubric": "Highest is “{high}” ({high_mean} on a scale from {low_end} to {high_end}), lowest “{low}” ({low_mean}).",
    "gap_clear": "The groups see “{area}” most differently: {upper} {upper_mean}, {lower} {lower_mean}{items}.",
    "gap_clear_pupils": (
        "The widest distance between groups is on “{area}”: {upper} {upper_mean}, {lower} {lower_mean}{items}; these are "
        "different viewpoints, and neither is the right one."
    ),
    "counted": "The answers are counted, category by category; they have no average.",
    # ── agreed ratings that are not averaged ──
    "rated_nothing": "Nothing is rated yet.",
    "ratings_stand": "Highest is “{high}” (middle level {high_level} of {top}), lowest “{low}” (middle level {low_level}).",
    "ratings_one": "“{area}” has the middle level {level} of {top}.",
    "ratings_even": "Every area has the middle level {level} of {top}.",
    "ratings_lowest": "The lowest rating is level {level}: {items}.",
    "ratings_alike": "Everything that is rated stands at level {level}.",
    "met_all": "All {asked} indicators reach level {required}, as every one has to.",
    "met_some": "{met} of {asked} indicators reach level {required}; every one has to.",
    "met_furthest": "Furthest from it, {distance} levels to go: {items}.",
    "met_furthest_one": "One level to go: {items}.",
    "not_rated": "{missing} of {asked} indicators are not rated.",
    "not_rated_one": "{missing} of {asked} indicators is not rated.",
    "not_rated_short": "{missing} of {asked} indicators are not rated, so they count as not reached.",
    "not_rated_short_one": "{missing} of {asked} indicators is not rated, so it counts as not reached.",
    "schools_stand": "Most alike are the schools on “{area}”, where {schools} of {of} stand at level {level}.",
    "schools_met_most": "On “{area}”, {met} of {of} schools have every indicator at level {required} or above.",
    "schools_met_even": "In every area, {met} of {of} schools have every indicator at level {required} or above.",
    "schools_met_least": "On “{area}” it is {met} of {of}.",
    "gap_unclear": (
        "The widest distance between groups is on “{area}” ({upper} {upper_mean}, {lower} {lower_mean}{items}), "
        "and it may be chance."
    ),
    "gap_averages": (
        "The widest distance between groups is on “{area}” ({upper} {upper_mean}, {lower} {lower_mean}{items}); only averages "
        "are known here, so how sure that is cannot be said."
    ),
    "gap_none": "The groups that can be shown give every area the same average.",
    # ── how sure ──
    "certain_few": "Least certain are the averages of {groups}: fewer than {min_bands} answered, so take them as a hint.",
    "certain_part": "Least certain are the averages of {groups}: so many did not answer that the picture may differ for all.",
    "certain_averages": "Only averages are known, so how far they may lie off cannot be said.",
    "certain_all": "Everybody who was invited answered, so these averages leave nobody out.",
    "certain_clear": "Every average shown is clear: none may lie more than about {points} points off.",
    "certain_least": "Least certain is the average of {group} on “{area}”: it may lie between {low} and {high} ({precision}).",
    # ── gaps, one by one ──
    "gap_higher": "{higher} see it higher, by {low} to {high} points",
    "gap_perhaps": "{higher} may see it higher ({low} to {high} points), or chance",
    "gap_viewpoints": "different viewpoints, {higher} higher by {low} to {high} points",
    "gap_viewpoints_perhaps": "perhaps different viewpoints ({higher} higher by {low} to {high}), or chance",
    "gap_no_clear": "no clear difference ({group} from {lower} lower to {higher} higher)",
    "gap_unsure": "too few answers to say how sure",
    "gap_open": "how sure that is cannot be said",
    "gaps_unsure": "Too few answered to say how sure these distances are.",
    "gaps_unsure_schools": "In some of the schools too few answered to say how sure these distances are.",
    "gaps_unsure_averages": "Only averages are known, so how sure these distances are cannot be said.",
    "gap_nothing": "nothing to compare",
    "gap_just_above": "just above 0",
    "gap_items": "over the {common} of {all} items both were asked",
    "move_closer": "closer than in {since} ({points} points)",
    "move_apart": "further apart than in {since} ({points} points)",
    "move_turned": "the other way round than in {since}",
    "moves_none": "Since {since}, no gap between groups has clearly opened or closed.",
    "moves_some": "Since {since}, {moved} of {known} gaps between groups have clearly moved; it says so beside each.",
    "alt_gap": "{group} {mean}, {other} {mean_other}{words}",
    "alt_gaps": "Dots joined by a line: averages of two groups in each area, widest gap first, on a scale from {low_end} to {high_end}. {rows}",
    # ── whole school, or pockets ──
    "unity_whole": "{many} reach {step}: across the group",
    "unity_none": "nobody reaches {step} so far",
    "unity_few": "{many} reach {step}: a beginning",
    "unity_close": "{many} reach {step}, most are near it",
    "unity_pockets": "{many} reach {step}: in pockets",
    "unity_split": "opinions are split",
    "unity_agree": "most agree",
    "unity_differ": "views differ",
    "unity_mean_only": "average only: fewer than {min_bands} answered",
    "unity_mean_only_many": "average only: too few in a school",
    "pockets": "How many {group} reach {step}: {parts}.",
    "pockets_step": "the step their average has reached",
    "pockets_whole": "across the group {areas}",
    "pockets_close": "close together {areas}",
    "pockets_pockets": "in pockets {areas}",
    "pockets_few": "a beginning {areas}",
    "pockets_none": "nobody so far {areas}",
    "pockets_views": "Among {group}, {parts}.",
    "pockets_split": "opinions are split {areas}",
    "pockets_agree": "most agree {areas}",
    "pockets_every": "in every area",
    "pockets_on": "on {areas}",
    "bounds": "between {low} and {high}, whatever the silent think",
    "bounds_few": "Left out: {groups}. Of fewer than {min_bands} answers only the average is shown.",
    "bounds_few_many": "Left out: {groups}. Too few answered in a school, so only the average is shown.",
    "bounds_unknown": "Left out: {groups}. How many were invited is not known, or more answered than were invited.",
    "bounds_in_part": "{group} (some areas)",
    "away": "Left out: {groups}.",
    "away_not_applicable": "{percent} % not applicable",
    "away_unknown": "{percent} % don’t know",
    "away_declined": "{percent} % prefer not to say",
    "away_blank": "{percent} % left blank",
    "alt_unity": "Stacked bars: how many persons stand at each level of each area. {rows}",
    "rough": "Averages of fewer than {min_bands} people move easily: take them as a hint.",
    "nothing": "Too few answers to show without identifying people.",
    # ── what changed ──
    "change_who": "Who answered: {parts}.",
    "change_both_rate": "{linked} of {before} {group} both times ({percent} %)",
    "change_both": "{linked} of {before} {group} both times",
    "change_no_keys": "{before} {group} before and {after} after, compared as two groups, since nothing links one person’s answers",
    "change_few_pairs": "{before} {group} before and {after} after, compared as two groups, since too few can be linked",
    "change_protects_few": "{before} {group} before and {after} after, compared as two groups, so that the few who answered once stay unseen",
    "change_averages": "{before} {group} before and {after} after, of whom only averages are known",
    "change_publicly": "{before} {group} before and {after} after",
    "change_few": "too few {group} to show",
    "change_withheld": "{before} {group} before and {after} after ({reason})",
    "change_none": "no {group}",
    "went": "On “{area}” ({low_end}–{high_end}) the average of {group} went from {before} to {after}, {direction} {points} points{counts}.",
    "went_rounded": (
        "On “{area}” ({low_end}–{high_end}) the average of {group} went from {before} to {after}, "
        "{direction} {points} points before rounding{counts}."
    ),
    "went_alone": "On “{area}” ({low_end}–{high_end}) the average of those {group} who answered twice went {direction} {points} points{counts}.",
    "went_counts": "; {higher} scored higher, {same} the same, {lower} lower",
    "unclear": (
        "The answers do not show clearly whether any average went up or down; the widest difference is among {group}, "
        "on “{area}” ({change}, between {low} and {high})."
    ),
    "unclear_looked": (
        "Taking all areas together, the answers do not show clearly whether any average went up or down; the widest "
        "difference is among {group}, on “{area}” ({change}, between {low} and {high})."
    ),
    "unclear_publicly": (
        "The answers do not show clearly whether any average went up or down; the widest difference is among {group}, "
        "on “{area}” ({change})."
    ),
    "little": (
        "No average moved far up or down; the widest difference is among {group}, on “{area}” "
        "({change}, between {low} and {high})."
    ),
    "smaller": "In every area, any change of an average is smaller than {points} points.",
    "just_above": "just above 0",
    "just_below": "just below 0",
    "unsure": "On “{area}” the average of {group} differs by {change} points; among so few people chance alone can do that.",
    "unsure_averages": (
        "The widest difference is among {group}, on “{area}” ({change} points); only averages are known, so how sure that "
        "is cannot be said."
    ),
    "counts": "Of {pairs} {group} who answered both times, {higher} scored higher on “{area}”, {same} the same and {lower} lower.",
    "range_schools": (
        "Across the {schools} schools, a change between {low} and {high} points fits these answers; schools were not chosen "
        "by lottery, so other things that happened meanwhile may explain part or all of it."
    ),
    "range": (
        "A change between {low} and {high} points fits these answers; other things that happened meanwhile may explain "
        "part or all of it."
    ),
    "range_these": (
        "A change between {low} and {high} points fits the answers of these {n} {group}, who cannot speak for others; other "
        "things that happened meanwhile may explain part or all of it."
    ),
    "these_only": "This describes the {n} {group} who answered both times; it cannot speak for others, nor say why anything changed.",
    "these_two": (
        "This describes the {before} {group} who answered before and the {after} after; it cannot speak for others, nor "
        "say why anything changed."
    ),
    "why_open": "Other things that happened between the two rounds may explain part or all of any difference.",
    "rubric_went": "“{area}” went from {before} to {after} (scale {low_end} to {high_end}) in the school’s own rating.",
    "rubric_counts": (
        "On “{area}”, {higher} of {of} schools stand at a higher level than before, {same} at the same and {lower} at a lower one."
    ),
    "rubric_stayed": "No area of the school’s own rating moved by as much as a tenth of a point.",
    # ── what to keep in mind beside a change ──
    "ceiling": "On {areas}, many already gave the top answer at the start, so growth could not show.",
    "left_share": "The {percent} % of {group} who did not answer again",
    "left_of": "The {left} of {before} {group} who did not answer again",
    "left_nobody": "All {before} {group} who answered before answered again.",
    "left_few": "Fewer than {min_n} {group} did not answer again; they cannot be shown apart.",
    "left_alike": "{who} started much like the others.",
    "left_apart": "{who} started {parts}; the picture may differ for them.",
    "left_part": "{where} on {areas}",
    "left_unseen": "{who} cannot be shown apart ({reason}), so the picture may differ for them.",
    "drift_one": (
        "Among {group}, {items} moved unlike the other items of its area: read the area's change with care, and look whether "
        "the item was reworded."
    ),
    "drift": (
        "Among {group}, {items} moved unlike the other items of their areas: read the areas' change with care, and look "
        "whether the items were reworded."
    ),
    "drift_item": "“{item}” ({change} points, in “{area}”)",
    "drift_more": "{more} more",
    # ── change by starting level ──
    "start_row": "{third}: started at {before}, {observed}; {expected} was to be expected anyway",
    "start_row_open": "{third}: started at {before}, {observed}",
    "start_said": (
        "On “{area}”, the third of {group} who began lowest changed by {low_seen} points, where {low_expected} was to be "
        "expected anyway; the third who began highest by {high_seen}, where {high_expected} was."
    ),
    "recalibration": (
        "On {areas}, the {group} who rated highest at the start came down most, and further than was to be expected. After "
        "training people often judge more strictly, so part of that may be a stricter eye and not a loss; these answers "
        "cannot tell which."
    ),
    # ── over the rounds ──
    "trend_basis": "{rounds} rounds from {first} to {last}, over the {common} of {all} items that every round asked in the same words.",
    "trend_basis_all": "{rounds} rounds from {first} to {last}, over the same {common} items in every round.",
    "trend_averages": "{rounds} rounds from {first} to {last}, of which only averages are known.",
    "trend_went": "On “{area}” the average of {group} went from {before} ({first}) to {after} ({last}); what happened in between is not in these answers.",
    "trend_open": (
        "The widest distance between the first and the last round is among {group}, on “{area}” ({before} in {first}, {after} "
        "in {last}), and with these answers it may be chance."
    ),
    "trend_unsure": (
        "The widest distance between the first and the last round is among {group}, on “{area}” ({before} in {first}, {after} "
        "in {last}); how sure that is cannot be said."
    ),
    "trend_rated": "The agreed ratings moved most on “{area}”: from {before} ({first}) to {after} ({last}).",
    "trend_level": "First and last round give every area the same average, to one decimal.",
    "trend_broken": "The questionnaire was another one from {when} on, so no line is drawn across.",
    "trend_schools": "Not every school took part each time ({low} to {high} schools), so part of a difference may be whom the answers come from.",
    "trend_mark": "Dashed line: mentoring began ({began}).",
    "trend_marks": "Dashed lines: mentoring began ({began}).",
    "trend_mark_many": "in {schools} schools on {when}",
    "trend_mark_one": "in one school on {when}",
    "trend_break_line": "Dotted lines: the questionnaire changed.",
    "trend_hollow": "Hollow marks: averages a tool reported, over items of its own.",
    # ── beside others ──
    "band_group": "{Group}: {parts}; within the middle half on the other {within} (the middle half of {schools} schools).",
    "band_group_within": "{Group}: within the middle half of {schools} schools on every area.",
    "band_part": "{where} on {areas}",
    "band_none": "How other schools lie cannot be shown ({reason}).",
    "other_about": "{name}: {about}.",
    "other_group": "{Group} here, beside “{name}”: {parts}.",
    "other_part": "{where} on {areas}",
    "other_open": "{Group} here, beside “{name}”: the answers do not show clearly that any area is higher or lower.",
    "other_unsure": (
        "{Group} here, beside “{name}”: the widest distance is on “{area}” ({here} here, {there} there); how sure that is cannot "
        "be said."
    ),
    "other_nothing": "There is no average here that could stand beside it.",
    "other_self_selected": "Those in it chose to take part, so it is no norm: they may differ from other schools in many ways.",
    # ── mentored schools beside schools still waiting ──
    "groups_who": (
        "Schools in which mentoring began between the two rounds ({mentored} {group} in {schools_mentored} schools) compared with "
        "schools that had not yet begun ({waiting} in {schools_waiting})."
    ),
    "groups_differ": (
        "On “{area}”, {group} of mentored schools changed by {mentored} points, those of schools still waiting by {waiting}; at the "
        "same starting level the difference, {difference}, is between {low} and {high}."
    ),
    "groups_open": (
        "The answers do not show clearly whether {group} of mentored schools changed differently from those of schools "
        "still waiting; the widest difference at the same starting level is on “{area}” ({difference}, between {low} and {high})."
    ),
    "groups_unsure": "How sure the differences between the two groups are cannot be said: too few schools, or too unlike in size.",
    "groups_apart": "On {areas}, the two groups started too far apart to compare.",
    "groups_limits": (
        "Schools were not drawn by lot, so whatever else sets the two groups apart may explain part or all of a difference."
    ),
    "groups_few": (
        "Mentored and waiting schools are not set beside each other here: that takes at least {least} schools of each, and there "
        "are {mentored} and {waiting}."
    ),
    "groups_unfollowed": "{Group} cannot be followed from one round to the next, so the change of the two kinds of schools is not known.",
    "groups_crowds": (
        "On “{area}”, the average of {group} moved by {difference} points in mentored schools beside schools still waiting (between "
        "{low} and {high}); nobody could be followed, so different people may have answered each time."
    ),
    "groups_crowds_open": (
        "The answers do not show clearly whether the average of {group} moved differently in mentored schools; the widest "
        "difference is on “{area}” ({difference}, between {low} and {high}). Nobody could be followed, so different people may "
        "have answered each time."
    ),
    "groups_hidden": "The two groups of schools cannot be shown for {group} ({reason}).",
    "dose_up": "Schools with more mentoring hours tended to rise more; schools chose their hours, so that does not show that hours help.",
    "dose_down": "Schools with more mentoring hours tended to rise less; schools chose their hours, so that does not show that hours harm.",
    "dose_open": "The answers do not show clearly whether schools with more mentoring hours rose more; schools chose their hours.",
    # ── what next: reasons to choose something, and steps beside the numbers that tell how they go ──
    "focus_lowest": "{Group} place it lowest: {mean} on a scale from {low_end} to {high_end}",
    "focus_only": "{Group} place it at {mean} on a scale from {low_end} to {high_end}",
    "focus_lowest_rubric": "it is rated lowest: {mean} on a scale from {low_end} to {high_end}",
    "focus_apart": "the groups see it most differently: {upper} {upper_mean}, {lower} {lower_mean}",
    "focus_split": "opinions of {group} are most split here",
    "focus_below": "it is rated {mean}, and {aim} is to be reached",
    "focus_level": "{Group} are furthest from the next level here: {mean}, and “{level}” begins at {aim}",
    "next_level": "The next level is “{level}”, from {aim}.",
    "next_rated": "The next level is {aim}, “{level}”.",
    "next_described": "A school one level further on: {text}",
    "step_went": "{Group}: {then} when chosen, {now} now{sure}.",
    "step_now": "{Group}: {now} now{sure}.",
    "step_then": "{Group}: {then} when chosen{sure}.",
    "step_then_hidden": "{Group}: when chosen {reason}; {now} now{sure}.",
    "step_now_hidden": "{Group}: {then} when chosen; now {reason}.",
    "step_hidden": "{reason}.",
    "step_rated": "Rated {then} when chosen, {now} now.",
    "step_rated_once": "Rated {then}.",
    "step_met": "{met} of {of} at level {required} or above",
    "step_sure": " (between {low} and {high}; {n} answered)",
    "step_unsure": " ({n} answered: a hint)",
    "step_counted": " ({n} answered)",
    "step_aim": " · aim {aim}",
    "step_gone": "The round this was chosen in is no longer here, so where it stood then cannot be shown.",
    "step_unseen": "The round this was chosen in holds no answers of the school any more, so where it stood then cannot be shown.",
    "step_reworded": "The statement was worded differently then, so the two rounds are not set beside each other.",
    "step_other_items": "The area was asked with other statements then, so the two rounds are not set beside each other.",
    "step_not_asked": "This round did not ask it.",
    "step_earlier": "It was chosen after this round.",
    "step_other_framework": "It belongs to another instrument, {name}; open that one to see where it stands now.",
    "step_by": "By {day}.",
    "step_was_by": "Planned for {day}.",
    "owner_advice": "“{owner}” looks like a person’s name. A role, such as “deputy head”, stays true when people change.",
    "alt_stated": "the school states {value}",
    "alt_steps": "Dumbbell chart: average when each next step was chosen and now, on a scale from {low_end} to {high_end}. {rows}",
    # ── text in the place of a chart ──
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


def say(name: str, /, **words: object) -> str:
    """One sentence or part of one.

    Example:
        >>> say("who_of", answered=6, invited=8, group="teachers")
        '6 of 8 teachers'
    """
    return SENTENCES[name].format(**words)
