"""What is told of examples: to whom one came, and to its sender what became of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions.models import ContributionRecord
from groups.models import WorkingGroupPage
from groups.notifications import those_who_answer
from groups.rules import memberships_of
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

from .models import Example

Data = dict[str, Any]


def groups_of(example: Example) -> list[WorkingGroupPage]:
    """The groups to which it came: its own, or those that have a text on its call."""
    if example.group:
        return [example.group]
    records = ContributionRecord.objects.filter(call=example.call, trashed_at__isnull=True)
    records = records.select_related("lead_group").prefetch_related("associated_groups")
    found = {}
    for record in records.order_by("pk"):
        for group in (record.lead_group, *record.associated_groups.all()):
            found[group.pk] = group
    return list(found.values())


def tell_sent(example: Example) -> None:
    """To the coordination of each group, once a person."""
    for group in groups_of(example):
        announce(
            "examples.sent", those_who_answer(group), scope=group, data=_about(example, group)
            | {"who": example.person.public_name, "by": example.person_id},
            by=example.person, key=f"example:{example.pk}", at=example.at,
        )  # fmt: skip


def tell_taken(example: Example) -> None:
    _tell_sender("examples.taken", example)


def tell_set_aside(example: Example) -> None:
    _tell_sender("examples.set_aside", example, reason=example.reason)


def _tell_sender(kind: str, example: Example, **more: str) -> None:
    group = example.group_of_outcome
    assert group is not None
    announce(
        kind, [example.person_id], scope=group, data=_about(example, group) | more,
        by=example.outcome_by, key=f"example:{example.pk}", at=example.outcome_at,
    )  # fmt: skip


def _about(example: Example, group: WorkingGroupPage) -> Data:
    return {"example": example.pk, "group": group.title, "what": example.what}


def _line(headline: Any, data: Data, words: str) -> Line:
    url = reverse("examples:example", args=[data["example"]])
    return Line(headline % data, words, url, about=data["group"])


def _sent(data: Data, person: User) -> Line:
    return _line(_g("%(who)s vous envoie un exemple de terrain"), data, data["what"])


def _taken(data: Data, person: User) -> Line:
    headline = _g("Le groupe %(group)s a fait un constat de votre exemple")
    return _line(headline, data, data["what"])


def _set_aside(data: Data, person: User) -> Line:
    headline = _g("Le groupe %(group)s n'a pas repris votre exemple")
    return _line(headline, data, data["reason"])


def _still_member(person: User, notice: Notice) -> bool:
    return notice.scope_id in memberships_of(person)


kinds.register(
    Kind("examples.sent", _("Un exemple de terrain arrive dans un groupe que vous animez"), _sent,
         Cadence.DAILY, may_know=_still_member)
)  # fmt: skip
kinds.register(
    Kind("examples.taken", _("Un groupe fait un constat d'un exemple que vous avez envoyé"), _taken,
         Cadence.DAILY)
)  # fmt: skip
kinds.register(
    Kind("examples.set_aside", _("Un groupe ne reprend pas un exemple que vous avez envoyé"),
         _set_aside, Cadence.DAILY)
)  # fmt: skip
