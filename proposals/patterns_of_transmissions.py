"""The components of transmissions and answers, in their states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from contributions.patterns.samples import RECORD, TITLE, VERSION
from contributions.patterns.sharing import CAMILLE
from kit.samples import Thing, in_days, on
from kit.showcase import Chapter, States, showcase

from .models import ReplyState

AGENCY = "Agence d'exemple"


def _version(**of_record: Any) -> Thing:
    record = Thing(**{**vars(RECORD), "withdrawn_at": None, **of_record})
    return Thing(**{**vars(VERSION), "record": record, "title": TITLE})


def sent(**facts: Any) -> Thing:
    version = _version()
    known = {
        "pk": 5, "organisation": AGENCY, "who": "Ada Brouillon", "email": "ada@example.org",
        "version": version, "sent_at": on("2026-05-26"), "sent_by": CAMILLE, "until": in_days(90),
        "ended_at": None, "mistaken": False, "is_public": False, "acknowledged_at": None, "replied": 0,
        "get_absolute_url": "/espace/recus/5/",
    }  # fmt: skip
    return Thing(**{**known, **facts})


def reply(**facts: Any) -> Thing:
    known = {
        "pk": 7, "addressee": AGENCY, "get_state_display": ReplyState.PARTLY.label,
        "words": "Deux permanences ouvrent cette année.", "dated": on("2026-07-02").date(),
        "is_public": True, "source": "https://exemple.org/reponse", "document_id": None,
        "by_addressee": True, "recorded_by": None, "file_is_public": False, "closed_at": None,
        "closing_reason": "",
    }  # fmt: skip
    return Thing(**{**known, **facts})


_NAMES = (Thing(name="Aller vers", proposal=None), Thing(name="Former ensemble", proposal=None))


@showcase.pattern(
    "proposals/components/transmission_line.html",
    title=_("Une transmission, pour qui transmet"),
    chapter=Chapter.WORK,
)
def _lines() -> States:
    account = sent(
        email="", until=None, acknowledged_at=on("2026-05-27"), replied=3, is_public=True
    )
    return {
        _("par un lien"): {"sent": sent(), "record": RECORD},
        _("à un compte"): {"sent": account, "record": RECORD},
        _("refermée"): {"sent": sent(ended_at=on("2026-06-02")), "record": RECORD},
        _("envoyée par erreur"): {
            "sent": sent(ended_at=on("2026-06-02"), mistaken=True, is_public=True),
            "record": RECORD,
        },
    }


@showcase.pattern(
    "proposals/components/received_line.html",
    title=_("Une contribution reçue"),
    chapter=Chapter.LISTS,
)
def _received() -> States:
    withdrawn = _version(withdrawn_at=on("2026-07-01"))
    return {
        _("à recevoir"): {"sent": sent()},
        _("sans réponse"): {"sent": sent(acknowledged_at=on("2026-05-27"))},
        _("avec des réponses"): {"sent": sent(acknowledged_at=on("2026-05-27"), replied=2)},
        _("d'un texte retiré"): {"sent": sent(version=withdrawn)},
    }


@showcase.pattern(
    "proposals/components/reply.html",
    title=_("La réponse d'un destinataire"),
    chapter=Chapter.TEXTS,
)
def _replies() -> States:
    hidden = reply(
        is_public=False,
        words="",
        source="",
        get_state_display=ReplyState.EXISTS.label,
        by_addressee=False,
        recorded_by=CAMILLE,
    )
    closed = reply(
        is_public=False, closed_at=on("2026-08-01"), closing_reason="Une personne y est nommée."
    )
    return {
        _("publique"): {"reply": reply(), "answered": _NAMES, "inside": True},
        _("refermée"): {"reply": closed, "answered": _NAMES[:1], "inside": True},
        _("pas encore publique"): {"reply": hidden, "answered": _NAMES[:1], "inside": True},
    }


@showcase.pattern(
    "proposals/components/reply_acts.html",
    title=_("Rendre publique une réponse, la refermer"),
    chapter=Chapter.FORMS,
)
def _reply_acts() -> States:
    known = {"opens": True, "closes": True}
    return {
        _("pas publique, avec un fichier"): {
            **known,
            "reply": reply(is_public=False, document_id=3),
        },
        _("publique"): {**known, "reply": reply()},
    }


@showcase.pattern(
    "proposals/components/received_mention.html",
    title=_("Où en est la version reçue"),
    chapter=Chapter.TEXTS,
)
def _mentions() -> States:
    withdrawn = Thing(**{**vars(RECORD), "withdrawal_reason": "Une personne était reconnaissable."})
    embargo = Thing(**{**vars(RECORD), "embargo_until": in_days(6)})
    known = {"version": VERSION, "record": RECORD}
    return {
        _("validée"): {**known, "mention": "validated"},
        _("sous embargo"): {**known, "mention": "embargo", "record": embargo},
        _("publiée"): {**known, "mention": "published"},
        _("publiée, corrigée"): {**known, "mention": "published", "corrected": VERSION},
        _("remplacée"): {**known, "mention": "replaced"},
        _("retirée"): {**known, "mention": "withdrawn", "record": withdrawn},
        _("corrigée"): {**known, "mention": "validated", "corrected": VERSION},
        _("reprise"): {**known, "mention": "set_back"},
    }


@showcase.pattern(
    "proposals/components/receipt.html", title=_("L'accusé de réception"), chapter=Chapter.FORMS
)
def _receipt() -> States:
    return {
        _("à donner"): {"transmission": sent()},
        _("donné"): {"transmission": sent(acknowledged_at=on("2026-05-27"))},
    }


@showcase.pattern(
    "proposals/components/waiting_line.html",
    title=_("Des propositions sans réponse"),
    chapter=Chapter.LISTS,
)
def _waiting() -> States:
    row = Thing(
        name="Proposition 1 (n° 41) — Une permanence sans rendez-vous dans chaque quartier",
        proposal=Thing(get_absolute_url="/propositions/41/"),
    )
    page = Thing(title=TITLE, record=RECORD)
    return {
        _("d'un texte publié"): {"line": Thing(transmission=sent(), page=page, proposals=[row])},
        _("d'un texte seulement transmis"): {
            "line": Thing(transmission=sent(), page=page, proposals=_NAMES)
        },
    }
