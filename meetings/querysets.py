"""Questions asked of meetings, polls and tasks; twins of `rules`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from groups.rules import memberships_of
from kit.access import AnyUser
from people.rules import can_manage_network

if TYPE_CHECKING:
    from .models import Meeting, MeetingTask, Poll  # noqa: F401


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Twin of `rules.can_see_meeting`: those whose title and date `user` may know."""
        if user.is_authenticated and can_manage_network(user):
            return self
        return self.readable_by(user)

    def readable_by(self, user: AnyUser) -> Self:
        """Twin of `rules.can_read_meeting`: those of the groups that `user` is in."""
        return self.filter(group__in=list(memberships_of(user)))

    def standing(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def ahead(self, at: datetime | None = None) -> Self:
        """Those that are not over, the next first."""
        return self.filter(ends_at__gt=at or timezone.now()).order_by("starts_at", "pk")

    def next_of_each(self, at: datetime | None = None) -> Self:
        """`ahead`, with no more than the next one of each series."""
        now = at or timezone.now()
        sooner = self.model.objects.standing().filter(
            series=models.OuterRef("series"), ends_at__gt=now,
            starts_at__lt=models.OuterRef("starts_at"),
        )  # fmt: skip
        return self.ahead(now).exclude(models.Exists(sooner))

    def past(self, at: datetime | None = None) -> Self:
        """Those that are over, the latest first."""
        return self.filter(ends_at__lte=at or timezone.now()).order_by("-starts_at", "-pk")


class PollQuerySet(models.QuerySet["Poll"]):
    def visible_to(self, user: AnyUser) -> Self:
        """Twin of `rules.can_read_poll`."""
        return self.filter(group__in=list(memberships_of(user)))

    def open(self, at: datetime | None = None) -> Self:
        """Those that take answers."""
        return self.filter(closed_at__isnull=True, closes_at__gt=at or timezone.now())

    def undecided(self) -> Self:
        """Those whose date nobody has chosen, whether answers are still taken or not."""
        return self.filter(closed_at__isnull=True)

    def unanswered_by(self, person_id: int) -> Self:
        """Those about which a person said nothing."""
        return self.exclude(slots__answers__person=person_id)


class TaskQuerySet(models.QuerySet["MeetingTask"]):
    def to_do(self) -> Self:
        return self.filter(done_at__isnull=True)

    def kept_by_members(self, at: datetime | None = None) -> Self:
        """Those whose person is still in the group: who left owes it nothing."""
        moment = at or timezone.now()
        rows = "meeting__group__memberships__"
        return self.filter(
            Q(**{f"{rows}ends_at__isnull": True}) | Q(**{f"{rows}ends_at__gt": moment}),
            person__is_active=True,
            **{f"{rows}person": F("person"), f"{rows}starts_at__lte": moment},
        ).distinct()
