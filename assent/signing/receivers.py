"""What the life of a text does to the window in which centres sign it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from assent.models import Signature
from assent.signing.news import tell_of_signature
from assent.signing.windows import (
    make_public,
    move_closings,
    open_window,
    open_windows,
    take_corrected_versions,
)
from contributions.enums import EventKind
from contributions.life import tell_details
from contributions.masks.everywhere import cover_rows
from contributions.masks.words import Cover
from contributions.models import ContributionPage, TextEvent
from contributions.signals import life_written, passages_covered
from groups.enums import Step
from groups.models import Call
from groups.signals import call_moved

#: What takes a validated text back to its group, or to another one.
_TAKEN_BACK = (EventKind.RECALLED, EventKind.RETURNED, EventKind.TRASHED, EventKind.MOVED)
_SIGNING = (EventKind.SIGNED, EventKind.SIGNATURE_CANCELLED, EventKind.SIGNATURE_WITHDRAWN)


@receiver(life_written)
def follow_the_text(sender: Any, page: ContributionPage, event: TextEvent, **kwargs: Any) -> None:
    """Open, move, end and publish the window with the text, in its own transaction."""
    if event.kind == EventKind.VALIDATED and event.version is not None:
        open_window(page, event.version, event.at)
    elif event.kind in _TAKEN_BACK:
        open_windows(Q(record=page.record)).update(ended_at=event.at)
    elif event.kind == EventKind.PUBLISHED and event.version is not None:
        make_public(page, event.version, event.at)
    elif event.kind == EventKind.CORRECTED:
        take_corrected_versions(page)
    elif _moves_publication(event):
        move_closings(Q(record=page.record), event.at)
    elif event.kind in _SIGNING:
        tell_of_signature(page, event)


def _moves_publication(event: TextEvent) -> bool:
    if event.kind == EventKind.DATES_MOVED:
        return bool(event.data.get("step") == Step.PUBLICATION)
    return event.kind in (EventKind.SCHEDULED, EventKind.UNSCHEDULED)


@receiver(call_moved)
def follow_the_call(sender: Any, call: Call, step: Step, at: datetime, **kwargs: Any) -> None:
    """The date of publication of a call is that of its texts."""
    if step == Step.PUBLICATION:
        move_closings(Q(record__call=call), at)


@receiver(passages_covered)
def hide_in_reasons(
    sender: Any, page: ContributionPage, covers: Iterable[Cover], **kwargs: Any
) -> None:
    """The reason of a withdrawal may quote the text."""
    cover_rows(Signature.objects.filter(window__record=page.record), list(covers), "reason")


# -- The life of the text --------------------------------------------------------------


def _centres(data: dict[str, Any]) -> list[str]:
    return [", ".join(data.get("centres") or [data.get("centre", "")])]


for _kind in _SIGNING:
    tell_details(_kind, _centres)
