"""The components of a text as it is read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groups.patterns import SCHOOL
from kit.samples import Thing, on, page
from kit.showcase import Chapter, States, showcase

from ..changes import Change, Fate, FieldChange, Run
from ..enums import WorkState
from ..words import Piece
from .samples import PAGE, record, state, text


@showcase.pattern(
    "components/text_list.html", title=_("Liste de contributions"), chapter=Chapter.LISTS
)
def _texts() -> States:
    return {
        "": {
            "texts": [
                PAGE,
                page(
                    "Un droit au numérique", record=record(lead_group=SCHOOL, is_demonstration=True)
                ),
            ]
        }
    }


@showcase.pattern(
    "contributions/components/facts.html", title=_("En dix secondes"), chapter=Chapter.TEXTS
)
def _facts() -> States:
    replaced = record(replaced_by=Thing(page=PAGE))
    return {
        _("publié"): text(),
        _("remplacé"): text(record=replaced),
        _("au travail"): text(record=record(published_at=None), state=state(WorkState.REVIEW)),
    }


@showcase.pattern(
    "contributions/components/notices.html", title=_("Mises en garde"), chapter=Chapter.TEXTS
)
def _notices() -> States:
    successor = page("Santé mentale : trois ans après")
    replaced = record(replaced_by=Thing(page=successor), replaced_at=on("2026-06-03"))
    return {
        _("remplacé"): text(record=replaced),
        _("démonstration"): text(record=record(is_demonstration=True)),
    }


@showcase.pattern(
    "contributions/components/withdrawal_reason.html",
    title=_("Motif du retrait"),
    chapter=Chapter.TEXTS,
)
def _withdrawal() -> States:
    return {"": {"record": record(withdrawal_reason="Une personne s'y reconnaissait (exemple).")}}


@showcase.pattern(
    "contributions/components/contents.html", title=_("Sommaire"), chapter=Chapter.TEXTS
)
def _contents() -> States:
    return {"": text(with_end=True)}


@showcase.pattern(
    "contributions/components/text_body.html",
    title=_("Le texte et ses blocs"),
    chapter=Chapter.TEXTS,
)
def _body() -> States:
    return {"": text(with_end=True)}


@showcase.pattern(
    "contributions/components/change.html", title=_("Ce qui a changé"), chapter=Chapter.TEXTS
)
def _change() -> States:
    runs = (Run("=", "Une permanence "), Run("-", "par ville"), Run("+", "dans chaque quartier"))
    piece = Piece("a", "Proposition", (), "Une permanence sans rendez-vous")
    fates = {
        _("modifié"): Change(piece, Fate.CHANGED, (FieldChange("texte", runs),)),
        _("ajouté"): Change(piece, Fate.ADDED, (FieldChange("", (Run("+", "Tout est neuf."),)),)),
        _("ôté"): Change(piece, Fate.REMOVED, (FieldChange("", (Run("-", "N'y est plus."),)),)),
        _("mis en forme"): Change(piece, Fate.CHANGED, (FieldChange("texte", ()),)),
        _("déplacé"): Change(piece, Fate.MOVED, ()),
        _("inchangé"): Change(piece, Fate.SAME, (FieldChange("texte", (runs[0],)),)),
    }
    return {label: {"change": change, "language": "fr"} for label, change in fates.items()}


for part, where in {
    "citation": _("dans « Le texte et ses blocs »"),
    "end_matter": _("dans « Le texte et ses blocs »"),
    "synthesis": _("dans « Le texte et ses blocs »"),
    "proposal_life": _("dans « Le texte et ses blocs »"),
    "version_life": _("dans « En dix secondes »"),
    "fiction": _("dans « Mises en garde »"),
    "work_moment": _("dans « Versions figées »"),
    "work_reader": _("dans « Qui peut lire »"),
    "work_state": _("des mots seuls, dans la phrase d'un refus"),
    "work_text": _("réunit des composants montrés ici"),
    "title": _("le titre d'une page, dans « Caractères »"),
    "summary": _("le chapô d'une page, dans « Caractères »"),
    "kicker": _("au-dessus d'un titre, dans « Caractères »"),
    "occasion": _("au-dessus d'un titre, dans « Caractères »"),
}.items():
    showcase.seen_elsewhere(f"contributions/components/{part}.html", where)
showcase.seen_elsewhere("components/text_meta.html", _("dans « Liste de contributions »"))
