"""One act of the story: who does what to which text, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from demo.source import Item
from demo.stage import Stage
from people.models import User


@dataclass
class Act:
    """Somebody does something to a text at a moment; `details` are the act's own."""

    ref: str
    name: str
    by: User
    at: datetime
    stage: Stage
    details: Item = field(default_factory=dict)

    @property
    def note(self) -> str:
        return str(self.details.get("mots", "")).strip()
