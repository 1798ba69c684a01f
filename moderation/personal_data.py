"""What the desk holds about persons: who took what, for two days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User

from .models import Claim
from .models.claims import LAPSES_AFTER
from .queue import source_of


def _collect(person: User) -> Iterator[Row]:
    for claim in Claim.objects.filter(person=person).order_by("at", "pk"):
        source = source_of(claim.kind)
        yield {_g("quoi"): str(source.label) if source else claim.kind, _g("depuis le"): claim.at}


def _scrub(person: User) -> None:
    Claim.objects.filter(person=person).delete()


def _purge(now: datetime) -> int:
    """Claims that lapsed tell nobody anything any more."""
    return Claim.objects.filter(at__lte=now - LAPSES_AFTER).delete()[0]


holdings.register(
    Holding(
        "moderation.claims",
        _("Ce dont vous vous chargez au bureau de modération"),
        _("Éviter que deux personnes fassent la même chose."),
        _("Deux jours."),
        _collect,
        scrub=_scrub,
        purge=_purge,
    )
)
