"""A second person looks at what a first one hid: they confirm it, or show it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, locked, required_note, write_event
from contributions.enums import EventKind
from contributions.masks.everywhere import cover_everywhere, cover_rows
from contributions.masks.rules import verdict_on_lifting, verdict_on_second_look, was_agreed_without
from contributions.masks.words import covered
from contributions.models.masks import Mask
from contributions.settling import settle
from kit.access import require
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def confirm_mask(mask: Mask, *, by: User, at: datetime | None = None) -> Mask:
    """Agree with what was hidden; once more changes nothing. Raises NotNow once lifted."""
    when = moment(at)
    with _looked_at(mask, by) as (text, fresh):
        if fresh.confirmed_at is None:
            fresh.confirmed_at, fresh.confirmed_by = when, by
            fresh.save(update_fields=["confirmed_at", "confirmed_by"])
            write_event(text, EventKind.MASK_CONFIRMED, by, when, mask=fresh.pk)
    return fresh


def lift_mask(mask: Mask, *, by: User, reason: str, at: datetime | None = None) -> Mask:
    """Show again what was hidden; once confirmed, only the moderation and the network do.
    Who spoke for a centre on the text learns of words that it was frozen without. Raises
    NotNow once lifted, and Refused without a reason."""
    when = moment(at)
    note = required_note(reason, _("Dites pourquoi ce passage peut être lu de nouveau."))
    with _looked_at(mask, by) as (text, fresh):
        require(verdict_on_lifting(User.objects.get(pk=by.pk), fresh, text))
        settle(text)
        fresh.lifted_at, fresh.lifted_by = when, by
        fresh.lifted_reason = covered(note, [replace(fresh.cover, lifts=False)])
        fresh.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
        # A wider passage that was chosen while this one was hidden holds its mark.
        others = Mask.objects.filter(record=text.record).exclude(pk=fresh.pk)
        cover_rows(others, [fresh.cover], "words")
        standing = [one.cover for one in Mask.objects.standing().filter(record=text.record)]
        cover_everywhere(text, [fresh.cover, *standing])
        unread = was_agreed_without(fresh, text)
        write_event(text, EventKind.MASK_LIFTED, by, when, note=note, mask=fresh.pk, unread=unread)
    return fresh


@contextmanager
def _looked_at(mask: Mask, by: User) -> Iterator[tuple[ContributionPage, Mask]]:
    """The text and its mask, locked and read again, for who may look at it."""
    with locked(mask.record.page) as text:
        fresh = Mask.objects.select_for_update().filter(pk=mask.pk).first()
        if fresh is None:
            raise Http404
        require(verdict_on_second_look(User.objects.get(pk=by.pk), fresh, text))
        if fresh.lifted_at is not None:
            raise NotNow(_("Ce masque est déjà levé."))
        yield text, fresh
