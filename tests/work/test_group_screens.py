"""The coordination's screens for groups."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from groups.actions.create_group import create_group
from groups.actions.memberships import join
from groups.models import WorkingGroupPage
from tests.cast import Cast, draft

from .helpers import Browser, answers, only, queries_of, text

NEW = "/coordination/groupes/nouveau/"
WORDS = {"title": "Numérique", "kind": "thematic", "aims": "Réduire la fracture."}


def url_of(group: WorkingGroupPage, name: str) -> str:
    return reverse(f"groups:{name}", args=[group.pk])


def test_groups_are_led_by_the_network_alone(cast: Cast, client_of: Browser) -> None:
    urls = [NEW, *(url_of(cast.health, name) for name in ("edit", "close", "reopen", "delete"))]
    for url in urls:
        assert answers(client_of, cast, url) == only("network", "superuser"), url
    for number in (999_999, 10**30):
        url = reverse("groups:edit", args=[number])
        assert answers(client_of, cast, url) == only()


def test_a_group_is_opened_with_its_words(cast: Cast, client_of: Browser) -> None:
    theme = cast.health.themes.get()
    sent = client_of(cast.network).post(NEW, WORDS | {"themes": [theme.pk]})
    group = WorkingGroupPage.objects.get(title="Numérique")
    assert sent["Location"] == "/coordination/"
    assert (group.aims, list(group.themes.all())) == ("Réduire la fracture.", [theme])
    assert group.record.is_open


def test_a_group_s_form_sent_twice_opens_one(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.network)
    seen = browser.get(NEW).context["form"]["seen"].value()
    for _ in range(2):
        assert browser.post(NEW, WORDS | {"seen": seen}).status_code == 302
    assert WorkingGroupPage.objects.filter(title="Numérique").count() == 1


def test_what_is_wrong_is_named_and_what_was_typed_is_kept(cast: Cast, client_of: Browser) -> None:
    for words in (
        {"title": ""},
        {"kind": "?"},
        {"themes": [10**30]},
        {"themes": ["x"]},
        {"aims": "a\x00"},
    ):
        sent = client_of(cast.network).post(NEW, WORDS | {"deliverable": "Un livre blanc"} | words)
        assert sent.status_code == 422, words
        assert "Un livre blanc" in text(sent)


def test_a_renamed_group_keeps_its_address(cast: Cast, client_of: Browser) -> None:
    sent = client_of(cast.network).post(url_of(cast.health, "edit"), WORDS)
    assert sent.status_code == 302
    group = WorkingGroupPage.objects.get(pk=cast.health.pk)
    assert (group.title, group.slug) == ("Numérique", cast.health.slug)


def test_closing_and_reopening_are_said_before_they_are_done(
    cast: Cast, client_of: Browser
) -> None:
    browser = client_of(cast.network)
    for name, is_open in (("close", False), ("close", False), ("reopen", True)):
        url = url_of(cast.health, name)
        assert browser.get(url).status_code == 200
        assert browser.post(url).status_code == 302
        cast.health.record.refresh_from_db()
        assert cast.health.record.is_open is is_open


def test_a_group_with_texts_is_not_deleted_and_an_empty_one_is(
    cast: Cast, client_of: Browser
) -> None:
    draft(cast)
    sent = client_of(cast.network).post(url_of(cast.health, "delete"))
    assert sent.status_code == 409
    assert "Ce groupe porte des textes" in text(sent)
    assert client_of(cast.network).post(url_of(cast.housing, "delete")).status_code == 302
    left = WorkingGroupPage.objects.values_list("title", flat=True)
    assert sorted(left) == ["Mobilités", "Santé"]


def test_a_group_without_animation_is_said(cast: Cast, client_of: Browser) -> None:
    create_group("Orphelin", by=cast.network)
    response = client_of(cast.network).get("/coordination/")
    lines = {line.group.title: (line.led_by, line.members) for line in response.context["groups"]}
    assert lines["Orphelin"] == ([], 0)
    assert lines["Santé"] == (["Coordinator"], 2)
    assert "sans animation" in text(response)
    assert response["Cache-Control"] == "private, no-store"


def test_the_overview_costs_the_same_for_two_and_for_twenty_groups(
    cast: Cast, client_of: Browser
) -> None:
    browser = client_of(cast.network)

    def costs() -> dict[str, int]:
        urls = ("/coordination/", "/coordination/saisines/nouvelle/")
        return {url: queries_of(browser, url) for url in urls}

    few = costs()
    for n in range(18):
        group = create_group(f"Groupe {n}", by=cast.network, at=timezone.now())
        join(cast.account, group, by=cast.network, role="coordinator")
    assert costs() == few
