"""The dates of one text: set by its coordination, written in its life, told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time

from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.set_dates import set_dates
from contributions.enums import EventKind
from contributions.models import ContributionPage, TextEvent
from groups.enums import Step
from kit.access import Refused
from notifications.models import Notice
from tests.cast import Cast, draft, fresh, text_in
from tests.work.helpers import Browser, answers, only, text, url_of

pytestmark = pytest.mark.django_db


def soon(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def lines(page: ContributionPage) -> list[dict[str, Any]]:
    events = TextEvent.objects.filter(record=page.record, kind=EventKind.DATES_MOVED)
    return [event.data for event in events.order_by("pk")]


def test_a_date_is_set_moved_and_taken_away_each_a_line_and_people_are_told(cast: Cast) -> None:
    page, first, second = draft(cast), soon(5), soon(9)
    for due in (first, second, second, None):
        set_dates(page, by=cast.coordinator, dates={Step.WRITING: due}, note="Congés.")
    told = [(line["step"], line["was"], line["due"]) for line in lines(page)]
    assert told == [
        ("writing", None, first.isoformat()),
        ("writing", first.isoformat(), second.isoformat()),
        ("writing", second.isoformat(), None),
    ]
    people = Notice.objects.filter(kind="contributions.dates_moved")
    assert {notice.person for notice in people} == {cast.member}


def test_dates_are_to_come_and_in_their_order(cast: Cast) -> None:
    page = draft(cast)
    for dates in (
        {Step.WRITING: soon(-1)}, {Step.WRITING: soon(9), Step.REVIEW: soon(4)},
    ):  # fmt: skip
        with pytest.raises(Refused):
            set_dates(page, by=cast.coordinator, dates=dates)
    assert fresh(page).record.writing_due is None
    assert lines(page) == []


def test_a_text_of_a_call_sets_its_own_steps_alone(cast: Cast) -> None:
    asked = [AskedOf(cast.health, "Texte")]
    dates = {"writing_due": soon(10), "publication_due": soon(40)}
    page = open_call("Saisine", asked, by=cast.network, **dates)[1][0]
    set_dates(page, by=cast.coordinator, dates={Step.WRITING: soon(12), Step.PUBLICATION: soon(20)})
    record = fresh(page).record
    assert record.writing_due is not None
    assert record.publication_due is None
    assert record.effective_due(Step.PUBLICATION) == dates["publication_due"]


def test_only_the_coordination_sets_dates_of_a_text_at_work(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    url = url_of(page, "dates")
    expected = only("coordinator", "superuser") | {"member": "refused"}
    assert answers(client_of, cast, url) == expected
    published = url_of(text_in(cast, "published", "Publié"), "dates")
    assert client_of(cast.coordinator).get(published).status_code == 403


def test_a_day_ends_when_it_ends_in_the_west(cast: Cast, client_of: Browser) -> None:
    cast.member.time_zone = "America/Martinique"
    cast.member.save()
    page = draft(cast)
    browser, url = client_of(cast.coordinator), url_of(page, "dates")
    assert browser.post(url, {"writing": "2090-05-01"}).status_code == 302
    due = fresh(page).record.writing_due
    assert due is not None and due.isoformat() == "2090-05-02T03:59:00+00:00"
    shown = browser.get(url).context["form"]
    assert shown["writing"].value().isoformat() == "2090-05-01"
    seen = text(browser.get(url_of(page, "work")))
    assert "Échéance déplacée" in seen
    assert "Aucune date n'a changé." in text(
        browser.post(url, {"writing": "2090-05-01"}, follow=True)
    )


def test_what_is_wrong_is_named_and_what_was_typed_is_kept(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, url = client_of(cast.coordinator), url_of(page, "dates")
    for words in (
        {"writing": "2020-01-01"}, {"writing": "9999-01-01"}, {"writing": "demain"},
        {"writing": "2090-05-02", "review": "2090-05-01"},
    ):  # fmt: skip
        sent = browser.post(url, {**words, "note": "Un mot."})
        assert sent.status_code == 422, words
        assert sent.context["form"].errors
        assert "Un mot." in text(sent)
    assert lines(page) == []


def as_shown(browser: Client, url: str) -> dict[str, str]:
    """The form's fields, as a browser that touches nothing sends them back."""
    form = browser.get(url).context["form"]
    return {field.name: str(field.value() or "") for field in form}


def test_what_another_coordinator_chose_meanwhile_is_not_undone(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    browser, url = client_of(cast.coordinator), url_of(page, "dates")
    browser.post(url, {"writing": "2090-05-01", "review": "2090-06-01"})
    older = as_shown(browser, url)
    browser.post(url, as_shown(browser, url) | {"writing": "2090-05-20"})
    assert browser.post(url, older | {"review": "2090-06-10"}).status_code == 302
    record = fresh(page).record
    assert [str(due.date()) for due in (record.writing_due, record.review_due) if due] == [
        "2090-05-20", "2090-06-10",
    ]  # fmt: skip
    late = browser.post(url, older | {"writing": "2090-05-09", "note": "Un mot."})
    assert late.status_code == 409
    assert "20 mai 2090" in text(late) and "Un mot." in text(late)
    form = late.context["form"]
    assert (form["writing"].value(), form["review"].value()) == ("2090-05-09", "2090-06-10")
    assert fresh(page).record.writing_due == record.writing_due
    again = {field.name: str(field.value() or "") for field in form}
    assert browser.post(url, again).status_code == 302
    due = fresh(page).record.writing_due
    assert due is not None and str(due.date()) == "2090-05-09"


def test_a_zone_that_changes_moves_no_date_and_stops_no_form(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    with freeze_time("2090-05-01"):
        set_dates(page, by=cast.coordinator, dates={Step.WRITING: soon(2)})
    past = fresh(page).record.writing_due
    with freeze_time("2090-06-01"):
        cast.member.time_zone = "America/Martinique"
        cast.member.save()
        browser, url = client_of(cast.coordinator), url_of(page, "dates")
        sent = browser.post(url, as_shown(browser, url) | {"review": "2090-07-01"})
    assert sent.status_code == 302
    record = fresh(page).record
    assert (record.writing_due, record.review_due is not None) == (past, True)


@pytest.mark.parametrize("words", ["x", "2090-05-01 hier", " ", "2090-05-01 2090-05-01T00:00:00"])
def test_what_nobody_can_read_of_what_was_shown_is_refused_or_nothing(
    cast: Cast, client_of: Browser, words: str
) -> None:
    page = draft(cast)
    url = url_of(page, "dates")
    typed = {"writing": "2090-05-01", "writing_shown": words}
    assert client_of(cast.coordinator).post(url, typed).status_code in (302, 409)


def test_the_call_s_day_is_said_where_it_ends_in_the_west(cast: Cast, client_of: Browser) -> None:
    cast.member.time_zone = "America/Martinique"
    cast.member.save()
    ends = datetime(2090, 5, 2, 3, 59, tzinfo=UTC)
    page = open_call("Saisine", [AskedOf(cast.health, "Texte")], by=cast.network, writing_due=ends)[
        1
    ][0]
    assert "le 1er mai 2090" in text(client_of(cast.coordinator).get(url_of(page, "dates")))
