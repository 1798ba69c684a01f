"""The source of an answer: an address, which may spell a passage that is masked."""

from __future__ import annotations

from collections.abc import Sequence

from contributions.masks.words import Cover, says_in_its_address
from contributions.models import ContributionRecord, Mask

from .models import Reply


def source_as_read(source: str, covers: Sequence[Cover]) -> dict[str, str]:
    """The two fields of an answer that keep its source: it is read, or hidden."""
    hides = says_in_its_address(source, covers)
    return {"source": "" if hides else source, "hidden_source": source if hides else ""}


def hide_sources(record: ContributionRecord) -> None:
    """Leave out the sources that spell a passage, as long as it is masked."""
    covers = Mask.objects.covers_of(record.page_id)
    for reply in Reply.objects.filter(record=record).exclude(source="", hidden_source=""):
        found = source_as_read(reply.source or reply.hidden_source, covers)
        if found["source"] != reply.source:
            reply.source, reply.hidden_source = found["source"], found["hidden_source"]
            reply.save(update_fields=["source", "hidden_source"])
