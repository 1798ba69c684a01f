"""Who handles a report, and who hears the challenge of a decision."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contributions.models import ContributionPage, ContributionRecord
from contributions.standing import Case
from discussion.models import Reaction
from discussion.reactions.rules import can_decide
from discussion.reactions.rules import took_part_in as took_part
from groups.enums import Role
from groups.models import WorkingGroupPage
from groups.rules import is_coordinator, memberships_of
from kit.access import ALLOWED, MISSING, SIGN_IN, AnyUser, Verdict, answer_for, forbidden
from moderation.models import Challenge, Report
from moderation.models.reports import Ruling, Side
from people.rules import is_moderator


def can_handle(user: AnyUser, report: Report) -> bool:
    """Decide of a report: who coordinates what it is about, or moderates; never the one
    who reported, nor the one whose words these are."""
    return _answers_for(user, report.record, report.group) and not _is_party(user, report)


def verdict_on_handling(user: AnyUser, report: Report | None) -> Verdict:
    """Who handles no report is told the same of one that does not exist."""
    if report is not None and user.is_authenticated and can_handle(user, report):
        return ALLOWED
    party = (
        report is not None
        and _answers_for(user, report.record, report.group)
        and _is_party(user, report)
    )
    return _refused(
        user,
        report is not None,
        _("Ce signalement vous concerne : une autre personne en décide.") if party else "",
    )


def can_rule(user: AnyUser, challenge: Challenge) -> bool:
    """Hear a challenge: who could have decided, but never did, nor contests it; not those
    who answer for a text or a group where it is their side that contests."""
    if not user.is_authenticated or user.pk in (challenge.first_decided_by, challenge.by_id):
        return False
    report, reaction = challenge.report, challenge.reaction
    if report is not None:
        contests = challenge.side == Side.AUTHOR and can_contest_for_text(user, report)
        if contests or not can_handle(user, report):
            return False
        if report.reply is not None and not _everywhere(user):
            # A ruling may close or open an answer, which is not for its group to do.
            return False
    if reaction is None:
        return report is not None
    decided = reaction.decisions.filter(by=user.pk).exists()
    return not decided and can_decide(user, reaction)


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


def verdict_on_contesting(user: AnyUser, report: Report | None, side: Side) -> Verdict:
    """Whoever has the link contests, but in the name of a text or a group: there, who
    coordinates it and did not decide."""
    if report is None or side == Side.REPORTER:
        return ALLOWED
    if not user.is_authenticated:
        return SIGN_IN
    if user.is_active and report.decided_by_id != user.pk and can_contest_for_text(user, report):
        return ALLOWED
    return forbidden(_("L'animation du groupe concerné conteste en son nom."))


def took_part_in(user: AnyUser) -> Q:
    """The reactions that this person reported, or whose report they decided to be told
    otherwise."""
    rows = Report.objects.filter(reaction__isnull=False)
    overturned = Q(decided_by=user.pk, challenges__ruling=Ruling.OVERTURNED)
    return Q(pk__in=rows.filter(Q(person=user.pk) | overturned).values("reaction"))


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
    rows = rows.exclude(reply__recorded_by=user.pk).exclude(reply__opened_by=user.pk)
    return rows if _everywhere(user) else rows.filter(_led(user, "record", "group"))


def challenges_for(user: AnyUser) -> QuerySet[Challenge]:
    """Twin of `can_rule`."""
    rows = Challenge.objects.all()
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    for own in ("by", "report__decided_by", "hiding__by", "report__person",
                "report__reaction__user", "hiding__reaction__user", "report__reply__recorded_by",
                "report__reply__opened_by"):  # fmt: skip
        rows = rows.exclude(**{own: user.pk})
    for barred in (Reaction.objects.filter(decisions__by=user.pk), took_part(user)):
        rows = rows.exclude(hiding__reaction__in=barred).exclude(report__reaction__in=barred)
    of_reports = _led(user, "report__record", "report__group")
    rows = rows.exclude(of_reports & Q(side=Side.AUTHOR, report__isnull=False))
    if _everywhere(user):
        return rows
    not_of_answers = of_reports & Q(report__reply__isnull=True)
    return rows.filter(not_of_answers | _led(user, "hiding__reaction__record"))


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
    return user.is_authenticated and user.pk in parties_of(report)


def parties_of(report: Report) -> set[int]:
    """The accounts that do not decide of a report: who reported, whose words these are, who
    recorded an answer or made it public."""
    reaction, reply = report.reaction, report.reply
    found = {report.person_id, reaction.user_id if reaction else None}
    if reply is not None:
        found |= {reply.recorded_by_id, reply.opened_by_id}
    return {one for one in found if one}


def _refused(user: AnyUser, exists: bool, reason: str) -> Verdict:
    if not user.is_authenticated:
        return SIGN_IN
    if not exists and _everywhere(user):
        return MISSING
    known = reason or _(
        "L'animation du groupe concerné et la modération traitent les signalements."
    )
    return forbidden(known) if user.is_active else answer_for(user, False, may_know=False)
