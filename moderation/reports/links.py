"""The links by which people without an account follow a report and contest a decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import Http404
from django.urls import reverse

from discussion.models import Reaction, ReactionDecision
from moderation.models import Report
from moderation.models.reports import Side

_FOLLOW, _CONTEST = "moderation.follow", "moderation.contest"
#: A link outlives every date that it serves; what it may do is asked of the rows.
_AT_MOST = timedelta(days=730)


def follow_path(report: Report) -> str:
    return reverse("moderation:follow", args=[signing.dumps(report.pk, salt=_FOLLOW)])


def report_followed(token: str) -> Report:
    """Raises Http404 for a link that nobody signed."""
    report = Report.objects.filter(pk=_read(token, _FOLLOW)).first()
    if report is None:
        raise Http404
    return report


def contest_path(report: Report, side: Side) -> str:
    token = signing.dumps({"report": report.pk, "side": side}, salt=_CONTEST)
    return reverse("moderation:contest", args=[token])


def contest_hiding_path(reaction: Reaction) -> str:
    """Where the author of a reaction contests the last decision to hide it."""
    last = reaction.decisions.order_by("-pk").first()
    token = signing.dumps({"hiding": last.pk if last else 0}, salt=_CONTEST)
    return reverse("moderation:contest", args=[token])


def contested(token: str) -> tuple[Report | None, ReactionDecision | None, Side]:
    """What a link contests, and on whose side; one of the two first is None."""
    said = _read(token, _CONTEST)
    rows = ReactionDecision.objects.select_related("reaction__record__page")
    hiding = rows.filter(pk=said.get("hiding", 0)).first()
    report = Report.objects.select_related("record").filter(pk=said.get("report", 0)).first()
    if hiding is None and report is None:
        raise Http404
    return report, hiding, Side(said.get("side", Side.AUTHOR))


def _read(token: str, salt: str) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=_AT_MOST)
    except signing.BadSignature:
        raise Http404 from None
