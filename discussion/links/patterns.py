"""The components of suggestions and of reviewers' links, in their states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from contributions.patterns.samples import RECORD, VERSION
from contributions.patterns.sharing import CAMILLE
from discussion.forms import RemarkForm
from discussion.patterns import QUOTE, remark
from kit.samples import Thing, in_days, on
from kit.showcase import Chapter, States, showcase

from .forms import OpinionForm

#: Of a link that was never made.
TOKEN = "exemple"


def link(**facts: Any) -> Thing:
    known = {
        "pk": 4, "invited": "Ada Brouillon, collectif", "email": "ada@example.org",
        "name": "Ada Brouillon", "public_name": "Ada Brouillon", "version": VERSION,
        "organisation": "Collectif d'exemple", "until": in_days(9), "revoked_at": None,
        "created_by": CAMILLE, "declared_at": on("2026-05-04"), "said": 3, "opinion": None,
    }  # fmt: skip
    return Thing(**{**known, **facts})


def opinion(**facts: Any) -> Thing:
    known = {
        "get_stance_display": "Favorable avec des réserves", "words": "Oui, avec les sources.",
        "at": on("2026-05-06"), "link": link(),
    }  # fmt: skip
    return Thing(**{**known, **facts})


def suggested(words: str, **facts: Any) -> Thing:
    made = Thing(replacement=words, rebased_at=None)
    return remark(21, "Plus juste.", quote=QUOTE, suggestion=made, **facts)


@showcase.pattern(
    "discussion/components/suggestion.html", title=_("Une suggestion"), chapter=Chapter.WORK
)
def _suggestions() -> States:
    return {
        _("d'autres mots"): {"remark": suggested("Ce qui marche tient à une équipe.")},
        _("tout autre chose"): {"remark": suggested("Rien ne dure sans moyens.")},
        _("un retrait"): {"remark": suggested("")},
    }


@showcase.pattern(
    "discussion/components/link_line.html", title=_("Un lien de lecture"), chapter=Chapter.WORK
)
def _links() -> States:
    silent = link(declared_at=None, said=0, email="", invited="Une collègue")
    return {
        _("personne encore"): {"link": silent, "record": RECORD},
        _("avec un avis"): {"link": link(opinion=opinion()), "record": RECORD},
        _("révoqué"): {"link": link(revoked_at=on("2026-05-09")), "record": RECORD},
    }


@showcase.pattern(
    "discussion/components/opinions.html", title=_("Les avis par lien"), chapter=Chapter.TEXTS
)
def _opinions() -> States:
    other = opinion(get_stance_display="Favorable", words="", link=link(organisation=""))
    return {"": {"opinions": [opinion(), other]}}


@showcase.pattern(
    "discussion/components/review_thread.html",
    title=_("Un fil, pour qui lit par un lien"),
    chapter=Chapter.WORK,
)
def _threads() -> States:
    answered = Thing(
        pk=22, link_id=None, submit_date=on("2026-05-05"), comment="Nous ajoutons la source.",
        hidden_at=None,
    )  # fmt: skip
    ended = suggested(
        "Ce qui marche tient à une équipe.", outcome="accepted", get_outcome_display="Acceptée",
        outcome_at=on("2026-05-09"),
    )  # fmt: skip
    said = remark(20, "D'où vient ce constat ?", quote=QUOTE)
    return {
        _("avec une réponse"): _thread(said, answered),
        _("une suggestion acceptée"): _thread(ended),
    }


def _thread(said: Thing, *answers: Thing) -> dict[str, Any]:
    return {"thread": Thing(remark=said, answers=list(answers)), "token": TOKEN}


@showcase.pattern(
    "discussion/components/review_form.html",
    title=_("Remarquer par un lien"),
    chapter=Chapter.FORMS,
)
def _form() -> States:
    form = RemarkForm(suggests=True, auto_id="par_lien_%s")
    return {"": {"form": form, "token": TOKEN, "block_id": "2"}}


@showcase.pattern(
    "discussion/components/review_opinion_form.html",
    title=_("Donner son avis"),
    chapter=Chapter.FORMS,
)
def _opinion() -> States:
    known = {"token": TOKEN, "form": OpinionForm(auto_id="avis_%s")}
    return {
        _("le premier"): known,
        _("pour le changer"): {**known, "opinion": opinion()},
    }


for _part, _reason in {
    "review_banner": _("sur une version lue par un lien"),
    "review_tools": _("sur une version lue par un lien"),
}.items():
    showcase.seen_elsewhere(f"discussion/components/{_part}.html", _reason)
