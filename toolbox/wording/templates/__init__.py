"""Every sentence the toolbox says about a result, in one place, by subject: a test reads them all for what must not be said
(:mod:`toolbox.wording.unsaid`).

Names in braces are filled in by the modules of this room. One sentence, one thought; the reader is a tired head
of a school. Order on a page: who answered, what there is to see, how sure, what it cannot show.
Source of order and wording: the project's specification of statistics, "what the sentence for a school head says".
"""

from __future__ import annotations

from toolbox.wording.templates.beside import BESIDE
from toolbox.wording.templates.charts import CHARTS
from toolbox.wording.templates.hub import HUB
from toolbox.wording.templates.mentees import MENTEES
from toolbox.wording.templates.next_steps import NEXT_STEPS
from toolbox.wording.templates.one_round import ONE_ROUND
from toolbox.wording.templates.over_rounds import OVER_ROUNDS
from toolbox.wording.templates.waves import WAVES

#: From how many persons a percentage may be said.
LEAST_FOR_PERCENT = 20

SENTENCES = ONE_ROUND | OVER_ROUNDS | BESIDE | NEXT_STEPS | CHARTS | HUB | MENTEES | WAVES


def say(name: str, /, **words: object) -> str:
    """One sentence or part of one.

    Example:
        >>> say("who_of", answered=6, invited=8, group="teachers")
        '6 of 8 teachers'
    """
    return SENTENCES[name].format(**words)
