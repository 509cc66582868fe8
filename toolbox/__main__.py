"""``python -m toolbox``: see :mod:`toolbox.shell`. What is set for the whole process is set here, never for a caller of it."""

from __future__ import annotations

import signal
import sys

from toolbox.shell import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # "| head" ends the job quietly
    sys.exit(main())
