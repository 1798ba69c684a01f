"""The components of the validation desk, in their states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from contributions.changes import Change, Fate, FieldChange, Run
from contributions.enums import WorkState
from contributions.patterns.samples import PAGE, RECORD, VERSION, state
from contributions.words import Piece
from kit.samples import Thing, in_days, on
from kit.showcase import Chapter, States, showcase
from moderation.models import Check, ChecklistItem

from .alerts import Alert
from .checklist import Point
from .differences import Difference
from .forms import PointForm
from .hints import Seen

MODERATOR = Thing(public_name="Charlie Maquette", pk=0)
ITEM = ChecklistItem(
    pk=1, label="Sources des chiffres", help="Chaque chiffre dit qui le publie, et quand."
)
SEEN = [Seen("Un chiffre sans source : 14,8 %", "bloc-1"), Seen("Licence Ouverte 2.0", plain=True)]


def _check(state: str, label: Any, note: str = "") -> Thing:
    return Thing(
        state=state, note=note, by=MODERATOR, at=on("2026-05-06"), get_state_display=label,
        is_problem=state == "problem",
    )  # fmt: skip


FINE = _check("ok", _("C'est en ordre"), "La source est au bas du constat.")
WRONG = _check("problem", _("Il y a un problème"), "De quelle année ?")


@showcase.pattern(
    "moderation/components/alert.html",
    title=_("Personne ne peut décider"),
    chapter=Chapter.WORK,
)
def _alert() -> States:
    return {
        _("trop peu de monde"): {"alert": Alert(1)},
        _("des textes bloqués"): {"alert": Alert(None, [PAGE])},
        _("les deux"): {"alert": Alert(0, [PAGE, PAGE])},
    }


@showcase.pattern(
    "moderation/components/seen.html", title=_("Ce que le site a compté"), chapter=Chapter.WORK
)
def _seen() -> States:
    return {"": {"point": Point(ITEM, None, SEEN), "version": VERSION}}


@showcase.pattern(
    "moderation/components/point_form.html", title=_("Un point de contrôle"), chapter=Chapter.WORK
)
def _point_form() -> States:
    other = ChecklistItem(pk=2, label="Licence")
    known = Point(other, Check(item=other, state="problem", note="Laquelle ?"))
    return {
        _("à regarder"): {"form": PointForm(point=Point(ITEM, None, SEEN)), "version": VERSION},
        _("un problème noté"): {"form": PointForm(point=known), "version": VERSION},
    }


@showcase.pattern(
    "moderation/components/points.html", title=_("La liste de contrôle, lue"), chapter=Chapter.WORK
)
def _points() -> States:
    points = [
        Thing(item=ITEM, check=FINE, seen=SEEN),
        Thing(item=Thing(label="Noms d'habitantes et d'habitants"), check=WRONG, seen=[]),
        Thing(item=Thing(label="Licence"), check=None, seen=[]),
    ]
    return {"": {"points": points, "version": VERSION}}


NORTH, SOUTH, EAST = (Thing(name=f"Centre {name} (exemple)") for name in ("Nord", "Sud", "Est"))


def _agreement(**facts: Any) -> Thing:
    tally = {
        "owing": [1, 2, 3], "answered": [1, 2], "consents": [(NORTH, None)], "abstentions": [],
        "unconfirmed": [], "others_to_confirm": [], "silent": [(EAST, None)], "quorum_needed": 0, "quorum_reached": True,
    }  # fmt: skip
    known = {
        "round": Thing(outcome="agreed", get_outcome_display=_("Accord des centres"), rank=1),
        "tally": Thing(**{**tally, **facts.pop("tally", {})}),
        "reserves": [], "objections": [], "disagreements": [],
    }  # fmt: skip
    return Thing(**{**known, **facts})


def _said(words: str, *, block: str = "", is_public: bool = True) -> Thing:
    return Thing(centre=SOUTH, block=block, answer=Thing(words=words, is_public=is_public))


@showcase.pattern(
    "moderation/components/agreement.html", title=_("Comment un tour a fini"), chapter=Chapter.WORK
)
def _agreements() -> States:
    kept = _agreement(
        round=Thing(outcome="disagreed", get_outcome_display=_("Désaccord maintenu"), rank=2),
        objections=[_said("Le calendrier ne tient pas.", block="Proposition : Une permanence")],
        disagreements=[Thing()],
        tally={"quorum_needed": 3, "quorum_reached": False, "abstentions": [(SOUTH, None)]},
    )
    return {
        _("un accord et une réserve"): {
            "agreement": _agreement(reserves=[_said("Sous réserve de moyens.", is_public=False)])
        },
        _("un désaccord, sans quorum"): {"agreement": kept},
        _("aucun tour"): {"agreement": None},
    }


@showcase.pattern(
    "moderation/components/difference.html",
    title=_("Ce qui a changé, au bureau"),
    chapter=Chapter.WORK,
)
def _difference() -> States:
    piece = Piece("1", str(_("Constat")), (), "Quatre mois avant un rendez-vous", "bloc-1")
    runs = (Run("=", "Il faut "), Run("-", "trois "), Run("+", "quatre "), Run("=", "mois."))
    changed = [Change(piece, Fate.CHANGED, (FieldChange("texte", runs),))]
    whole = [Change(piece, Fate.SAME, (FieldChange("texte", (Run("=", "Il faut quatre mois."),)),))]
    facts: dict[str, Any] = {
        "record": RECORD, "version": VERSION, "language": "fr", "sheet": Thing(decides=True),
    }  # fmt: skip
    before: Any = Thing(number=1)
    return {
        _("depuis la dernière validée"): facts | {"difference": Difference(before, changed, 6)},
        _("depuis un renvoi"): facts | {"difference": Difference(before, changed, 6, True)},
        _("rien"): facts | {"difference": Difference(before, [], 7)},
        _("première version"): facts | {"difference": Difference(None, whole)},
    }


def _sheet(**facts: Any) -> dict[str, Any]:
    known = {
        "decides": True, "publishes": False, "problems": [], "unanswered": [], "claim": None,
        "due": in_days(3), "failure": "",
    }  # fmt: skip
    sheet = Thing(**{**known, **facts})
    work = WorkState.VALIDATED if sheet.publishes else WorkState.VALIDATION
    return {"sheet": sheet, "record": RECORD, "version": VERSION, "state": state(work)}


@showcase.pattern(
    "moderation/components/deciding.html", title=_("Décider d'un texte"), chapter=Chapter.WORK
)
def _deciding() -> States:
    taken = Thing(person=MODERATOR, person_id=0)
    return {
        _("à valider"): _sheet(unanswered=[1, 2], claim=taken),
        _("un problème noté"): _sheet(problems=[1]),
        _("à publier"): _sheet(decides=False, publishes=True),
        _("pour qui y a mis la main"): _sheet(decides=False),
    }
