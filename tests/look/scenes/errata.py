"""The scene for pages of corrections: one that waits for a second person."""

from __future__ import annotations

from datetime import UTC, datetime

from contributions.models import ContributionRecord
from cowriting.plain.parts import parts_of
from errata.actions.propose import propose_correction
from errata.limits import correctable
from errata.rules import targets_for
from errata.targets import words_of_version
from people.models import User


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    page = ContributionRecord.objects.select_related("page").get(ref="look-bibliotheques").page
    writer = User.objects.get(email="jo.esquisse@example.org")
    version = targets_for(writer, page)[0]
    part = next(
        part
        for part in parts_of(words_of_version(version))
        if "title" in correctable(part) and "é" in part.value["title"]
    )
    title = part.value["title"].replace("é", "e", 1)
    made = propose_correction(
        page, by=writer, version=version, seen=part, after={"title": title},
        reason="Une coquille dans le titre.", at=datetime(2026, 5, 14, 9, tzinfo=UTC),
    )  # fmt: skip
    return {"correction": str(made.pk), "corrected_part": part.key}
