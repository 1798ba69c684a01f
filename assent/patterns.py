"""The components of rounds, in their states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from assent.enums import AnswerKind, Outcome
from assent.pictures import ANSWERED, SIGNS, SILENT, TO_CONFIRM, Picture, Row
from assent.reading import CentreLine
from assent.signing import patterns  # noqa: F401
from contributions.changes import Change, Fate, FieldChange, Run
from contributions.words import Piece
from kit.samples import Thing, in_days, on
from kit.showcase import Chapter, States, showcase


def _rows(*counts: int) -> tuple[Row, ...]:
    rows = [
        Row(kind.value, SIGNS[kind], str(kind.label), count)
        for kind, count in zip(AnswerKind, counts, strict=False)
    ]
    return (*rows, Row("confirm", TO_CONFIRM, str(_("À confirmer")), counts[4]),
            Row("silent", SILENT, str(_("Sans réponse")), counts[5]))  # fmt: skip


def _progress(answered: int, silent: int) -> tuple[Row, ...]:
    return (
        Row("answered", ANSWERED, str(_("Ont répondu")), answered),
        Row("silent", SILENT, str(_("Sans réponse")), silent),
    )


PICTURE = Picture(_rows(7, 2, 1, 1, 2, 4), owing=17, answered=11, needed=9)


@showcase.pattern(
    "assent/components/picture.html", title=_("L'état d'un tour"), chapter=Chapter.WORK
)
def _picture() -> States:
    return {
        _("pour le groupe"): {"picture": PICTURE},
        _("quorum à atteindre"): {"picture": Picture(_rows(1, 0, 0, 0, 0, 3), 4, 1, 2)},
        _("pour qui suit l'avancement"): {"picture": Picture(_progress(3, 2), 5, 3)},
    }


def _line(kind: AnswerKind, centre: str, **facts: Any) -> CentreLine:
    return CentreLine(
        centre, kind.value, SIGNS[kind], str(kind.label), at=on("2026-05-12"), **facts
    )


def _lines() -> list[CentreLine]:
    passage = Thing(title="Rouvrir les fontaines", url="#")
    return [
        _line(AnswerKind.CONSENT, "Centre Est (exemple)", by="Camille Exemple", confirmed=True),
        _line(
            AnswerKind.RESERVE, "Centre Nord (exemple)", as_delegate=True,
            reach=str(_("Réserve publique")), words="Nous le portons si la ville dit qui entretient.",
        ),
        _line(
            AnswerKind.OBJECTION, "Centre Sud (exemple)", words="Rien n'est dit du coût.",
            passage=passage,  # type: ignore[arg-type]
        ),
        CentreLine(
            "Centre Ouest (exemple)", "confirm", TO_CONFIRM, str(_("À confirmer")),
            carried=str(AnswerKind.CONSENT.label), url="#",
        ),
        CentreLine(
            "Centre Lac (exemple)", "confirm", TO_CONFIRM, str(_("Objection non confirmée")),
            carried=str(AnswerKind.OBJECTION.label), lapsed=True,
        ),
        CentreLine("Centre Îles (exemple)", "silent", SILENT, str(_("Sans réponse"))),
    ]  # fmt: skip


@showcase.pattern(
    "assent/components/answers.html", title=_("Réponses, centre par centre"), chapter=Chapter.WORK
)
def _answers() -> States:
    return {"": {"lines": _lines(), "with_names": True}}


@showcase.pattern(
    "assent/components/history.html", title=_("Ce qu'un centre a répondu"), chapter=Chapter.WORK
)
def _history() -> States:
    now = _line(AnswerKind.CONSENT, "", by="Camille Exemple", rank=2, version=3)
    was = _line(
        AnswerKind.OBJECTION, "", by="Camille Exemple", rank=1, version=3,
        words="Rien n'est dit du coût.", is_current=False,
    )  # fmt: skip
    return {"": {"history": [now, was]}}


@showcase.pattern(
    "assent/components/past_rounds.html", title=_("Tours précédents"), chapter=Chapter.WORK
)
def _past() -> States:
    told = Thing(
        round=Thing(rank=1, closed_at=on("2026-05-13")), version=Thing(number=2), picture=PICTURE,
        lines=_lines()[:2], outcome=str(Outcome.CONTESTED.label),
    )  # fmt: skip
    return {"": {"rounds": [told]}}


def _changes() -> list[Change]:
    runs = (Run("=", "L'eau se cherche : voici où elle manque"), Run("+", ", et qui l'apporte"))
    piece = Piece("summary", str(_("Chapô")), ())
    return [Change(piece, Fate.CHANGED, (FieldChange("", runs),))]


@showcase.pattern(
    "assent/components/confirming.html", title=_("Réponse à confirmer"), chapter=Chapter.WORK
)
def _confirming() -> States:
    carried = Thing(
        get_kind_display=AnswerKind.RESERVE.label, at=on("2026-05-04"),
        words="Nous le portons si la ville dit qui entretient.",
    )  # fmt: skip
    objected = Thing(
        kind="objection", get_kind_display=AnswerKind.OBJECTION.label, at=on("2026-05-04"),
        words="Rien n'est dit du coût.",
    )  # fmt: skip
    both = {"carried": carried, "version": Thing(pk=2), "round": Thing(pk=1), "language": "fr"}
    return {
        _("le texte a changé"): both
        | {"before": Thing(pk=1, number=1), "changes": _changes(), "form": True},
        _("un second tour sur les mêmes mots"): both | {"before": Thing(pk=2, number=2)},
        _("une objection, qui sera publiée"): both
        | {"before": Thing(pk=2, number=2), "carried": objected, "publishes": True, "form": True},
    }


@showcase.pattern(
    "assent/components/kept_objection.html", title=_("Ce que devient une objection"),
    chapter=Chapter.WORK,
)  # fmt: skip
def _kept() -> States:
    return {
        _("le centre avait déjà fait objection"): {"publishes": True},
        _("il n'en avait pas fait"): {"publishes": False},
    }


@showcase.pattern(
    "assent/components/owed.html", title=_("Textes qui attendent un centre"), chapter=Chapter.WORK
)
def _owed() -> States:
    waiting = Thing(
        title="De l'eau à dix minutes", group="Cadre de vie", hue="mousse", url="#", is_over=False,
        centre="Centre Nord (exemple)", due=in_days(3), answer=None, sign="",
        carried=Thing(get_kind_display=AnswerKind.CONSENT.label),
    )  # fmt: skip
    done = Thing(**vars(waiting) | {
        "title": "Dormir, respirer, se soigner l'été", "sign": SIGNS[AnswerKind.CONSENT],
        "carried": None,
        "answer": Thing(get_kind_display=AnswerKind.CONSENT.label, at=on("2026-05-12")),
    })  # fmt: skip
    return {"": {"owed": [waiting, done]}}


@showcase.pattern(
    "assent/components/seen_by.html", title=_("Qui lit les réponses"), chapter=Chapter.WORK
)
def _seen_by() -> States:
    return {
        _("pour le groupe"): {"sight": "all"},
        _("pour un centre sollicité"): {"sight": "kinds"},
        _("pour qui suit l'avancement"): {"sight": "progress"},
    }


@showcase.pattern(
    "assent/components/ways_to_answer.html", title=_("Répondre depuis une version"),
    chapter=Chapter.WORK,
)  # fmt: skip
def _ways() -> States:
    return {"": {"ways_to_answer": [Thing(url="#", words="Centre Nord (exemple)")]}}


showcase.seen_elsewhere(
    "assent/components/holding.html", _("Les formulaires de la page des avis d'un texte.")
)
