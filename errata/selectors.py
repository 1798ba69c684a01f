"""Questions that pages ask of corrections, each in a constant number of queries."""

from __future__ import annotations

from contributions.models import ContributionPage, ContributionRecord

from .models import Correction, CorrectionQuerySet


def find_correction(page: ContributionPage, key: int) -> Correction | None:
    """One correction of this text, with what its page tells."""
    rows = with_all(page.record).filter(pk=key)
    found = rows.first()
    if found is not None:
        found.record = page.record
    return found


def with_all(record: ContributionRecord) -> CorrectionQuerySet:
    """The corrections of a text, the latest first."""
    return Correction.objects.filter(record=record).select_related(
        "version", "made", "carried_version", "undoes", "undone_by", "proposed_by", "decided_by"
    )


def waiting_by_part(record: ContributionRecord) -> dict[str, Correction]:
    """What waits for a second person, by part."""
    return {row.part: row for row in Correction.objects.waiting().filter(record=record)}


def errata_of(record: ContributionRecord) -> list[Correction]:
    """What everyone is told was corrected since the text was last published, and which centre
    contests it; two queries, and none for a text whose public version corrects no other."""
    current = record.current_version
    if current is None or current.corrects_id is None:
        return []
    rows = Correction.objects.errata().filter(record=record).prefetch_related("contests")
    if record.published_at is not None:
        rows = rows.filter(decided_at__gt=record.published_at)
    return list(rows)
