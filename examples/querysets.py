"""Questions asked of examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from contributions.models import ContributionRecord
from contributions.selectors import records_of_groups
from groups.rules import memberships_of
from kit.access import AnyUser
from people.rules import is_network

if TYPE_CHECKING:
    from .models import Example  # noqa: F401


class ExampleQuerySet(models.QuerySet["Example"]):
    def of_groups(self, groups: list[int]) -> Self:
        """Sent to one of these groups, or to a call on which one of them has a text."""
        return self.filter(Q(group__in=groups) | Q(call__in=_calls_of(groups)))

    def waiting(self) -> Self:
        return self.filter(outcome="")

    def readable_by(self, user: AnyUser) -> Self:
        """Twin of `rules.can_read`."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        groups = list(memberships_of(user))
        readable = Q(person=user.pk) | Q(group__in=groups) | Q(call__in=_calls_of(groups))
        if is_network(user):
            readable |= Q(call__isnull=False)
        return self.filter(readable)

    def with_all(self) -> Self:
        """With what every page of an example shows."""
        return self.select_related(
            "call", "group__record", "person", "centre", "outcome_by", "group_of_outcome",
            "record__lead_group",
        )  # fmt: skip


def _calls_of(groups: list[int]) -> models.QuerySet[ContributionRecord, int]:
    """The calls on which these groups have a text that is not in the trash."""
    records = records_of_groups(groups).filter(trashed_at__isnull=True, call__isnull=False)
    return records.values_list("call", flat=True).order_by()  # type: ignore[return-value]
