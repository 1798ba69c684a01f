"""Answers that the coordination got elsewhere, and their proofs, for tests."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contributions.models import ContributionPage
from people.models import User
from proposals.actions.record_reply import record_reply
from proposals.models import Reply
from tests.cast import Cast
from tests.proposals.handing import (
    AGENCY,
    a_day,
    blocks_of,
    said,
    version_of,
)
from tests.work.helpers import EVERYONE

PROOF = "https://exemple.org/reponse"


def replies_url(page: ContributionPage) -> str:
    return reverse("proposals:replies", args=[page.record.pk])


def recorded(cast: Cast, page: ContributionPage, by: User | None = None, **more: Any) -> Reply:
    """An answer that the coordination got elsewhere."""
    facts = {"source": PROOF} | more
    version, who = version_of(page), facts.pop("addressee", AGENCY)
    return record_reply(
        page, said(version, **facts), by=by or cast.coordinator, version=version, addressee=who
    )


def sent_form(page: ContributionPage, **more: Any) -> dict[str, Any]:
    return {
        "answered_by": "other", "addressee": AGENCY, "blocks": blocks_of(version_of(page))[:1],
        "state": "under_study", "words": "Nous l'étudions.", "dated": a_day().isoformat(),
        "source": PROOF,
    } | more  # fmt: skip


def pdf(said: str = "") -> SimpleUploadedFile:
    words = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    words += f"\n% {said}\n".encode()
    return SimpleUploadedFile("reponse.pdf", words, content_type="application/pdf")


#: The row of the matrix for a form that is sent, in the order of `EVERYONE`.
RECORDS = dict(zip(EVERYONE, "L43✓4✓444444✓", strict=True)) | {"associated_member": "✓"}
#: Its people read the page on which answers are recorded.
READS = RECORDS | {"member": "✓"}
