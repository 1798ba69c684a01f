"""From the proposal blocks of a published text to rows with a number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from html import unescape
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import normalize_newlines

from contributions.fitting import fitted
from contributions.models import ContributionPage, Version

from .models import Proposal
from .naming import keep_names

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
    blocks = [block for block in page.body if block.block_type == "proposal"]
    keys = [UUID(str(block.id)) for block in blocks]
    months = first_months(page, version, set(keys) - known.keys())
    for position, (key, block) in enumerate(zip(keys, blocks, strict=True), start=1):
        row = known.pop(key, None)
        if row is None:
            row = Proposal(page=page, block_id=key, rank=next_rank, first_version=version)
            row.first_written = months[key]
            next_rank += 1
        for name, value in words_of(block.value).items():
            setattr(row, name, value)
        row.position, row.last_version, row.removed_at = position, version, None
        row.save()
        standing.append(row)
    keep_names(standing)
    for row in known.values():
        if row.removed_at is None:
            row.removed_at = at
            row.save(update_fields=["removed_at"])
    return standing


def first_months(
    page: ContributionPage, version: Version, keys: Iterable[UUID]
) -> dict[UUID, date]:
    """The first day of the month in which each block was first saved, by key.

    Revisions are read from the oldest on until every block was met; one that none holds is
    as old as `version`, and so is a text that was brought here after its time.
    """
    missing, latest = set(keys), _month(version.created_at)
    found = dict.fromkeys(missing, latest)
    if not missing:
        return found
    rows = page.revisions.order_by("created_at", "pk").values_list("created_at", "content")
    for at, content in rows.iterator(chunk_size=20):
        body = str(content.get("body", ""))
        met = {key for key in missing if str(key) in body}
        found |= dict.fromkeys(met, min(_month(at), latest))
        missing -= met
        if not missing:
            break
    return found


def _month(at: datetime) -> date:
    return timezone.localtime(at, timezone.get_default_timezone()).date().replace(day=1)
