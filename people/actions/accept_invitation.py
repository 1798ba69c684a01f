"""Accept an invitation: once, by the address that it was sent to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from kit.access import Refused
from kit.clock import moment
from people.enums import InvitationState
from people.invitations import lock_scope, same_address
from people.models import Invitation, User
from people.signals import invitation_accepted


@dataclass(frozen=True)
class Newcomer:
    """What a person without an account says of themselves."""

    display_name: str
    password: str
    function: str = ""
    time_zone: str = "Europe/Paris"
    language: str = "fr"


def accept_invitation(
    token_hash: str, *, person: User | None = None, newcomer: Newcomer | None = None,
    at: datetime | None = None,
) -> Invitation:  # fmt: skip
    """Use the link: as `person`, who is signed in, or by opening the account of `newcomer`.

    Raises Refused when it was used, revoked or is over, when another person holds the
    account, or when the account was opened meanwhile; Http404 for a dead link.
    """
    when = moment(at)
    with transaction.atomic():
        found = Invitation.objects.filter(token_hash=token_hash)
        lock_scope(found.values_list("scope", flat=True).first())
        invitation = found.select_for_update().first()
        if invitation is None:
            raise Http404
        if invitation.state(when) is not InvitationState.OPEN:
            raise Refused(_("Cette invitation ne peut plus être acceptée."))
        person = _holder(invitation, person) if person else _open_account(invitation, newcomer)
        invitation.accepted_at, invitation.accepted_by = when, person
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        invitation_accepted.send(sender=Invitation, invitation=invitation, person=person, at=when)
    return invitation


def _holder(invitation: Invitation, person: User) -> User:
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active or not same_address(person.email, invitation.email):
        raise Refused(_("Cette invitation est pour une autre adresse que celle de votre compte."))
    return person


def _open_account(invitation: Invitation, newcomer: Newcomer | None) -> User:
    """An account whose address is known to reach its person: the link came by it."""
    taken = Refused(_("Un compte existe à cette adresse : connectez-vous pour accepter."))
    if newcomer is None or User.objects.filter(email__iexact=invitation.email).exists():
        raise taken
    try:
        with transaction.atomic():
            return User.objects.create_user(
                invitation.email,
                newcomer.password,
                display_name=newcomer.display_name,
                function=newcomer.function,
                time_zone=newcomer.time_zone,
                language=newcomer.language,
            )
    except IntegrityError as opened_meanwhile:
        # By another invitation to the same address, between the question and the answer.
        raise taken from opened_meanwhile
