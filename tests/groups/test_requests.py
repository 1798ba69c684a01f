"""Asking to join: one request at a time, answered once, by those who may, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from groups.actions.close_group import close_group
from groups.actions.invite_to_group import invite_to_group
from groups.actions.memberships import end_membership, join
from groups.actions.requests import (
    accept_request,
    ask_to_join,
    refuse_request,
    withdraw_request,
)
from groups.enums import Answered
from groups.models import JoinRequest, Membership
from groups.rules import is_coordinator, is_member
from groups.selectors import requests_waiting_for
from kit.access import Refused
from notifications.kinds import kinds
from notifications.models import Notice
from people.actions.accept_invitation import accept_invitation
from people.models import User
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
ASK = "/groupes/sante/espace/rejoindre/"


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_who_asks_is_let_in_for_their_centre_and_told(cast: Cast, client_of: ClientOf) -> None:
    asker = client_of(cast.account)
    response = asker.post(ASK, {"centre": cast.north.pk, "words": "Je connais le sujet."})
    assert response["Location"] == ASK
    assert told(cast.coordinator) == ["groups.join_asked"]
    assert told(cast.network) == []
    asked = JoinRequest.objects.get()
    url = f"/groupes/sante/espace/demandes/{asked.pk}/"
    page = client_of(cast.coordinator).get(url).content.decode()
    assert "Je connais le sujet." in page
    client_of(cast.coordinator).post(url, {"accept": "1"})
    row = Membership.objects.get(person=cast.account)
    assert (row.centre, row.group) == (cast.north, cast.health)
    assert told(cast.account) == ["groups.join_answered"]
    assert asker.get("/groupes/sante/espace/").status_code == 200


def test_asking_twice_is_asking_once(cast: Cast, client_of: ClientOf) -> None:
    one = ask_to_join(cast.health, by=cast.account)
    assert ask_to_join(cast.health, by=cast.account) == one
    client_of(cast.account).post(ASK, {"words": "Encore."})
    assert JoinRequest.objects.count() == 1


def test_a_refusal_has_a_reason_that_is_read(cast: Cast, client_of: ClientOf) -> None:
    asked = ask_to_join(cast.health, by=cast.account)
    url = f"/groupes/sante/espace/demandes/{asked.pk}/"
    response = client_of(cast.coordinator).post(url, {"refuse": "1", "reason": "  "})
    assert response.status_code == 422
    assert not told(cast.account)
    client_of(cast.coordinator).post(url, {"refuse": "1", "reason": "Le groupe est complet."})
    assert Notice.objects.get(person=cast.account).data["reason"] == "Le groupe est complet."
    assert not is_member(again(cast.account), cast.health)
    # One may ask again, a week later.
    with pytest.raises(Refused, match="à partir du"):
        ask_to_join(cast.health, by=cast.account, at=timezone.now() + timedelta(days=6))
    later = timezone.now() + timedelta(days=8)
    assert ask_to_join(cast.health, by=cast.account, at=later).pk != asked.pk


def test_asking_and_withdrawing_in_a_loop_writes_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.account)
    client.post(ASK, {"words": "Moi."})
    client.post(ASK, {"withdraw": "1"})
    again = client.post(ASK, {"words": "Moi encore."})
    assert again.status_code == 409 and "Moi encore." in again.content.decode()
    assert told(cast.coordinator) == ["groups.join_asked"]


def test_one_asks_ten_groups_in_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groups.actions.requests.DAILY_LIMIT", 2)
    ask_to_join(cast.health, by=cast.account)
    ask_to_join(cast.mobility, by=cast.account)
    with pytest.raises(Refused, match="réessayez demain"):
        ask_to_join(cast.housing, by=cast.account)


def test_accepting_takes_no_role_from_who_came_meanwhile(cast: Cast) -> None:
    asked = ask_to_join(cast.health, by=cast.account)
    join(cast.account, cast.health, by=cast.coordinator, role="coordinator")
    accept_request(asked, by=cast.coordinator)
    assert is_coordinator(again(cast.account), cast.health)


def test_news_that_name_somebody_hold_their_key(cast: Cast) -> None:
    ask_to_join(cast.health, by=cast.account)
    data = Notice.objects.get(person=cast.coordinator).data
    assert (data["who"], data["by"]) == (cast.account.public_name, cast.account.pk)


def test_the_second_answer_is_told_who_was_faster(cast: Cast, client_of: ClientOf) -> None:
    join(cast.member, cast.health, by=cast.coordinator, role="coordinator", centre=cast.north)
    asked = ask_to_join(cast.health, by=cast.account)
    refuse_request(asked, by=cast.coordinator, reason="Complet.")
    refuse_request(asked, by=cast.member, reason="Autre.")
    asked.refresh_from_db()
    assert asked.reason == "Complet."
    response = client_of(cast.member).post(
        f"/groupes/sante/espace/demandes/{asked.pk}/", {"accept": "1"}
    )
    assert response.status_code == 409
    assert not is_member(again(cast.account), cast.health)


def test_one_takes_back_ones_own_request_alone(cast: Cast, client_of: ClientOf) -> None:
    asked = ask_to_join(cast.health, by=cast.account)
    with pytest.raises(Http404):
        withdraw_request(asked, by=cast.other_member)
    client_of(cast.account).post(ASK, {"withdraw": "1"})
    asked.refresh_from_db()
    assert asked.answer == Answered.WITHDRAWN
    with pytest.raises(Refused):
        accept_request(asked, by=cast.coordinator)


def test_a_closed_group_takes_no_request(cast: Cast, client_of: ClientOf) -> None:
    close_group(cast.health, by=cast.network)
    assert client_of(cast.account).get(ASK).status_code == 200
    assert client_of(cast.account).post(ASK, {"words": "Moi."}).status_code == 409
    assert not JoinRequest.objects.exists()


def test_a_group_that_closes_tells_who_waited(cast: Cast) -> None:
    asked = ask_to_join(cast.health, by=cast.account)
    close_group(cast.health, by=cast.network)
    asked.refresh_from_db()
    assert asked.answer == Answered.CANCELLED
    assert told(cast.account) == ["groups.join_answered"]
    assert "groups.closed" in told(cast.member)


def test_a_member_does_not_ask(cast: Cast) -> None:
    with pytest.raises(Refused, match="déjà membre"):
        ask_to_join(cast.health, by=cast.member)


def test_an_invitation_accepted_settles_the_request(cast: Cast) -> None:
    asked = ask_to_join(cast.health, by=cast.account)
    invitation = invite_to_group(cast.health, cast.account.email, by=cast.coordinator)
    accept_invitation(invitation.token_hash or "", person=cast.account)
    asked.refresh_from_db()
    assert asked.answer == Answered.ACCEPTED


def test_requests_wait_for_those_who_may_answer(cast: Cast) -> None:
    asked = ask_to_join(cast.health, by=cast.account)
    assert requests_waiting_for(again(cast.coordinator)) == [asked]
    for role in ("member", "moderator", "other_coordinator", "account", "network"):
        assert requests_waiting_for(again(getattr(cast, role))) == []


def test_where_nobody_coordinates_the_network_is_told_and_answers(cast: Cast) -> None:
    Membership.objects.filter(person=cast.coordinator).update(ends_at=timezone.now())
    asked = ask_to_join(cast.health, by=cast.account)
    assert told(cast.network) == ["groups.join_asked"]
    assert requests_waiting_for(again(cast.network)) == [asked]
    accept_request(asked, by=cast.network)
    assert is_member(again(cast.account), cast.health)


def test_who_coordinates_no_more_is_told_no_more(cast: Cast) -> None:
    join(cast.member, cast.health, by=cast.coordinator, role="coordinator", centre=cast.north)
    ask_to_join(cast.health, by=cast.account)
    notice = Notice.objects.get(person=cast.coordinator)
    kind = kinds["groups.join_asked"]
    assert kind.may_know(again(cast.coordinator), notice)
    row = Membership.objects.current().get(person=cast.coordinator)
    end_membership(row, by=cast.member)
    assert not kind.may_know(again(cast.coordinator), notice)


def test_waiting_requests_take_as_many_queries_for_two_as_for_twenty(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    def measure() -> None:
        reader = again(cast.coordinator)
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            [(r.person.public_name, r.centre, r.group.title) for r in requests_waiting_for(reader)]

    for number in range(2):
        ask_to_join(cast.health, by=person(f"p{number}"))
    measure()
    for number in range(2, 20):
        ask_to_join(cast.health, by=person(f"p{number}"), centre=cast.north)
    measure()
