"""What is held about who follows proposals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User
from proposals.models import Follower

from .links import UNCONFIRMED_KEPT


def _of(person: User) -> QuerySet[Follower]:
    """By the account, and by its address without it."""
    return Follower.objects.filter(Q(person=person) | Q(email__iexact=person.email))


def _followed(person: User) -> Iterator[Row]:
    for row in _of(person).select_related("proposal__page").order_by("asked_at", "pk"):
        yield {
            _g("proposition"): row.proposal_id,
            _g("depuis le"): row.asked_at,
            _g("confirmé le"): row.confirmed_at,
            _g("adresse"): row.email,
        }


def _forget(person: User) -> None:
    _of(person).delete()


def _purge(now: datetime) -> int:
    """Addresses that nobody confirmed."""
    old = Follower.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED_KEPT)
    gone, _by_kind = old.delete()
    return gone


holdings.register(
    Holding(
        "proposals.followers",
        _("Les propositions que vous suivez"),
        _("Vous dire ce que devient une proposition."),
        _("Jusqu'à ce que vous cessiez de la suivre ; une adresse qui n'est pas confirmée, sept jours."),
        _followed,
        scrub=_forget,
        purge=_purge,
    )
)  # fmt: skip
