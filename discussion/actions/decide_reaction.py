"""Publish a reaction, or hide it with a reason that its author reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow
from contributions.records import lock_text
from discussion.enums import ReactionState
from discussion.models import Reaction, ReactionDecision
from discussion.passages import covered_in
from discussion.reactions.letters import tell_decision
from discussion.reactions.rules import verdict_on_deciding
from kit.access import Refused, require
from kit.clock import moment
from people.models import User


def publish_reaction(
    reaction: Reaction, *, by: User, reason: str = "", at: datetime | None = None
) -> Reaction:
    """Show it, also what was hidden before. Doing it twice changes nothing."""
    with _to_decide(reaction, by) as found:
        if found.state != ReactionState.PUBLIC:
            _decide(found, ReactionState.PUBLIC, by, reason.strip(), moment(at))
    return found


def hide_reaction(
    reaction: Reaction, *, by: User, reason: str, at: datetime | None = None
) -> Reaction:
    """Hide it; its words stay for who decides and for its author.

    Raises Refused without a reason, and NotNow when somebody hid it before.
    """
    words = reason.strip()
    with _to_decide(reaction, by) as found:
        if not words:
            raise Refused(_("Donnez un motif : son auteur le lira."))
        if found.state == ReactionState.HIDDEN:
            raise NotNow(_("Cette réaction est déjà masquée."))
        _decide(found, ReactionState.HIDDEN, by, words, moment(at))
    return found


@contextmanager
def _to_decide(reaction: Reaction, by: User) -> Iterator[Reaction]:
    """The reaction, locked with its text, once the rule allows `by` to decide."""
    with transaction.atomic():
        lock_text(reaction.record.page_id)
        rows = Reaction.objects.select_related("record__page", "user")
        found = rows.exclude(state=ReactionState.UNCONFIRMED).filter(pk=reaction.pk).first()
        require(verdict_on_deciding(User.objects.get(pk=by.pk), found))
        if found is None:
            raise Http404
        yield found


def _decide(
    reaction: Reaction, state: ReactionState, by: User, reason: str, when: datetime
) -> None:
    reason = covered_in(reaction.record, reason)
    reaction.state, reaction.is_public = state, state == ReactionState.PUBLIC
    reaction.decided_at, reaction.decided_by, reaction.reason = when, by, reason
    reaction.save(update_fields=["state", "is_public", "decided_at", "decided_by", "reason"])
    ReactionDecision.objects.create(reaction=reaction, state=state, reason=reason, at=when, by=by)
    tell_decision(reaction)
