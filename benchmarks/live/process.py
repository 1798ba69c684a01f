"""What a running process uses, from /proc."""

from __future__ import annotations

import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class Measured:
    """Processor time of a process while the block runs; adds up over several blocks."""

    def __init__(self, pid: int) -> None:
        self._folder = Path("/proc") / str(pid)
        self.seconds = self.elapsed = 0.0

    def __enter__(self) -> Measured:
        self._began = time.perf_counter(), self._used()
        return self

    def __exit__(self, *error: object) -> None:
        began, used = self._began
        self.elapsed += time.perf_counter() - began
        self.seconds += self._used() - used

    @property
    def share(self) -> float:
        """Of one core."""
        return self.seconds / self.elapsed

    @property
    def memory(self) -> int:
        """Resident bytes now."""
        for line in (self._folder / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise ProcessLookupError(self._folder)

    def _used(self) -> float:
        words = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / _TICKS
