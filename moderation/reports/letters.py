"""What those are written who report a content, or whose content is reported."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from moderation.models import Challenge, Report
from moderation.models.reports import GRANTED, Outcome, Side
from notifications.kinds import kinds
from notifications.letters import absolute, letter
from notifications.outbox import post

from .links import contest_path, follow_path

RECEIVED = kinds.name_letter("moderation.report_letter", _("Signalement reçu"))
DECIDED = kinds.name_letter("moderation.decision_letter", _("Décision sur un signalement"))
RULED = kinds.name_letter("moderation.ruling_letter", _("Décision sur une contestation"))


def acknowledge(report: Report) -> None:
    """Say that a report was received, under which number and where it is followed.

    It repeats no word of the report: anyone may type anyone's address.
    """
    _write(
        "moderation/email/received.html", report, report.email, report.language, RECEIVED,
        key=f"report-{report.pk}",
    )  # fmt: skip


def tell_decision(report: Report) -> None:
    """The decision and its reasons, to who reported and to a visitor whose reaction stays."""
    if report.email:
        _write(
            "moderation/email/decision.html", report, report.email, report.language, DECIDED,
            key=f"report-{report.pk}", contest=_contest(report),
        )  # fmt: skip
    reaction = report.reaction
    if reaction is not None and reaction.user_email and report.outcome == Outcome.KEPT:
        _write(
            "moderation/email/kept.html", report, reaction.user_email, reaction.language, DECIDED,
            key=f"report-{report.pk}-author",
        )  # fmt: skip


def tell_ruling(challenge: Challenge) -> None:
    """What another person decided, to a side that has no account here."""
    address, language = _address_of(challenge)
    if not address:
        return
    with translation.override(language), timezone.override(settings.TIME_ZONE):
        message = letter("moderation/email/ruling.html", {"challenge": challenge}, to=address)
        post(message, kind=RULED, key=f"challenge-{challenge.pk}")


def _address_of(challenge: Challenge) -> tuple[str, str]:
    """Empty for who is told by news: accounts on the side of the content."""
    if challenge.report is not None:
        told = challenge.side == Side.REPORTER
        return (challenge.report.email, challenge.language) if told else ("", "")
    reaction = challenge.reaction
    return (reaction.user_email, reaction.language) if reaction else ("", "")


def _contest(report: Report) -> str:
    """Who reported a reaction that is hidden, or an answer that is closed, got what they
    asked for."""
    if report.outcome in GRANTED:
        return ""
    return contest_path(report, Side.REPORTER)


def _write(
    template: str, report: Report, to: str, language: str, kind: str, *, key: str, contest: str = ""
) -> None:
    with translation.override(language), timezone.override(settings.TIME_ZONE):
        context = {
            "report": report,
            "url": absolute(follow_path(report)),
            "contest": absolute(contest),
        }
        post(letter(template, context, to=to), kind=kind, key=key)
