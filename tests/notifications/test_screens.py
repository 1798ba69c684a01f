"""A person's news on the site: the list, what is unread, what may no longer be known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from contributions.actions.open_review import open_review
from contributions.actions.propose import propose
from contributions.actions.return_text import return_text
from groups.actions.memberships import end_membership, join
from groups.enums import Role
from groups.models import Membership
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, draft, text_in
from tests.work.helpers import queries_of, text

Browser = Callable[[User | None], Client]

LIST, MARK = "/espace/nouvelles/", "/espace/nouvelles/lues/"


@pytest.fixture(autouse=True)
def nothing_told_before(cast: Cast) -> None:
    Notice.objects.all().delete()


def propose_texts(cast: Cast, count: int) -> None:
    """As many pieces of news for the coordinator of `santé`."""
    for number in range(count):
        propose(draft(cast, f"Texte {number}"), by=cast.member, note=f"Prêt, le {number}.")


def news_of(user: User) -> list[Notice]:
    return list(Notice.objects.filter(person=user).order_by("pk"))


def test_a_visitor_is_led_to_the_door(cast: Cast, client_of: Browser) -> None:
    for url in (LIST, "/espace/nouvelles/1/", "/espace/nouvelles/reglages/"):
        assert client_of(None).get(url)["Location"].startswith("/connexion/")
    assert "Nouvelles" not in text(client_of(None).get("/"))


def test_an_empty_list_says_what_will_come(cast: Cast, client_of: Browser) -> None:
    page = text(client_of(cast.account).get(LIST))
    assert "Aucune nouvelle pour le moment" in page
    assert "une relecture ouverte" in page
    assert "Tout marquer comme lu" not in page


def test_the_list_says_what_happened_in_words_and_leads_there(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validation")
    return_text(page, by=cast.moderator, note="Sourcez le chiffre.")
    client = client_of(cast.member)
    told = news_of(cast.member)[-1]
    shown = text(client.get(LIST))
    assert "Texte renvoyé au groupe par Moderator" in shown
    assert "Sourcez le chiffre." in shown
    answer = client.get(f"{LIST}{told.pk}/")
    assert answer["Location"] == f"/contributions/{page.record.pk}/suivi/"
    told.refresh_from_db()
    assert told.read_at is not None


def test_in_english_the_way_stays_english(cast: Cast, client_of: Browser) -> None:
    propose_texts(cast, 1)
    [told] = news_of(cast.coordinator)
    client = client_of(cast.coordinator)
    assert client.get(f"/en{LIST}{told.pk}/")["Location"].startswith("/en/contributions/")


def test_the_header_counts_what_is_unread(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.coordinator)
    assert "non lue" not in text(client.get("/espace/"))
    propose_texts(cast, 2)
    assert ", 2 non lues" in text(client.get("/espace/"))
    client.get(f"{LIST}{news_of(cast.coordinator)[0].pk}/")
    assert ", 1 non lue<" in text(client.get("/"))


def test_the_count_stops_at_ninety_nine(cast: Cast, client_of: Browser) -> None:
    propose_texts(cast, 1)
    [told] = news_of(cast.coordinator)
    Notice.objects.bulk_create(
        Notice(person=cast.coordinator, kind=told.kind, scope=told.scope, data=told.data,
               cadence=told.cadence) for _ in range(120)
    )  # fmt: skip
    assert ", 99+ non lues" in text(client_of(cast.coordinator).get("/espace/"))


def test_one_is_marked_as_read_and_the_list_stays(cast: Cast, client_of: Browser) -> None:
    propose_texts(cast, 2)
    first, second = news_of(cast.coordinator)
    answer = client_of(cast.coordinator).post(
        MARK, {"notice": first.pk, "next": f"{LIST}?voir=non-lues"}
    )
    assert answer["Location"] == f"{LIST}?voir=non-lues"
    first.refresh_from_db(), second.refresh_from_db()
    assert first.read_at
    assert not second.read_at


def test_all_are_marked_up_to_the_newest_seen(cast: Cast, client_of: Browser) -> None:
    propose_texts(cast, 3)
    one, two, three = news_of(cast.coordinator)
    client_of(cast.coordinator).post(MARK, {"until": two.pk})
    read = Notice.objects.filter(person=cast.coordinator, read_at__isnull=False)
    assert set(read) == {one, two}
    assert three not in read


def test_nobody_marks_or_opens_the_news_of_another(cast: Cast, client_of: Browser) -> None:
    propose_texts(cast, 1)
    [told] = news_of(cast.coordinator)
    client = client_of(cast.member)
    client.post(MARK, {"notice": told.pk})
    assert client.get(f"{LIST}{told.pk}/").status_code == 404
    told.refresh_from_db()
    assert told.read_at is None


@pytest.mark.parametrize("sent", [{}, {"notice": "x"}, {"until": "9" * 40}, {"notice": "٣"}])
def test_nonsense_marks_nothing(cast: Cast, client_of: Browser, sent: dict[str, str]) -> None:
    propose_texts(cast, 1)
    assert client_of(cast.coordinator).post(MARK, sent).status_code == 404
    assert not Notice.objects.filter(read_at__isnull=False).exists()


def test_the_way_back_never_leaves_the_site(cast: Cast, client_of: Browser) -> None:
    propose_texts(cast, 1)
    [told] = news_of(cast.coordinator)
    sent = {"notice": told.pk, "next": "https://example.com/"}
    assert client_of(cast.coordinator).post(MARK, sent)["Location"] == LIST


def test_reading_the_list_changes_nothing(cast: Cast, client_of: Browser) -> None:
    propose_texts(cast, 1)
    client_of(cast.coordinator).get(LIST)
    assert client_of(cast.coordinator).get(MARK).status_code == 405
    assert not Notice.objects.filter(read_at__isnull=False).exists()


def test_who_left_neither_reads_nor_counts_it(cast: Cast, client_of: Browser) -> None:
    open_review(text_in(cast, "drafting", "Un titre secret"), by=cast.coordinator)
    client = client_of(cast.member)
    [told] = news_of(cast.member)
    assert "Un titre secret" in text(client.get(LIST))
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.member)
    shown = text(client.get(LIST))
    assert "Un titre secret" not in shown
    assert "non lue<" not in shown
    assert client.get(f"{LIST}{told.pk}/").status_code == 404


def test_a_filter_shows_one_group_or_what_is_unread(cast: Cast, client_of: Browser) -> None:
    propose_texts(cast, 1)
    join(cast.coordinator, cast.mobility, by=cast.network)
    client = client_of(cast.coordinator)
    for url in (f"{LIST}?groupe={cast.health.pk}", f"{LIST}?voir=non-lues", f"{LIST}?groupe=x"):
        assert "Texte 0" in text(client.get(url)), url
    assert "Texte 0" not in text(client.get(f"{LIST}?groupe={cast.mobility.pk}"))
    Notice.objects.update(read_at=timezone.now())
    assert "Tout est lu." in text(client.get(f"{LIST}?voir=non-lues"))


def test_the_list_goes_on_to_a_second_page(cast: Cast, client_of: Browser) -> None:
    propose_texts(cast, 22)
    client = client_of(cast.coordinator)
    assert "Page 1 sur 2" in text(client.get(LIST))
    assert "Texte 0" in text(client.get(f"{LIST}?page=2"))


@pytest.mark.parametrize("url", [LIST, "/espace/"])
def test_news_cost_the_same_for_2_and_20(cast: Cast, client_of: Browser, url: str) -> None:
    client = client_of(cast.coordinator)
    propose_texts(cast, 2)
    few = queries_of(client, url)
    propose_texts(cast, 18)
    assert queries_of(client, url) == few


def test_a_director_s_news_cost_the_same_for_2_and_10(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.director)

    def review(count: int) -> None:
        for number in range(count):
            open_review(draft(cast, f"Texte {number}"), by=cast.coordinator)

    review(2)
    few = queries_of(client, LIST)
    review(8)
    assert queries_of(client, LIST) == few


def test_a_second_coordinator_is_told_too(cast: Cast, client_of: Browser) -> None:
    join(cast.account, cast.health, by=cast.network, role=Role.COORDINATOR)
    propose_texts(cast, 1)
    assert "Texte 0" in text(client_of(cast.account).get(LIST))
