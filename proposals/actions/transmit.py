"""Hand a validated or published version to who is to answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions.actions.base import locked, required_note, write_event
from contributions.enums import EventKind
from contributions.models import ContributionPage, Mask, Version
from kit.access import Refused, require
from kit.clock import moment
from people.invitations import new_token
from people.models import User
from people.rules import is_partner
from proposals.letters import send_transmission
from proposals.models import Transmission
from proposals.notifications import tell_received
from proposals.rules import transmissible, verdict_on_transmitting

from .base import said_of

#: How long a link stands at most, and to how many a version is open at once.
MOST_DAYS, MOST_OPEN = 366, 50


#: No letter leaves for who reads by their account: asking for both would promise one.
ONE_WAY = _("Choisissez : le compte du partenaire, ou une adresse électronique à laquelle envoyer un lien.")  # fmt: skip


class Again(Refused):
    """The version is open to this addressee already."""


@dataclass(frozen=True)
class Addressee:
    """To whom: the account of a partner, or a person without one and their address."""

    organisation: str
    account: User | None = None
    name: str = ""
    email: str = ""


def transmit(
    version: Version,
    *,
    to: Addressee,
    by: User,
    message: str = "",
    until: datetime | None = None,
    language: str = "fr",
    is_public: bool = False,
    at: datetime | None = None,
) -> tuple[Transmission, str]:
    """The transmission, and the token of its link, which nobody can read again afterwards;
    an account has none. The letter, or the news, leaves with it.

    `until` ends a link. Raises Refused for a version that is neither validated nor what the
    public reads, for an account that is no partner's, an end in the past or after
    `MOST_DAYS`, an addressee to whom this version is open already, and beyond `MOST_OPEN`.
    """
    when = moment(at)
    with locked(version.record.page) as text:
        require(verdict_on_transmitting(User.objects.get(pk=by.pk), text))
        version = _handed(text, version)
        _refuse_addressee(to)
        _refuse_end(to, until, when)
        _refuse_again(version, to, when)
        token, token_hash = ("", None) if to.account else new_token()
        made = Transmission.objects.create(
            version=version, addressee=to.account, name=to.name.strip(), email=to.email.strip(),
            organisation=to.organisation.strip(), token_hash=token_hash,
            until=None if to.account else until, message=Mask.objects.cover(text.pk, message.strip()),
            language=language, is_public=is_public, sent_at=when, sent_by=by,
        )  # fmt: skip
        write_event(text, EventKind.TRANSMITTED, by, when, version=version, **said_of(made))
        if to.account:
            tell_received(text, made, by)
        else:
            send_transmission(made, token)
    return made, token


def _handed(text: ContributionPage, version: Version) -> Version:
    found = next((each for each in transmissible(text) if each.pk == version.pk), None)
    if found is None:
        raise Refused(_g("Seule une version validée ou publiée se transmet."))
    found.record = text.record
    return found


def _refuse_addressee(to: Addressee) -> None:
    required_note(to.organisation, _g("Dites à quelle organisation vous transmettez."))
    if to.account is not None:
        if to.email.strip():
            raise Refused(str(ONE_WAY))
        if not is_partner(User.objects.get(pk=to.account.pk)):
            raise Refused(_g("Ce compte n'est pas celui d'un partenaire."))
        return
    required_note(to.name, _g("Dites à qui vous transmettez."))
    required_note(to.email, _g("Une personne sans compte a besoin d'une adresse électronique."))


def _refuse_end(to: Addressee, until: datetime | None, when: datetime) -> None:
    if to.account is not None:
        return
    if until is None or until <= when:
        raise Refused(_g("Le lien se termine à une date à venir."))
    # The last day ends with the westernmost member's.
    if until > when + timedelta(days=MOST_DAYS + 1):
        raise Refused(_g("Un lien sert %(days)s jours au plus.") % {"days": MOST_DAYS})


def _refuse_again(version: Version, to: Addressee, when: datetime) -> None:
    """A form sent twice transmits once."""
    standing = Transmission.objects.filter(version=version, ended_at__isnull=True)
    same = (
        Q(addressee=to.account)
        if to.account
        else Q(addressee__isnull=True, email__iexact=to.email.strip(), until__gt=when)
    )
    if standing.filter(same).exists():
        raise Again(_g("Cette version est déjà transmise à ce destinataire."))
    if Transmission.objects.open(when).filter(version=version).count() >= MOST_OPEN:
        raise Refused(_g("Cette version est déjà transmise à beaucoup de destinataires : refermez-en d'abord."))  # fmt: skip
