"""Choosing how often one is written to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from contributions.actions.propose import propose
from notifications.kinds import kinds
from notifications.models import Notice, Preference
from people.models import User
from tests.cast import Cast, draft
from tests.work.helpers import queries_of, text

Browser = Callable[[User | None], Client]

URL = "/espace/nouvelles/reglages/"


def of_group(cast: Cast) -> str:
    return f"{URL}{cast.health.pk}/"


def kept(user: User) -> set[tuple[Any, ...]]:
    return set(Preference.objects.filter(person=user).values_list("scope", "kind", "cadence"))


def cadence_of_a_proposal(cast: Cast) -> str:
    propose(draft(cast), by=cast.member)
    return Notice.objects.filter(kind="contributions.proposed").latest("pk").cadence


def test_the_page_shows_every_kind_that_may_be_chosen(cast: Cast, client_of: Browser) -> None:
    page = text(client_of(cast.member).get(URL))
    for kind in kinds:
        assert str(kind.label) in page, kind.name
        assert (f'name="all:{kind.name}"' in page) != kind.fixed, kind.name
    assert "toujours envoyée" in page


def test_a_choice_for_everything(cast: Cast, client_of: Browser) -> None:
    answer = client_of(cast.coordinator).post(URL, {"all:all": "weekly"})
    assert answer["Location"] == URL
    assert kept(cast.coordinator) == {(None, "", "weekly")}
    assert cadence_of_a_proposal(cast) == "weekly"


def test_a_group_beats_everything_and_a_kind_beats_its_group(
    cast: Cast, client_of: Browser
) -> None:
    client = client_of(cast.coordinator)
    client.post(URL, {"all:all": "none", f"{cast.health.pk}:all": "weekly"})
    assert cadence_of_a_proposal(cast) == "weekly"
    client.post(
        of_group(cast),
        {f"{cast.health.pk}:all": "weekly", f"{cast.health.pk}:contributions.proposed": "at_once"},
    )
    assert kept(cast.coordinator) == {
        (None, "", "none"),
        (cast.health.pk, "", "weekly"),
        (cast.health.pk, "contributions.proposed", "at_once"),
    }
    assert cadence_of_a_proposal(cast) == "at_once"


def test_a_choice_is_taken_back(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.coordinator)
    client.post(URL, {"all:all": "none", "all:contributions.proposed": "weekly"})
    client.post(URL, {"all:all": "", "all:contributions.proposed": ""})
    assert kept(cast.coordinator) == set()
    assert cadence_of_a_proposal(cast) == "daily"


def test_saving_one_page_leaves_what_the_other_says(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.coordinator)
    client.post(of_group(cast), {f"{cast.health.pk}:contributions.proposed": "none"})
    client.post(URL, {"all:all": "weekly"})
    assert kept(cast.coordinator) == {
        (None, "", "weekly"), (cast.health.pk, "contributions.proposed", "none")
    }  # fmt: skip


@pytest.mark.parametrize("name", ["all:all", "all:contributions.proposed"])
def test_nonsense_is_refused_and_keeps_the_rest_typed(
    cast: Cast, client_of: Browser, name: str
) -> None:
    sent = {"all:contributions.published": "weekly", name: "toutes les heures"}
    answer = client_of(cast.coordinator).post(URL, sent)
    assert answer.status_code == 422
    assert '<option value="weekly" selected>' in text(answer)
    assert kept(cast.coordinator) == set()


def test_what_is_always_sent_cannot_be_silenced(cast: Cast, client_of: Browser) -> None:
    fixed = next(kind for kind in kinds if kind.fixed)
    client_of(cast.member).post(URL, {f"all:{fixed.name}": "none"})
    assert kept(cast.member) == set()


def test_a_group_that_is_not_one_s_own_is_missing(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.other_member)
    assert client.get(of_group(cast)).status_code == 404
    assert client.post(of_group(cast), {}).status_code == 404
    assert client.get(f"{URL}999999/").status_code == 404
    client.post(URL, {f"{cast.health.pk}:all": "none"})
    assert kept(cast.other_member) == set()


def test_preferences_cost_the_same_whatever_was_chosen(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.coordinator)
    few = queries_of(client, URL)
    client.post(URL, {f"all:{kind.name}": "weekly" for kind in kinds})
    assert queries_of(client, URL) == few
