"""Having a validated version published at a minute to come, by our own embargo."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import Revision
from wagtail.signals import page_published

from contributions.actions import publish_due as publish_due_module
from contributions.actions.base import NotNow
from contributions.actions.publish import publish, schedule, unschedule
from contributions.actions.publish_due import publish_due
from contributions.actions.recall import recall_validated
from contributions.enums import EventKind
from contributions.late import PATIENCE
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, ContributionRecord
from contributions.risk_news import AHEAD, AT_RISK, warn_of_publications
from errata.actions.approve import approve_correction
from kit.access import Refused
from moderation.queue import find_row
from notifications.kinds import kinds as notice_kinds
from notifications.models import Notice
from people.actions.mandates import end_mandate
from people.enums import MandateKind
from people.models import Mandate, User
from tests.cast import Cast, at, fresh, text_in
from tests.errata.words import again, proposed

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


def test_what_stayed_private_for_days_bears_the_day_it_came_out(
    cast: Cast, scheduled: ContributionPage
) -> None:
    later = MINUTE + timedelta(days=10)
    assert publish_due(later)[0].published_at == later


def test_who_takes_a_scheduled_text_over_answers_for_it(
    cast: Cast, scheduled: ContributionPage
) -> None:
    """The minute is the same; the first one's mandate may be why it would not come out."""
    schedule(scheduled, by=cast.moderator_two, minute=MINUTE, at=MINUTE - timedelta(hours=2))
    assert fresh(scheduled).record.scheduled_by == cast.moderator_two


def test_running_again_publishes_nothing_more(scheduled: ContributionPage) -> None:
    assert len(publish_due(MINUTE)) == 1
    before = facts(scheduled)
    assert publish_due(MINUTE) == []
    assert facts(scheduled) == before


def test_one_broken_text_holds_back_no_text_of_another_lot(
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


def test_a_database_that_stays_busy_is_told_and_holds_back_no_other_text(
    cast: Cast, scheduled: ContributionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that lasts is tried again every minute; after some, people are waiting."""
    other = text_in(cast, "validated", "Après")
    schedule(other, by=cast.moderator, minute=MINUTE + timedelta(minutes=1))
    make_live = publish_due_module.make_live

    def busy(page: ContributionPage, **more: Any) -> Any:
        if page.pk == scheduled.pk:
            raise OperationalError("database is locked")
        return make_live(page, **more)

    monkeypatch.setattr(publish_due_module, "make_live", busy)
    assert publish_due(MINUTE) == []
    assert EventKind.PUBLICATION_FAILED not in kinds(scheduled)
    later = MINUTE + PATIENCE + timedelta(minutes=1)
    assert [version.record.page_id for version in publish_due(later)] == [other.pk]
    publish_due(later + timedelta(minutes=1))
    assert kinds(scheduled).count(EventKind.PUBLICATION_FAILED) == 1
    assert Notice.objects.filter(person=cast.moderator, data__text=scheduled.record.pk).exists()
    monkeypatch.undo()
    assert len(publish_due(later + timedelta(minutes=2))) == 1


def test_what_will_not_come_out_is_told_two_days_before(
    cast: Cast, scheduled: ContributionPage
) -> None:
    def told(person: User) -> int:
        return Notice.objects.filter(person=person, kind=AT_RISK).count()

    day = timedelta(days=1)
    assert warn_of_publications(MINUTE - day) == 0, "who scheduled it may publish it"
    end_mandate(Mandate.objects.get(person=cast.moderator), by=cast.superuser)
    assert warn_of_publications(MINUTE - AHEAD - timedelta(minutes=1)) == 0
    assert warn_of_publications(MINUTE - day) > 0
    assert warn_of_publications(MINUTE - day / 2) == 0, "once for a minute and a reason"
    assert (told(cast.moderator_two), told(cast.coordinator), told(cast.member)) == (1, 1, 0)
    row = Notice.objects.get(person=cast.moderator_two, kind=AT_RISK)
    assert notice_kinds[AT_RISK].may_know(again(cast.moderator_two), row)
    assert not notice_kinds[AT_RISK].may_know(again(cast.other_coordinator), row)
    line = notice_kinds[AT_RISK].line(row.data, cast.moderator_two)
    assert "n'aura pas lieu" in line.headline and "ne peut plus publier" in line.words
    schedule(scheduled, by=cast.moderator_two, minute=MINUTE)
    assert not notice_kinds[AT_RISK].may_know(again(cast.moderator_two), row), "it is over"
    assert warn_of_publications(MINUTE - day / 2) == 0
    assert len(publish_due(MINUTE)) == 1


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


# -- The rule, asked again at the minute


def failure(text: ContributionPage) -> str:
    line = last_event(text)
    return str(line.data["why"]) if line.kind == EventKind.PUBLICATION_FAILED else ""


def test_who_wrote_since_they_scheduled_publishes_nothing(
    cast: Cast, scheduled: ContributionPage
) -> None:
    """≠ is asked at the minute too: a correction proposed meanwhile is a hand in the text."""
    approve_correction(proposed(scheduled, cast.moderator), by=again(cast.moderator_two))
    assert publish_due(MINUTE) == publish_due(MINUTE) == []
    text = fresh(scheduled)
    assert not text.live and text.record.embargo_until == MINUTE
    assert failure(text) == "hand"
    assert kinds(text).count(EventKind.PUBLICATION_FAILED) == 1, "said once, tried again"
    for person in (cast.moderator, cast.moderator_two, cast.coordinator):
        notice = Notice.objects.get(person=person, kind="contributions.publication_failed")
        assert (
            "a mis la main au texte" in notice_kinds[notice.kind].line(notice.data, person).headline
        )
    assert not find_row(again(cast.moderator), "late", text.record.pk)
    # Another person decides, from the desk.
    publish(text, by=again(cast.moderator_two))
    assert fresh(text).live and last_event(text).kind == EventKind.PUBLISHED


def test_who_lost_their_mandate_publishes_nothing(cast: Cast, scheduled: ContributionPage) -> None:
    Mandate.objects.filter(person=cast.moderator, kind=MandateKind.MODERATOR).update(
        ends_at=timezone.now()
    )
    assert publish_due(MINUTE) == [] and failure(scheduled) == "mandate"
    assert find_row(again(cast.moderator_two), "late", scheduled.record.pk) is None, "not yet"
    ContributionRecord.objects.filter(pk=scheduled.record.pk).update(embargo_until=timezone.now())
    assert find_row(again(cast.moderator_two), "late", scheduled.record.pk) is not None


def test_who_has_no_account_any_more_publishes_nothing(
    cast: Cast, scheduled: ContributionPage
) -> None:
    ContributionRecord.objects.filter(pk=scheduled.record.pk).update(scheduled_by=None)
    assert publish_due(MINUTE) == [] and failure(scheduled) == "mandate"
