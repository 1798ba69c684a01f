"""What the actions on a correction begin and end with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.http import Http404

from contributions.actions.base import locked, write_event
from contributions.enums import EventKind
from contributions.models import ContributionPage
from errata.models import Correction
from people.models import User


@contextmanager
def locked_correction(correction: Correction) -> Iterator[tuple[ContributionPage, Correction]]:
    """The text, then its correction, locked and read again. Raises Http404 for one that was
    deleted."""
    with locked(correction.record.page) as text:
        rows = Correction.objects.select_for_update().filter(pk=correction.pk)
        found = rows.first()
        if found is None:
            raise Http404
        found.record = text.record
        yield text, found


def write_corrected(
    page: ContributionPage, made: Correction, by: User, at: datetime, **data: Any
) -> None:
    """The line of a correction in the life of the text; `carried_version` is the one of the
    next edition, where it was corrected too."""
    write_event(
        page, EventKind.CORRECTED, by, at, version=made.made, correction=made.pk,
        blocks=[made.part], carried_version=made.carried_version_id, **data,
    )  # fmt: skip
