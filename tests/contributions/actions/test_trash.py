"""Putting a draft aside, bringing it back, deleting it for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from freezegun import freeze_time

from contributions.actions.base import NotNow
from contributions.actions.create import create_contribution
from contributions.actions.publish_due import publish_due
from contributions.actions.trash import bring_back, delete_for_good, trash
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, ContributionRecord
from kit.access import Refused
from tests.cast import Cast, at, draft, fresh, text_in

from ..life import facts, kinds

pytestmark = pytest.mark.django_db

DAY = at("2031-05-25T10:00")


def test_nothing_of_a_trashed_draft_is_deleted(cast: Cast) -> None:
    text = draft(cast)
    words = facts(text)["words"]
    trash(text, by=cast.member, at=DAY)
    text = fresh(text)
    assert (text.record.trashed_at, text.record.trashed_by) == (DAY, cast.member)
    assert state_of(text).trashed
    assert facts(text)["words"] == words
    bring_back(text, by=cast.member, at=DAY)
    text = fresh(text)
    assert (text.record.trashed_at, text.record.trashed_by) == (None, None)
    assert kinds(text)[-2:] == [EventKind.TRASHED, EventKind.BROUGHT_BACK]
    write(text, by=cast.member, summary="Reprise.")


def test_a_member_trashes_their_own_and_the_coordination_any(cast: Cast) -> None:
    own = create_contribution(cast.health, "À moi", by=cast.member)
    others = create_contribution(cast.health, "À elle", by=cast.coordinator)
    with pytest.raises(Refused):
        trash(others, by=cast.member)
    trash(own, by=cast.coordinator)
    trash(others, by=cast.coordinator)


def test_who_left_the_group_trashes_nothing_of_it(cast: Cast) -> None:
    text = draft(cast)
    ContributionRecord.objects.filter(page=text).update(created_by=cast.gone)
    with pytest.raises(Http404):
        trash(text, by=cast.gone)


def test_trashing_twice_is_refused(cast: Cast) -> None:
    text = draft(cast)
    trash(text, by=cast.member)
    with pytest.raises(NotNow):
        trash(text, by=cast.member)
    assert kinds(text).count(EventKind.TRASHED) == 1


def test_thirty_days_to_bring_it_back_and_not_a_second_more(cast: Cast) -> None:
    text, other = draft(cast), draft(cast, "Autre")
    for page in (text, other):
        trash(page, by=cast.member, at=DAY)
    with freeze_time(DAY + timedelta(days=30)):
        bring_back(text, by=cast.member)
    too_late = freeze_time(DAY + timedelta(days=30, seconds=1))
    with too_late, pytest.raises(NotNow, match="trente jours"):
        bring_back(other, by=cast.member)
    assert state_of(fresh(other)).trashed


def test_a_trashed_text_is_never_published(cast: Cast) -> None:
    text = text_in(cast, "scheduled")
    ContributionRecord.objects.filter(page=text).update(trashed_at=DAY)
    assert publish_due(at("2099-01-01")) == []


def test_deleting_for_good_is_a_superusers_and_only_from_the_trash(cast: Cast) -> None:
    text = draft(cast)
    with pytest.raises(NotNow):
        delete_for_good(text, by=cast.superuser)
    trash(text, by=cast.member)
    for role in ("member", "coordinator", "network", "moderator"):
        with pytest.raises(Http404):
            delete_for_good(text, by=getattr(cast, role))
    delete_for_good(text, by=cast.superuser)
    assert not ContributionPage.objects.filter(pk=text.pk).exists()
    assert not ContributionRecord.objects.exists()


def test_deleting_twice_is_missing(cast: Cast) -> None:
    text = draft(cast)
    trash(text, by=cast.member)
    delete_for_good(text, by=cast.superuser)
    with pytest.raises(Http404):
        delete_for_good(text, by=cast.superuser)


def test_what_was_once_frozen_is_never_deleted(cast: Cast) -> None:
    text = draft(cast)
    name_version(text, by=cast.member, label="une")
    trash(text, by=cast.member)
    with pytest.raises(Refused):
        delete_for_good(text, by=cast.superuser)
    assert fresh(text).record.versions.count() == 1
