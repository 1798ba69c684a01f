"""Sign a validated text for a centre."""

from __future__ import annotations

from datetime import datetime

from assent.enums import AnswerKind
from assent.models import Answer, Signature
from assent.rules import is_delegate_for
from assent.signing.actions.base import (
    Desk,
    answer_to_this_text,
    at_desk,
    refuse,
    why_not_for_delegate,
    write_down,
)
from assent.signing.rules import why_late, why_not_sign
from contributions.enums import EventKind
from contributions.models import ContributionPage, Version
from kit.clock import moment
from people.models import Centre, User


def sign(
    page: ContributionPage,
    *,
    centre: Centre,
    by: User,
    shows_name: bool = False,
    in_time: bool = False,
    version: Version | None = None,
    at: datetime | None = None,
) -> Signature:
    """Put the name of `centre`, as it is today, under the validated text, or under what is
    public: late from the publication on, and never before it.

    `version`: the one that the person read; without it, the one that is validated, else
    public. `shows_name`: the person chose that their own name is public beside it. `in_time`:
    they were told that the signature would not be late. Raises NotNow before the validation,
    where the centre has signed already, and where it would be late unknown to them.
    """
    when = moment(at)
    with at_desk(page, centre=centre, by=by, version=version) as desk:
        refuse(why_not_sign(desk.page, desk.window, desk.standing))
        assert desk.window is not None
        refuse(why_not_for_delegate(desk))
        refuse(why_late(desk.window) if in_time else "")
        signature = Signature.objects.create(
            window=desk.window,
            version=_version_of(desk, version),
            centre=centre,
            centre_name=centre.name,
            by=desk.by,
            answer=_reserve_of(desk),
            as_delegate=is_delegate_for(desk.by, centre),
            shows_name=shows_name,
            at=when,
            made_at=when,
            is_late=desk.window.signs_late,
        )
        write_down(desk, EventKind.SIGNED, signature, when)
    return signature


def _version_of(desk: Desk, version: Version | None) -> Version:
    """The version that was read: the last form of the text, unless another was named."""
    assert desk.window is not None
    record = desk.page.record
    last = record.validated_version if desk.window.is_open else record.current_version
    return version or last or desk.window.version


def _reserve_of(desk: Desk) -> Answer | None:
    """The reserve under which the centre agreed to this text: a public one stays with its
    name."""
    said = answer_to_this_text(desk.window, desk.centre)
    return said if said is not None and said.kind == AnswerKind.RESERVE else None
