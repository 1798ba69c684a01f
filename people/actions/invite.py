"""Invite an address, renew its link, take the invitation back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from kit.access import Refused, forget, require
from kit.clock import moment
from people.invitations import (
    BETWEEN_LETTERS,
    DAILY_LIMIT,
    DEFAULT_DAYS,
    inner_path,
    lock_scope,
    new_token,
    purpose_of,
)
from people.letters import send_invitation
from people.models import Centre, Invitation, User


def invite(
    email: str,
    *,
    by: User,
    purpose: str,
    scope: Page | None = None,
    terms: dict[str, Any] | None = None,
    centre: Centre | None = None,
    name: str = "",
    message: str = "",
    days: int = DEFAULT_DAYS,
    next_path: str = "",
    at: datetime | None = None,
) -> Invitation:
    """Write to an address with a link that opens once, until the end of `days`.

    An invitation that stands for the same address and thing is renewed with the new
    terms: its old link is dead. Raises Refused for a closed account and beyond the
    day's limit, and what the purpose's own rule raises.
    """
    when, email = moment(at), email.strip().lower()
    with transaction.atomic():
        _ask(by, purpose, scope)
        account = User.objects.filter(email__iexact=email).first()
        if account and not account.is_active:
            raise Refused(_("Le compte de cette adresse est fermé."))
        invitation = Invitation.objects.standing().filter(
            email=email, purpose=purpose, scope=scope
        ).first() or Invitation(email=email, purpose=purpose, scope=scope, created_at=when)
        _refuse_flood(invitation, by, when)
        invitation.name, invitation.message, invitation.centre = name, message, centre
        invitation.terms, invitation.next_path = terms or {}, inner_path(next_path)
        invitation.language = account.language if account else settings.LANGUAGE_CODE
        invitation.invited_by = by
        _send(invitation, when, days)
    return invitation


def renew_invitation(
    invitation: Invitation, *, by: User, days: int = DEFAULT_DAYS, at: datetime | None = None
) -> Invitation:
    """Send a new link; the old one is dead from now on. Raises Refused once it is used."""
    when = moment(at)
    with transaction.atomic():
        invitation = _locked(invitation)
        _ask(by, invitation.purpose, invitation.scope)
        if invitation.accepted_at or invitation.revoked_at:
            raise Refused(_("Cette invitation n'attend plus de réponse."))
        _refuse_flood(invitation, by, when)
        _send(invitation, when, days)
    return invitation


def revoke_invitation(
    invitation: Invitation, *, by: User, at: datetime | None = None
) -> Invitation:
    """Take an invitation back; doing it twice changes nothing. Raises Refused once used."""
    with transaction.atomic():
        invitation = _locked(invitation)
        _ask(by, invitation.purpose, invitation.scope)
        if invitation.accepted_at:
            raise Refused(_("Cette invitation vient d'être acceptée : la personne est entrée."))
        if invitation.revoked_at is None:
            invitation.revoked_at = moment(at)
            invitation.save(update_fields=["revoked_at"])
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    lock_scope(invitation.scope_id)
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _ask(by: User, purpose: str, scope: Page | None) -> None:
    """Ask the rule, with `by` locked, so that the day's limit counts one letter at a time."""
    User.objects.select_for_update().get(pk=by.pk)
    forget(by)
    require(purpose_of(purpose).may_invite(by, scope))


def _refuse_flood(invitation: Invitation, by: User, when: datetime) -> None:
    same = Invitation.objects.filter(
        email=invitation.email, purpose=invitation.purpose, scope=invitation.scope
    )
    # By address, not by row: what was taken back has been written all the same.
    if same.filter(sent_at__gt=when - BETWEEN_LETTERS).exists():
        raise Refused(_("Une invitation vient de partir à cette adresse : attendez dix minutes."))
    since = Invitation.objects.filter(
        invited_by=by, in_list=False, sent_at__gt=when - timedelta(days=1)
    )
    if since.exclude(pk=invitation.pk).count() >= DAILY_LIMIT:
        raise Refused(
            _("Vous avez envoyé %(limit)d invitations en un jour : passez par une liste.")
            % {"limit": DAILY_LIMIT}
        )


def _send(invitation: Invitation, when: datetime, days: int) -> None:
    token, invitation.token_hash = new_token()
    invitation.sent_at, invitation.expires_at = when, when + timedelta(days=days)
    invitation.save()
    send_invitation(invitation, token)
