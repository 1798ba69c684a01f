"""A text that passes to another group, or is written with one: asked, answered, done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import TaskState

from contributions import rules
from contributions.actions.ask_move import answer_move, ask_move, take_back_move
from contributions.actions.assign import assign
from contributions.actions.associate import dissociate
from contributions.actions.base import NotNow
from contributions.actions.create import create_contribution
from contributions.actions.grant_reading import grant_reading
from contributions.actions.move_text import move_text
from contributions.actions.open_review import open_review
from contributions.actions.validate import validate
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.assigning import tell_of_readings
from contributions.enums import EventKind, MoveKind, MoveOutcome
from contributions.models import BlockAssignment, ContributionPage, MoveRequest, ReadingGrant
from contributions.moving import requests_waiting_for, words_on_stopped
from contributions.outline import outline_of
from groups.actions.close_group import close_group
from groups.actions.memberships import join
from groups.enums import Role
from kit.access import Refused
from media.access import can_read_file
from media.models import SiteDocument
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, complete_body, draft, fresh, text_in
from tests.work.helpers import Browser, act_url, answers, only, text, url_of

from ..life import kinds, last_event

pytestmark = pytest.mark.django_db


def asked(cast: Cast, page: ContributionPage, kind: str = MoveKind.LEAD) -> MoveRequest:
    request = ask_move(page, by=cast.coordinator, group=cast.mobility, kind=kind, note="Mieux là.")
    assert request is not None
    return request


def told(kind: str) -> set[str]:
    notices = Notice.objects.filter(kind=f"contributions.{kind}").select_related("person")
    return {notice.person.display_name for notice in notices}


# -- Asking and answering --------------------------------------------------------------


def test_one_coordination_asks_and_the_other_does_it(cast: Cast) -> None:
    page = draft(cast)
    request = asked(cast, page)
    assert fresh(page).record.lead_group == cast.health
    assert told("move_asked") == {"Other Coordinator"}
    assert [each.pk for each in requests_waiting_for(cast.other_coordinator)] == [request.pk]
    answer_move(request, by=cast.other_coordinator, accept=True)
    assert fresh(page).record.lead_group == cast.mobility
    assert kinds(page)[-2:] == [EventKind.MOVE_ASKED, EventKind.MOVED]
    assert last_event(page).actor == cast.other_coordinator


def test_asking_twice_asks_once(cast: Cast) -> None:
    page = draft(cast)
    assert asked(cast, page).pk == asked(cast, page).pk
    assert kinds(page).count(EventKind.MOVE_ASKED) == 1


def test_a_refusal_leaves_the_text_and_tells_who_asked(cast: Cast) -> None:
    page = draft(cast)
    request = answer_move(
        asked(cast, page), by=cast.other_coordinator, accept=False, note="Trop tôt."
    )
    assert (request.outcome, request.answer) == (MoveOutcome.REFUSED, "Trop tôt.")
    assert fresh(page).record.lead_group == cast.health
    assert told("move_refused") == {"Coordinator"}
    with pytest.raises(NotNow):
        answer_move(request, by=cast.other_coordinator, accept=True)


def test_it_is_taken_back_before_the_answer_and_lapses_after_two_weeks(cast: Cast) -> None:
    page = draft(cast)
    first = asked(cast, page)
    take_back_move(first, by=cast.coordinator)
    second = asked(cast, page)
    assert second.pk != first.pk
    with freeze_time(timezone.now() + timedelta(days=15)):
        with pytest.raises(NotNow):
            answer_move(second, by=cast.other_coordinator, accept=True)
        assert not requests_waiting_for(cast.other_coordinator).exists()
        third = asked(cast, fresh(page))
    second.refresh_from_db()
    assert (third.pk != second.pk, second.outcome) == (True, MoveOutcome.LAPSED)


@pytest.mark.parametrize("role", ["coordinator", "member", "other_member", "moderator", "account"])
def test_nobody_answers_for_the_other_group(cast: Cast, role: str) -> None:
    request = asked(cast, draft(cast))
    with pytest.raises(NotNow):
        answer_move(request, by=getattr(cast, role), accept=True)


def test_the_network_does_it_alone_and_may_answer(cast: Cast) -> None:
    page = draft(cast)
    assert ask_move(page, by=cast.network, group=cast.mobility) is None
    assert fresh(page).record.lead_group == cast.mobility
    other = draft(cast, "Un autre")
    answer_move(asked(cast, other), by=cast.network, accept=True)
    assert fresh(other).record.lead_group == cast.mobility


def test_only_the_leading_group_s_coordination_asks_an_open_group(cast: Cast) -> None:
    page = draft(cast)
    page.record.associated_groups.add(cast.housing)
    with pytest.raises(Refused, match="qui porte le texte"):
        ask_move(page, by=cast.associated_member, group=cast.mobility)
    for outsider in (cast.member, cast.other_coordinator, cast.moderator):
        with pytest.raises(Http404):
            ask_move(page, by=outsider, group=cast.mobility)
    close_group(cast.mobility, by=cast.network)
    with pytest.raises(Refused, match="fermé"):
        ask_move(page, by=cast.coordinator, group=cast.mobility)


def test_a_request_about_a_text_that_moved_meanwhile_is_void(cast: Cast) -> None:
    page = draft(cast)
    request = asked(cast, page)
    move_text(page, by=cast.network, group=cast.housing)
    with pytest.raises(NotNow):
        answer_move(request, by=cast.other_coordinator, accept=True)


# -- Writing together ------------------------------------------------------------------


def test_an_associated_group_writes_until_it_is_parted_from(cast: Cast) -> None:
    page = draft(cast)
    answer_move(asked(cast, page, MoveKind.ASSOCIATE), by=cast.other_coordinator, accept=True)
    page = fresh(page)
    assert rules.can_edit(cast.other_member, page)
    assert rules.can_edit(cast.member, page)
    block = outline_of(page)[0].key
    row = assign(page, by=cast.coordinator, block_id=block, person=cast.other_member)
    with pytest.raises(NotNow):
        asked(cast, page, MoveKind.ASSOCIATE)
    dissociate(page, by=cast.other_coordinator, group=cast.mobility)
    row.refresh_from_db()
    assert row.released_at is not None
    assert not rules.can_edit(cast.other_member, fresh(page))
    assert kinds(page)[-2:] == [EventKind.ASSOCIATED, EventKind.DISSOCIATED]


def test_an_associated_group_parts_for_itself_alone(cast: Cast) -> None:
    page = draft(cast)
    page.record.associated_groups.add(cast.housing, cast.mobility)
    with pytest.raises(Refused):
        dissociate(page, by=cast.associated_member, group=cast.mobility)
    dissociate(page, by=cast.associated_member, group=cast.housing)
    assert list(fresh(page).record.associated_groups.all()) == [cast.mobility]


# -- What a move stops -----------------------------------------------------------------


def test_what_was_under_way_ends_and_is_told(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    block = outline_of(page)[0].key
    assign(page, by=cast.coordinator, block_id=block, person=cast.member)
    grant_reading(
        page, by=cast.coordinator, person=cast.partner, until=timezone.now() + timedelta(days=3)
    )
    open_review(page, by=cast.coordinator)
    before = text(client_of(cast.coordinator).get(act_url(page, "deplacer")))
    for line in ("la relecture en cours s'arrête", "1 bloc confié", "1 lecture ouverte"):
        assert line in before
    request = asked(cast, fresh(page))
    answer_move(request, by=cast.other_coordinator, accept=True)
    page = fresh(page)
    assert not ReadingGrant.objects.current().exists()
    assert not BlockAssignment.objects.standing().exists()
    stopped = last_event(page).data["stopped"]
    assert stopped == {"step": "review", "blocks": 1, "readings": 1}
    after = text(client_of(cast.other_coordinator).get(url_of(page, "work")))
    assert "La relecture en cours s'arrête" in after
    assert "à «\u202fMobilités\u202f»" in after


def test_a_pending_validation_cannot_be_approved_after_the_move(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validation")
    step = TaskState.objects.latest("pk")
    answer_move(asked(cast, page), by=cast.other_coordinator, accept=True)
    with pytest.raises((NotNow, Refused, Http404)):
        validate(fresh(page), by=cast.moderator, task_state_id=step.pk)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step.pk])
    assert client_of(cast.moderator).post(url).status_code in (403, 404)
    assert fresh(page).record.validated_version is None


def with_file(cast: Cast, page: ContributionPage, title: str) -> SiteDocument:
    """A document of `santé` that the text shows."""
    document = SiteDocument.objects.create(
        title=title,
        file=ContentFile(b"x", f"{title}.txt"),
        collection=cast.health.record.collection,
    )
    body = [*complete_body(), ("document", {"document": document})]
    write(page, by=cast.member, body=body)
    return document


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_its_own_files_follow_and_shared_ones_are_read_by_both(cast: Cast) -> None:
    page, other = draft(cast), create_contribution(cast.health, "Autre", by=cast.member)
    own, shared = with_file(cast, page, "seul"), with_file(cast, other, "partage")
    body = [*complete_body(), ("document", {"document": own}), ("document", {"document": shared})]
    write(page, by=cast.member, body=body)
    move_text(page, by=cast.network, group=cast.mobility)
    own.refresh_from_db()
    shared.refresh_from_db()
    assert (own.collection_id, shared.collection_id) == (
        cast.mobility.record.collection_id, cast.health.record.collection_id,
    )  # fmt: skip
    newcomer, former = again(cast.other_member), again(cast.member)
    assert (can_read_file(newcomer, own), can_read_file(newcomer, shared)) == (True, True)
    assert (can_read_file(former, own), can_read_file(former, shared)) == (False, True)
    assert last_event(page).data["stopped"] == {"files": 1, "shared": 1}


def test_the_former_group_s_open_sessions_find_nothing(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    document = with_file(cast, page, "note")
    version = name_version(page, by=cast.coordinator, label="une")
    browsers = [client_of(cast.member), client_of(cast.coordinator)]
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    addresses = [
        url_of(page, "work"), url_of(page, "draft"), url_of(page, "sharing"),
        url_of(page, "readers"), url_of(page, "dates"), url_of(page, "version", version.number),
        document.url, reverse("wagtailadmin_pages:edit", args=[page.pk]), preview,
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
    ]  # fmt: skip

    def statuses(browser: Client) -> set[int]:
        return {browser.get(url).status_code for url in addresses}

    assert 404 not in statuses(browsers[1])
    answer_move(asked(cast, page), by=cast.other_coordinator, accept=True)
    assert [statuses(browser) for browser in browsers] == [{404}, {404}]
    assert 404 not in statuses(client_of(cast.other_coordinator))


# -- The pages -------------------------------------------------------------------------


def test_a_request_is_seen_by_both_coordinations_and_the_network(
    cast: Cast, client_of: Browser
) -> None:
    request = asked(cast, draft(cast))
    url = reverse("contributions:move_request", args=[request.pk])
    assert answers(client_of, cast, url) == only(
        "coordinator", "other_coordinator", "network", "superuser"
    )
    missing = reverse("contributions:move_request", args=[999_999])
    assert answers(client_of, cast, missing) == only()


def test_once_it_waits_for_nothing_only_who_follows_the_text_sees_it(
    cast: Cast, client_of: Browser
) -> None:
    refused, moved, lapsed = (draft(cast, title) for title in ("Un", "Deux", "Trois"))
    requests = [asked(cast, page) for page in (refused, moved, lapsed)]
    urls = [reverse("contributions:move_request", args=[each.pk]) for each in requests]
    browser = client_of(cast.other_coordinator)
    done = browser.post(urls[0], {"decision": "refused"}, follow=True)
    assert done.redirect_chain == [("/espace/", 302)]
    theirs = only("coordinator", "network", "superuser")
    assert answers(client_of, cast, urls[0]) == theirs
    answer_move(requests[1], by=cast.other_coordinator, accept=True)
    assert answers(client_of, cast, urls[1]) == only("other_coordinator", "network", "superuser")
    move_text(lapsed, by=cast.network, group=cast.housing)
    assert answers(client_of, cast, urls[2]) == only("network", "superuser")
    late = browser.post(urls[0], {"decision": "accepted", "note": "Oui, volontiers."})
    assert late.status_code == 409
    assert "Oui, volontiers." in text(late) and f"n° {refused.record.pk}" in text(late)
    assert "« Un »" not in text(late)


def test_one_that_nobody_answered_in_time_is_hidden_from_who_was_asked(
    cast: Cast, client_of: Browser
) -> None:
    request = asked(cast, draft(cast))
    MoveRequest.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    url = reverse("contributions:move_request", args=[request.pk])
    assert answers(client_of, cast, url) == only("coordinator", "network", "superuser")


def test_news_of_a_text_end_with_the_group_s_part_in_it(cast: Cast) -> None:
    page = draft(cast)
    answer_move(asked(cast, page), by=cast.other_coordinator, accept=False)
    until = timezone.now() + timedelta(days=1)
    grant_reading(page, by=cast.coordinator, person=cast.account, until=until)
    tell_of_readings(until + timedelta(minutes=1))

    def known() -> list[bool]:
        kinds = [f"contributions.{name}" for name in ("move_refused", "reading_ended")]
        rows = Notice.objects.filter(person=cast.coordinator, kind__in=kinds)
        person = again(cast.coordinator)
        return [bool(one.news and one.news.may_know(person, one)) for one in rows]

    assert known() == [True, True]
    move_text(fresh(page), by=cast.network, group=cast.housing)
    assert known() == [False, False]


def test_the_day_of_a_publication_that_is_cancelled_is_the_reader_s() -> None:
    with timezone.override("Europe/Paris"):
        [line] = words_on_stopped({"scheduled": "2090-05-01T22:30:00+00:00"})
    assert "2 mai 2090" in line


def test_it_is_asked_and_accepted_on_pages(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    first, second = client_of(cast.coordinator), client_of(cast.other_coordinator)
    done = first.post(act_url(page, "deplacer"), {"group": cast.mobility.pk}, follow=True)
    assert "quatorze jours pour répondre" in text(done)
    request = MoveRequest.objects.get()
    url = reverse("contributions:move_request", args=[request.pk])
    assert url in text(first.get(url_of(page, "work")))
    assert url in text(second.get("/espace/")) and url in text(
        second.get("/groupes/mobilites/espace/")
    )
    assert "Stabiliser" not in text(second.get(url))
    assert second.post(url, {"note": "Oui."}).status_code == 422
    assert first.post(url, {"decision": "accepted"}).status_code == 409
    assert second.post(url, {"decision": "accepted"}).status_code == 302
    assert second.post(url, {"decision": "accepted"}).status_code == 409
    assert fresh(page).record.lead_group == cast.mobility


def test_who_leads_both_groups_does_it_alone(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    join(cast.coordinator, cast.mobility, by=cast.network, role=Role.COORDINATOR)
    browser = client_of(cast.coordinator)
    done = browser.post(act_url(page, "associer"), {"group": cast.mobility.pk}, follow=True)
    assert "Le groupe est associé au texte." in text(done)
    gone = browser.post(act_url(page, "dissocier"), {"group": cast.mobility.pk}, follow=True)
    assert "Le groupe n'est plus associé au texte." in text(gone)
