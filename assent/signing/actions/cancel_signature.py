"""Cancel a signature within forty-eight hours."""

from __future__ import annotations

from datetime import datetime

from assent.models import Signature
from assent.signing.actions.base import at_desk, refuse, why_not_for_delegate, write_down
from assent.signing.rules import why_not_cancel
from contributions.enums import EventKind
from contributions.models import ContributionPage, Version
from kit.clock import moment
from people.models import Centre, User


def cancel_signature(
    page: ContributionPage,
    *,
    centre: Centre,
    by: User,
    version: Version | None = None,
    at: datetime | None = None,
) -> Signature:
    """Take the centre's name away, and have the public read nothing of it; who follows the
    text still reads in its life that it was signed, and cancelled.

    Whatever has become of the text. Raises NotNow after forty-eight hours, and where nothing
    is signed.
    """
    when = moment(at)
    with at_desk(page, centre=centre, by=by, version=version) as desk:
        refuse(why_not_cancel(desk.window, desk.standing, when))
        refuse(why_not_for_delegate(desk))
        signature = desk.standing
        assert signature is not None
        signature.cancelled_at, signature.cancelled_by = when, desk.by
        signature.save(update_fields=["cancelled_at", "cancelled_by"])
        write_down(desk, EventKind.SIGNATURE_CANCELLED, signature, when)
    return signature
