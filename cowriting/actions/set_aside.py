"""Leave words that came too late out of the text, once they were read."""

from __future__ import annotations

from datetime import datetime

from contributions.models import ContributionPage
from cowriting.actions.base import mark, refused_piece
from cowriting.enums import Handling
from kit.clock import moment
from people.models import User


def set_aside(page: ContributionPage, *, by: User, key: int, at: datetime | None = None) -> bool:
    """Note that a refused piece of writing was read and stays out of the text.

    Its words can be read until their epoch is purged. False when it was handled already.
    Raises Http404 for who may not read it.
    """
    with refused_piece(page, key, by) as found:
        if found.rows[-1].handled:
            return False
        mark(found, Handling.READ, moment(at))
    return True
