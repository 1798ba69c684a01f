"""What one person hid alone is said again, every day, until another has looked at it.

Nothing is shown again by itself: see docs/decisions/0018-masking.md.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from contributions import recipients as to
from contributions.facts import facts_of
from contributions.models import Mask
from groups.deadlines import in_both_zones
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

Data = dict[str, Any]

WAITING = "contributions.mask_waiting"

_DAY = timedelta(days=1)


def remind_of_masks(now: datetime) -> int:
    """Tell who may confirm a mask, a day and two days after it was made, when its time is
    over, and each day from then on; how many people were told. Once a day each."""
    late = Mask.objects.unconfirmed().filter(
        made_at__lte=now - _DAY, record__trashed_at__isnull=True
    )
    rows = late.select_related("record__page").defer("record__page__body")
    return sum(_tell(mask, now) for mask in rows.order_by("made_at", "pk"))


def _tell(mask: Mask, now: datetime) -> int:
    key = f"mask-{mask.pk}-{(now - mask.made_at) // _DAY}"
    groups = to.group_keys(mask.record)
    data = {
        "text": mask.record_id, "title": mask.record.page.draft_title, "mask": mask.pk,
        "groups": groups, "due": mask.due.isoformat(), "overdue": mask.is_overdue(now),
    }  # fmt: skip
    whom = to.accounts(to.leading_groups(groups), to.every_moderator(), to.every_network())
    told = Notice.objects.filter(kind=WAITING, key=key).values("person")
    others = whom.exclude(pk__in=told).exclude(pk=mask.made_by_id or 0)
    scope = Page.objects.get(pk=mask.record.lead_group_id)
    people = others.values_list("pk", flat=True)
    return announce(WAITING, people, scope=scope, data=data, key=key, at=now)


def _line(data: Data, person: User) -> Line:
    due = in_both_zones(datetime.fromisoformat(data["due"]))
    said = (
        _("Un passage masqué attend depuis plus de trois jours qu'une autre personne le confirme")
        if data["overdue"]
        else _("Un passage masqué attend qu'une autre personne le confirme, avant le %(date)s")
    )
    url = reverse("contributions:mask", args=[data["mask"]])
    return Line(headline=said % {"date": due}, url=url, about=data["title"])


def _still_waits(person: User, notice: Notice) -> bool:
    return notice.data["mask"] in facts_of(person).masks_to_confirm


kinds.register(
    Kind(
        name=WAITING, label=gettext_lazy("Passage masqué à confirmer"), line=_line,
        default=Cadence.AT_ONCE, may_know=_still_waits, fixed=True,
    )
)  # fmt: skip
