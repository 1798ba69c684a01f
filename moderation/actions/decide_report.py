"""Decide of a report, with reasons that both sides read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow
from contributions.records import lock_text
from discussion.actions.decide_reaction import hide_reaction
from discussion.enums import ReactionState
from discussion.passages import covered_in
from kit.access import Refused, require
from kit.clock import moment
from moderation.models import Report
from moderation.models.reports import Outcome
from moderation.reports.forms import possible
from moderation.reports.letters import tell_decision
from moderation.reports.news import tell_decided
from moderation.reports.rules import verdict_on_handling
from people.models import User
from proposals.actions.close_reply import close_reply


def decide_report(
    report: Report, *, by: User, outcome: Outcome | str, decision: str, at: datetime | None = None
) -> Report:
    """Decided once; a reaction is hidden, an answer closed, in the same act. A text is
    corrected or masked by its own acts, before this one.

    Raises NotNow when somebody decided before, Refused without reasons or for an outcome
    that this content cannot have.
    """
    words, when = decision.strip(), moment(at)
    with transaction.atomic():
        found, decides = _locked(report), User.objects.get(pk=by.pk)
        require(verdict_on_handling(decides, found))
        if found.outcome:
            raise NotNow(_("Ce signalement a déjà reçu sa décision."))
        if not words:
            raise Refused(_("Une décision se motive : les deux côtés la liront."))
        if outcome not in [value for value, _label in possible(found, decides)]:
            raise Refused(_("Cette décision ne convient pas à ce contenu."))
        if found.record is not None:
            words = covered_in(found.record, words)
        found.outcome, found.decision = Outcome(outcome), words
        found.decided_at, found.decided_by = when, by
        found.save(update_fields=["outcome", "decision", "decided_at", "decided_by"])
        _hide(found, by, words, when)
        tell_decision(found)
        tell_decided(found, by=by)
    return found


def _hide(report: Report, by: User, words: str, when: datetime) -> None:
    reaction = report.reaction
    if report.outcome == Outcome.HIDDEN and reaction and reaction.state != ReactionState.HIDDEN:
        hide_reaction(reaction, by=by, reason=words, at=when)
    if report.outcome == Outcome.CLOSED and report.reply is not None:
        close_reply(report.reply, by=by, reason=words, at=when)


def _locked(report: Report) -> Report:
    """Read again with what it is about, its row locked behind its text, as a mask does."""
    if report.record is not None:
        lock_text(report.record.page_id)
    Report.objects.select_for_update().filter(pk=report.pk).values_list("pk").first()
    rows = Report.objects.select_related(
        "record__page",
        "group",
        "reaction__record__page",
        "reply__record__page",
        "reply__transmission",
    )
    found: Report = rows.get(pk=report.pk)
    return found
