"""The components of a proposal's own page, in their states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from contributions.patterns.samples import PAGE, RECORD, TITLE, VERSION
from kit.samples import Thing, on
from kit.showcase import Chapter, States, showcase


def proposal(**facts: Any) -> Thing:
    known = {
        "title": "Une permanence sans rendez-vous dans chaque quartier", "number": 41, "rank": 1,
        "page": PAGE, "anchor": "proposition-1", "horizon": "court",
        "get_horizon_display": "Court terme", "audiences": ["jeunes", "familles"],
        "lead_actors": ["Ville"], "associated_actors": ["Centres"],
        "lever": "Contrat local de santé", "condition": "un local ouvert le soir",
        "first_version": VERSION, "first_version_id": 1, "last_version": VERSION,
        "last_version_id": 1, "removed_at": None,
    }  # fmt: skip
    return Thing(**{**known, **facts})


@showcase.pattern(
    "components/proposal_list.html", title=_("Liste de propositions"), chapter=Chapter.LISTS
)
def _proposals() -> States:
    return {
        "": {"proposals": [proposal(), proposal(number=142, horizon="", title="Former ensemble")]}
    }


@showcase.pattern(
    "proposals/components/facts.html",
    title=_("Ce qu'une proposition demande"),
    chapter=Chapter.TEXTS,
)
def _facts() -> States:
    return {"": {"proposal": proposal()}}


@showcase.pattern(
    "proposals/components/life.html", title=_("La vie d'une proposition"), chapter=Chapter.TEXTS
)
def _life() -> States:
    again = Thing(number=3, published_at=on("2026-08-30"))
    return {
        _("publiée"): {"proposal": proposal(), "record": RECORD},
        _("reprise"): {
            "proposal": proposal(last_version=again, last_version_id=3),
            "record": RECORD,
        },
        _("ôtée"): {"proposal": proposal(removed_at=on("2026-10-01")), "record": RECORD},
    }


@showcase.pattern(
    "proposals/components/origin.html", title=_("D'où vient une proposition"), chapter=Chapter.TEXTS
)
def _origin() -> States:
    known = {"record": RECORD, "text": PAGE, "address": "https://exemple.org/propositions/41/"}
    return {
        TITLE: {"proposal": proposal(), **known},
        _("ôtée"): {"proposal": proposal(removed_at=on("2026-10-01")), **known},
    }
