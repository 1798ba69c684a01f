"""The components of a proposal's own page, in their states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from contributions.patterns.samples import PAGE, RECORD, TITLE, VERSION
from kit.samples import Thing, on
from kit.showcase import Chapter, States, Words, showcase

from .filters import Share
from .life import Step
from .models import ReplyState


def proposal(**facts: Any) -> Thing:
    known = {
        "title": "Une permanence sans rendez-vous dans chaque quartier", "number": 41, "rank": 1,
        "page": PAGE, "anchor": "proposition-1", "horizon": "court",
        "get_horizon_display": "Court terme", "audiences": ["jeunes", "familles"],
        "lead_actors": ["Ville"], "associated_actors": ["Centres"],
        "lever": "Contrat local de santé", "condition": "un local ouvert le soir",
        "first_version": VERSION, "first_version_id": 1, "last_version": VERSION,
        "last_version_id": 1, "removed_at": None, "answers": [],
    }  # fmt: skip
    return Thing(**{**known, **facts})


def reply(state: ReplyState, addressee: str, day: str) -> Thing:
    return Thing(
        state=state, get_state_display=state.label, addressee=addressee, dated=on(day).date()
    )


_ANSWERS = [
    reply(ReplyState.PARTLY, "Agence nationale (exemple)", "2026-06-04"),
    reply(ReplyState.UNDER_STUDY, "Métropole (exemple)", "2026-06-20"),
]


@showcase.pattern(
    "components/proposal_list.html", title=_("Liste de propositions"), chapter=Chapter.LISTS
)
def _proposals() -> States:
    rows = [
        proposal(answers=_ANSWERS[:1]),
        proposal(number=142, horizon="", title="Former ensemble"),
    ]
    return {"": {"proposals": rows}}


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
    steps = [
        Step(on("2026-02-01"), "Écrite pour la première fois", in_month=True),
        Step(on("2026-04-28"), "Validée par le réseau"),
        Step(on("2026-05-01"), "Publiée pour la première fois"),
        Step(on("2026-05-01"), "Signée par", names=("Centre Nord", "Centre Sud")),
        Step(on("2026-06-04"), "Agence nationale (exemple) : reprise en partie",
             "Trois villes l'essaieront à l'automne.", url="https://exemple.org/reponse",
             anchor="reponse-7"),
    ]  # fmt: skip
    removed = Step(on("2026-10-01"), "Ôtée du texte")
    return {
        _("avec une réponse"): {"life": steps, "proposal": proposal()},
        _("ôtée"): {"life": [*steps[:3], removed]},
    }


@showcase.pattern(
    "proposals/components/answer_mark.html",
    title=_("L'image de l'état d'une réponse"),
    chapter=Chapter.TEXTS,
)
def _answer_mark() -> States:
    states: dict[Words, dict[str, object]] = {state.label: {"state": state} for state in ReplyState}
    return {**states, _("sans réponse"): {"state": ""}}


@showcase.pattern(
    "proposals/components/answers.html",
    title=_("Ce que répondent les destinataires"),
    chapter=Chapter.TEXTS,
)
def _answers() -> States:
    return {
        _("deux destinataires"): {"proposal": proposal(answers=_ANSWERS)},
        _("sans réponse"): {"proposal": proposal()},
    }


@showcase.pattern(
    "proposals/components/shares.html",
    title=_("Combien de propositions dans chaque état"),
    chapter=Chapter.LISTS,
)
def _shares() -> States:
    counts = dict(zip(ReplyState, (4, 9, 3, 1, 0, 2), strict=True))
    known = [Share(state, state.label, count, 24) for state, count in counts.items()]
    return {"": {"shares": [*known, Share("sans", _("Sans réponse"), 5, 24, chosen=True)]}}


@showcase.pattern(
    "proposals/components/follow.html", title=_("Suivre une proposition"), chapter=Chapter.TEXTS
)
def _follow() -> States:
    member = Thing(is_authenticated=True)
    return {
        _("en visite"): {"proposal": proposal(), "user": Thing(is_authenticated=False)},
        _("avec un compte"): {"proposal": proposal(), "user": member},
        _("suivie"): {"proposal": proposal(), "user": member, "followed": True},
    }


@showcase.pattern(
    "proposals/components/files.html",
    title=_("Une liste en fichiers de données"),
    chapter=Chapter.LISTS,
)
def _files() -> States:
    return {"": {"chosen": "horizon=court"}}


@showcase.pattern(
    "proposals/components/origin.html", title=_("D'où vient une proposition"), chapter=Chapter.TEXTS
)
def _origin() -> States:
    known = {"record": RECORD, "text": PAGE, "address": "https://exemple.org/propositions/41/"}
    return {
        TITLE: {"proposal": proposal(), **known},
        _("ôtée"): {"proposal": proposal(removed_at=on("2026-10-01")), **known},
    }


from . import patterns_of_transmissions as _of_transmissions  # noqa: E402, F401  # its samples are its own
