"""Sets of remarks; each visibility rule of `rules.py` has its twin here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from contributions.models import ContributionPage, ContributionRecord, Version
from contributions.querysets import granted_to
from kit.access import AnyUser
from people.rules import is_moderator, mandates_of

if TYPE_CHECKING:
    from .models import Remark  # noqa: F401


class RemarkQuerySet(QuerySet["Remark"]):
    def roots(self) -> Self:
        """Remarks, without the answers to them."""
        return self.filter(root__isnull=True)

    def still_open(self) -> Self:
        """Remarks that wait for an outcome; what was hidden waits for none."""
        return self.roots().filter(outcome="", hidden_at__isnull=True)

    def ended(self) -> Self:
        return self.roots().exclude(outcome="")

    def visible_to(self, user: AnyUser) -> Self:
        """Twin of `rules.can_read_remark`: every remark of the drafts that `user` reads,
        and their own threads in texts where they still have something to say."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        drafts = ContributionPage.objects.drafts_visible_to(user).values("record")
        # Two conditions in place of one `OR` over a joined table, which no index serves.
        own = Q(root__isnull=True, user=user.pk) | Q(root__user=user.pk)
        return self.filter(Q(record__in=drafts) | (own & self._stands_in(user)))

    def _stands_in(self, user: AnyUser) -> Q:
        """Twin of `rules.Seat.stands`."""
        standing = Q(record__in=granted_to(user).values("record"))
        if is_moderator(user):
            standing |= Q(record__in=ContributionRecord.objects.all().values("pk"))
        asked = Version.objects.filter(asked_centres__in=mandates_of(user).centres)
        standing |= Q(record__in=asked.values("record"))
        return standing & Q(record__trashed_at__isnull=True)
