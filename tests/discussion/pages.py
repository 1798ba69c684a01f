"""What the tests of the pages of remarks share."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from contributions.models import ContributionPage
from discussion.models import Remark


def block_of(page: ContributionPage, kind: str) -> str:
    """The id of the first block of this kind in the draft."""
    body = page.get_latest_revision_as_object().body
    return next(str(block.id) for block in body if block.block_type == kind)


def url(name: str, thing: ContributionPage | Remark, *more: Any) -> str:
    """The address of a page of a text's remarks, or of one remark's."""
    key = thing.record.pk if isinstance(thing, ContributionPage) else thing.pk
    return reverse(f"discussion:{name}", args=[key, *more])


def soon(days: float = 7) -> datetime:
    return timezone.now() + timedelta(days=days)


def raw_body(page: ContributionPage) -> list[dict[str, Any]]:
    """The blocks of the draft as they are stored, ids included."""
    body = page.get_latest_revision_as_object().body
    return [dict(block) for block in body.get_prep_value()]
