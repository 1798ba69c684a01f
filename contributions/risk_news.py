"""A scheduled publication that would not happen as things are is told before its minute.

At the minute, `publish_due` asks the same again, and tells what failed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from groups.deadlines import in_both_zones
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

from . import recipients as to
from .facts import facts_of
from .late import Why, why_no_more, words_on_failure
from .models import ContributionRecord

Data = dict[str, Any]

AT_RISK = "contributions.publication_at_risk"

#: How long before its minute: time for another moderator to take it over.
AHEAD = timedelta(days=2)


def warn_of_publications(now: datetime) -> int:
    """Tell who may still do something of each text whose minute comes and who scheduled it
    may not publish any more; how many people were told. Once each, for a minute, who answers
    for it, and a reason."""
    coming = ContributionRecord.objects.filter(
        embargo_until__gt=now, embargo_until__lte=now + AHEAD, trashed_at__isnull=True
    )
    told = 0
    for record in coming.select_related("page", "scheduled_by").order_by("embargo_until", "pk"):
        record.page.record = record
        why = why_no_more(record.page)
        told += _tell(record, why, now) if why is not None else 0
    return told


def _tell(record: ContributionRecord, why: Why, now: datetime) -> int:
    assert record.embargo_until is not None
    data = {
        "text": record.pk, "title": record.page.draft_title, "why": why.value,
        "minute": record.embargo_until.isoformat(), "by": record.scheduled_by_id,
    }  # fmt: skip
    whom = to.accounts(to.leading_groups(to.group_keys(record)), to.every_moderator())
    return announce(
        AT_RISK, whom.values_list("pk", flat=True), data=data, at=now,
        scope=Page.objects.get(pk=record.lead_group_id),
        key=f"risk-{record.pk}-{record.embargo_until:%Y%m%d%H%M}-{record.scheduled_by_id}-{why.value}",
    )  # fmt: skip


def _line(data: Data, person: User) -> Line:
    minute = in_both_zones(datetime.fromisoformat(data["minute"]))
    headline = _("Une publication programmée pour le %(date)s n'aura pas lieu, en l'état")
    url = reverse("contributions:work", args=[data["text"]])
    return Line(headline % {"date": minute}, words_on_failure(data), url, about=data["title"])


def _may_know(person: User, notice: Notice) -> bool:
    """As long as the same person answers for the same minute."""
    data = notice.data
    if not facts_of(person).follows(data["text"]):
        return False
    return facts_of(person).minutes.get(data["text"]) == (data["minute"], data["by"])


kinds.register(
    Kind(
        name=AT_RISK, label=gettext_lazy("Publication programmée qui n'aura pas lieu"), line=_line,
        default=Cadence.AT_ONCE, may_know=_may_know,
    )
)  # fmt: skip
