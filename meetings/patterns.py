"""The components of meetings, in their states."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from kit.samples import Thing, in_days, on
from kit.showcase import Chapter, States, showcase

from .enums import Choice
from .selectors import CentreLine, SlotLine
from .times import There

_START = on("2026-06-12")
_HOUR = timedelta(hours=1)
_PLACES = [There("en Martinique", "7 h", False), There("à Mayotte", "2 h", True, "samedi")]
PEOPLE = [Thing(public_name=name) for name in ("Camille Exemple", "Dominique Modèle")]


def _meeting(title: str, days: float, **facts: object) -> Thing:
    base: dict[str, object] = {
        "pk": 1, "starts_at": in_days(days), "ends_at": in_days(days) + _HOUR,
        "is_cancelled": False, "minutes_state": "none",
    }  # fmt: skip
    return Thing(title=title, **base | facts)


@showcase.pattern(
    "meetings/components/when.html", title=_("Une date de réunion"), chapter=Chapter.WORK
)
def _when() -> States:
    return {"": {"thing": Thing(starts_at=_START, ends_at=_START + _HOUR)}}


@showcase.pattern(
    "meetings/components/elsewhere.html", title=_("L'heure ailleurs"), chapter=Chapter.WORK
)
def _elsewhere() -> States:
    return {"": {"places": _PLACES}}


@showcase.pattern(
    "meetings/components/meeting_lines.html", title=_("Liste de réunions"), chapter=Chapter.WORK
)
def _lines() -> States:
    past = _meeting(
        "Réunion de lancement", -20, minutes_state="frozen", get_minutes_state_display="Figé"
    )
    return {
        "": {
            "inside": True,
            "meetings": [
                _meeting("Point d'étape", 6),
                _meeting("Atelier", 9, is_cancelled=True),
                past,
            ],
        }
    }


@showcase.pattern(
    "meetings/components/slot.html", title=_("Un créneau à répondre"), chapter=Chapter.WORK
)
def _slot() -> States:
    slot = Thing(pk=1, starts_at=_START, ends_at=_START + _HOUR)
    answers = {"yes": ["Camille Exemple", "Sacha Témoin"], "no": ["Dominique Modèle"]}
    open_line = SlotLine(slot, _PLACES, answers, own="yes", best=True)  # type: ignore[arg-type]
    closed = SlotLine(Thing(pk=2, starts_at=_START, ends_at=_START + _HOUR), [], answers)  # type: ignore[arg-type]
    return {
        _("ouvert"): {"line": open_line, "choices": Choice.choices, "can_answer": True},
        _("clos"): {"line": closed, "choices": Choice.choices, "can_answer": False},
    }


@showcase.pattern(
    "meetings/components/attendance.html", title=_("Qui vient, par centre"), chapter=Chapter.WORK
)
def _attendance() -> States:
    before = [
        CentreLine("Centre Nord", [(1, "Camille Exemple", "coming"), (2, "Sacha Témoin", "")]),
        CentreLine("", [(3, "Lior Patron", "excused")]),
    ]
    after = [
        CentreLine(
            "Centre Nord", [(1, "Camille Exemple", "present"), (2, "Sacha Témoin", "absent")]
        )
    ]
    return {
        _("avant la réunion"): {"centres": before, "over": False},
        _("après"): {"centres": after, "over": True},
        _("vide"): {"centres": []},
    }


@showcase.pattern(
    "meetings/components/agenda.html", title=_("Un ordre du jour"), chapter=Chapter.WORK
)
def _agenda() -> States:
    text = Thing(pk=1, page=Thing(draft_title="Rapprocher la santé"))
    return {
        "": {
            "agenda": [
                Thing(
                    title="Tour de table",
                    minutes=10,
                    lead=PEOPLE[1],
                    proposal=None,
                    shown_text=None,
                ),
                Thing(
                    title="Relire les constats",
                    minutes=30,
                    lead=None,
                    proposal=None,
                    shown_text=text,
                ),
            ]
        }
    }


@showcase.pattern(
    "meetings/components/decisions.html", title=_("Des décisions"), chapter=Chapter.WORK
)
def _decisions() -> States:
    text = Thing(pk=1, page=Thing(draft_title="Rapprocher la santé"))
    return {
        "": {
            "decisions": [
                Thing(pk=1, words="Garder trois propositions.", proposal=None, shown_text=text),
                Thing(pk=2, words="Se revoir dans un mois.", proposal=None, shown_text=None),
            ],
            "drops": True,
        }
    }


@showcase.pattern(
    "meetings/components/task_lines.html", title=_("Des tâches de réunion"), chapter=Chapter.WORK
)
def _tasks() -> States:
    to_do = Thing(
        pk=1, what="Écrire le deuxième constat", person=PEOPLE[0], due_at=in_days(4), done_at=None,
        is_late=False,
    )  # fmt: skip
    done = Thing(
        pk=2, what="Inviter une médiatrice", person=PEOPLE[1], due_at=None, done_at=_START,
        is_late=False,
    )  # fmt: skip
    return {"": {"tasks": [(to_do, True), (done, False)], "meeting": Thing(pk=1)}}


@showcase.pattern(
    "meetings/components/amendments.html", title=_("Des amendements"), chapter=Chapter.WORK
)
def _amendments() -> States:
    asked = Thing(
        pk=1, words="Le centre Nord a dit « trois », et non « deux ».", author=PEOPLE[0], at=_START,
        accepted=None, reason="",
    )  # fmt: skip
    refused = Thing(
        pk=2, words="Ajouter les excuses.", author=PEOPLE[1], at=_START, accepted=False,
        reason="Elles y sont déjà.",
    )  # fmt: skip
    context = {"amendments": [asked, refused], "meeting": Thing(pk=1)}
    return {_("pour qui lit"): context, _("pour qui répond"): {**context, "decides": True}}


showcase.seen_elsewhere(
    "meetings/components/minutes.html",
    _("Il se voit à la page d'une réunion, avec ses formulaires."),
)
