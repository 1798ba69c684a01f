"""What is live is what was validated and signed, whatever comes between the three."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assent.enums import AnswerKind
from assent.models import Signature
from assent.signing.actions.sign import sign
from contributions.actions.mask import mask
from contributions.actions.recall import recall_validated
from contributions.actions.write import write
from contributions.freezing import content_hash
from people.models import Centre
from tests.cast import Cast, fresh
from tests.contributions.test_live_is_validated import (
    MEDDLED,
    PASSAGE,
    Story,
    approve,
    at_its_minute,
    by_an_open_tab,
    by_code,
    by_restoring,
    by_the_api,
    by_the_room,
    program,
    quietly,
    review,
    submit,
)

from .signed import corrected, of_centre, said, window_of

pytestmark = pytest.mark.django_db

Meddle = Callable[["SignedStory"], object]


def by_masking(story: SignedStory) -> None:
    if PASSAGE not in story.masked:
        mask(fresh(story.text), by=story.cast.coordinator, words=PASSAGE, reason="Un nom.")
        story.masked.append(PASSAGE)


def by_correcting_its_form(story: SignedStory) -> None:
    story.versions.append(corrected(story.cast, fresh(story.text)))


#: Who tries what after each step, and whether the version itself may become another one.
MEDDLERS: dict[Meddle, bool] = {
    by_the_room: False, by_restoring: False, by_an_open_tab: False, by_code: False,
    by_the_api: False, by_masking: False, by_correcting_its_form: True,
}  # fmt: skip


class SignedStory(Story):
    """The same with two centres that agree, each in its own way."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.south = of_centre(cast, cast.south)
        self.masked: list[str] = []
        self.versions: list[object] = []

    def sign_for(self, centre: Centre) -> Signature:
        return sign(fresh(self.text), centre=centre, by=self.south)


def consent(story: SignedStory) -> None:
    said(story.text, story.cast.north, story.cast.director, AnswerKind.CONSENT)


def sign_too(story: SignedStory) -> None:
    story.sign_for(story.cast.south)


@pytest.mark.parametrize("meddle", MEDDLERS, ids=lambda meddle: meddle.__name__)
def test_what_is_live_is_what_was_validated_and_signed(cast: Cast, meddle: Meddle) -> None:
    """Tried after each: frozen, agreed to by one centre, submitted, validated, signed by
    another, scheduled."""
    story = SignedStory(cast)
    for step in (review, consent, submit, approve, sign_too, program):
        step(story)
        quietly(meddle, story)
    stood = story.version()
    at_its_minute(story)

    page, window = fresh(story.text), window_of(story.text)
    live, signed = page.live_revision, list(window.signatures.standing())
    assert stood is not None and stood == page.record.current_version == window.latest
    assert live.pk == stood.revision_id and content_hash(live) == stood.content_hash
    assert window == page.record.agreement
    assert {row.centre for row in signed} == {cast.north, cast.south}
    assert all(row.version_id in stood.same_text() for row in signed)
    if MEDDLERS[meddle]:
        assert len(stood.same_text()) > len(story.versions) > 1, "each corrects the one before"
    else:
        assert {row.version.content_hash for row in signed} == {content_hash(live)}
    assert MEDDLED not in page.summary + str(page.body)
    assert (PASSAGE in str(page.body)) is not bool(story.masked), "hidden, in the same version"


def test_words_rewritten_after_the_signatures_are_signed_by_nobody(cast: Cast) -> None:
    """Taken back and validated again, the text waits for new signatures, and comes out with
    none of the old ones."""
    story = SignedStory(cast)
    for step in (review, consent, submit, approve, sign_too):
        step(story)
    first = window_of(story.text)
    recall_validated(fresh(story.text), by=cast.coordinator, note="Une erreur.")
    write(fresh(story.text), by=cast.member, summary="Tout autre chose.")
    for step in (review, submit, approve, program, at_its_minute):
        step(story)
    page, window = fresh(story.text), window_of(story.text)
    assert page.summary == "Tout autre chose." and window != first
    assert not window.signatures.exists() and window == page.record.agreement
    first.refresh_from_db()
    assert first.ended_at is not None and first.signatures.standing().count() == 2
