"""Publications that did not happen at their minute, on the desk of who may decide of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.enums import WorkState
from contributions.late import is_late
from contributions.models import ContributionPage, ContributionRecord
from contributions.selectors import texts_with_own_hand
from kit.access import AnyUser
from moderation.queue import Row, Source, sources

from .rules import moderates


def _rows(user: AnyUser, key: int | None = None) -> Iterator[Row]:
    """The texts that should be public by now; dated by their minute, so that they come first."""
    if not moderates(user):
        return
    late = ContributionRecord.objects.filter(is_late(timezone.now()))
    pages = ContributionPage.objects.with_states().not_trashed().filter(record__in=late)
    pages = pages.filter(annotated_work_state=WorkState.VALIDATED)
    if key is not None:
        pages = pages.filter(record=key)
    found = list(pages.defer("body", "summary", "approach", "addressees").order_by("pk"))
    own = texts_with_own_hand(user, found) if found else frozenset()
    for page in found:
        record = page.record
        if page.pk not in own and record.embargo_until is not None:
            yield Row(
                "late", record.pk, page.draft_title, record.lead_group.title,
                record.embargo_until, reverse("moderation:text", args=[record.pk]),
                record.embargo_until, record.lead_group.hue,
            )  # fmt: skip


sources.register(Source("late", _("Publications qui n'ont pas eu lieu"), _rows, _rows))
