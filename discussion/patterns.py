"""The components of remarks, in their states."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from contributions.patterns.samples import RECORD, VERSION
from contributions.patterns.sharing import CAMILLE, MORGAN
from kit.samples import Thing, in_days, on
from kit.showcase import Chapter, States, showcase

from .anchors import Fate, Placement
from .forms import AnswerForm, RemarkForm, SettleForm
from .showing import OUTCOMES, Line, May, Shown

NORTH = Thing(name="Centre Nord (exemple)")
QUOTE = "Ce qui marche tient à une personne."
_ALL = May(answer=True, settle=True, endorse=True, change=True, hide=True)


def remark(pk: int, words: str, **facts: Any) -> Thing:
    known = {
        "pk": pk, "user": CAMILLE, "user_id": 4, "centre": NORTH, "link": None, "version": None,
        "comment": words, "submit_date": on("2026-05-04"), "edited_at": None, "hidden_at": None,
        "block_id": "2" * 32, "block_name": "Constat : Quatre mois avant un premier rendez-vous",
        "quote": "", "said": "", "outcome": "", "outcome_by": None, "outcome_note": "",
        "suggestion": None, "root_id": None,
    }  # fmt: skip
    return Thing(**{**known, **facts})


def _thread(said: Thing, fate: Fate = Fate.THERE, *answers: Line, may: May = _ALL) -> Shown:
    where = Placement(fate, said.block_id)
    thread: Any = Thing(remark=said, placement=where, answers=[], files={})
    first = Line(said, may, words=said.comment, endorsed=2)  # type: ignore[arg-type]
    return Shown(thread, first, list(answers))


def threads() -> dict[Any, Shown]:
    """One thread of each kind."""
    asked = remark(12, "Est-ce un constat de terrain, ou un chiffre ?", quote=QUOTE)
    answered = remark(
        13, "De terrain : deux agglomérations. @Camille Exemple", user=MORGAN, user_id=3
    )
    ended = remark(
        14, "Il manque l'année.", outcome="refused", outcome_by=MORGAN, outcome_at=on("2026-05-09"),
        get_outcome_display="Refusée", outcome_note="L'année est dans la référence.",
    )  # fmt: skip
    changed = remark(
        15,
        "Qui le dit ?",
        quote="Tout le monde renonce.",
        said="Tout le monde renonce. Ou presque.",
    )
    reply = Line(answered, May(answer=True, take_back=True), words=answered.comment, endorsed=1)  # type: ignore[arg-type]
    invited = remark(
        16, "Nous voyons la même chose ailleurs.", user=None, user_id=None, version=VERSION,
        link=Thing(public_name="Ada Brouillon", organisation="Collectif d'exemple"),
    )  # fmt: skip
    hidden = remark(17, "", hidden_at=in_days(-1), hidden_reason="Une personne est reconnaissable.")
    return {
        _("avec une réponse"): _thread(asked, Fate.THERE, reply),
        _("le texte a changé"): _thread(changed, Fate.CHANGED),
        _("par un lien"): _thread(invited, Fate.GONE),
        _("terminée"): _thread(ended, Fate.WHOLE, may=May(reopen=True)),
        _("masquée"): _thread(hidden, Fate.WHOLE, may=May()),
    }


@showcase.pattern(
    "discussion/components/thread.html", title=_("Un fil de remarques"), chapter=Chapter.WORK
)
def _threads() -> States:
    return {
        label: {"shown": shown, "record": RECORD, "names": True, "reads_draft": True}
        for label, shown in threads().items()
    }


@showcase.pattern(
    "discussion/components/tools.html", title=_("Sous un bloc que l'on lit"), chapter=Chapter.WORK
)
def _tools() -> States:
    def counted(opened: int, ended: int) -> dict[str, Any]:
        count = Thing(open=opened, all=opened + ended)
        remarks = Thing(may_remark=True, counts={"2": count})
        return {"remarks": remarks, "record": RECORD, "block_id": "2", "title": "Un constat"}

    return {
        _("rien encore"): counted(0, 0),
        _("une qui attend"): counted(1, 3),
        _("toutes terminées"): counted(0, 2),
    }


@showcase.pattern(
    "discussion/components/new_form.html", title=_("Remarquer un passage"), chapter=Chapter.FORMS
)
def _new() -> States:
    known = {"record": RECORD, "back": "#", "people": ["Morgan Essai"]}
    return {
        _("une remarque"): {**known, "form": RemarkForm(auto_id="remarque_%s")},
        _("d'autres mots"): {**known, "form": RemarkForm(suggests=True, auto_id="proposer_%s")},
    }


@showcase.pattern(
    "discussion/components/answer_form.html", title=_("Répondre"), chapter=Chapter.FORMS
)
def _answer() -> States:
    return {"": {"remark": remark(12, ""), "form": AnswerForm(auto_id="repondre_%s")}}


@showcase.pattern(
    "discussion/components/settle_form.html",
    title=_("Comment une remarque se termine"),
    chapter=Chapter.FORMS,
)
def _settle() -> States:
    form = SettleForm(outcomes=OUTCOMES, auto_id="terminer_%s")
    return {"": {"remark": remark(12, ""), "form": form}}


@showcase.pattern(
    "discussion/components/reactions.html", title=_("Réactions du public"), chapter=Chapter.TEXTS
)
def _reactions() -> States:
    member = Thing(
        pk=1, anchor="reaction-1", user_id=4, author_name="Camille Exemple", centre=NORTH,
        submit_date=on("2026-05-04"), comment="Nos médiateurs accompagnent déjà des rendez-vous.",
    )  # fmt: skip
    visitor = Thing(
        pk=2, anchor="reaction-2", user_id=None, author_name="Une habitante", centre=None,
        submit_date=on("2026-05-05"), comment="Le bus s'arrête à dix-huit heures.",
    )  # fmt: skip
    rows = Paginator([visitor, member], 20).page(1)
    return {
        "": {
            "extra": Thing(page_obj=rows, address="#", report_at="/", decides=False),
            "record": RECORD,
        }
    }


for _part, _reason in {
    "passage": _("dans un fil"),
    "message": _("dans un fil"),
    "author": _("dans un fil"),
    "outcome": _("dans un fil"),
    "tally": _("sous un bloc que l'on lit"),
    "mention": _("dans la forme d'une remarque"),
    "files_field": _("dans la forme d'une remarque"),
    "panel": _("sur un texte en cours"),
    "whole_text": _("sur un texte en cours"),
    "suggestion_acts": _("sur la page d'une suggestion"),
}.items():
    showcase.seen_elsewhere(f"discussion/components/{_part}.html", _reason)

from .links import patterns as _of_links  # noqa: E402, F401  # its samples begin with those above
