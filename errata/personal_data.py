"""What this room holds about persons."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User

from .models import Contest, Correction
from .telling import in_short

_KEPT = _("Aussi longtemps que le texte ; sous « Ancien membre » quand le compte est fermé.")


def _proposed(person: User) -> Iterator[Row]:
    for row in Correction.objects.filter(proposed_by=person).order_by("proposed_at", "pk"):
        yield {
            _g("texte"): row.record_id,
            _g("correction"): in_short(row),
            _g("raison"): row.reason,
            _g("proposée le"): row.proposed_at,
            _g("suite"): row.get_outcome_display(),
            _g("motif du refus"): row.answer,
        }


def _decided(person: User) -> Iterator[Row]:
    for row in Correction.objects.filter(decided_by=person).order_by("decided_at", "pk"):
        yield {
            _g("texte"): row.record_id,
            _g("correction"): in_short(row),
            _g("suite"): row.get_outcome_display(),
            _g("motif du refus"): row.answer,
            _g("décidée le"): row.decided_at,
        }


def _contested(person: User) -> Iterator[Row]:
    for row in Contest.objects.filter(by=person).select_related("correction"):
        yield {
            _g("texte"): row.correction.record_id,
            _g("pour le centre"): row.centre_name,
            _g("ce qui change"): row.words,
            _g("le"): row.at,
            _g("suite"): row.get_ruling_display(),
        }


def _ruled(person: User) -> Iterator[Row]:
    for row in Contest.objects.filter(ruled_by=person).select_related("correction"):
        yield {
            _g("texte"): row.correction.record_id,
            _g("pour le centre"): row.centre_name,
            _g("suite"): row.get_ruling_display(),
            _g("motif"): row.answer,
            _g("décidée le"): row.ruled_at,
        }


holdings.register(
    Holding(
        "errata.proposed",
        _("Vos corrections de forme"),
        _("Savoir qui a corrigé un texte figé : une autre personne doit l'approuver."),
        _KEPT,
        _proposed,
    )
)
holdings.register(
    Holding(
        "errata.decided",
        _("Les corrections de forme que vous avez décidées"),
        _("Savoir qui a approuvé ou écarté une correction."),
        _KEPT,
        _decided,
    )
)
holdings.register(
    Holding(
        "errata.contested",
        _("Vos contestations de corrections, pour un centre"),
        _("Dire à l'animation et à la modération ce qui change au-delà de la forme."),
        _KEPT,
        _contested,
    )
)
holdings.register(
    Holding(
        "errata.ruled",
        _("Les contestations de corrections que vous avez tranchées"),
        _("Savoir qui a maintenu ou défait une correction."),
        _KEPT,
        _ruled,
    )
)
