"""What people are told of signatures: what is to be signed, by when, and who signed what.

A text waits for the signature of those centres alone that have not signed; nobody else is
told of their silence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from assent.models import Signature, SigningWindow
from assent.signing.selectors import asked_by_window
from assent.signing.waiting import ToSign, to_sign
from contributions import recipients as to
from contributions.enums import EventKind
from contributions.facts import facts_of as text_facts_of
from contributions.models import ContributionPage, TextEvent
from groups.deadlines import in_both_zones
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User
from people.rules import mandates_of

Data = dict[str, Any]

TO_SIGN, SIGN_SOON, SIGN_SOONER = "assent.to_sign", "assent.sign_soon", "assent.sign_sooner"
BY_CONSENT, SIGNATURE = "assent.signed_by_consent", "assent.signature"

#: How long before a window closes those who have not signed are reminded, once.
REMIND_BEFORE = timedelta(days=2)

_KEPT = "_signing_facts"


class SigningFacts:
    """What waits for the signature of the centres that a person speaks for, by window."""

    def __init__(self, person: User) -> None:
        self.person = person

    @cached_property
    def waiting(self) -> dict[int, list[ToSign]]:
        found: dict[int, list[ToSign]] = {}
        for one in to_sign(self.person):
            found.setdefault(one.window.pk, []).append(one)
        return found


def facts_of(person: User) -> SigningFacts:
    """Kept on the account object, like what other rules remember (see `kit.access.forget`)."""
    kept: SigningFacts | None = getattr(person, _KEPT, None)
    if kept is None:
        kept = SigningFacts(person)
        setattr(person, _KEPT, kept)
    return kept


# -- Writing ---------------------------------------------------------------------------


def tell_of_window(
    page: ContributionPage, window: SigningWindow, consented: Collection[Signature]
) -> None:
    """Those whose consent is the signature learn it, and until when they can cancel it; the
    other centres, that the text waits for theirs."""
    signed = {signature.centre_id for signature in consented}
    asked = asked_by_window([window])[window.pk] - signed
    told, key, at = _data(window), f"window-{window.pk}", window.opens_at
    if signed:
        until = (min(row.cancel_until for row in consented)).isoformat()
        _announce(BY_CONSENT, signed, window, told | {"until": until}, key=key, at=at)
    ask_centres(window, asked, key=key, at=at)


def ask_centres(window: SigningWindow, centres: Collection[int], *, key: str, at: datetime) -> int:
    """Tell who speaks for these centres that the text waits for their signature, once a
    person and key; how many were told."""
    return _announce(TO_SIGN, centres, window, _data(window), key=key, at=at) if centres else 0


def remind_signers(now: datetime) -> int:
    """One reminder before a window closes, to those alone whose centre has not signed."""
    windows = SigningWindow.objects.filter(
        ended_at__isnull=True, published_at__isnull=True, closes_at__gt=now,
        closes_at__lte=now + REMIND_BEFORE,
    )  # fmt: skip
    told = 0
    for window in windows.select_related("version", "record").order_by("closes_at", "pk"):
        told += _announce(
            SIGN_SOON, _silent(window), window, _data(window), key=_closing_key(window), at=now
        )
    return told


def tell_of_sooner(window: SigningWindow, at: datetime) -> None:
    """The day by which they are asked to sign was moved forward: those alone whose centre has
    not signed are told. Where it is near already, this is their reminder."""
    near = window.closes_at - at <= REMIND_BEFORE
    kind = SIGN_SOON if near else SIGN_SOONER
    key = _closing_key(window) if near else f"{_closing_key(window)}-{at:%Y%m%d%H%M%S}"
    _announce(kind, _silent(window), window, _data(window) | {"sooner": True}, key=key, at=at)


def _silent(window: SigningWindow) -> set[int]:
    signed = window.signatures.standing().values_list("centre", flat=True)
    return asked_by_window([window])[window.pk].difference(signed)


def _closing_key(window: SigningWindow) -> str:
    return f"window-{window.pk}-{window.closes_at:%Y%m%d%H%M}"


def tell_of_signature(page: ContributionPage, event: TextEvent) -> None:
    """What somebody did in the name of a centre is told to those who speak for it too; what
    is late or withdrawn, to the text's coordination besides."""
    centre = event.data.get("centre_key")
    if centre is None:
        return
    window = SigningWindow.objects.select_related("version", "record").get(pk=event.data["window"])
    whom = to.speaking_for([centre])
    if event.data["late"] or event.kind == EventKind.SIGNATURE_WITHDRAWN:
        whom |= to.leading_groups(to.group_keys(page.record))
    data = _data(window) | {
        "act": event.kind, "centre": event.data["centre"], "late": event.data["late"],
        "centre_key": centre, "who": event.actor.public_name if event.actor else "",
    }  # fmt: skip
    scope = Page.objects.get(pk=page.record.lead_group_id)
    people = to.accounts(whom).values_list("pk", flat=True)
    announce(
        SIGNATURE, people, scope=scope, data=data, by=event.actor, key=f"event-{event.pk}",
        at=event.at,
    )  # fmt: skip


