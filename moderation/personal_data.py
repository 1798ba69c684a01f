"""What the desk holds about persons: who took what, for two days; who checked what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User

from .models import Check, ChecklistChange, Claim
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


def _checks(person: User) -> Iterator[Row]:
    rows = Check.objects.filter(by=person).select_related("item", "version")
    for row in rows.order_by("at", "pk"):
        yield {
            _g("point de contrôle"): row.item.label,
            _g("texte"): row.version.title,
            _g("constat"): row.get_state_display(),
            _g("mot"): row.note,
            _g("le"): row.at,
        }


holdings.register(
    Holding(
        "moderation.checks",
        _("Ce que vous avez contrôlé avant de valider un texte"),
        _("Savoir qui a regardé quoi dans une version, et ce qui reste à regarder."),
        _("Aussi longtemps que la version ; sous « Ancien membre » quand le compte est fermé."),
        _checks,
    )
)


def _changes(person: User) -> Iterator[Row]:
    for row in ChecklistChange.objects.filter(by=person).order_by("at", "pk"):
        yield {_g("point de contrôle"): row.label, _g("quoi"): row.what, _g("le"): row.at}


holdings.register(
    Holding(
        "moderation.checklist",
        _("Ce que vous avez changé de la liste de contrôle"),
        _("Savoir qui a ajouté, changé ou mis de côté un point."),
        _("Aussi longtemps que le point ; sous « Ancien membre » quand le compte est fermé."),
        _changes,
    )
)
