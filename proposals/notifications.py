"""What addressees are told of a text, and what its people are told of addressees."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions.enums import EventKind
from contributions.facts import facts_of
from contributions.models import ContributionPage, TextEvent
from contributions.recipients import accounts, every_network, group_keys, leading_groups
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User
from people.rules import is_network

from .letters import write_what_became
from .models import Reply, ReplyState, Transmission
from .rules import received_by

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Data = dict[str, Any]

#: Letters of an answer that travel with its news; the rest is on the page.
_WORDS_AT_MOST = 1200
_KEPT = "_received_facts"

#: What an addressee is told once the text was transmitted to them.
BECAME: dict[str, StrOrPromise] = {
    EventKind.PUBLISHED: _("La contribution qui vous a été transmise est publiée"),
    EventKind.REPLACED: _("La contribution qui vous a été transmise est remplacée par une plus récente"),
    EventKind.WITHDRAWN: _("La contribution qui vous a été transmise est retirée"),
    EventKind.RECALLED: _("La contribution qui vous a été transmise est reprise par son groupe"),
    EventKind.CORRECTED: _("La contribution qui vous a été transmise est corrigée dans sa forme"),
    EventKind.SIGNED: _("La contribution qui vous a été transmise a une signature de plus"),
    EventKind.SIGNATURE_CANCELLED: _("Une signature de la contribution qui vous a été transmise est annulée"),
    EventKind.SIGNATURE_WITHDRAWN: _("Une signature de la contribution qui vous a été transmise est retirée"),
}  # fmt: skip

OWN_CLOSED = _("Votre réponse n'est plus publique")


# -- Writing ---------------------------------------------------------------------------


def tell_received(page: ContributionPage, transmission: Transmission, by: User) -> None:
    """To the account of the partner."""
    assert transmission.addressee_id is not None
    announce(
        "proposals.received", [transmission.addressee_id], scope=page.record.lead_group,
        data=_about(transmission) | {"words": transmission.message}, by=by,
        key=f"transmission-{transmission.pk}", at=transmission.sent_at,
    )  # fmt: skip


def tell_became(page: ContributionPage, event: TextEvent, transmission: Transmission) -> None:
    """To the account of the partner, once a day for each thing that happens to the text."""
    assert transmission.addressee_id is not None
    reason = page.record.withdrawal_reason if event.kind == EventKind.WITHDRAWN else ""
    announce(
        "proposals.became", [transmission.addressee_id], scope=page.record.lead_group,
        data=_about(transmission) | {"became": event.kind, "words": reason}, by=event.actor,
        key=f"text-{page.record.pk}-{event.kind}-{timezone.localdate(event.at)}", at=event.at,
    )  # fmt: skip


def tell_acknowledged(page: ContributionPage, transmission: Transmission, at: datetime) -> None:
    _tell_people(
        "proposals.acknowledged", page, _about(transmission), f"transmission-{transmission.pk}", at
    )


def tell_reply(page: ContributionPage, reply: Reply, by: User | None) -> None:
    said = {
        "text": page.record.pk, "title": reply.version.title, "organisation": reply.addressee,
        "state": reply.state, "reply": reply.pk,
        "words": Truncator(reply.words).chars(_WORDS_AT_MOST),
    }  # fmt: skip
    _tell_people("proposals.reply", page, said, f"reply-{reply.pk}", reply.recorded_at, by)


def tell_closed(page: ContributionPage, reply: Reply, by: User) -> None:
    """The same people, and the addressee: their account with the reason, or by a letter to
    open their link, where it stands."""
    said = {
        "text": page.record.pk, "title": reply.version.title, "organisation": reply.addressee,
        "reply": reply.pk, "transmission": reply.transmission_id, "words": reply.closing_reason,
    }  # fmt: skip
    assert reply.closed_at is not None
    key = f"reply-{reply.pk}-{reply.closed_at.isoformat()}"
    _tell_people("proposals.reply_closed", page, said, key, reply.closed_at, by)
    if reply.by_addressee and reply.recorded_by_id is not None:
        announce(
            "proposals.own_reply_closed", [reply.recorded_by_id], scope=page.record.lead_group,
            data=said, by=by, key=key, at=reply.closed_at,
        )  # fmt: skip
    elif reply.by_addressee:
        links = Transmission.objects.open(reply.closed_at).filter(replies=reply)
        for sent in links.exclude(email=""):
            write_what_became(sent, EventKind.REPLY_CLOSED, OWN_CLOSED, reply.closed_at)


def _tell_people(
    kind: str, page: ContributionPage, data: Data, key: str, at: datetime, by: User | None = None
) -> None:
    """To who coordinates one of the text's groups, and to the network."""
    people = accounts(leading_groups(group_keys(page.record)), every_network())
    announce(
        kind, people.values_list("pk", flat=True), scope=page.record.lead_group, data=data,
        by=by, key=key, at=at,
    )  # fmt: skip


