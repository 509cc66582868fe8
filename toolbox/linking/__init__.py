"""Who in the second round is who in the first: by the same key, and which keys look like one with a slip.

:func:`link` finds the same pseudonym within a school and group; everything rests on it. :func:`near` finds codes that
differ in one place, for a person to accept one by one, and in two, for a person to see. :func:`with_accepted` gives
the second round as it is when pairs were accepted. :func:`in_plain_order` puts rounds into an order no code decides.
"""

from toolbox.linking.exact import Links, link
from toolbox.linking.near import Near, near, with_accepted
from toolbox.linking.plain_order import in_plain_order

__all__ = ["Links", "Near", "in_plain_order", "link", "near", "with_accepted"]
