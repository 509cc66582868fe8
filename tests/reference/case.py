"""One reference case: its data, and its R command run as far as it prepares data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tests.reference.r_data import Workspace
from tests.reference.r_language import Node


@dataclass(frozen=True)
class Case:
    """One case of the file: its R command, run as far as it prepares data."""

    raw: dict[str, Any]
    folder: Path

    @cached_property
    def _run(self) -> tuple[Workspace, list[Node]]:
        workspace = Workspace(self.folder)
        return workspace, workspace.run(self.raw["r_command"])

    @property
    def workspace(self) -> Workspace:
        return self._run[0]

    @property
    def statements(self) -> list[Node]:
        return self._run[1]

    def numbers(self, *names: str) -> tuple[np.ndarray, ...]:
        return tuple(np.asarray(self.workspace.get(name), float) for name in names)

    def answer(self, key: str) -> Node:
        """The syntax of one number in the command's last list(...)."""
        return next(node for name, node in self.statements[-1][2] if name == key)
