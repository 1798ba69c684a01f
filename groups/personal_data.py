"""What this room holds about persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings, leaving_notes
from people.models import User

from .models import JoinRequest, Membership

#: Answered requests are forgotten so long after their answer.
_REQUESTS_KEPT = timedelta(days=730)


def _memberships(person: User) -> Iterator[Row]:
    rows = person.memberships.select_related("group", "centre").order_by("starts_at", "pk")
    for row in rows:
        yield {
            _g("groupe"): row.group.title,
            _g("rôle"): row.get_role_display(),
            _g("centre"): row.centre.name if row.centre else "",
            _g("depuis le"): row.starts_at,
            _g("jusqu'au"): row.ends_at,
        }


holdings.register(
    Holding(
        "groups.memberships",
        _("Vos groupes"),
        _("Savoir qui écrit dans un groupe et pour quel centre, aujourd'hui et à une date passée."),
        _("Aussi longtemps que les textes du groupe ; sans votre nom quand le compte est fermé."),
        _memberships,
    )
)


def _requests(person: User) -> Iterator[Row]:
    for row in person.join_requests.select_related("group", "centre").order_by("asked_at", "pk"):
        yield {
            _g("groupe"): row.group.title,
            _g("centre"): row.centre.name if row.centre else "",
            _g("un mot"): row.words,
            _g("demandée le"): row.asked_at,
            _g("réponse"): row.get_answer_display(),
            _g("motif"): row.reason,
        }


def _blank_requests(person: User) -> None:
    person.join_requests.update(words="", reason="")


def _forget_requests(now: datetime) -> int:
    return JoinRequest.objects.filter(answered_at__lt=now - _REQUESTS_KEPT).delete()[0]


holdings.register(
    Holding(
        "groups.requests",
        _("Vos demandes d'entrée dans un groupe"),
        _("Permettre à l'animation de répondre, et savoir ce qui a été répondu."),
        _("Deux ans après la réponse ; sans vos mots dès que le compte est fermé."),
        _requests,
        _blank_requests,
        _forget_requests,
    )
)


@leaving_notes.register
def groups_left_alone(person: User) -> list[str]:
    """The groups that nobody would coordinate any more."""
    alone = Membership.objects.current().coordinators().filter(person=person)
    others = Membership.objects.current().coordinators().filter(group=OuterRef("group"))
    alone = alone.exclude(Exists(others.exclude(person=person)))
    return [
        _g("Le groupe « %(title)s » n'aura plus d'animation : la coordination nationale en nommera une.")
        % {"title": row.group.title}
        for row in alone.select_related("group")
    ]  # fmt: skip
