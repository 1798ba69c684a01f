"""What is put off until a moment, and done by `manage.py run_due` when it has come.

Each room registers its own chores at start-up. A chore is safe to run every minute and on
two machines at once: it locks the rows that it takes, and finds nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .access import Registry


@dataclass(frozen=True)
class Chore:
    """`run(now)` does what is due and returns how many things it did; `words` say what one
    of them is, for the line that `run_due` prints."""

    name: str
    words: str
    run: Callable[[datetime], int]


chores: Registry[Chore] = Registry()
