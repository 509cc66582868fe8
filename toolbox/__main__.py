"""``python -m toolbox``: see :mod:`toolbox.shell`."""

from __future__ import annotations

import sys

from toolbox.shell import main

if __name__ == "__main__":
    sys.exit(main())
