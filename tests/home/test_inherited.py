"""The network takes care of what a closed group published, as its coordination would have."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contributions.actions.replace import replace
from contributions.actions.withdraw import withdraw
from contributions.enums import EventKind, PublicState, Verb
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from contributions.notifications import name_of
from contributions.rules import abilities, can
from groups.actions.close_group import close_group, reopen_group
from groups.inheritance import inherited_by
from groups.models import Membership, WorkingGroupPage
from groups.rules import inherits
from home.desk import desk_of
from home.inherited import inherited_from
from home.spaces import space_of
from kit.access import Refused
from notifications.models import Notice
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import User
from proposals.models import Proposal
from tests.cast import Cast, draft, fresh, person, text_in

ClientOf = Callable[[User | None], Client]
SPACE = "/groupes/sante/espace/"


def again(user: User) -> User:
    """The account as the next request reads it."""
    return User.objects.get(pk=user.pk)


def without_coordination(group: WorkingGroupPage) -> None:
    Membership.objects.current().coordinators().filter(group=group).delete()


def listed(user: User) -> list[str]:
    return [text.page.title for line in desk_of(again(user)).inherited for text in line.texts]


@pytest.fixture
def published(cast: Cast) -> ContributionPage:
    return text_in(cast, "published")


@pytest.fixture
def inherited(cast: Cast, published: ContributionPage) -> ContributionPage:
    """A published text whose group is closed."""
    close_group(cast.health, by=cast.network)
    return fresh(published)


def test_what_is_inherited_is_the_same_for_one_group_and_for_all(cast: Cast) -> None:
    close_group(cast.mobility, by=cast.network)
    without_coordination(cast.housing)
    groups = list(WorkingGroupPage.objects.all())
    for user in map(again, cast.people().values()):
        assert inherited_by(user) == {group.pk for group in groups if inherits(user, group)}
    assert inherited_by(again(cast.network)) == {cast.mobility.pk, cast.housing.pk}
    assert inherited_by(again(cast.coordinator)) == frozenset()


def test_the_network_finds_texts_and_proposals_of_a_closed_group(
    cast: Cast, client_of: ClientOf, inherited: ContributionPage
) -> None:
    client = client_of(cast.network)
    for address in ("/espace/", SPACE):
        page = client.get(address).content.decode()
        assert "Suivi repris" in page
        assert reverse("contributions:work", args=[inherited.record.pk]) in page
        numbers = Proposal.objects.filter(page=inherited).values_list("pk", flat=True)
        assert len(numbers) == 2
        assert all(f"/propositions/{number}/" in page for number in numbers)


def test_an_open_group_that_is_led_leaves_nothing(cast: Cast, published: ContributionPage) -> None:
    assert listed(cast.network) == []
    close_group(cast.health, by=cast.network)
    assert listed(cast.network) == [published.title]
    reopen_group(cast.health, by=cast.network)
    assert listed(cast.network) == []
    without_coordination(cast.health)
    assert listed(cast.network) == [published.title]


@pytest.mark.parametrize("role", ["coordinator", "member", "moderator", "director", "partner"])
def test_nobody_else_inherits(
    cast: Cast, client_of: ClientOf, inherited: ContributionPage, role: str
) -> None:
    assert listed(getattr(cast, role)) == []
    page = client_of(getattr(cast, role)).get(SPACE).content.decode()
    assert "Suivi repris" not in page


def test_a_draft_of_a_closed_group_is_not_inherited(cast: Cast, client_of: ClientOf) -> None:
    text = draft(cast, "Un brouillon qui reste")
    before = abilities(again(cast.network), text)
    close_group(cast.health, by=cast.network)
    text = fresh(text)
    assert listed(cast.network) == []
    assert abilities(again(cast.network), text) == before
    assert not can(Verb.READ_DRAFT, again(cast.network), text)
    assert "Suivi repris" not in client_of(cast.network).get(SPACE).content.decode()


def test_what_another_group_still_cares_for_is_not_inherited(
    cast: Cast, inherited: ContributionPage
) -> None:
    inherited.record.associated_groups.add(cast.housing)
    text = fresh(inherited)
    assert listed(cast.network) == []
    assert not can(Verb.REPLACE, again(cast.network), text)
    assert not can(Verb.WITHDRAW, again(cast.network), text)
    close_group(cast.housing, by=cast.network)
    assert listed(cast.network) == [inherited.title]
    assert can(Verb.REPLACE, again(cast.network), fresh(inherited))


def test_the_network_gains_what_takes_care_of_a_published_text_and_no_more(
    cast: Cast, published: ContributionPage
) -> None:
    before = abilities(again(cast.network), published)
    close_group(cast.health, by=cast.network)
    after = abilities(again(cast.network), fresh(published))
    gained = {verb for verb in after if after[verb] and not before[verb]}
    assert gained == {Verb.REPLACE, Verb.WITHDRAW}
    assert {verb for verb in before if before[verb]} <= {verb for verb in after if after[verb]}


def test_the_network_declares_an_inherited_text_replaced(
    cast: Cast, client_of: ClientOf, published: ContributionPage
) -> None:
    successor = text_in(cast, "published", "La suite")
    close_group(cast.health, by=cast.network)
    number = published.record.pk
    page = client_of(cast.network).get(reverse("contributions:work", args=[number]))
    address = reverse("contributions:act", args=[number, "remplacer"])
    assert address in page.content.decode()
    client_of(cast.network).post(address, {"successor": successor.record.pk})
    assert state_of(fresh(published)).public is PublicState.REPLACED


def test_the_network_does_not_replace_the_text_of_a_group_that_is_led(
    cast: Cast, published: ContributionPage
) -> None:
    successor = text_in(cast, "published", "La suite")
    with pytest.raises(Refused):
        replace(published, by=cast.network, successor=successor)


@pytest.mark.parametrize("first", ["network", "moderator"])
def test_an_inherited_text_is_withdrawn_by_the_network_and_a_moderator(
    cast: Cast, inherited: ContributionPage, first: str
) -> None:
    second = {"network": cast.moderator, "moderator": cast.network}[first]
    withdraw(inherited, by=getattr(cast, first), note="Une personne était reconnaissable.")
    actions = [task.action_url for task in desk_of(again(second)).expected]
    assert reverse("contributions:act", args=[inherited.record.pk, "retirer"]) in actions
    told = Notice.objects.filter(kind=name_of(EventKind.WITHDRAWAL_ASKED), person=second)
    assert told.exists()
    withdraw(fresh(inherited), by=again(second))
    assert state_of(fresh(inherited)).public is PublicState.WITHDRAWN


def test_two_of_the_network_do_not_withdraw_an_inherited_text(
    cast: Cast, inherited: ContributionPage
) -> None:
    other = person("network_two")
    entrust(other, MandateKind.NETWORK, by=cast.superuser)
    withdraw(inherited, by=cast.network, note="Une personne était reconnaissable.")
    for again_by in (cast.network, other, cast.coordinator):
        with pytest.raises(Refused):
            withdraw(fresh(inherited), by=again(again_by))
    assert state_of(fresh(inherited)).public is PublicState.PUBLISHED


def test_a_request_of_the_network_counts_no_longer_once_the_group_reopens(
    cast: Cast, inherited: ContributionPage
) -> None:
    withdraw(inherited, by=cast.network, note="Une personne était reconnaissable.")
    reopen_group(cast.health, by=cast.network)
    withdraw(fresh(inherited), by=cast.moderator, note="Une erreur.")
    text = fresh(inherited)
    assert state_of(text).public is PublicState.PUBLISHED
    assert text.record.withdrawal_asked_by == cast.moderator


def test_the_network_is_not_told_of_a_withdrawal_that_others_decide(
    cast: Cast, published: ContributionPage
) -> None:
    withdraw(published, by=cast.coordinator, note="Une personne était reconnaissable.")
    told = Notice.objects.filter(kind=name_of(EventKind.WITHDRAWAL_ASKED))
    assert set(told.values_list("person", flat=True)) == {cast.moderator.pk, cast.moderator_two.pk}
    assert desk_of(again(cast.network)).expected == []


def test_one_group_s_space_shows_its_own_inheritance(
    cast: Cast, inherited: ContributionPage
) -> None:
    close_group(cast.mobility, by=cast.network)
    network = again(cast.network)
    [line] = space_of(cast.health, network).inherited
    assert [text.page for text in line.texts] == [inherited]
    assert space_of(cast.mobility, network).inherited == []


def test_a_long_inheritance_costs_as_much_as_a_short_one(
    cast: Cast, published: ContributionPage
) -> None:
    text_in(cast, "published", "Deux")
    closed = [cast.health, cast.mobility]

    def queries() -> int:
        for group in closed:
            close_group(group, by=cast.network)
        with CaptureQueriesContext(connection) as seen:
            lines = inherited_from(inherited_by(again(cast.network)))
            assert all(text.proposals for line in lines for text in line.texts)
            assert len(lines) == 1
        counted.append(sum(len(line.texts) for line in lines))
        for group in closed:
            reopen_group(group, by=cast.network)
        return len(seen)

    counted: list[int] = []
    few = queries()
    for number in range(4):
        text_in(cast, "published", f"Et encore {number}")
    assert queries() == few
    assert counted == [2, 6]
