"""Starting a text from one that may be read."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.utils import timezone
from wagtail.models import Page

from contributions.actions.copy_text import copy_text
from contributions.actions.grant_reading import grant_reading
from contributions.actions.open_edition import open_edition
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.lifecycle import state_of
from groups.actions.close_group import close_group
from groups.models import Theme
from kit.access import Refused
from tests.cast import Cast, draft, fresh, text_in

from ..life import facts, kinds

pytestmark = pytest.mark.django_db


def test_its_people_copy_the_draft(cast: Cast) -> None:
    text = draft(cast)
    write(text, by=cast.member, themes=[Theme.objects.get()])
    before = facts(text)
    copy = copy_text(text, by=cast.member, group=cast.health, title="Une copie")
    copy = fresh(copy)
    words = copy.get_latest_revision_as_object()
    source = fresh(text).get_latest_revision_as_object()
    assert (copy.title, copy.slug, copy.live) == ("Une copie", "une-copie", False)
    assert (words.summary, words.approach) == (source.summary, source.approach)
    assert [block.id for block in words.body] == [block.id for block in source.body]
    assert str(words.body) == str(source.body)
    assert list(words.themes.all()) == [Theme.objects.get()]
    assert facts(text) == before


def test_one_revision_is_made_and_no_fact_follows(cast: Cast) -> None:
    text = text_in(cast, "published")
    text.record.associated_groups.add(cast.housing)
    copy = fresh(copy_text(text, by=cast.member, group=cast.health))
    assert copy.revisions.count() == 1
    assert copy.latest_revision.user == cast.member
    assert not copy.record.versions.exists()
    assert not copy.record.associated_groups.exists()
    assert not copy.proposals.exists()
    assert state_of(copy).work.value == "drafting"
    assert kinds(copy) == [EventKind.CREATED, EventKind.COPIED]
    assert copy.record.pk != text.record.pk


def test_another_group_copies_only_what_the_public_reads(cast: Cast) -> None:
    text = text_in(cast, "published")
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, summary="Un secret.")
    copy = fresh(copy_text(text, by=cast.other_member, group=cast.mobility))
    assert copy.record.lead_group == cast.mobility
    assert "secret" not in copy.get_latest_revision_as_object().summary
    assert "inégalités" in copy.get_latest_revision_as_object().summary


def test_a_named_reader_does_not_take_the_draft_away(cast: Cast) -> None:
    """Opened to be read: the copy of another group is still what is published."""
    text = text_in(cast, "published")
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, summary="Un secret.")
    until = timezone.now() + timezone.timedelta(days=1)
    grant_reading(text, by=cast.coordinator, person=cast.other_member, until=until)
    copy = fresh(copy_text(text, by=cast.other_member, group=cast.mobility))
    assert "secret" not in copy.get_latest_revision_as_object().summary
    hidden = draft(cast, "Autre")
    grant_reading(hidden, by=cast.coordinator, person=cast.other_member, until=until)
    with pytest.raises(Http404):
        copy_text(hidden, by=cast.other_member, group=cast.mobility)


def test_another_group_does_not_copy_a_draft(cast: Cast) -> None:
    with pytest.raises(Http404):
        copy_text(draft(cast), by=cast.other_member, group=cast.mobility)


def test_one_copies_only_to_where_one_writes(cast: Cast) -> None:
    text = draft(cast)
    with pytest.raises(Http404):
        copy_text(text, by=cast.member, group=cast.mobility)
    close_group(cast.health, by=cast.network)
    with pytest.raises(Refused):
        copy_text(text, by=cast.member, group=cast.health)
    assert Page.objects.child_of(cast.health).count() == 1


@pytest.mark.parametrize("role", ["account", "moderator", "network", "director", "partner"])
def test_who_writes_nowhere_is_told_so(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        copy_text(text_in(cast, "published"), by=getattr(cast, role), group=cast.health)
