"""« Group's documents » of `permissions.md`, role by role, by what shows the document."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.actions.write import write
from media.models import SiteDocument
from tests.admin.matrix import ROLES, cells
from tests.admin.test_matrix import ClientOf, answer, players
from tests.cast import Cast, complete_body, draft, fresh

pytestmark = pytest.mark.django_db

INSIDE: dict[str, Any] = {"member": "✓", "coordinator": "✓", "superuser": "✓"}
DRAFT = {**INSIDE, "associated_member": "✓", "reader": "✓"}

#: Where the document is shown → who may open it.
TABLE = {
    "nowhere": cells(**INSIDE),
    "drafting": cells(**DRAFT),
    "review": cells(**DRAFT, director="✓"),
    "validation": cells(**DRAFT, director="✓", moderator="✓"),
    "published": cells("✓"),
}
_STEPS = {"review": 1, "validation": 2, "published": 4}


@pytest.mark.parametrize("where", TABLE)
def test_each_role_opens_what_the_charter_says(cast: Cast, client_of: ClientOf, where: str) -> None:
    document = SiteDocument.objects.create(
        title="Note", file=ContentFile(b"x", "note.txt"), collection=cast.health.record.collection
    )
    page = draft(cast)
    page.record.associated_groups.add(cast.housing)
    if where != "nowhere":
        body = [*complete_body(), ("document", {"document": document})]
        write(page, by=cast.member, body=body)
    steps = [
        (open_review, cast.coordinator), (close_review, cast.coordinator),
        (validate, cast.moderator), (publish, cast.moderator),
    ]  # fmt: skip
    for step, by in steps[: _STEPS.get(where, 0)]:
        step(fresh(page), by=by)  # type: ignore[operator]
    people = players(cast, fresh(page))
    wrong = []
    for role in ROLES:
        with transaction.atomic():
            got = answer(client_of(people[role]).get(document.url))
            transaction.set_rollback(True)
        want = "L" if role == "anonymous" and where != "published" else TABLE[where][role]
        if got != want:
            wrong.append(f"{role}: expected {want}, got {got}")
    assert wrong == []
