"""The rows of `permissions.md` on corrections of form, asked over HTTP by each role; the
columns are those of `tests.contributions.test_rules.ROLES`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from contributions.actions.grant_reading import grant_reading
from contributions.models import ContributionPage
from errata.actions.approve import approve_correction
from people.models import User
from tests.cast import Cast, fresh, text_in
from tests.contributions.test_rules import ROLES
from tests.over_http import HIDDEN, NOTHING, Ask, Keys, Laid, hold, laid_by

from .words import again, proposed

pytestmark = pytest.mark.django_db

#: Whom no rule of this room tells from the role beside them: a delegate from a director, an
#: associated group's coordination from the text's own, who left from any account.
ASKED = [role for role in ROLES if role not in ("delegate", "associated", "gone")]

#           anon acc mem coo ass mod net dir del odi par oth gon rea sup
TOO_EARLY = "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"
GROUP = "    L  4   ✓   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"
MODERATED = "L  4   ✓   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓"
APPLIED = "  L  4   ✓   ✓   ✓   ✓   4   ✓   ✓   4   4   4   4   4   ✓"
DECIDE = "   L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"
DECIDE_V = " L  4   3   ✓   ✓   ✓   4   4   4   4   4   4   4   4   ✓"
OWN_MOD = "  L  4   3   ✓   ✓   3   4   4   4   4   4   4   4   4   ✓"
OWN_COO = "  L  4   3   3   ✓   ✓   4   4   4   4   4   4   4   4   ✓"
NOT_YET = "  L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"
CONTEST = "  L  4   3   3   3   3   4   ✓   ✓   4   4   4   4   4   3"

_PROPOSED = {
    "drafting": TOO_EARLY,
    "review": GROUP,
    "validation": MODERATED,
    "published": MODERATED,
}
_DECIDED = {
    "review": DECIDE,
    "validation": DECIDE_V,
    "of_moderator": OWN_MOD,
    "of_coordinator": OWN_COO,
}
_ONE, _NONE = "/contributions/{}/", f"{NOTHING}/corrections/{NOTHING}"
ASKS: list[tuple[str, Ask]] = [
    ("text", Ask("/contributions/{}/corriger/", _PROPOSED)),
    ("part", Ask("/contributions/{}/", _PROPOSED, nothing=f"{NOTHING}/corriger/texte")),
    # A form that this person was never shown: nothing of it is written.
    ("part", Ask("/contributions/{}/", _PROPOSED, {"title": "Mot"}, nothing=f"{NOTHING}/corriger/texte")),
    ("one", Ask(_ONE, {"review": GROUP, "validation": MODERATED, "of_moderator": MODERATED,
                       "applied": APPLIED, "of_another_text": HIDDEN}, nothing=_NONE)),
    ("one", Ask(_ONE, _DECIDED, {"approve": "1"}, nothing=_NONE)),
    ("one", Ask(_ONE, _DECIDED, {"refuse": "1", "answer": "Non."}, nothing=_NONE)),
    ("one", Ask(_ONE, {"applied": CONTEST, "review": NOT_YET},
                {"contest": "1", "words": "Le sens change."}, nothing=_NONE)),
]  # fmt: skip


def lay(cast: Cast, reader: User) -> dict[str, Keys]:
    """Corrections that wait, and one that was applied: kind → case → key."""
    states = ("drafting", "review", "validation", "published")
    texts = {state: text_in(cast, state, f"Texte {state}") for state in states}
    for text in texts.values():
        _told(cast, text, reader)
    made = {state: proposed(texts[state], cast.member) for state in ("review", "validation")}
    # One that waits forbids another of the same part: each has a text of its own.
    made["of_moderator"] = proposed(texts["published"], cast.moderator)
    made["of_coordinator"] = proposed(_published(cast, "À elle", reader), cast.coordinator)
    applied = proposed(_published(cast, "Corrigé", reader), cast.member)
    made["applied"] = approve_correction(applied, by=again(cast.moderator))
    keys = {name: f"{one.record_id}/corrections/{one.pk}" for name, one in made.items()}
    other = texts["published"].record.pk
    keys["of_another_text"] = f"{other}/corrections/{made['review'].pk}"
    numbers = {state: int(text.record.pk) for state, text in texts.items()}
    parts = {state: f"{numbers[state]}/corriger/{_block_of(text)}" for state, text in texts.items()}
    return {"text": numbers, "part": parts, "one": keys}


def _block_of(text: ContributionPage) -> str:
    body = text.get_latest_revision_as_object().body
    return str(next(block.id for block in body if block.block_type == "finding"))


def _published(cast: Cast, title: str, reader: User) -> ContributionPage:
    text = text_in(cast, "published", title)
    _told(cast, text, reader)
    return text


def _told(cast: Cast, text: ContributionPage, reader: User) -> None:
    text.record.associated_groups.add(cast.housing)
    until = timezone.now() + timedelta(days=1)
    grant_reading(fresh(text), by=cast.coordinator, person=reader, until=until)


laid_out = laid_by(lay)


@pytest.mark.parametrize("role", ASKED)
def test_each_role_gets_the_answer_of_the_matrix(laid_out: Laid, role: str) -> None:
    hold(ASKS, laid_out, role)
