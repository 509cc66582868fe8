"""The researcher's desk: what to look at, which tables there are, each table, and what to take away."""

from toolbox.web.desk.blocks import contents, every_block
from toolbox.web.desk.choices import choose
from toolbox.web.desk.downloads import take_away

__all__ = ["choose", "contents", "every_block", "take_away"]
