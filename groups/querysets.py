"""Questions asked of memberships and calls."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from people.querysets import current_at

from .enums import Role

if TYPE_CHECKING:
    from .models import Call, JoinRequest, Membership  # noqa: F401


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, at: datetime | None = None) -> Self:
        """Memberships that hold now, or at a moment, of accounts still open."""
        return self.filter(current_at(at), person__is_active=True)

    def coordinators(self) -> Self:
        return self.filter(role=Role.COORDINATOR)


class CallQuerySet(models.QuerySet["Call"]):
    def announced(self) -> CallQuerySet:
        """Open calls that everyone is told of, the one that ends first before the others."""
        told = self.filter(is_announced=True, closed_at__isnull=True)
        return told.order_by(models.F("publication_due").asc(nulls_last=True), "-opened_at")


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> Self:
        """Requests that nobody answered yet, of accounts still open."""
        return self.filter(answered_at__isnull=True, person__is_active=True)
