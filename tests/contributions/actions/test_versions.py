"""Naming a version of a draft, and taking an older one up again."""

from __future__ import annotations

import pytest
from django.http import Http404
from wagtail.models import PageLogEntry

from contributions.actions.open_edition import open_edition
from contributions.actions.versions import name_version, restore
from contributions.actions.write import write
from contributions.enums import EventKind, VersionKind
from contributions.freezing import content_hash
from contributions.models import ContributionRecord
from groups.models import Theme
from tests.cast import Cast, at, complete_body, draft, fresh, text_in

from ..life import facts, kinds, last_event, public_words

pytestmark = pytest.mark.django_db


def test_a_named_version_is_numbered_and_kept(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.member, label=" Avant la réunion ", at=at("2026-05-25"))
    assert (version.number, version.kind, version.label) == (
        1, VersionKind.NAMED, "Avant la réunion",
    )  # fmt: skip
    assert version.created_at == at("2026-05-25")
    assert version.revision == fresh(text).latest_revision
    assert last_event(text).kind == EventKind.VERSION_NAMED
    assert name_version(text, by=cast.member, label="x" * 500).label == "x" * 160


def test_the_same_words_are_named_once_by_one_name(cast: Cast) -> None:
    text = draft(cast)
    first = name_version(text, by=cast.member, label="Avant relecture")
    assert name_version(text, by=cast.coordinator, label=" Avant relecture") == first
    assert name_version(text, by=cast.member, label="Pour la réunion").number == 2
    write(text, by=cast.member, title="Autre")
    assert name_version(text, by=cast.member, label="Pour la réunion").number == 3
    assert kinds(text).count(EventKind.VERSION_NAMED) == 3


def test_restoring_writes_the_old_words_as_a_new_revision(cast: Cast) -> None:
    text = draft(cast)
    theme = Theme.objects.get()
    write(text, by=cast.member, themes=[theme])
    version = name_version(text, by=cast.member, label="une")
    write(
        text, by=cast.member, title="Autre", summary="Autre", body=complete_body("autre"),
        themes=[],
    )  # fmt: skip
    count = text.revisions.count()
    restore(text, by=cast.coordinator, version=version)
    text = fresh(text)
    assert text.revisions.count() == count + 1
    assert content_hash(text.latest_revision) == version.content_hash
    assert list(text.get_latest_revision_as_object().themes.all()) == [theme]
    assert text.title == version.title
    line = last_event(text)
    assert (line.kind, line.version) == (EventKind.RESTORED, version)
    assert PageLogEntry.objects.filter(page=text.pk, action="wagtail.revert").count() == 1


def test_no_fact_comes_back_with_old_words(cast: Cast) -> None:
    """Groups, addresses and decisions are not in a revision."""
    text = text_in(cast, "published")
    version = text.record.current_version
    open_edition(text, by=cast.coordinator)
    text.record.associated_groups.add(cast.housing)
    kept = ("lead_group", "current_version", "published_at", "created_by")
    before = {name: getattr(fresh(text).record, name) for name in kept}
    restore(text, by=cast.member, version=version)
    record = ContributionRecord.objects.get(page=text)
    assert {name: getattr(record, name) for name in kept} == before
    assert list(record.associated_groups.all()) == [cast.housing]


def test_restoring_beside_a_published_text_leaves_the_public_one_alone(cast: Cast) -> None:
    text = text_in(cast, "published")
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, summary="Une suite.")
    version = name_version(text, by=cast.member, label="suite")
    write(text, by=cast.member, summary="Encore une suite.")
    before = public_words(text)
    restore(text, by=cast.member, version=version)
    assert public_words(text) == before
    assert fresh(text).get_latest_revision_as_object().summary == "Une suite."


def test_a_version_of_another_text_is_missing(cast: Cast) -> None:
    other = name_version(draft(cast, "Autre"), by=cast.member, label="une")
    text = draft(cast)
    before = facts(text)
    with pytest.raises(Http404):
        restore(text, by=cast.member, version=other)
    assert facts(text) == before
    assert EventKind.RESTORED not in kinds(text)


def test_the_hash_is_of_the_words_and_not_of_the_bookkeeping(cast: Cast) -> None:
    text = draft(cast)
    first = content_hash(fresh(text).latest_revision)
    draft_again = fresh(text).get_latest_revision_as_object()
    revision = draft_again.save_revision(user=cast.coordinator, clean=False)
    assert content_hash(revision) == first
    assert content_hash(write(text, by=cast.member, summary="Autre.")) != first
