"""Withdraw a signature, with its date."""

from __future__ import annotations

from datetime import datetime

from assent.models import Signature
from assent.signing.actions.base import at_desk, refuse, why_not_for_delegate, write_down
from assent.signing.rules import why_not_withdraw
from contributions.enums import EventKind
from contributions.models import ContributionPage, Mask, Version
from kit.clock import moment
from people.models import Centre, User


def withdraw_signature(
    page: ContributionPage,
    *,
    centre: Centre,
    by: User,
    reason: str = "",
    version: Version | None = None,
    at: datetime | None = None,
) -> Signature:
    """Take the centre's name away from a text; a dated line says so for ever.

    `reason` is for the text's people and the moderation. Raises NotNow while the signature
    can still be cancelled, and where nothing is signed.
    """
    when = moment(at)
    with at_desk(page, centre=centre, by=by, version=version) as desk:
        refuse(why_not_withdraw(desk.window, desk.standing, when))
        refuse(why_not_for_delegate(desk))
        signature = desk.standing
        assert signature is not None
        signature.withdrawn_at, signature.withdrawn_by = when, desk.by
        signature.reason = Mask.objects.cover(desk.page.pk, reason.strip())
        signature.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
        write_down(desk, EventKind.SIGNATURE_WITHDRAWN, signature, when, signature.reason)
    return signature
