"""What a version that was handed on is today, for its addressee."""

from __future__ import annotations

from contributions.enums import PublicState
from contributions.lifecycle import state_of
from contributions.models import ContributionRecord, Version


def mention_of(version: Version, record: ContributionRecord) -> str:
    """`published`, `former`, `replaced`, `withdrawn`, `embargo`, `validated`, or `set_back`
    when its group took it up again. A version corrected in its form alone is the same text:
    see `corrected_by` beside it."""
    public = state_of(record.page).public
    if public is PublicState.WITHDRAWN:
        return "withdrawn"
    if _stands_as(version, record.current_version):
        return "replaced" if public is PublicState.REPLACED else "published"
    if _stands_as(version, record.validated_version):
        return "embargo" if record.embargo_until else "validated"
    return "set_back" if version.published_at is None else "former"


def corrected_by(version: Version, record: ContributionRecord) -> Version | None:
    """The version that corrected the form of this one and stands in its place, for the public
    or for the network; None where this one stands itself, or another text does."""
    for standing in (record.current_version, record.validated_version):
        if standing is not None and standing.pk != version.pk and _stands_as(version, standing):
            return standing
    return None


def _stands_as(version: Version, standing: Version | None) -> bool:
    return standing is not None and version.pk in standing.same_text()
