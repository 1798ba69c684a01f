"""Contest a decision: of a report, or to hide a reaction."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contributions.records import lock_text
from discussion.enums import ReactionState
from discussion.models import ReactionDecision
from discussion.passages import covered_in
from kit.access import Refused, require
from kit.clock import moment
from moderation.models import Challenge, Report
from moderation.models.reports import CONTESTED_WITHIN, Side
from moderation.reports.news import tell_contested, those_who_may_rule
from moderation.reports.rules import verdict_on_contesting
from moderation.reports.selectors import may_contest
from people.models import User


def contest(
    *,
    words: str,
    side: Side,
    report: Report | None = None,
    hiding: ReactionDecision | None = None,
    by: User | None = None,
    language: str = "fr",
    at: datetime | None = None,
) -> Challenge:
    """Whoever has the link of one side contests, once and within six months; the same again
    is the first one.

    Raises SignInRequired or Refused for who may not, Refused without words or too late,
    Http404 where there is nothing to contest.
    """
    when, said = moment(at), words.strip()
    person = User.objects.get(pk=by.pk) if by else AnonymousUser()
    require(verdict_on_contesting(person, report, side))
    with transaction.atomic():
        about = report or (hiding.reaction if hiding else None)
        if about is not None and about.record is not None:
            lock_text(about.record.page_id)
            said = covered_in(about.record, said)
        _lock(report, hiding)
        rows = Challenge.objects.filter(report=report, hiding=hiding)
        if found := rows.filter(side=side).first():
            return found
        require_open(report, hiding, side, when)
        if not said:
            raise Refused(_("Dites pourquoi cette décision doit être revue."))
        made = Challenge.objects.create(
            report=report, hiding=hiding, side=side, words=said, by=by, language=language, at=when
        )
        tell_contested(made, those_who_may_rule(made))
    return made


def require_open(
    report: Report | None, hiding: ReactionDecision | None, side: Side, when: datetime
) -> None:
    """The decision stands, and may still be contested. Raises Http404 or Refused."""
    if report is not None:
        standing, since = may_contest(report, side), report.decided_at
    else:
        standing = hiding is not None and hiding.state == ReactionState.HIDDEN
        since = hiding.at if hiding else None
    if not standing or since is None:
        raise Http404
    if when > since + CONTESTED_WITHIN:
        raise Refused(_("Une décision se conteste pendant six mois : ce délai est passé."))


def _lock(report: Report | None, hiding: ReactionDecision | None) -> None:
    if report is not None:
        Report.objects.select_for_update().filter(pk=report.pk).values_list("pk").first()
    if hiding is not None:
        rows = ReactionDecision.objects.select_for_update().filter(pk=hiding.pk)
        rows.values_list("pk").first()
