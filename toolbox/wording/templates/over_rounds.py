"""What is said of two rounds, and of more."""

OVER_ROUNDS = {
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
}
