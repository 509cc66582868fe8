"""What is said of waves: schools that began one after another, each beside those that had not begun by then."""

WAVES = {
    "waves_two_rounds": "Two rounds show one wave beside those not yet mentored (above). To set each wave beside the schools that had not begun by then, a third round of {framework} is needed: one more before, between or after these.",
    "waves_assignment": "To set each wave beside the others, write down on the Tables page how schools came to be mentored.",
    "waves_nobody": "No wave can be set beside schools that had not begun: nobody can be followed from round to round, or nobody was waiting.",
    "waves_what": "How much more each wave changed, from the last round before it began, than the schools that had not begun by then: on average over the rounds since.",
    "waves_name": "wave\N{NO-BREAK SPACE}{wave}",
    "waves_names": "waves {waves}",
    "waves_no_name": "schools first mentored at {round}",
    "waves_more": "{Wave}, first mentored at {round}, changed more than the schools that had not begun in {count} of {areas}: {what}.",
    "waves_less": "{Wave}, first mentored at {round}, changed less than the schools that had not begun in {count} of {areas}: {what}.",
    "waves_unclear": "{Wave}, first mentored at {round}: in none of {areas} is it clear that it changed differently from the schools that had not begun.",
    "waves_few": "{Wave}, first mentored at {round}: {why}.",
    "waves_in": "{area} by {by} points ({fits} fits)",
    "waves_apart": "{Wave}, first mentored at {round}, and the others started too far apart to compare in: {areas}. The numbers are below, and say nothing of a difference.",
    "waves_before": "Before they began, the later waves had changed alike, as far as the answers show.",
    "waves_before_not": "Already before they began, the later waves had changed differently in {areas}: what came after may go on from that.",
    "waves_not_drawn": "Schools were not drawn by lot, so other things that differ between waves may explain part or all of it.",
    "waves_drawn": "Which schools began first was drawn by lot.",
    "waves_how": "How schools came to be mentored: {how}",
    "alt_waves": "Change of {group} in each wave beside schools not yet mentored, area by area. {areas}.",
}
