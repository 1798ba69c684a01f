"""What was reported of a text quotes it, and follows its masks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from contributions.masks.everywhere import cover_rows
from contributions.masks.words import Cover, says_in_its_address
from contributions.models import ContributionPage
from contributions.signals import passages_covered
from discussion.masked import cover_letters
from notifications.models import Notice

from .models import Challenge, Check, Report

_SAID = ("title", "quote", "words", "decision")


@receiver(passages_covered)
def hide_in_reports(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """Who reported a name is answered without it; an address that spells it gives way to
    the permanent one."""
    reports = Report.objects.filter(record=page.record)
    cover_rows(reports, covers, *_SAID)
    about = Q(report__in=reports) | Q(hiding__reaction__record=page.record)
    challenges = Challenge.objects.filter(about)
    cover_rows(challenges, covers, "words", "decision")
    spelled = [key for key, path in reports.values_list("pk", "address") if _spells(path, covers)]
    address = page.record.get_absolute_url()
    Report.objects.filter(pk__in=spelled).update(address=address)
    for notice in Notice.objects.filter(data__number__in=spelled, data__text=page.record.pk):
        notice.data["address"] = address
        notice.save(update_fields=["data"])
    keys = [f"report-{report.pk}" for report in reports]
    keys += [f"challenge-{challenge.pk}" for challenge in challenges]
    cover_letters("moderation.", keys, covers)


@receiver(passages_covered)
def hide_at_the_desk(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """What was noted under a point of the checklist."""
    cover_rows(Check.objects.filter(version__record=page.record), covers, "note")


def _spells(path: str, covers: Sequence[Cover]) -> bool:
    return any(says_in_its_address(part, covers) for part in path.split("/"))
