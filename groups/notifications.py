"""What groups tell their people: who asks, who came, who does what, and who left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.enums import MandateKind
from people.models import User
from people.querysets import current_at

from .enums import Answered, Role
from .models import JoinRequest, Membership, WorkingGroupPage
from .rules import can_enter_space, can_invite

Data = dict[str, Any]


def those_who_answer(group: WorkingGroupPage) -> QuerySet[User]:
    """A group's coordinators; the network's coordination where none is active."""
    open_accounts = User.objects.filter(is_active=True)
    rows = Membership.objects.current().coordinators().filter(group=group)
    if rows.exists():
        return open_accounts.filter(pk__in=rows.values("person"))
    mandates = current_at(prefix="mandates__")
    return open_accounts.filter(mandates, mandates__kind=MandateKind.NETWORK).distinct()


def members_of(group: WorkingGroupPage) -> QuerySet[User]:
    rows = Membership.objects.current().filter(group=group)
    return User.objects.filter(pk__in=rows.values("person"))


# -- What is told


def tell_asked(asked: JoinRequest) -> None:
    data = _about(asked.group) | _named(asked.person) | {
        "words": asked.words, "request": asked.pk,
    }  # fmt: skip
    announce(
        "groups.join_asked", those_who_answer(asked.group), scope=asked.group, data=data,
        by=asked.person, key=f"request:{asked.pk}", at=asked.asked_at,
    )  # fmt: skip


def tell_answered(asked: JoinRequest, *, by: User) -> None:
    data = _about(asked.group) | {"answer": asked.answer, "reason": asked.reason}
    announce(
        "groups.join_answered", [asked.person_id], scope=asked.group, data=data, by=by,
        key=f"request:{asked.pk}", at=asked.answered_at,
    )  # fmt: skip


def tell_arrived(membership: Membership, *, at: datetime) -> None:
    data = _about(membership.group) | _named(membership.person)
    announce(
        "groups.arrived", those_who_answer(membership.group), scope=membership.group, data=data,
        by=membership.person, key=f"membership:{membership.pk}", at=at,
    )  # fmt: skip


def tell_new_role(membership: Membership, *, by: User) -> None:
    data = _about(membership.group) | {
        "role": membership.role,
        "centre": membership.centre.name if membership.centre else "",
    }
    announce(
        "groups.role_changed", [membership.person_id], scope=membership.group, data=data, by=by,
        key=f"membership:{membership.pk}", at=membership.starts_at,
    )  # fmt: skip


def tell_appointed(membership: Membership, *, by: User) -> None:
    data = _about(membership.group) | _named(membership.person)
    announce(
        "groups.coordinator_named", members_of(membership.group), scope=membership.group,
        data=data, by=by, key=f"membership:{membership.pk}", at=membership.starts_at,
    )  # fmt: skip


def tell_removed(membership: Membership, *, by: User, reason: str, at: datetime) -> None:
    """Nothing for who leaves by themselves."""
    announce(
        "groups.removed", [membership.person_id], scope=membership.group,
        data=_about(membership.group) | {"reason": reason}, by=by,
        key=f"membership:{membership.pk}", at=at,
    )  # fmt: skip


def tell_closed(group: WorkingGroupPage, *, by: User, at: datetime) -> None:
    announce("groups.closed", members_of(group), scope=group, data=_about(group), by=by, at=at)


def tell_reopened(group: WorkingGroupPage, *, by: User) -> None:
    announce("groups.reopened", members_of(group), scope=group, data=_about(group), by=by)


def _about(group: WorkingGroupPage) -> Data:
    return {"group": group.title, "slug": group.slug}


def _named(person: User) -> Data:
    """The key goes with the name, which is blanked by it once the account is closed."""
    return {"who": person.public_name, "by": person.pk}


# -- How it is told


def _space(data: Data) -> str:
    return reverse("group_space", args=[data["slug"]])


def _asked(data: Data, person: User) -> Line:
    url = reverse("groups:request", args=[data["slug"], data["request"]])
    headline = _g("%(who)s demande à rejoindre le groupe %(group)s") % data
    return Line(headline, data["words"], url, about=data["group"])


_ANSWERS: dict[str, Any] = {
    Answered.ACCEPTED: _("Vous êtes membre du groupe %(group)s"),
    Answered.REFUSED: _("Votre demande de rejoindre le groupe %(group)s n'a pas été acceptée"),
    Answered.CANCELLED: _("Le groupe %(group)s a fermé : votre demande est sans objet"),
}


def _answered(data: Data, person: User) -> Line:
    accepted = data["answer"] == Answered.ACCEPTED
    url = _space(data) if accepted else reverse("desk")
    headline = str(_ANSWERS[data["answer"]]) % data
    return Line(headline, data["reason"], url, private=False, about=data["group"])


def _arrived(data: Data, person: User) -> Line:
    headline = _g("%(who)s est arrivé·e dans le groupe %(group)s") % data
    return Line(headline, "", reverse("groups:people", args=[data["slug"]]), about=data["group"])


def _new_role(data: Data, person: User) -> Line:
    coordinates = data["role"] == Role.COORDINATOR
    headline = (
        _g("Vous animez désormais le groupe %(group)s")
        if coordinates
        else _g("Vous êtes désormais membre du groupe %(group)s")
    )
    words = _g("Votre centre dans ce groupe : %(centre)s.") % data if data["centre"] else ""
    return Line(headline % data, words, _space(data), private=False, about=data["group"])


def _appointed(data: Data, person: User) -> Line:
    headline = _g("%(who)s anime désormais le groupe %(group)s") % data
    words = _g("La coordination du réseau l'a nommé·e : le groupe n'avait plus d'animation.")
    return Line(headline, words, _space(data), about=data["group"])


def _removed(data: Data, person: User) -> Line:
    headline = _g("Vous n'êtes plus membre du groupe %(group)s") % data
    return Line(headline, data["reason"], reverse("desk"), private=False, about=data["group"])


def _closed(data: Data, person: User) -> Line:
    headline = _g("Le groupe %(group)s est fermé") % data
    words = _g("Vous continuez de lire son espace ; il ne commence plus de texte.")
    return Line(headline, words, _space(data), private=False, about=data["group"])


def _reopened(data: Data, person: User) -> Line:
    headline = _g("Le groupe %(group)s est rouvert") % data
    return Line(headline, "", _space(data), private=False, about=data["group"])


# -- Who may still know


def _still_answers(person: User, notice: Notice) -> bool:
    return notice.scope is not None and can_invite(person, notice.scope)


def _still_inside(person: User, notice: Notice) -> bool:
    return notice.scope is not None and can_enter_space(person, notice.scope)


def _kind(
    name: str, label: Any, line: Callable[[Data, User], Line], cadence: Cadence, **more: Any
) -> None:
    kinds.register(Kind(f"groups.{name}", label, line, cadence, **more))


_kind("join_asked", _("Une personne demande à rejoindre un groupe que vous animez"), _asked,
      Cadence.AT_ONCE, may_know=_still_answers)  # fmt: skip
_kind("join_answered", _("Réponse à votre demande de rejoindre un groupe"), _answered,
      Cadence.AT_ONCE, fixed=True)  # fmt: skip
_kind("arrived", _("Une personne invitée arrive dans un groupe que vous animez"), _arrived,
      Cadence.DAILY, may_know=_still_answers)  # fmt: skip
_kind("role_changed", _("Votre rôle ou votre centre change dans un groupe"), _new_role,
      Cadence.AT_ONCE, may_know=_still_inside)  # fmt: skip
_kind("coordinator_named", _("La coordination du réseau nomme l'animation d'un groupe"),
      _appointed, Cadence.DAILY, may_know=_still_inside)  # fmt: skip
_kind("removed", _("Vous êtes retiré·e d'un groupe"), _removed, Cadence.AT_ONCE,
      fixed=True)  # fmt: skip
_kind("closed", _("Un groupe ferme"), _closed, Cadence.DAILY, may_know=_still_inside)
_kind("reopened", _("Un groupe rouvre"), _reopened, Cadence.DAILY, may_know=_still_inside)
