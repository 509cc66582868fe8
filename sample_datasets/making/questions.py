"""What the sample survey asks: own plain wording for each code of the framework, and the answer words.

The statements were written for this sample. They carry the codes of the SELFIE structure (2020) so that a
framework can be attached to them, and say the same in other words; they are not the official texts.
"""

from __future__ import annotations

#: Code → statement, in the order of the questionnaire. Area = first letter.
STATEMENTS: dict[str, str] = {
    "A1": "We have a written plan for using technology, and we work by it.",
    "A2": "Teachers had a say in that plan.",
    "A3": "New ideas for teaching with technology are backed by the leadership.",
    "A4": "There is time set aside to try things out.",
    "B1": "We look back together at how far we have come.",
    "B2": "We talk about what technology does and does not do for learning.",
    "B3": "We work with other schools or organisations on this.",
    "C1": "Rooms, network and power are good enough for what we want to do.",
    "C2": "There are devices to teach with when they are needed.",
    "C3": "The internet works when we need it.",
    "C5": "Somebody helps when a device does not work.",
    "C7": "Personal data are kept safe here.",
    "C8": "There are devices to learn with when they are needed.",
    "C14": "Rooms can be rearranged for different ways of working.",
    "D1": "Somebody asks what we would need to learn for teaching with technology.",
    "D2": "There are courses or coaching we can take part in.",
    "D3": "We show each other what works in our lessons.",
    "E1": "Good material for lessons is searched for online.",
    "E2": "Own digital material is made for lessons.",
    "E3": "A shared online room is used for courses.",
    "E4": "Messages to families and pupils go out digitally.",
    "F1": "Technology helps to give each pupil a fitting task.",
    "F3": "Technology is used to make something new, not only to look things up.",
    "F4": "Lessons with technology draw pupils in.",
    "G1": "Technology is used to see what pupils can do.",
    "G3": "Pupils hear soon how they did.",
    "G5": "Pupils look back on their own learning with digital means.",
    "G7": "Pupils comment on each other's work with digital means.",
    "H1": "Pupils learn to stay safe online.",
    "H3": "Pupils learn to treat others well online.",
    "H4": "Pupils learn to check whether something found online is right.",
    "H6": "Pupils learn to say whose work they have used.",
    "H7": "Pupils learn to make digital things themselves.",
    "H8": "Pupils learn to express themselves through digital media.",
}

#: What pupils are shown; the other columns stay empty for them.
PUPIL_CODES = ("C3", "C8", "E1", "E3", "F1", "F3", "F4", "G1", "G3", "G5", "H1", "H3", "H4", "H6", "H7", "H8")

#: The statement that was put into other words before the second round, and its second wording.
REWORDED = "C8"
REWORDED_TEXT = "Every pupil has a device of the school's for the whole school day."

CODES = tuple(STATEMENTS)
AREAS = tuple(dict.fromkeys(code[0] for code in CODES))

STEM = "How far do you agree?"
WORDS = {
    1: "Strongly disagree",
    2: "Disagree",
    3: "Slightly agree",
    4: "Agree",
    5: "Strongly agree",
    -1: "Not applicable",
    -2: "Prefer not to say",
}

SCHOOL = "Which school do you belong to?"
ROLE = "I am a ..."
CODE = "Your personal code: first two letters of your mother's first name, day of your birth, first letter of the place you were born in"
CONSENT = "My answers may be used to improve the work of our hub."
HELPED = "What helped you this year? (tick all that fit)"
COMMENT = "Is there anything else you would like to say?"

#: Group → how the survey calls it.
ROLES = {"leaders": "School leader", "teachers": "Teacher", "pupils": "Pupil"}

#: The options of the question with several answers; two of them hold commas, as real ones do.
OPTIONS = (
    "A colleague",
    "Training (courses, workshops)",
    "Material found online",
    "A mentor, here or at another school",
)

COMMENTS = (
    "More time for planning, please.",
    "The new room is good; the old projector is not.",
    'We call it "the quiet revolution".',
    "Thank you!\nThe coffee was good too.",
    "=more time",
    "Wi-Fi in the gym – still waiting…",
    "No comment",
    "I'd like to see lessons at the other school.",
    "Tablets, but also books.",
    "Please ask us again in autumn.",
)


def statement(code: str, spring: bool) -> str:
    """The wording of a statement in one of the two rounds.

    Example:
        >>> statement("C3", spring=True)
        'The internet works when we need it.'
    """
    return REWORDED_TEXT if spring and code == REWORDED else STATEMENTS[code]
