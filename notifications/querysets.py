"""Which notices, letters and preferences."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from .enums import Cadence, LetterState

if TYPE_CHECKING:
    from people.models import User

    from .models import Letter, Notice, Preference

    NoticeBase = models.QuerySet[Notice]
    LetterBase = models.QuerySet[Letter]
    PreferenceBase = models.QuerySet[Preference]
else:
    NoticeBase = LetterBase = PreferenceBase = models.QuerySet


class NoticeQuerySet(NoticeBase):
    def of(self, person: User) -> NoticeQuerySet:
        """A person's own, newest first, with the page each hangs on."""
        return self.filter(person=person).select_related("scope")

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)

    def unsealed(self) -> NoticeQuerySet:
        """What is told at once and has no letter yet: the worker makes it."""
        return self.filter(letter__isnull=True, cadence=Cadence.AT_ONCE)

    def for_digest(self, cadences: Collection[str], until: datetime) -> NoticeQuerySet:
        """What waits for a digest of these cadences, written before `until`."""
        return self.filter(letter__isnull=True, cadence__in=cadences, at__lt=until)


class LetterQuerySet(LetterBase):
    def due(self, now: datetime) -> LetterQuerySet:
        """To be sent: never tried, to be tried again, or left by someone who is gone."""
        states = (LetterState.WAITING, LetterState.SENDING)
        return self.filter(state__in=states, next_try_at__lte=now)

    def dead(self) -> LetterQuerySet:
        return self.filter(state=LetterState.DEAD)

    def claim(self, letter: Letter, now: datetime, lease: timedelta) -> bool:
        """Take one letter for the time of its sending; False when somebody else has it."""
        mine = self.due(now).filter(pk=letter.pk, attempts=letter.attempts)
        return bool(
            mine.update(
                state=LetterState.SENDING,
                attempts=models.F("attempts") + 1,
                next_try_at=now + lease,
            )
        )


class PreferenceQuerySet(PreferenceBase):
    def about(self, kind: str, paths: Collection[str]) -> PreferenceQuerySet:
        """Those that could decide for a kind on a page, which stands under `paths`."""
        place: Any = Q(scope__isnull=True)
        if paths:
            place |= Q(scope__path__in=paths)
        return self.filter(place, kind__in=(kind, "")).select_related("scope")
