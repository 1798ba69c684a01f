"""From the proposal blocks of a published text to rows with a number."""

from __future__ import annotations

from datetime import datetime
from html import unescape
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.html import strip_tags
from django.utils.text import normalize_newlines

from contributions.fitting import fitted
from contributions.models import ContributionPage, Version

from .models import Proposal

#: The columns of a row that say what its block says.
WORDS = (
    "title", "text", "audiences", "lead_actors", "associated_actors", "lever", "condition",
    "means", "example",
)  # fmt: skip


def plain(rich: Any) -> str:
    """The words of a rich text, a space where a paragraph or an item ends."""
    html = str(getattr(rich, "source", rich) or "")
    # Unescaped last: what looks like a tag in the words is not one.
    words = unescape(strip_tags(normalize_newlines(html).replace("</", " </")))
    return " ".join(words.split())


def words_of(value: Any) -> dict[str, Any]:
    """What a block says, in the shape of a row; a mark may be longer than what it hides."""
    lists = ("audiences", "lead_actors", "associated_actors")
    lines = ("lever", "condition", "means", "example")
    return {
        "title": _line("title", value),
        "text": plain(value.get("text")),
        "horizon": value.get("horizon") or "",
        **{
            name: [item.strip() for item in value.get(name) or [] if item.strip()] for name in lists
        },
        **{name: _line(name, value) for name in lines},
    }


def _line(name: str, value: Any) -> str:
    limit: int | None = getattr(Proposal._meta.get_field(name), "max_length", None)
    return fitted(value.get(name) or "", limit)


def project(page: ContributionPage, version: Version, at: datetime) -> list[Proposal]:
    """Bring the rows of a text in line with its published version.

    A block that is known keeps its number and rank whatever its new words or place; a
    new one gets the next; one that is gone keeps its row, marked removed at `at`, and
    loses the mark when it comes back.
    """
    known = {row.block_id: row for row in page.proposals.all()}
    next_rank = (page.proposals.aggregate(last=Max("rank"))["last"] or 0) + 1
    standing: list[Proposal] = []
    blocks = (block for block in page.body if block.block_type == "proposal")
    for position, block in enumerate(blocks, start=1):
        key = UUID(str(block.id))
        row = known.pop(key, None)
        if row is None:
            row = Proposal(page=page, block_id=key, rank=next_rank, first_version=version)
            next_rank += 1
        for name, value in words_of(block.value).items():
            setattr(row, name, value)
        row.position, row.last_version, row.removed_at = position, version, None
        row.save()
        standing.append(row)
    for row in known.values():
        if row.removed_at is None:
            row.removed_at = at
            row.save(update_fields=["removed_at"])
    return standing
