"""The components of the desk and of reports, in their states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kit.samples import Thing, in_days, on
from kit.showcase import Chapter, States, showcase

from .texts import patterns as of_texts  # noqa: F401

MODERATOR = Thing(public_name="Charlie Maquette")


def _report(**facts: Any) -> Thing:
    known = {
        "address": "/contributions/12/", "title": "Prendre soin de la santé mentale",
        "get_reason_display": _("Une personne reconnaissable, une donnée personnelle"),
        "at": on("2026-05-04"), "due": in_days(3), "name": "Ada Brouillon",
        "email": "ada@example.net", "quote": "Madame X, au troisième étage",
        "words": "Ma voisine est reconnaissable.", "outcome": "", "decision": "",
        "decided_by": MODERATOR, "decided_at": on("2026-05-06"),
    }  # fmt: skip
    return Thing(**{**known, **facts})


@showcase.pattern(
    "moderation/components/report_facts.html", title=_("Un signalement"), chapter=Chapter.WORK
)
def _facts() -> States:
    return {
        _("pour qui décide"): {"report": _report(), "with_reporter": True},
        _("pour qui a signalé"): {"report": _report(quote="")},
    }


@showcase.pattern(
    "moderation/components/report_decision.html",
    title=_("La décision d'un signalement"),
    chapter=Chapter.WORK,
)
def _decision() -> States:
    decided = _report(
        outcome="corrected", get_outcome_display=_("Le contenu est corrigé"),
        decision="Le passage ne nomme plus personne.",
    )  # fmt: skip
    return {"": {"report": decided, "with_names": True}}


@showcase.pattern(
    "moderation/components/challenge.html", title=_("Une contestation"), chapter=Chapter.WORK
)
def _challenge() -> States:
    waiting = Thing(
        get_side_display=_("La personne qui a signalé"), at=on("2026-05-07"),
        words="On la reconnaît encore.", ruling="",
    )  # fmt: skip
    ruled = Thing(
        **vars(waiting)
        | {
            "ruling": "overturned", "get_ruling_display": _("La décision est revue"),
            "decision": "Vous aviez raison.", "decided_by": MODERATOR,
            "decided_at": on("2026-05-09"),
        }
    )  # fmt: skip
    return {_("qui attend"): {"challenge": waiting}, _("entendue"): {"challenge": ruled}}


@showcase.pattern(
    "moderation/components/desk_rows.html", title=_("Une chose à décider"), chapter=Chapter.WORK
)
def _rows() -> States:
    facts = {
        "kind": "report", "key": 1, "label": _("Signalements"), "hue": "mousse",
        "title": _("Une personne reconnaissable, une donnée personnelle"),
        "place": "Prendre soin de la santé mentale", "url": "#", "since": in_days(-4),
        "due": in_days(3), "claim": None, "is_content": False,
    }  # fmt: skip
    taken = Thing(person=MODERATOR, person_id=0)
    return {
        _("libre"): {"rows": [Thing(**facts)]},
        _("prise par une collègue"): {"rows": [Thing(**facts | {"claim": taken})]},
        _("en retard"): {"rows": [Thing(**facts | {"due": in_days(-2)})]},
    }