def _announce(
    kind: str, centres: Iterable[int], window: SigningWindow, data: Data, *, key: str, at: datetime
) -> int:
    scope = Page.objects.get(pk=window.record.lead_group_id)
    people = to.accounts(to.speaking_for(centres)).values_list("pk", flat=True)
    return announce(kind, people, scope=scope, data=data, key=key, at=at)


def _data(window: SigningWindow) -> Data:
    return {
        "text": window.record_id,
        "title": window.version.title,
        "window": window.pk,
        "groups": to.group_keys(window.record),
        "due": window.closes_at.isoformat(),
    }


# -- Reading ---------------------------------------------------------------------------


def _address(data: Data) -> str:
    return reverse("assent:signatures", args=[data["text"]])


def _waiting_line(data: Data, person: User) -> Line:
    waiting = facts_of(person).waiting.get(data["window"], [])
    said_then = datetime.fromisoformat(data["due"])
    due = waiting[0].window.closes_at if waiting else said_then
    if data.get("sooner") and due == said_then:
        said = _("Plus tôt que prévu, avant le %(date)s : signer, ou non, pour %(centres)s")
    else:
        said = _("Avant le %(date)s : signer, ou non, pour %(centres)s")
    names = ", ".join(one.centre.name for one in waiting)
    headline = said % {"date": in_both_zones(due), "centres": names}
    return Line(headline=headline, url=_address(data), about=data["title"])


def _consent_line(data: Data, person: User) -> Line:
    until = in_both_zones(datetime.fromisoformat(data["until"]))
    said = _(
        "Le texte est validé : votre accord vaut signature, et peut s'annuler jusqu'au %(date)s"
    )
    return Line(headline=said % {"date": until}, url=_address(data), about=data["title"])


_DONE: dict[tuple[str, bool], Callable[[Data], str]] = {
    (EventKind.SIGNED, False): lambda data: _("%(centre)s a signé le texte") % data,
    (EventKind.SIGNED, True): lambda data: _("%(centre)s a signé le texte, tardivement") % data,
    (EventKind.SIGNATURE_CANCELLED, False): lambda data: (
        _("%(centre)s a annulé sa signature") % data
    ),
    (EventKind.SIGNATURE_WITHDRAWN, False): lambda data: (
        _("%(centre)s a retiré sa signature") % data
    ),
}


def _done_line(data: Data, person: User) -> Line:
    late = data["late"] and data["act"] == EventKind.SIGNED
    said = _DONE[data["act"], late](data)
    if data["who"] and data["centre_key"] in mandates_of(person).centres:
        said = _("%(what)s, par %(who)s") % {"what": said, "who": data["who"]}
    return Line(headline=said, url=_address(data), about=data["title"])


def _still_to_sign(person: User, notice: Notice) -> bool:
    return notice.data["window"] in facts_of(person).waiting


def _follows(person: User, notice: Notice) -> bool:
    return text_facts_of(person).follows(notice.data["text"])


for _name, _label, _line, _may_know in (
    (TO_SIGN, gettext_lazy("Un texte validé attend la signature de votre centre"),
     _waiting_line, _still_to_sign),
    (SIGN_SOON, gettext_lazy("La date pour signer un texte approche"),
     _waiting_line, _still_to_sign),
    (SIGN_SOONER, gettext_lazy("Un texte est à signer plus tôt que prévu"),
     _waiting_line, _still_to_sign),
    (BY_CONSENT, gettext_lazy("L'accord de votre centre vaut signature"),
     _consent_line, _follows),
    (SIGNATURE, gettext_lazy("Un centre signe un texte, ou revient sur sa signature"),
     _done_line, _follows),
):  # fmt: skip
    kinds.register(Kind(name=_name, label=_label, line=_line, may_know=_may_know))
