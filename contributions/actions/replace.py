"""Declare that a more recent text takes the place of a published one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from contributions.actions.base import decision, write_event
from contributions.actions.publish import cancel_minute
from contributions.enums import EventKind, PublicState, Verb
from contributions.lifecycle import public_state
from contributions.records import lock_text
from kit.access import Refused
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def replace(
    page: ContributionPage,
    *,
    by: User,
    successor: ContributionPage,
    note: str = "",
    at: datetime | None = None,
) -> ContributionPage:
    """Mark the text as replaced by `successor`; it stays readable, with a banner.

    Raises Refused unless the successor is another text that the public reads.
    """
    when = moment(at)
    with _both_locked(page, successor), decision(page, Verb.REPLACE, by) as text:
        current = type(successor).objects.get(pk=successor.pk)
        if current.pk == text.pk:
            raise Refused(_("Un texte ne se remplace pas lui-même : ouvrez une nouvelle édition."))
        if public_state(current, current.record) is not PublicState.PUBLISHED:
            raise Refused(_("Le texte qui remplace celui-ci doit être publié."))
        # An edition that came out by itself would take the banner away.
        cancel_minute(text, by, when)
        text.record.replaced_by, text.record.replaced_at = current.record, when
        text.record.save(update_fields=["replaced_by", "replaced_at"])
        write_event(
            text, EventKind.REPLACED, by, when, version=text.record.current_version,
            note=note.strip(), successor=current.record.pk,
        )  # fmt: skip
    return text


@contextmanager
def _both_locked(page: ContributionPage, successor: ContributionPage) -> Iterator[None]:
    """Lock both texts in the order of their keys, so that two cannot replace each other."""
    with transaction.atomic():
        for key in sorted({page.pk, successor.pk}):
            lock_text(key)
        yield
