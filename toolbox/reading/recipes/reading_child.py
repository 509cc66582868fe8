"""Reads files in a process of its own, so that a large one slows nobody and can be ended at any moment.

One pickled request comes on standard input: files, choices, recipes and the pseudonym key, which so is on no disk, in no
argument and in no environment. Pickled answers go to standard output, one after the other:
``("at", place)`` before a file, then ``("read", place, AsBefore)``, ``("refused", place, code, message)`` or
``("fault", place, where)``, and ``("end",)``. The process ends by itself when the other side goes away.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import threading
import traceback
from typing import Any, BinaryIO


def answer(request: dict[str, Any], replies: BinaryIO) -> None:
    """Read every file of a request, and say of each what came of it."""
    from toolbox.model import ToolboxError
    from toolbox.reading import Pseudonyms
    from toolbox.reading.recipes import read_as_before

    def say(*reply: object) -> None:
        pickle.dump(reply, replies, protocol=5)
        replies.flush()

    pseudonym = Pseudonyms(request["key"])
    for place, (name, content) in enumerate(request["files"]):
        say("at", place)
        try:
            found = read_as_before(
                content, name, request["recipes"], choices=request["choices"][place], pseudonym=pseudonym
            )
            say("read", place, found)
        except ToolboxError as refusal:
            say("refused", place, refusal.code, refusal.message)
        except Exception as error:  # a fault of ours: told to the caller, who logs it under a number
            say("fault", place, where(error))
    say("end")


def where(error: BaseException) -> str:
    """The trace of a fault without its words, which may quote the file.

    Example:
        >>> try:
        ...     int("Mari Maasikas")
        ... except ValueError as error:
        ...     told = where(error)
        >>> "ValueError" in told, "Mari" in told
        (True, False)
    """
    frames = [
        f'  File "{at.filename}", line {at.lineno}, in {at.name}' for at in traceback.extract_tb(error.__traceback__)
    ]
    cause = [where(error.__cause__)] if error.__cause__ else []
    return "\n".join([*cause, *frames, type(error).__name__])


def _end_with_the_caller() -> None:
    """The caller keeps its end of standard input open as long as it lives."""
    sys.stdin.buffer.read(1)
    os._exit(1)


if __name__ == "__main__":
    # What a library prints must not come between the answers.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if hasattr(os, "nice"):
        os.nice(5)
    asked = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_the_caller, daemon=True).start()
    with contextlib.suppress(BrokenPipeError):
        answer(asked, out)
    os._exit(0)
