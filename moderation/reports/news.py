"""News of reports and challenges, for those who decide and those who answer for a content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from contributions.facts import facts_of
from contributions.models import ContributionRecord
from contributions.recipients import accounts, every_moderator, group_keys, leading_groups
from groups.models import WorkingGroupPage
from moderation.models import Challenge, Report
from moderation.models.reports import Outcome, Ruling, Side
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

from .links import contest_path
from .rules import parties_of
from .selectors import may_contest

Data = dict[str, Any]


def groups_of(record: ContributionRecord | None, group: WorkingGroupPage | None) -> list[int]:
    """The groups that answer for a content, the leading one first."""
    if record is not None:
        return group_keys(record)
    return [group.pk] if group is not None else []


def tell_received(report: Report) -> None:
    """Whoever may decide of it, but for those whom it is about."""
    groups = groups_of(report.record, report.group)
    whom = accounts(leading_groups(groups), every_moderator())
    announce(
        "moderation.report_received", whom.exclude(pk__in=parties_of(report)),
        scope=_scope(groups), data=_about(report, groups), key=f"report-{report.pk}",
        at=report.at,
    )  # fmt: skip


def tell_decided(report: Report, *, by: User) -> None:
    """Those who answer for the content; the author of a reaction that stays."""
    if report.outcome == Outcome.ABUSIVE:
        return
    groups = groups_of(report.record, report.group)
    data = _about(report, groups) | {
        "outcome": report.outcome, "words": report.decision,
        "contest": contest_path(report, Side.AUTHOR)
        if may_contest(report, Side.AUTHOR) else "",
    }  # fmt: skip
    key = f"report-{report.pk}"
    announce(
        "moderation.report_decided", accounts(leading_groups(groups)), scope=_scope(groups),
        data=data, by=by, key=key, at=report.decided_at,
    )  # fmt: skip
    reaction = report.reaction
    if reaction is not None and reaction.user_id and report.outcome == Outcome.KEPT:
        announce(
            "moderation.own_kept", [reaction.user_id], data=data, key=key, at=report.decided_at
        )


def tell_contested(challenge: Challenge, may_rule: QuerySet[User]) -> None:
    announce(
        "moderation.challenge_received", may_rule,
        data=_about_challenge(challenge) | {"url": challenge.get_absolute_url()},
        key=f"challenge-{challenge.pk}", at=challenge.at,
    )  # fmt: skip


def tell_ruled(challenge: Challenge) -> None:
    """The accounts on the side of the content."""
    if challenge.report is not None and challenge.side == Side.REPORTER:
        return
    told: list[Any] = [challenge.by_id] if challenge.by_id else []
    reaction = challenge.reaction
    if challenge.report is None and reaction is not None and reaction.user_id:
        told.append(reaction.user_id)
    announce(
        "moderation.challenge_ruled", accounts(Q(pk__in=told)),
        data=_about_challenge(challenge)
        | {"ruling": challenge.ruling, "words": challenge.decision},
        key=f"challenge-{challenge.pk}", at=challenge.decided_at,
    )  # fmt: skip


def those_who_may_rule(challenge: Challenge) -> QuerySet[User]:
    """Twin of `rules.can_rule`, but for superusers, who are told nothing."""
    report, reaction = challenge.report, challenge.reaction
    record = report.record if report else reaction.record if reaction else None
    groups = groups_of(record, report.group if report else None)
    parties = {
        challenge.first_decided_by, challenge.by_id, reaction.user_id if reaction else None,
        *(parties_of(report) if report else ()),
    }  # fmt: skip
    if reaction is not None:
        parties |= set(reaction.decisions.values_list("by", flat=True))
        parties |= set(reaction.reports.values_list("person", flat=True))
        overturned = reaction.reports.filter(challenges__ruling=Ruling.OVERTURNED)
        parties |= set(overturned.values_list("decided_by", flat=True))
    whom = accounts(leading_groups(groups), every_moderator())
    if report is not None and report.reply is not None:
        whom = accounts(every_moderator())
    if report is not None and challenge.side == Side.AUTHOR:
        whom = whom.exclude(leading_groups(groups))
    return whom.exclude(pk__in=[one for one in parties if one])


def _scope(groups: list[int]) -> Page | None:
    return Page.objects.filter(pk=groups[0]).first() if groups else None


def _about(report: Report, groups: list[int]) -> Data:
    """Neither who reported nor their words: they are on the page of the report."""
    return {
        "title": report.title or report.address, "address": report.address, "groups": groups,
        "url": report.get_absolute_url(), "number": report.pk, "text": report.record_id,
    }  # fmt: skip


def _about_challenge(challenge: Challenge) -> Data:
    report, reaction = challenge.report, challenge.reaction
    record = report.record if report else reaction.record if reaction else None
    return {
        "title": report.title if report else record.page.title if record else "",
        "groups": groups_of(record, report.group if report else None),
        "text": record.pk if record else None,
    }


# -- How it is told


def _received(data: Data, person: User) -> Line:
    headline = _g("Un contenu est signalé : signalement n° %(number)s") % data
    return Line(headline, "", data["url"], private=False, about=data["title"])


def _decided(data: Data, person: User) -> Line:
    headline = _g("Signalement n° %(number)s : %(outcome)s") % {
        "number": data["number"], "outcome": str(Outcome(data["outcome"]).label).lower(),
    }  # fmt: skip
    url = data["contest"] or data["address"]
    return Line(headline, data["words"], url, private=False, about=data["title"])


def _own_kept(data: Data, person: User) -> Line:
    headline = _g("Votre réaction a été signalée : elle reste publiée")
    return Line(headline, data["words"], data["address"], private=False, about=data["title"])


def _contested(data: Data, person: User) -> Line:
    headline = _g("Une décision est contestée : une autre personne doit la regarder")
    return Line(headline, "", data["url"], private=False, about=data["title"])


def _ruled(data: Data, person: User) -> Line:
    headline = str(Ruling(data["ruling"]).label)
    return Line(headline, data["words"], "", private=False, about=data["title"])


def _still_decides(person: User, notice: Notice) -> bool:
    facts = facts_of(person)
    return person.is_superuser or facts.moderates or facts.leads(notice.data["groups"])


def _still_leads(person: User, notice: Notice) -> bool:
    return facts_of(person).leads(notice.data["groups"])


def _kind(name: str, label: Any, line: Callable[[Data, User], Line], **more: Any) -> None:
    kinds.register(Kind(f"moderation.{name}", label, line, **more))


_kind("report_received", _("Contenu signalé par le public"), _received,
      default=Cadence.AT_ONCE, may_know=_still_decides)  # fmt: skip
_kind("report_decided", _("Décision sur un contenu signalé de votre groupe"), _decided,
      may_know=_still_leads)  # fmt: skip
_kind("own_kept", _("Décision sur votre réaction signalée"), _own_kept, fixed=True)
_kind("challenge_received", _("Décision contestée, à regarder de nouveau"), _contested,
      default=Cadence.AT_ONCE, may_know=_still_decides)  # fmt: skip
_kind("challenge_ruled", _("Décision sur votre contestation"), _ruled,
      default=Cadence.AT_ONCE, fixed=True)  # fmt: skip
