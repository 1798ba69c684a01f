"""Texts of a call that become public together: all of them at one minute, or none."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.publish import schedule
from contributions.actions.publish_batch import BatchRefused, cancel_batch, publish_batch
from contributions.actions.publish_due import publish_due
from contributions.actions.recall import recall_validated
from contributions.actions.validate import validate
from contributions.models import ContributionPage, ContributionRecord, TextEvent
from errata.actions.approve import approve_correction
from groups.models import Call
from kit.access import Refused
from notifications.models import Notice
from tests.cast import Cast, fresh, text_in
from tests.errata.words import again, proposed

from .at_the_desk import ClientOf, address, with_a_hand, words

pytestmark = pytest.mark.django_db


def minute() -> datetime:
    return (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)


def asked(cast: Cast, *states: str, title: str = "Été") -> tuple[Call, list[ContributionPage]]:
    """A call with a text in each of these states."""
    call = Call.objects.create(title=f"Saisine {title}", opened_by=cast.network)
    pages = [text_in(cast, state, f"{title} {rank}") for rank, state in enumerate(states)]
    ContributionRecord.objects.filter(page__in=pages).update(call=call)
    return call, [fresh(page) for page in pages]


def minutes(pages: list[ContributionPage]) -> list[datetime | None]:
    return [fresh(page).record.embargo_until for page in pages]


def typed(when: datetime) -> str:
    return timezone.localtime(when).strftime("%Y-%m-%dT%H:%M")


def form_of(pages: list[ContributionPage], when: datetime) -> dict[str, object]:
    seen = " ".join(f"{page.record.pk}:{page.record.validated_version_id}" for page in pages)
    return {
        "texts": [str(page.record.pk) for page in pages], "minute": typed(when), "seen": seen,
    }  # fmt: skip


# -- All or none -----------------------------------------------------------------------


def test_a_batch_is_published_at_exactly_the_same_moment(cast: Cast) -> None:
    call, pages = asked(cast, "validated", "validated")
    when = minute()
    publish_batch(call, pages, by=cast.moderator, minute=when)
    assert publish_due(when - timedelta(seconds=1)) == []
    versions = publish_due(when + timedelta(seconds=40))
    records = [fresh(page).record for page in pages]
    assert {version.published_at for version in versions} == {when} and len(versions) == 2
    assert {record.published_at for record in records} == {when}
    events = TextEvent.objects.filter(record__in=records, kind="published")
    assert {event.at for event in events} == {when} and events.count() == 2
    assert {fresh(page).first_published_at for page in pages} == {when}
    assert publish_due(when + timedelta(minutes=1)) == []


def test_a_call_publishes_a_batch_at_one_minute_or_none_of_it(
    cast: Cast, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    """Rule of real life. What stopped it is told and stays on the desk until it is mended."""
    call, pages = asked(cast, "validated", "validated", "validated")
    _other, [alone] = asked(cast, "validated", title="Hiver")
    when = timezone.now() + timedelta(minutes=1)
    publish_batch(call, pages, by=cast.moderator, minute=when)
    schedule(alone, by=cast.moderator, minute=when)
    broken = pages[1].record.validated_version
    words_of_it = broken.revision.content
    revisions = type(broken.revision).objects.filter(pk=broken.revision_id)
    revisions.update(content={"pk": pages[1].pk})
    with caplog.at_level(logging.ERROR), freeze_time(when + timedelta(seconds=40)):
        published = publish_due()
        assert publish_due() == []
        desk = words(client_of(cast.moderator_two).get("/moderation/"))
        sheet = words(client_of(cast.moderator_two).get(address(pages[0])))
    assert [version.record.page_id for version in published] == [alone.pk]
    assert [fresh(page).live for page in pages] == [False, False, False]
    assert minutes(pages) == [when, when, when]
    assert caplog.text.count("not published") == 1, "said once, though tried again"
    failed = TextEvent.objects.filter(kind="publication_failed").order_by("record")
    assert [event.data["why"] for event in failed] == ["together", "broken", "together"]
    notices = Notice.objects.filter(kind="contributions.publication_failed")
    assert set(notices.values_list("person", flat=True)) == {
        cast.moderator.pk, cast.moderator_two.pk, cast.coordinator.pk,
    }  # fmt: skip
    assert all(page.draft_title in desk for page in pages)
    assert "Publications qui n'ont pas eu lieu" in desk
    assert f"Un autre texte du même lot (n° {pages[1].record.pk})" in sheet
    revisions.update(content=words_of_it)
    with freeze_time(when + timedelta(minutes=2)):
        assert {version.published_at for version in publish_due()} == {when}
    assert all(fresh(page).live for page in pages)


@pytest.mark.parametrize("state", ["drafting", "review", "validation", "published", "trashed"])
def test_one_text_refused_schedules_none(cast: Cast, state: str) -> None:
    call, pages = asked(cast, "validated", state, "validated")
    with pytest.raises(BatchRefused) as refusal:
        publish_batch(call, pages, by=cast.moderator, minute=minute())
    assert [one.title for one in refusal.value.obstacles] == [pages[1].draft_title]
    assert refusal.value.obstacles[0].reason
    assert minutes(pages) == [None, None, None]
    assert not TextEvent.objects.filter(kind="scheduled").exists()
    assert not Notice.objects.filter(kind="contributions.scheduled").exists()


def test_who_had_a_hand_in_one_text_schedules_none(cast: Cast) -> None:
    """≠, asked for each text of the batch."""
    call, pages = asked(cast, "validated", "validated")
    with_a_hand(pages[1], cast.moderator)
    with pytest.raises(BatchRefused, match="Été 1"):
        publish_batch(call, pages, by=cast.moderator, minute=minute())
    assert minutes(pages) == [None, None]
    publish_batch(call, pages, by=cast.moderator_two, minute=minute())


def test_a_text_of_another_call_schedules_none(cast: Cast) -> None:
    call, pages = asked(cast, "validated")
    _other, others = asked(cast, "validated", title="Hiver")
    with pytest.raises(BatchRefused, match="pas de cette saisine"):
        publish_batch(call, [*pages, *others], by=cast.moderator, minute=minute())
    with pytest.raises(BatchRefused):
        publish_batch(call, pages, by=cast.moderator, minute=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refused, match="au moins un texte"):
        publish_batch(call, [], by=cast.moderator, minute=minute())
    assert minutes([*pages, *others]) == [None, None]


def test_the_same_batch_twice_changes_nothing(cast: Cast) -> None:
    call, pages = asked(cast, "validated", "validated")
    when = minute()
    for _time in range(2):
        publish_batch(call, pages, by=cast.moderator, minute=when)
    assert TextEvent.objects.filter(kind="scheduled").count() == 2


def test_a_batch_is_cancelled_whole_or_not_at_all(cast: Cast) -> None:
    call, pages = asked(cast, "validated", "validated")
    when = minute()
    publish_batch(call, pages, by=cast.moderator, minute=when)
    recall_validated(pages[1], by=cast.coordinator, note="Une erreur.")
    with pytest.raises(BatchRefused):
        cancel_batch(call, pages, by=cast.moderator)
    assert minutes(pages) == [when, None]
    cancel_batch(call, pages[:1], by=cast.moderator)
    assert minutes(pages) == [None, None]


# -- The page --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 302), ("account", 404), ("member", 404), ("coordinator", 404), ("director", 404),
        ("partner", 404), ("gone", 404), ("network", 404), ("moderator", 200),
        ("moderator_two", 200), ("superuser", 200),
    ],
)  # fmt: skip
def test_the_moderation_alone_publishes_a_batch(
    cast: Cast, client_of: ClientOf, role: str | None, status: int
) -> None:
    call, pages = asked(cast, "validated")
    client = client_of(getattr(cast, role) if role else None)
    assert client.get(f"/moderation/lots/{call.pk}/").status_code == status
    assert client.get("/moderation/lots/999999/").status_code == (404 if role else 302)
    sent = client.post(f"/moderation/lots/{call.pk}/", form_of(pages, minute()))
    assert sent.status_code == {302: 401, 200: 302}.get(status, status)
    assert (minutes(pages) != [None]) is (status == 200)


def test_a_batch_is_chosen_counted_down_and_cancelled(cast: Cast, client_of: ClientOf) -> None:
    call, pages = asked(cast, "validated", "validated", "review")
    client, where = client_of(cast.moderator), f"/moderation/lots/{call.pk}/"
    assert where in words(client.get("/moderation/"))
    offered = words(client.get(where))
    assert "Été 0" in offered and "Été 2" not in offered
    assert "1 texte de la saisine n'est pas encore validé" in offered
    when = minute()
    client.post(where, form_of(pages[:2], when))
    assert minutes(pages) == [when, when, None]
    shown = words(client.get(where))
    assert "Dans 3 jours" in shown and "Annuler ces publications" in shown
    work = words(client.get(f"/contributions/{pages[0].record.pk}/suivi/"))
    assert "Dans 3 jours" in work and "annuler-programmation" in work
    told = words(client_of(cast.network).get(f"/coordination/saisines/{call.pk}/"))
    assert "Dans 3 jours" in told and "Annuler ces publications" not in told
    value = shown.partition('name="cancel" value="')[2].partition('"')[0]
    assert client.post(where, {"cancel": value}).status_code == 302
    assert minutes(pages) == [None, None, None]
    assert client.post(where, {"cancel": value}).status_code == 409
    assert client.post(where, {"cancel": "rien"}).status_code == 409


def test_a_batch_that_cannot_go_says_which_text_and_why(cast: Cast, client_of: ClientOf) -> None:
    """Recalled between the page and the form: 409, and the choice is kept."""
    call, pages = asked(cast, "validated", "validated")
    recall_validated(pages[1], by=cast.coordinator, note="Une erreur.")
    when = minute()
    answer = client_of(cast.moderator).post(f"/moderation/lots/{call.pk}/", form_of(pages, when))
    shown = words(answer)
    assert answer.status_code == 409
    assert "Été 1 : Ce n'est pas possible maintenant" in shown.replace("</span>", "")
    assert typed(when) in shown and "checked" in shown
    assert minutes(pages) == [None, None]


def test_a_page_opened_before_moves_nobodys_minute(cast: Cast, client_of: ClientOf) -> None:
    """Scheduled by a colleague meanwhile: 409, with their minute and what was typed."""
    call, pages = asked(cast, "validated", "validated")
    theirs, mine = minute() + timedelta(days=1), minute()
    schedule(pages[1], by=cast.moderator_two, minute=theirs)
    where = f"/moderation/lots/{call.pk}/"
    answer = client_of(cast.moderator).post(where, form_of(pages, mine))
    shown = words(answer)
    assert answer.status_code == 409 and typed(mine) in shown
    assert "Été 1 : sa publication est déjà programmée pour le" in shown.replace("</span>", "")
    assert minutes(pages) == [None, theirs]
    with pytest.raises(BatchRefused):
        cancel_batch(call, pages[1:], by=cast.moderator, minute=mine)
    # A lot to which a colleague added a text is not cancelled unseen.
    schedule(pages[0], by=cast.moderator_two, minute=theirs)
    old = f"{theirs.astimezone(UTC).isoformat()} {pages[1].record.pk}"
    late = client_of(cast.moderator).post(where, {"cancel": old})
    assert late.status_code == 409 and "ont changé" in words(late)
    assert minutes(pages) == [theirs, theirs]


def test_a_page_opened_before_schedules_no_other_version(cast: Cast, client_of: ClientOf) -> None:
    call, pages = asked(cast, "validated", "validated")
    data = form_of(pages, minute())
    approve_correction(proposed(pages[0], cast.member), by=again(cast.coordinator))
    recall_validated(pages[1], by=cast.coordinator, note="Une erreur.")
    page = fresh(pages[1])
    open_review(page, by=cast.coordinator)
    close_review(page, by=cast.coordinator)
    validate(page, by=cast.moderator_two)
    answer = client_of(cast.moderator).post(f"/moderation/lots/{call.pk}/", data)
    shown = words(answer).replace("</span>", "")
    assert answer.status_code == 409 and "Été 1 : une autre version a été validée" in shown
    assert "Été 0 :" not in shown, "its form alone was corrected"
    assert minutes(pages) == [None, None]


@pytest.mark.parametrize("data", [{}, {"texts": ["1"]}, {"minute": "demain"}])
def test_a_choice_to_correct_is_said(
    cast: Cast, client_of: ClientOf, data: dict[str, object]
) -> None:
    call, _pages = asked(cast, "validated")
    answer = client_of(cast.moderator).post(f"/moderation/lots/{call.pk}/", data)
    assert answer.status_code == 422


def test_ones_own_texts_are_left_to_a_colleague(cast: Cast, client_of: ClientOf) -> None:
    call, pages = asked(cast, "validated")
    with_a_hand(pages[0], cast.moderator)
    shown = words(client_of(cast.moderator).get(f"/moderation/lots/{call.pk}/"))
    assert "une autre personne de la modération les programme" in shown and "checkbox" not in shown


def test_twenty_texts_cost_what_two_do(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.moderator)

    def queries(texts: int) -> int:
        call, pages = asked(cast, *["validated"] * texts, title=f"Nombre {texts}")
        for page in pages[::2]:
            schedule(page, by=cast.moderator, minute=minute())
        client.get(f"/moderation/lots/{call.pk}/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/moderation/lots/{call.pk}/").status_code == 200
        return len(seen)

    assert queries(2) == queries(10)