def _about(transmission: Transmission) -> Data:
    return {
        "text": transmission.version.record_id,
        "title": transmission.version.title,
        "organisation": transmission.organisation,
        "transmission": transmission.pk,
    }


# -- Reading ---------------------------------------------------------------------------


def _still_receives(person: User, notice: Notice) -> bool:
    """Read at once for all the news of a person, and kept on the account object."""
    kept: set[int] | None = person.__dict__.get(_KEPT)
    if kept is None:
        kept = person.__dict__[_KEPT] = set(received_by(person).values_list("pk", flat=True))
    return notice.data["transmission"] in kept


def _follows_answers(person: User, notice: Notice) -> bool:
    return is_network(person) or facts_of(person).leads_text(notice.data["text"])


def _to_received(data: Data, headline: str) -> Line:
    url = reverse("proposals:received_one", args=[data["transmission"]])
    return Line(headline, data["words"], url, about=data["title"])


def _received(data: Data, person: User) -> Line:
    return _to_received(data, _g("Une contribution vous est transmise"))


def _became(data: Data, person: User) -> Line:
    return _to_received(data, str(BECAME[data["became"]]))


def _acknowledged(data: Data, person: User) -> Line:
    headline = _g("%(organisation)s accuse réception de la contribution transmise") % data
    url = reverse("proposals:transmissions", args=[data["text"]])
    return Line(headline, "", url, about=data["title"])


def _replied(data: Data, person: User) -> Line:
    headline = _g("%(organisation)s répond : %(state)s") % {
        "organisation": data["organisation"], "state": ReplyState(data["state"]).label,
    }  # fmt: skip
    url = reverse("proposals:replies", args=[data["text"]])
    return Line(headline, data["words"], f"{url}#reponse-{data['reply']}", about=data["title"])


def _closed(data: Data, person: User) -> Line:
    headline = _g("Une réponse n'est plus publique : %(organisation)s") % data
    url = reverse("proposals:replies", args=[data["text"]])
    return Line(headline, data["words"], f"{url}#reponse-{data['reply']}", about=data["title"])


def _own_closed(data: Data, person: User) -> Line:
    return _to_received(data, _g("Votre réponse n'est plus publique"))


kinds.register(
    Kind("proposals.received", _("Une contribution vous est transmise"), _received,
         Cadence.AT_ONCE, may_know=_still_receives)
)  # fmt: skip
kinds.register(
    Kind("proposals.became", _("Ce que devient une contribution qui vous a été transmise"), _became,
         Cadence.DAILY, may_know=_still_receives)
)  # fmt: skip
kinds.register(
    Kind("proposals.acknowledged", _("Un destinataire accuse réception d'une contribution"),
         _acknowledged, Cadence.DAILY, may_know=_follows_answers)
)  # fmt: skip
kinds.register(
    Kind("proposals.reply", _("Un destinataire répond à une contribution"), _replied,
         Cadence.DAILY, may_know=_follows_answers)
)  # fmt: skip
kinds.register(
    Kind("proposals.reply_closed", _("La réponse d'un destinataire n'est plus publique"), _closed,
         Cadence.DAILY, may_know=_follows_answers)
)  # fmt: skip
kinds.register(
    Kind("proposals.own_reply_closed", OWN_CLOSED, _own_closed,
         Cadence.DAILY, may_know=_still_receives)
)  # fmt: skip
