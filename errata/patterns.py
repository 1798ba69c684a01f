"""The components of corrections, in their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from contributions.changes import runs
from kit.samples import Thing, on
from kit.showcase import Chapter, States, showcase

from .telling import FieldTold, Swap

_WORDS = FieldTold("Texte", runs("Des soins reportes, sans relais.", "Des soins reportés, sans relais."))  # fmt: skip
_LINK = FieldTold(
    "Référence", runs("Voir la notice.", "Voir la notice."),
    (Swap("https://example.org/ancienne", "https://example.org/notice"),),
)  # fmt: skip
_SPACES = FieldTold("Chapô", runs("La crise ,dure.", "La crise, dure."))


@showcase.pattern(
    "errata/components/difference.html", title=_("Ce qu'une correction change"),
    chapter=Chapter.TEXTS,
)  # fmt: skip
def _difference() -> States:
    return {
        _("un mot"): {"fields": [_WORDS]},
        _("un lien mort"): {"fields": [_LINK]},
        _("des espaces"): {"fields": [_SPACES]},
    }


@showcase.pattern("errata/components/errata.html", title=_("Errata"), chapter=Chapter.TEXTS)
def _errata() -> States:
    contest = Thing(
        centre_name="Centre Nord (exemple)", at=on("2026-05-14"), ruling="kept",
        ruled_at=on("2026-05-18"),
    )  # fmt: skip
    in_a_block = Thing(
        correction=Thing(
            decided_at=on("2026-05-12"), named="Des renoncements aux soins", undoes_id=None,
            contests=Thing(all=lambda: [contest]),
        ),
        label="Constat", anchor="bloc-exemple", fields=[_WORDS],
    )  # fmt: skip
    around = Thing(
        correction=Thing(
            decided_at=on("2026-05-20"), named="", undoes_id=1, contests=Thing(all=list),
        ),
        label="", anchor="",
        fields=[_SPACES, _LINK],
    )  # fmt: skip
    return {_("deux corrections"): {"extra": [around, in_a_block]}}


@showcase.pattern(
    "errata/components/correct_link.html", title=_("Corriger une faute"), chapter=Chapter.TEXTS
)
def _link() -> States:
    return {_("pour les personnes du texte"): {"extra": "#"}}


@showcase.pattern(
    "errata/components/lines.html", title=_("Corrections de forme"), chapter=Chapter.LISTS
)
def _lines() -> States:
    waiting = Thing(
        named="Des renoncements aux soins", outcome="", proposed_at=on("2026-05-12"),
        version=Thing(number=2), get_absolute_url="#",
    )  # fmt: skip
    applied = Thing(
        named="", outcome="applied", get_outcome_display=_("Approuvée"),
        proposed_at=on("2026-05-04"), version=Thing(number=1), get_absolute_url="#",
    )  # fmt: skip
    return {_("en attente, approuvée"): {"corrections": [waiting, applied]}}


@showcase.pattern(
    "errata/components/version_erratum.html", title=_("Une version corrigée"),
    chapter=Chapter.TEXTS,
)  # fmt: skip
def _version() -> States:
    version = Thing(created_at=on("2026-05-12"), corrects=Thing(number=2))
    erratum = Thing(correction=Thing(get_absolute_url="#"))
    return {_("sur sa page"): {"version": version, "erratum": erratum}}
