"""What co-writing does when the life of a text goes on, and what it hands to rooms below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.enums import EventKind
from contributions.gates import save_gates
from contributions.locks import locks
from contributions.models import ContributionPage, TextEvent
from contributions.settling import settlers
from contributions.signals import life_written

from .models import Room, RoomRevision
from .record.locks import lock_of_room
from .record.opening import begin_epoch
from .record.saving import settle_room

locks.register(lock_of_room)
settlers.register(settle_room)

#: After these, the document of before would show again what is hidden, to whoever opens it.
_MASKS = (EventKind.MASKED, EventKind.MASK_LIFTED)
#: After these, it would bring back what was left behind.
_NEW_EPOCH = (EventKind.RESTORED, EventKind.EDITION_OPENED, *_MASKS)


@receiver(life_written)
def begin_again(sender: Any, page: ContributionPage, event: TextEvent, **kwargs: Any) -> None:
    """Give the room a document of the words that are now the latest.

    In the transaction of the action, which holds the record's lock.
    """
    if event.kind not in _NEW_EPOCH:
        return
    room = Room.objects.select_for_update().filter(page=page.pk).first()
    if room is not None and room.ended_at is not None and event.kind in _MASKS:
        return
    if room is not None:
        begin_epoch(room, ContributionPage.objects.get(pk=page.pk))


@save_gates.register
def was_written_together_since(page: ContributionPage) -> str | None:
    """A form that was opened before people wrote together would take their words away, and
    so would code that read the text before they did.

    Wagtail's own saving as one types stops there too; this is for who sends the form all
    the same. Their words are shown again, and not saved.
    """
    read_at = page.read_at or page.latest_revision_created_at
    if read_at is None or timezone.is_naive(read_at):
        return None
    later = RoomRevision.objects.filter(room__page=page.pk, revision__created_at__gt=read_at)
    if not later.exists():
        return None
    return _(
        "Ce texte a été écrit à plusieurs depuis que ce formulaire est ouvert : rien n'y a été enregistré. Copiez ce que vous avez ajouté, puis ouvrez le texte de nouveau."
    )
