"""Making the validated version what the public reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageLogEntry
from wagtail.signals import page_published

from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from contributions.signals import text_published
from kit.access import Refused
from tests.cast import Cast, at, fresh, text_in

from ..life import kinds, last_event, public_words

pytestmark = pytest.mark.django_db


def test_what_goes_live_is_exactly_what_was_validated(cast: Cast) -> None:
    text = text_in(cast, "validated")
    validated = text.record.validated_version
    version = publish(text, by=cast.moderator, note="Voilà.")
    text = fresh(text)
    assert version == validated
    assert public_words(text) == validated.content_hash
    assert text.live_revision_id == validated.revision_id
    assert state_of(text).work.value == "idle"
    line = last_event(text)
    assert (line.kind, line.actor, line.version, line.note) == (
        EventKind.PUBLISHED, cast.moderator, version, "Voilà.",
    )  # fmt: skip


def test_publication_ends_the_edition(cast: Cast) -> None:
    text = text_in(cast, "scheduled")
    version = publish(text, by=cast.moderator)
    record = fresh(text).record
    assert (record.current_version, record.published_at) == (version, version.published_at)
    ended = (
        "reviewed_version", "validated_version", "validated_at", "embargo_until", "scheduled_by",
        "edition_opened_at", "proposed_at", "proposed_by", "replaced_by", "withdrawn_at",
    )  # fmt: skip
    assert {name: getattr(record, name) for name in ended} == dict.fromkeys(ended)


def test_publishing_twice_publishes_once(cast: Cast) -> None:
    text = text_in(cast, "validated")
    publish(text, by=cast.moderator)
    with pytest.raises(NotNow):
        publish(text, by=cast.moderator)
    assert kinds(text).count(EventKind.PUBLISHED) == 1
    assert PageLogEntry.objects.filter(page=text.pk, action="wagtail.publish").count() == 1


def test_receivers_are_told_of_a_page_that_is_live(cast: Cast) -> None:
    text = text_in(cast, "validated")
    told: list[tuple[str, bool]] = []

    def ours(sender: Any, page: ContributionPage, **kwargs: Any) -> None:
        told.append(("ours", page.live))

    def wagtails(sender: Any, instance: Any, **kwargs: Any) -> None:
        told.append(("wagtail", instance.live))

    text_published.connect(ours)
    page_published.connect(wagtails)
    try:
        publish(text, by=cast.moderator)
    finally:
        text_published.disconnect(ours)
        page_published.disconnect(wagtails)
    assert told == [("wagtail", True), ("ours", True)]


def test_the_public_keeps_the_old_words_until_the_new_ones_are_published(cast: Cast) -> None:
    """Through the whole of a second edition, the row of the page is the first one."""
    text = text_in(cast, "published")
    first = public_words(text)
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, title="Un second titre", summary="Le second chapô.")
    assert public_words(text) == first
    version = open_review(text, by=cast.coordinator)
    assert public_words(text) == first
    url = fresh(text).url
    assert "Le second chapô" not in Client().get(url).content.decode()
    lead_to_publication(cast, text)
    assert public_words(text) == version.content_hash != first
    assert "Le second chapô" in Client().get(url).content.decode()


def lead_to_publication(cast: Cast, text: ContributionPage, day: str | None = None) -> None:
    when = at(day) if day else None
    close_review(text, by=cast.coordinator, at=when)
    validate(text, by=cast.moderator, at=when)
    publish(text, by=cast.moderator, at=when)


def test_a_story_keeps_its_dates(cast: Cast) -> None:
    """First publication stays the first through three editions."""
    text = text_in(cast, "validated")
    days = ["2020-05-25", "2021-05-25", "2022-05-25"]
    publish(text, by=cast.moderator, at=at(days[0]))
    for day in days[1:]:
        open_edition(text, by=cast.coordinator, at=at(day))
        write(text, by=cast.member, summary=f"Édition du {day}.", at=at(day))
        open_review(text, by=cast.coordinator, at=at(day))
        lead_to_publication(cast, text, day)
    text = fresh(text)
    assert text.first_published_at == at(days[0])
    assert text.last_published_at == at(days[2]) == text.record.published_at
    assert [v.published_at for v in text.record.versions.all()] == [at(day) for day in days]


def test_the_address_that_a_sibling_took_meanwhile_gives_way(cast: Cast) -> None:
    """A revision keeps the slug of its time: publishing it must not break, nor clash."""
    text = text_in(cast, "published")
    open_edition(text, by=cast.coordinator)
    draft = fresh(text).get_latest_revision_as_object()
    draft.slug = "nouvelle-adresse"
    draft.save_revision(user=cast.member, clean=False)
    other = create_contribution(cast.health, "Nouvelle adresse", by=cast.member)
    open_review(text, by=cast.coordinator)
    lead_to_publication(cast, text)
    assert other.slug == "nouvelle-adresse"
    assert fresh(text).slug == "rapprocher-la-sante"


@pytest.mark.parametrize("role", ["member", "coordinator", "director"])
def test_the_text_s_own_people_do_not_publish(cast: Cast, role: str) -> None:
    text = text_in(cast, "validated")
    with pytest.raises(Refused):
        publish(text, by=getattr(cast, role))
    assert not fresh(text).live
