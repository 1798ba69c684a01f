"""Who handles a report, and who hears the challenge of a decision."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contributions.models import ContributionPage, ContributionRecord
from contributions.standing import Case
from groups.enums import Role
from groups.models import WorkingGroupPage
from groups.rules import is_coordinator, memberships_of
from kit.access import ALLOWED, MISSING, SIGN_IN, AnyUser, Verdict, answer_for, forbidden
from moderation.models import Challenge, Report
from people.rules import is_moderator


def can_handle(user: AnyUser, report: Report) -> bool:
    """Decide of a report: who coordinates what it is about, or moderates; never the one
    who reported, nor the one whose words these are."""
    return _answers_for(user, report.record, report.group) and not _is_party(user, report)


def verdict_on_handling(user: AnyUser, report: Report | None) -> Verdict:
    """Who handles no report is told the same of one that does not exist."""
    if report is not None and user.is_authenticated and can_handle(user, report):
        return ALLOWED
    party = report is not None and user.is_authenticated and _is_party(user, report)
    return _refused(
        user,
        report is not None,
        _("Ce signalement vous concerne : une autre personne en décide.") if party else "",
    )


def can_rule(user: AnyUser, challenge: Challenge) -> bool:
    """Hear a challenge: who could have decided, but neither did nor contests it."""
    if not user.is_authenticated or user.pk in (challenge.first_decided_by, challenge.by_id):
        return False
    if challenge.report is not None:
        return can_handle(user, challenge.report)
    reaction = challenge.reaction
    if reaction is None or reaction.user_id == user.pk:
        return False
    return _answers_for(user, reaction.record, None)


def verdict_on_ruling(user: AnyUser, challenge: Challenge | None) -> Verdict:
    if challenge is not None and can_rule(user, challenge):
        return ALLOWED
    decided = challenge is not None and challenge.first_decided_by == user.pk
    return _refused(
        user,
        challenge is not None,
        _("Vous avez pris cette décision : une autre personne entend la contestation.")
        if decided
        else "",
    )


def can_contest_for_text(user: AnyUser, report: Report) -> bool:
    """Contest a decision as those who answer for the content: its coordinators."""
    if report.record is not None:
        return Case(user, report.record.page).coordinator
    return report.group is not None and is_coordinator(user, report.group)


def reports_for(user: AnyUser) -> QuerySet[Report]:
    """Twin of `can_handle`."""
    rows = Report.objects.all()
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    rows = rows.exclude(person=user.pk).exclude(reaction__user=user.pk)
    return rows if _everywhere(user) else rows.filter(_led(user, "record", "group"))


def challenges_for(user: AnyUser) -> QuerySet[Challenge]:
    """Twin of `can_rule`."""
    rows = Challenge.objects.all()
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    for own in ("by", "report__decided_by", "hiding__by", "report__person",
                "report__reaction__user", "hiding__reaction__user"):  # fmt: skip
        rows = rows.exclude(**{own: user.pk})
    if _everywhere(user):
        return rows
    of_reports = _led(user, "report__record", "report__group")
    return rows.filter(of_reports | _led(user, "hiding__reaction__record"))


def _everywhere(user: AnyUser) -> bool:
    return user.is_superuser or is_moderator(user)


def _led(user: AnyUser, record: str, group: str = "") -> Q:
    """What hangs on the texts and groups that a person coordinates."""
    led = [key for key, role in memberships_of(user).items() if role == Role.COORDINATOR]
    texts = ContributionPage.objects.of_groups(led).values("record")
    found = Q(**{f"{record}__in": texts}) if led else Q(pk__in=[])
    return found | Q(**{f"{group}__in": led}) if group and led else found


def _answers_for(
    user: AnyUser, record: ContributionRecord | None, group: WorkingGroupPage | None
) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    if _everywhere(user):
        return True
    if record is not None:
        return Case(user, record.page).coordinator
    return group is not None and is_coordinator(user, group)


def _is_party(user: AnyUser, report: Report) -> bool:
    written = report.reaction is not None and report.reaction.user_id == user.pk
    return report.person_id == user.pk or written


def _refused(user: AnyUser, exists: bool, reason: str) -> Verdict:
    if not user.is_authenticated:
        return SIGN_IN
    if not exists and _everywhere(user):
        return MISSING
    known = reason or _(
        "L'animation du groupe concerné et la modération traitent les signalements."
    )
    return forbidden(known) if user.is_active else answer_for(user, False, may_know=False)
