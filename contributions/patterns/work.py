"""The components of the work on a text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groups.enums import Step
from groups.patterns import HEALTH
from kit.samples import Thing, in_days, on
from kit.showcase import Chapter, States, showcase

from ..enums import PublicState, WorkState
from ..lots import Lot
from ..steps import DatedStep, Standing
from .samples import CALL, FORMER, PAGE, RECORD, TITLE, VERSION, state


@showcase.pattern(
    "contributions/components/work_line.html", title=_("Où en est un texte"), chapter=Chapter.WORK
)
def _line() -> States:
    at_work = [(work.label, state(work)) for work in WorkState if work is not WorkState.IDLE]
    at_rest = [(public.label, state(WorkState.IDLE, public)) for public in PublicState]
    return {label: {"state": each} for label, each in (*at_work, *at_rest)}


@showcase.pattern(
    "contributions/components/work_steps.html",
    title=_("Les étapes d'un texte"),
    chapter=Chapter.WORK,
)
def _steps() -> States:
    standings = (Standing.DONE, Standing.CURRENT, Standing.AHEAD, Standing.AHEAD)
    days = (-20, 3, 18, 30)
    steps = [
        DatedStep(step, standing, in_days(day))
        for step, standing, day in zip(Step, standings, days, strict=True)
    ]
    return {"": {"steps": steps}}


@showcase.pattern(
    "contributions/components/mask_times.html",
    title=_("Où se trouve un passage à masquer"),
    chapter=Chapter.WORK,
)
def _times() -> States:
    return {
        _("une fois"): {"times": 1},
        _("plusieurs"): {"times": 4},
        _("nulle part"): {"times": 0},
    }


@showcase.pattern(
    "contributions/components/mask_link.html",
    title=_("Masquer un passage de ce que l'on lit"),
    chapter=Chapter.WORK,
)
def _mask_link() -> States:
    return {"": {"extra": "#"}}


@showcase.pattern(
    "contributions/components/work_due.html", title=_("Échéances"), chapter=Chapter.WORK
)
def _due() -> States:
    return {
        _("à venir"): {"due": in_days(6)},
        _("passée"): {"due": in_days(-2)},
        _("aucune"): {"due": None},
    }


@showcase.pattern(
    "contributions/components/work_audience.html", title=_("Qui peut lire"), chapter=Chapter.WORK
)
def _audience() -> States:
    grant = Thing(person=Thing(public_name="Morgan Essai"), until=in_days(9), version=VERSION)
    inside = Thing(
        groups=[HEALTH], moderators=True, network=True, centres=["Nord", "Sud"], grants=[grant]
    )
    return {
        _("pour qui écrit"): {"audience": inside, "record": RECORD, "names": True},
        _("sans les noms"): {"audience": inside, "record": RECORD},
        _("tout le monde"): {"audience": Thing(everyone=True), "record": RECORD},
    }


@showcase.pattern(
    "contributions/components/work_missing.html", title=_("Ce qui manque"), chapter=Chapter.WORK
)
def _missing() -> States:
    parts = [
        Thing(what="un résumé", anchor="", place="summary"),
        Thing(what="une proposition", anchor=""),
    ]
    return {
        _("pour qui écrit"): {"missing": parts, "record": RECORD, "page": PAGE, "edits": True},
        _("dans une version figée"): {"missing": parts[:1], "record": RECORD, "version": VERSION},
    }


@showcase.pattern(
    "contributions/components/work_acts.html", title=_("Ce qu'on peut faire"), chapter=Chapter.WORK
)
def _acts() -> States:
    propose = Thing(slug="proposer", title="Proposer à la relecture")
    recall = Thing(slug="rappeler", title="Rappeler le texte")
    known = {"record": RECORD, "page": PAGE, "leading": [propose, recall], "reads_draft": True}
    return {
        _("écrire d'abord"): {**known, "edits": True, "writes_first": True},
        _("décider d'abord"): {**known, "edits": True, "first": "proposer"},
    }


@showcase.pattern(
    "contributions/components/work_keeping.html",
    title=_("Garder, copier, comparer"),
    chapter=Chapter.WORK,
)
def _keeping() -> States:
    acts = [
        Thing(slug="copier", title="Copier le texte"),
        Thing(slug="corbeille", title="Mettre à la corbeille"),
    ]
    return {"": {"keeping": acts, "record": RECORD, "page": PAGE, "opens_readings": True}}


@showcase.pattern(
    "contributions/components/work_versions.html", title=_("Versions figées"), chapter=Chapter.WORK
)
def _versions() -> States:
    return {"": {"versions": [FORMER, VERSION], "record": RECORD}}


@showcase.pattern(
    "contributions/components/work_life.html",
    title=_("La vie d'un texte, racontée"),
    chapter=Chapter.WORK,
)
def _life() -> States:
    lines = [
        Thing(at=on("2026-04-02"), what="Écriture commencée", who="Camille Exemple"),
        Thing(
            at=on("2026-04-20"),
            what="Texte renvoyé",
            who="Charlie Maquette",
            note="Un chiffre est sans source.",
        ),
        Thing(
            at=on("2026-05-04"), what="Décision prise en réunion", note="La chiffrer.", proposal=1
        ),
    ]
    return {
        _("avec les mots"): {"life": lines, "with_words": True},
        _("sans les mots"): {"life": lines[:1]},
    }


@showcase.pattern(
    "contributions/components/work_progress.html",
    title=_("Avancement d'une saisine"),
    chapter=Chapter.WORK,
)
def _progress() -> States:
    waits = Thing(what="clore la relecture", who="l'animation du groupe", due=in_days(-1))
    late = Thing(
        title=TITLE, number=12, group="Santé", hue="paon", moved_at=on("2026-04-20"),
        state=state(WorkState.REVIEW), next_step=waits, published_at=None,
    )  # fmt: skip
    return {_("un texte en retard"): {"texts": [late]}, _("aucun texte"): {"texts": []}}


@showcase.pattern(
    "contributions/components/work_call_list.html", title=_("Saisines"), chapter=Chapter.WORK
)
def _calls() -> States:
    line = Thing(call=CALL, texts=6, published=2, counts=[("Brouillon", 3), ("Relecture", 1)])
    return {"": {"calls": [line], "caption": "Les saisines et où en sont leurs textes"}}


@showcase.pattern(
    "contributions/components/embargo.html",
    title=_("Une publication à venir"),
    chapter=Chapter.WORK,
)
def _embargo() -> States:
    return {
        _("pour qui peut l'annuler"): {"minute": in_days(3), "cancels": True, "number": 12},
        _("pour les autres"): {"minute": in_days(3)},
    }


@showcase.pattern(
    "contributions/components/lots.html", title=_("Publiés ensemble"), chapter=Chapter.WORK
)
def _lots() -> States:
    lots = [Lot(in_days(3), [PAGE, PAGE])]
    return {
        _("pour qui peut les annuler"): {"lots": lots, "call": CALL, "cancels": True},
        _("pour les autres"): {"lots": lots, "call": CALL},
    }
