"""Hear a challenge, as another person than the one who decided first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow
from contributions.models import ContributionRecord
from contributions.records import lock_text
from discussion.actions.decide_reaction import hide_reaction, publish_reaction
from discussion.enums import ReactionState
from discussion.passages import covered_in
from kit.access import Refused, require
from kit.clock import moment
from moderation.models import Challenge
from moderation.models.reports import Outcome, Ruling
from moderation.reports.letters import tell_ruling
from moderation.reports.news import tell_ruled
from moderation.reports.rules import verdict_on_ruling
from moderation.reports.selectors import with_their_contents
from people.models import User
from proposals.actions.close_reply import close_reply
from proposals.actions.open_reply import open_reply


def rule(
    challenge: Challenge,
    *,
    by: User,
    ruling: Ruling | str,
    decision: str,
    at: datetime | None = None,
) -> Challenge:
    """Uphold or overturn, once and for all. What a reaction's state says follows at once; a
    text is changed by its own acts.

    Raises NotNow when somebody ruled before, Refused without reasons.
    """
    words, when = decision.strip(), moment(at)
    with transaction.atomic():
        record = _record_of(challenge)
        if record is not None:
            # Before the challenge, as a mask locks them.
            lock_text(record.page_id)
        Challenge.objects.select_for_update().filter(pk=challenge.pk).values_list("pk").first()
        found = with_their_contents().get(pk=challenge.pk)
        require(verdict_on_ruling(User.objects.get(pk=by.pk), found))
        if found.ruling:
            raise NotNow(_("Cette contestation a déjà reçu sa décision."))
        if not words:
            raise Refused(_("Une décision se motive : les deux côtés la liront."))
        if record is not None:
            words = covered_in(record, words)
        found.ruling, found.decision = Ruling(ruling), words
        found.decided_at, found.decided_by = when, by
        found.save(update_fields=["ruling", "decision", "decided_at", "decided_by"])
        if found.ruling == Ruling.OVERTURNED:
            _turn_over(found, by, words, when)
        tell_ruling(found)
        tell_ruled(found)
    return found


def _record_of(challenge: Challenge) -> ContributionRecord | None:
    """The text that a challenge is about, by its report or by the reaction it defends."""
    about = challenge.report or challenge.reaction
    return about.record if about else None


def _turn_over(challenge: Challenge, by: User, words: str, when: datetime) -> None:
    """A hidden reaction is shown again, and so is an answer that was closed; one that was
    reported in vain is hidden, or closed."""
    report, reaction = challenge.report, challenge.reaction
    if report is not None and report.reply is not None:
        if report.outcome == Outcome.CLOSED:
            open_reply(report.reply, by=by, note=words, at=when)
        elif report.outcome in (Outcome.KEPT, Outcome.ABUSIVE):
            close_reply(report.reply, by=by, reason=words, at=when)
    if reaction is None:
        return
    if challenge.hiding is not None:
        publish_reaction(reaction, by=by, reason=words, at=when)
    elif reaction.state != ReactionState.HIDDEN:
        hide_reaction(reaction, by=by, reason=words, at=when)
