"""The share of centres that must answer a group's rounds: the network sets it."""

from __future__ import annotations

from django.urls import reverse

from groups.models import GroupRecord, WorkingGroupPage
from tests.cast import Cast
from tests.work.helpers import Browser

WORDS = {"title": "Santé", "kind": "thematic", "aims": "Réduire les renoncements."}


def test_the_network_sets_the_quorum_of_a_group(cast: Cast, client_of: Browser) -> None:
    url = reverse("groups:edit", args=[cast.health.pk])
    browser = client_of(cast.network)
    assert browser.get(url).context["form"]["quorum"].value() == 0
    assert browser.post(url, WORDS | {"quorum": "60"}).status_code == 302
    assert GroupRecord.objects.get(page=cast.health).quorum == 60
    assert browser.get(url).context["form"]["quorum"].value() == 60


def test_a_new_group_has_the_quorum_that_it_was_given(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.network)
    for title, quorum, expected in (("Avec", "50", 50), ("Sans", "", 0)):
        sent = WORDS | {"title": title, "quorum": quorum}
        assert browser.post("/coordination/groupes/nouveau/", sent).status_code == 302
        assert WorkingGroupPage.objects.get(title=title).record.quorum == expected


def test_a_quorum_is_a_share(cast: Cast, client_of: Browser) -> None:
    url = reverse("groups:edit", args=[cast.health.pk])
    for wrong in ("101", "-1", "la moitié"):
        sent = client_of(cast.network).post(url, WORDS | {"quorum": wrong})
        assert sent.status_code == 422
        assert "Réduire les renoncements." in sent.content.decode()
    assert GroupRecord.objects.get(page=cast.health).quorum == 0
