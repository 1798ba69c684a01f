"""Hide a remark, with a reason that its author receives."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import required_note
from contributions.enums import Verb
from contributions.oversight import note_superuser_access
from discussion import rules
from discussion.models import Remark
from discussion.passages import covered_in
from discussion.signals import hidden
from kit.access import require
from kit.clock import moment
from people.models import User

from .base import locked_remark


def hide_remark(remark: Remark, *, by: User, reason: str, at: datetime | None = None) -> Remark:
    """Take the words of a remark or an answer from everyone's eyes but the coordination's
    and its author's; nothing is deleted.

    Doing it twice changes nothing. Raises Refused (no reason, or no right) or Http404.
    """
    when = moment(at)
    with locked_remark(remark) as fresh:
        person = User.objects.get(pk=by.pk)
        require(rules.verdict_on_hiding(person, fresh))
        why = required_note(reason, _("Dites pourquoi : son auteur recevra ce motif."))
        why = covered_in(fresh.record, why)
        if fresh.hidden_at is None:
            note_superuser_access(person, rules.page_of(fresh), Verb.REMARK)
            Remark.objects.filter(pk=fresh.pk).update(
                hidden_at=when, hidden_by=person, hidden_reason=why
            )
            fresh.hidden_at, fresh.hidden_by, fresh.hidden_reason = when, person, why
            hidden.send(sender=Remark, remark=fresh, by=person, at=when)
    return fresh
