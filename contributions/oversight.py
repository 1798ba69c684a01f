"""What a superuser opens is written where those concerned can see it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from kit.access import AnyUser

from .enums import EventKind, Verb
from .models.events import TextEvent
from .standing import Case

if TYPE_CHECKING:
    from .models import ContributionPage

#: One line an hour says enough of a visit.
_EVERY = timedelta(hours=1)


def note_superuser_access(user: AnyUser, page: ContributionPage, verb: Verb) -> None:
    """Write that a superuser who is not of its groups used a private page of the text."""
    if not user.is_superuser or Case(user, page).member:
        return
    now = timezone.now()
    recent = TextEvent.objects.filter(
        record=page.record, actor=user.pk, kind=EventKind.ADMIN_ACCESS, at__gt=now - _EVERY
    )
    if not recent.exists():
        TextEvent.objects.create(
            record=page.record, actor=user, kind=EventKind.ADMIN_ACCESS, at=now,
            data={"verb": verb.value},
        )  # fmt: skip
