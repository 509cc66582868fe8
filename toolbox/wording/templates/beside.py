"""What is said of a school beside others, and of mentored schools beside those still waiting."""

BESIDE = {
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
}
