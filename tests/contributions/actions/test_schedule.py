"""Having a validated version published at a minute to come, by our own embargo."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import Revision
from wagtail.signals import page_published

from contributions.actions.base import NotNow
from contributions.actions.publish import publish_due, schedule, unschedule
from contributions.actions.recall import recall_validated
from contributions.enums import EventKind
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from kit.access import Refused
from tests.cast import Cast, at, fresh, text_in

from ..life import facts, kinds, last_event, public_words

pytestmark = pytest.mark.django_db

MINUTE = at("2031-05-25T10:00")


@pytest.fixture
def scheduled(cast: Cast) -> ContributionPage:
    text = text_in(cast, "validated")
    schedule(text, by=cast.moderator, minute=MINUTE)
    return fresh(text)


def test_scheduling_is_our_row_and_wagtails_stays_empty(
    cast: Cast, scheduled: ContributionPage
) -> None:
    """Wagtail's own schedule would announce a page that is not live yet."""
    record = scheduled.record
    assert (record.embargo_until, record.scheduled_by) == (MINUTE, cast.moderator)
    assert (scheduled.live, scheduled.go_live_at, scheduled.expire_at) == (False, None, None)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    line = last_event(scheduled)
    assert (line.kind, line.data["minute"]) == (EventKind.SCHEDULED, MINUTE.isoformat())


def test_nothing_is_announced_before_the_minute(cast: Cast) -> None:
    told = []
    page_published.connect(told.append, weak=False, dispatch_uid="t")
    try:
        text = text_in(cast, "validated")
        schedule(text, by=cast.moderator, minute=MINUTE)
    finally:
        page_published.disconnect(dispatch_uid="t")
    assert told == []


def test_it_is_published_at_the_minute_and_not_before(scheduled: ContributionPage) -> None:
    with freeze_time(MINUTE - timedelta(seconds=1)):
        assert publish_due() == []
        assert not fresh(scheduled).live
    with freeze_time(MINUTE):
        assert len(publish_due()) == 1
    text = fresh(scheduled)
    assert text.live
    assert public_words(text) == text.record.current_version.content_hash
    assert text.record.published_at == text.first_published_at == MINUTE


def test_a_late_machine_publishes_as_of_the_minute(cast: Cast, scheduled: ContributionPage) -> None:
    version = publish_due(MINUTE + timedelta(hours=3))[0]
    assert version.published_at == MINUTE
    line = last_event(scheduled)
    assert (line.kind, line.actor, line.at) == (EventKind.PUBLISHED, cast.moderator, MINUTE)


def test_running_again_publishes_nothing_more(scheduled: ContributionPage) -> None:
    assert len(publish_due(MINUTE)) == 1
    before = facts(scheduled)
    assert publish_due(MINUTE) == []
    assert facts(scheduled) == before


def test_a_batch_goes_out_together_and_one_broken_text_holds_back_no_other(
    cast: Cast, scheduled: ContributionPage, caplog: pytest.LogCaptureFixture
) -> None:
    broken = text_in(cast, "validated", "Avant")
    schedule(broken, by=cast.moderator, minute=MINUTE - timedelta(minutes=1))
    # Words that no page accepts any more; nothing of ours could write them.
    revision = broken.record.validated_version.revision
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"licence": "?"})
    with caplog.at_level(logging.ERROR):
        published = publish_due(MINUTE)
    assert [version.record.page_id for version in published] == [scheduled.pk]
    assert state_of(fresh(broken)).work.value == "validated"
    assert fresh(broken).record.embargo_until is not None
    assert any("not published" in record.getMessage() for record in caplog.records)


def test_a_recalled_text_is_not_published_at_its_old_minute(
    cast: Cast, scheduled: ContributionPage
) -> None:
    recall_validated(scheduled, by=cast.coordinator, note="Une erreur.")
    assert publish_due(MINUTE) == []
    assert not fresh(scheduled).live


def test_another_minute_replaces_the_first(cast: Cast, scheduled: ContributionPage) -> None:
    later = MINUTE + timedelta(days=1)
    schedule(scheduled, by=cast.moderator, minute=later)
    assert publish_due(MINUTE) == []
    assert fresh(scheduled).record.embargo_until == later


def test_the_same_minute_twice_is_one_line(cast: Cast, scheduled: ContributionPage) -> None:
    schedule(scheduled, by=cast.moderator, minute=MINUTE)
    assert kinds(scheduled).count(EventKind.SCHEDULED) == 1


def test_a_minute_that_has_passed_is_refused(cast: Cast) -> None:
    text = text_in(cast, "validated")
    before = facts(text)
    for minute in (timezone.now(), timezone.now() - timedelta(days=1)):
        with pytest.raises(Refused, match="à venir"):
            schedule(text, by=cast.moderator, minute=minute)
    assert facts(text) == before


def test_unscheduling_leaves_the_text_validated(cast: Cast, scheduled: ContributionPage) -> None:
    unschedule(scheduled, by=cast.moderator_two, note="Pas encore.")
    text = fresh(scheduled)
    assert (text.record.embargo_until, text.record.scheduled_by) == (None, None)
    assert state_of(text).work.value == "validated"
    assert last_event(text).kind == EventKind.UNSCHEDULED
    with pytest.raises(Refused, match="programmée"):
        unschedule(text, by=cast.moderator)
    assert kinds(text).count(EventKind.UNSCHEDULED) == 1
    with pytest.raises(NotNow):
        unschedule(text_in(cast, "published", "Autre"), by=cast.moderator)
