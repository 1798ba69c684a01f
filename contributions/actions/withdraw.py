"""Withdraw a publication: a coordinator and a moderator, two persons."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from contributions.actions.base import decision, required_note, write_event
from contributions.actions.publish import cancel_minute
from contributions.enums import EventKind, Verb
from contributions.rules import Case, can_withdraw
from contributions.signals import text_withdrawn
from kit.access import Refused
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def withdraw(
    page: ContributionPage, *, by: User, note: str = "", at: datetime | None = None
) -> ContributionPage:
    """Ask for the withdrawal, or confirm what the other person asked for.

    The first call notes the request and its reason; the second, by a person of the
    other role, takes the text away from the public, who are told the reason. A request
    by somebody who holds neither role any more counts no longer, and is made anew.
    Raises Refused without a reason, and for the same person twice.
    """
    when = moment(at)
    with decision(page, Verb.WITHDRAW, by) as text:
        asked_by = text.record.withdrawal_asked_by
        if asked_by is None or not can_withdraw(asked_by, text):
            reason = required_note(note, _("Donnez le motif du retrait : il sera public."))
            _ask(text, by, when, reason)
        else:
            _require_other_role(text, asked_by, by)
            _take_away(text, by, when, note.strip() or text.record.withdrawal_reason)
    return text


def _ask(page: ContributionPage, by: User, at: datetime, reason: str) -> None:
    record = page.record
    record.withdrawal_asked_at, record.withdrawal_asked_by = at, by
    record.withdrawal_reason = reason
    record.save(update_fields=["withdrawal_asked_at", "withdrawal_asked_by", "withdrawal_reason"])
    write_event(
        page, EventKind.WITHDRAWAL_ASKED, by, at, version=record.current_version, note=reason
    )


def _require_other_role(page: ContributionPage, first: User, second: User) -> None:
    """Two persons, one of whom follows the text up and one of whom moderates."""
    one, other = Case(first, page), Case(second, page)
    coordination = one.follows_up or one.superuser, other.follows_up or other.superuser
    moderation = one.moderator or one.superuser, other.moderator or other.superuser
    covered = (coordination[0] and moderation[1]) or (moderation[0] and coordination[1])
    if first.pk == second.pk or not covered:
        raise Refused(_("Un retrait se décide à deux : l'animation du groupe et la modération."))


def _take_away(page: ContributionPage, by: User, at: datetime, reason: str) -> None:
    # No clock brings back what two persons took away: the next edition is decided of anew.
    cancel_minute(page, by, at)
    UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    record = page.record
    record.withdrawn_at, record.withdrawal_reason = at, reason
    record.withdrawal_asked_at = record.withdrawal_asked_by = None
    record.save(
        update_fields=[
            "withdrawn_at", "withdrawal_reason", "withdrawal_asked_at", "withdrawal_asked_by",
        ]
    )  # fmt: skip
    write_event(page, EventKind.WITHDRAWN, by, at, version=record.current_version, note=reason)
    text_withdrawn.send(sender=type(page), page=page, by=by, at=at, reason=reason)
