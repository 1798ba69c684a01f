"""Texts before the moderation, as every test of the validation desk needs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from contributions.lifecycle import current_task_state
from contributions.models import ContributionPage, RevisionAuthor
from moderation.models import ChecklistItem
from people.models import User

ClientOf = Callable[[User | None], Client]


def address(page: ContributionPage, end: str = "") -> str:
    return f"/moderation/textes/{page.record.pk}/{end}"


def with_a_hand(page: ContributionPage, person: User) -> ContributionPage:
    """≠: `person` wrote something of the revision under decision."""
    RevisionAuthor.objects.create(revision=page.latest_revision, person=person)
    return page


def item(label: str) -> ChecklistItem:
    return ChecklistItem.objects.get(label__startswith=label)


def passages(page: ContributionPage, *rows: dict[str, str], **more: str) -> dict[str, Any]:
    """What the browser sends to return a text."""
    step = current_task_state(page)
    data = {
        "note": "À revoir ensemble.", "task_state_id": str(step.pk if step else ""),
        "form-TOTAL_FORMS": str(max(len(rows), 2)), "form-INITIAL_FORMS": "0",
    }  # fmt: skip
    for rank, row in enumerate(rows):
        data |= {f"form-{rank}-{name}": words for name, words in row.items()}
    return data | more


def words(answer: Any) -> str:
    """A page's words, with spaces and apostrophes made plain."""
    text: str = answer.content.decode()
    for fancy, plain in (("\u202f", " "), ("\xa0", " "), ("&#x27;", "'"), ("’", "'")):
        text = text.replace(fancy, plain)
    return text
