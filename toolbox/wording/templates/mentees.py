"""What is said of a mentor's schools: who was met, who went silent, what lies on the axis, what is suggested next."""

MENTEES = {
    # ── the mentees together ──
    "mentees_met": "{who}: {met} had a session in the {limit} days before {day}.",
    "mentees_met_all": "{who}: each had a session in the {limit} days before {day}.",
    "mentees_met_none": "{who}: none had a session in the {limit} days before {day}.",
    "mentees_one": "{mentor} mentors one school",
    "mentees_many": "{mentor} mentors {count} schools",
    "mentees_hours": "Hours per teacher on the roster lie between {low} ({lowest}) and {high} ({highest}).",
    "mentees_hours_alike": "Hours per teacher on the roster are {hours} in each of {count} schools.",
    "mentees_hours_one": "{school} got {hours} hours per teacher on the roster.",
    "mentees_unplanned": "No session is planned for {schools}.",
    "mentees_unplanned_all": "No session is planned for any of them.",
    "mentees_planned": "The next planned session is with {school}, on {day}.",
    # ── silence, each with its rule ──
    "silent_no_session": "{school}: no session was ever held. Rule: none recorded.",
    "silent_no_session_since": "{school}: no session for {days} days. Rule: {limit} days without a session that was held.",
    "silent_no_activity_since": (
        "{school}: nobody was active in the logs for {days} days. Rule: {limit} days without activity, up to the last day the "
        "kept logs tell of."
    ),
    # ── a card ──
    "card_phase": "Phase: {phase}, since {day}",
    "card_no_phase": "Phase: no session that was held names one",
    "card_phase_not_begun": "Phase: none yet",
    "card_contact": "Last contact: {day}",
    "card_no_contact": "Last contact: none",
    "card_contact_next": "{contact}. Next session planned for {day}",
    "card_contact_unplanned": "{contact}. No session is planned",
    "card_sessions": "Sessions held of planned: {held}",
    "card_sessions_none": "Sessions held: none, and none was planned",
    "card_sessions_method": "{sessions} ({methods})",
    "card_hours": "Hours given: {given} of {planned} planned",
    "card_per_teacher": "Hours per teacher: {hours}, {teachers} teachers on the roster",
    "card_per_teacher_not": "Hours per teacher: {reason}",
    "card_reached": "Teachers reached: {reached}. Never at a session: {never}",
    "card_reached_only": "Teachers reached: {reached}",
    "card_reached_none": "Teachers reached: none of the {teachers} on the roster",
    "card_reached_rule": (
        "Reached: teachers on the roster who came to one session at least. Who left before the last session is not among them; where "
        "few left, two numbers are given, as if all of them had come and as if none had. A teacher of two schools is reached in each whose "
        "session they came to."
    ),
    "card_not_shown": "not shown ({reason})",
    "card_unnamed": "{count} of the sessions held name nobody who came, so more may have been reached",
    "card_activity": "Active persons by week, in the last {span} of the kept logs (latest last): {weeks}",
    "card_activity_none": "Active persons: none in the last {span} of the kept logs",
    "card_activity_hidden": "{told}. A dash: not shown, because fewer than {least} persons were active, or fewer than {least} were not",
    "card_no_activity": "Activity: nobody of this school is in a kept log",
    "card_focus": "Working on: {areas}",
    "card_no_focus": "Working on: no next step is open",
    # ── what is suggested next ──
    "next_plan_first": "Agree on a first meeting: who should be there, and what the school wants from it.",
    "next_plan_session": "Ask how things stand and plan the next session; nothing is planned.",
    "next_agree_phase": "Agree with the school which phase you are in, and write it down with the next session.",
    "next_review_steps": "Look together at the next steps whose day has passed: done, dropped, or a new day.",
    "next_choose_focus": "Choose one to three next steps with the school, each with the item that will show how it went.",
    "next_reach_the_others": "Think about those who never came: another time, another method, a visit to their lessons.",
    "next_count_teachers": "Ask the hub to enter the number of teachers; without it nobody knows how many were reached.",
    "next_after_initiative": "Hold the anchoring meeting: what the school expects, who takes part, how you will work.",
    "next_after_anchoring": "Map where the school stands: its profile here, side by side with how its head sees it.",
    "next_after_mapping": "Plan with the school: one or two areas of its profile to work on, and by when.",
    "next_after_planning": "Begin the development work: the first session on what was planned.",
    "next_after_development": "Look back with the school: what was done, what moved, what stays to do.",
    "next_after_reflection": "Ask the survey again, and set the new profile beside the one before.",
    "next_keep_on": "Go on as planned; write down each session with its phase.",
    "leave_next": "Suggested next: {words}",
    "leave_scope": "{scope} · Mentoring as recorded on {day}",
    "leave_foot": (
        "Hours are hours of 60 minutes; per teacher: each session's length once for every teacher who came, divided by the teachers "
        "on the roster. {reached} What moved beside mentoring does not show that mentoring moved it."
    ),
    # ── one teacher, with consent ──
    "single_more": "Higher by more than answers of one person vary by themselves: {areas}.",
    "single_less": "Lower by more than answers of one person vary by themselves: {areas}.",
    "single_within": (
        "{areas}: no further apart than answers of one person vary by themselves, which tells neither of a rise nor of a fall."
    ),
    "single_unknown": "How much answers of one person vary by themselves is not known here: {areas}.",
    "single_hidden": "Not shown: {areas}. {reason}.",
    "single_hidden_all": "No area is shown. {reason}.",
    "single_few_others": (
        "With this teacher's answers the average of fewer than {least} colleagues, or of all but so few, could be worked out"
    ),
    "single_no_answers": "They were not answered both times",
    "single_limits": (
        "How much answers vary is worked out from how well the questions of an area agree with each other in one sitting; asked twice, "
        "one person's answers vary by more. Whatever moved, these answers do not say why."
    ),
    # ── the timeline in words ──
    "timeline_none": "Nothing of {school} lies on the axis yet: no session, round or log.",
    "timeline_held": "{count} held, from {first} to {last}",
    "timeline_held_none": "none held",
    "timeline_alt": "{school}, from {first} to {last}. Sessions: {held}; {planned} planned and not held. Rounds: {rounds}. {active}",
    "timeline_active": "Of {weeks} weeks of the kept logs, somebody was active in {active} and nobody in {nobody}; {hidden}.",
    "timeline_active_none": "No activity is in the kept logs.",
    "timeline_hidden": "of {weeks} it is not shown, because fewer than {least} persons were active, or fewer than {least} were not",
    "timeline_hidden_none": "each is shown",
}
