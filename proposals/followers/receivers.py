"""From what happens to a text, or is answered, to those who follow its proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.dispatch import receiver

from contributions.enums import EventKind
from contributions.masks.everywhere import cover_rows
from contributions.masks.words import Cover
from contributions.models import ContributionPage, TextEvent, Version
from contributions.signals import life_written, passages_covered, text_published
from notifications.enums import LetterState
from notifications.models import Letter
from people.models import User
from proposals.models import Happening, Proposal, Reply

from .letters import CONFIRM, TOLD
from .news import note_event


@receiver(text_published)
def tell_of_edition(
    sender: Any, page: ContributionPage, version: Version, by: User | None, at: datetime,
    **kwargs: Any,
) -> None:  # fmt: skip
    """Connected after the receiver that gives numbers: rows are those of this version."""
    rows = list(page.proposals.exclude(first_version=version))
    removed = [row for row in rows if row.removed_at == at]
    standing = [row for row in rows if row.removed_at is None]
    key = str(version.pk)
    note_event(page, removed, Happening.REMOVED, key=key, at=at, by=by)
    note_event(page, standing, Happening.REPUBLISHED, key=key, at=at, by=by)
    for reply in _come_out_with(page, version):
        _note_answer(page, reply, at, by)


@receiver(life_written)
def tell_of_event(sender: Any, page: ContributionPage, event: TextEvent, **kwargs: Any) -> None:
    if event.kind == EventKind.REPLACED:
        rows = page.proposals.filter(removed_at__isnull=True)
        _tell(page, rows, Happening.REPLACED, event)
    elif event.kind == EventKind.WITHDRAWN:
        _tell(page, page.proposals.all(), Happening.WITHDRAWN, event)
    elif event.kind == EventKind.CORRECTED and _is_public(page, event):
        # Parts of a text that are no block of it have names, not keys.
        parts = event.data.get("blocks", [])
        rows = [row for row in page.proposals.all() if str(row.block_id) in parts]
        _tell(page, rows, Happening.CORRECTED, event)
    elif event.kind in (EventKind.REPLY_RECORDED, EventKind.REPLY_OPENED):
        _tell_of_reply(page, event)


def _tell(
    page: ContributionPage, rows: Iterable[Proposal], what: Happening, event: TextEvent
) -> None:
    note_event(page, rows, what, key=str(event.pk), at=event.at, by=event.actor)


def _is_public(page: ContributionPage, event: TextEvent) -> bool:
    """Whether what was corrected is what the public reads: a correction of an edition in
    progress is nobody else's business."""
    current = page.record.current_version_id
    return page.live and current is not None and current == event.version_id


def _come_out_with(page: ContributionPage, version: Version) -> Iterable[Reply]:
    """Answers that waited for this publication: those to what nobody had read yet."""
    acts = page.record.events.filter(kind=EventKind.PUBLISHED).exclude(version=version)
    last = acts.aggregate(last=Max("version__number"))["last"] or 0
    rows = Reply.objects.public().filter(record=page.record, version__number__gt=last)
    return rows.prefetch_related("blocks")


def _tell_of_reply(page: ContributionPage, event: TextEvent) -> None:
    """Once an answer is public, whichever event made it so."""
    rows = Reply.objects.public().filter(record=page.record, pk=event.data.get("reply") or 0)
    for reply in rows.prefetch_related("blocks"):
        _note_answer(page, reply, event.at, event.actor)


def _note_answer(page: ContributionPage, reply: Reply, at: datetime, by: User | None) -> None:
    blocks = [each.block_id for each in reply.blocks.all()]
    rows = page.proposals.filter(block_id__in=blocks)
    key = f"reply-{reply.pk}"
    note_event(page, rows, Happening.ANSWERED, key=key, at=at, by=by, reply=reply)


@receiver(passages_covered)
def cover_letters(
    sender: Any, page: ContributionPage, covers: Sequence[Cover], **kwargs: Any
) -> None:
    """Letters that have not left yet hold the title of the text."""
    held = Letter.objects.exclude(state=LetterState.SENT).filter(
        kind__in=(TOLD, CONFIRM), key__startswith=f"text-{page.record.pk}-"
    )
    cover_rows(held, covers, "subject", "text", "html")
