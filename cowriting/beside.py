"""What co-writing shows beside a draft: where to write, who wrote, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from contributions.models import ContributionPage
from kit.access import AnyUser
from people.models import User

from .history.visits import is_unchanged, note_visit
from .models import DraftVisit, Room
from .record.opening import is_open
from .record.refused import count_waiting
from .rules import Mode, is_inside, mode_for


@dataclass(frozen=True)
class Writing:
    """`writes`: whether this person writes in the draft; `inside`: whether they are one of
    its people, who see names; `visit`: theirs; `refused`: refused writings that wait."""

    writes: bool
    inside: bool
    written_together: bool
    live: bool
    visit: DraftVisit | None
    refused: int

    @property
    def changed_since(self) -> bool:
        return (
            self.visit is not None and self.visit.since is not None and not is_unchanged(self.visit)
        )


def beside(user: AnyUser, page: ContributionPage) -> dict[str, Any]:
    """`writing`, for who reads a draft; notes that they do."""
    room = Room.objects.filter(page=page.pk).defer("snapshot", "base_body").first()
    visit = None
    if isinstance(user, User):
        visit = note_visit(user, page, room, timezone.now())
    return {
        "writing": Writing(
            writes=mode_for(user, page) is Mode.RW,
            inside=is_inside(user, page),
            written_together=room is not None,
            live=room is not None and is_open(room),
            visit=visit,
            refused=count_waiting(room, user) if room is not None else 0,
        )
    }
