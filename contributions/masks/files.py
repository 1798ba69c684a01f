"""A file that is masked is closed to everybody but those who look at masks."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model, Q, QuerySet

from contributions import rules
from contributions.enums import Verb
from contributions.models import Mask
from kit.access import AnyUser
from media.access import file_closers, file_readers
from media.models import SiteImage


def _masks_of(file: Model) -> QuerySet[Mask]:
    which = Q(image=file.pk) if isinstance(file, SiteImage) else Q(document=file.pk)
    return Mask.objects.standing().filter(which).select_related("record")


@file_closers.register
def is_masked_for(user: AnyUser, file: Model) -> bool:
    """Whether a mask closes the file to `user`, whatever else lets them read it."""
    masks = list(_masks_of(file))
    return bool(masks) and not _may_look(user, masks)


@file_readers.register
def looks_at_masked(user: AnyUser, file: Model) -> bool:
    """Who may confirm a mask sees what it hides."""
    masks = list(_masks_of(file))
    return bool(masks) and _may_look(user, masks)


def _may_look(user: AnyUser, masks: Collection[Mask]) -> bool:
    return all(rules.can(Verb.MASK, user, mask.record.page) for mask in masks)
