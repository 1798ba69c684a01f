"""Questions asked of the directory."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from .models import Centre, Invitation, Mandate  # noqa: F401


def current_at(at: datetime | None = None, prefix: str = "") -> Q:
    """The condition that a dated row (`starts_at`, `ends_at`) holds at a moment."""
    moment = at or timezone.now()
    open_ended = Q(**{f"{prefix}ends_at__isnull": True})
    not_over = Q(**{f"{prefix}ends_at__gt": moment})
    return Q(**{f"{prefix}starts_at__lte": moment}) & (open_ended | not_over)


class CentreQuerySet(models.QuerySet["Centre"]):
    def published(self) -> Self:
        """The centres that the public directory shows and counts."""
        return self.filter(is_published=True)


class MandateQuerySet(models.QuerySet["Mandate"]):
    def current(self, at: datetime | None = None) -> Self:
        return self.filter(current_at(at), person__is_active=True)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self) -> Self:
        """Neither accepted nor revoked; their date may be over, and they can be renewed."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def open(self, at: datetime | None = None) -> Self:
        """Those that can still be accepted."""
        return self.standing().filter(expires_at__gt=at or timezone.now())
