"""The scene for pages of meetings: those of the demonstration, and a date to choose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from groups.models import WorkingGroupPage
from meetings.actions.answer_poll import answer_poll
from meetings.actions.open_poll import open_poll
from meetings.models import Meeting, Poll
from people.models import User


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    poll = _poll()
    return {
        "poll sante": str(poll.pk),
        "poll participation": str(Poll.objects.get(ref="date-participation").pk),
        "meeting past": str(Meeting.objects.get(ref="reunion-sante-lancement").pk),
        "meeting next": str(Meeting.objects.get(ref="reunion-sante-suite").pk),
    }


def _poll() -> Poll:
    starts = [datetime(2026, 6, day, 12, tzinfo=UTC) for day in (9, 11, 16)]
    poll = open_poll(
        WorkingGroupPage.objects.get(slug="sante"), "Relire avec les centres (démonstration)",
        [(start, start + timedelta(hours=1)) for start in starts],
        by=_person("dominique.modele"), closes_at=datetime(2026, 6, 2, 12, tzinfo=UTC),
        is_demonstration=True,
    )  # fmt: skip
    first, second, third = poll.slots.values_list("pk", flat=True)
    answer_poll(poll, {first: "no", second: "yes", third: "maybe"}, by=_person("camille.exemple"))
    return poll


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
