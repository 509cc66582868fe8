"""A campaign in which every seed ends wrongly: two in an exception, the second in the death of its process."""

from __future__ import annotations

import os
import sys

from tests.reading import fuzzing


def _broken(content: bytes, name: str = "") -> str:
    if fuzzing_seed["now"] == 1:
        os._exit(134)
    raise KeyError("broken on purpose")


fuzzing_seed = {"now": 0}

if __name__ == "__main__":
    damage = fuzzing.damaged

    def _noted(seed: int) -> fuzzing.Damaged:
        fuzzing_seed["now"] = seed
        return damage(seed)

    fuzzing.damaged, fuzzing.attempt = _noted, _broken
    fuzzing.main(int(sys.argv[1]), int(sys.argv[2]))
