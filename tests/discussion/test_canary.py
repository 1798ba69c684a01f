"""Words said beside a draft are found by no outsider: no page, search, list or letter."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from contributions.models import ContributionPage
from discussion.actions.answer import answer
from discussion.actions.change_remark import change_remark
from discussion.actions.hide_remark import hide_remark
from discussion.actions.make_link import make_link
from discussion.actions.settle import settle
from discussion.actions.suggest import suggest
from discussion.models import Remark
from media.models import SiteDocument, SiteImage
from notifications.delivery import deliver_due
from notifications.models import Letter
from people.models import User
from tests.admin.test_leaks import addresses
from tests.cast import Cast, fresh, gather, text_in

from .helpers import block_with, remark_on

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]

#: A word of its own for each place where something is said or named.
CANARY = "zyzomys"
PLACES = (
    "mot", "reponse", "avant", "motif", "masque", "fichier", "nom", "texteremplace", "propose",
)  # fmt: skip
CANARIES = tuple(f"{CANARY}{place}" for place in PLACES)

OUTSIDERS = (
    None, "account", "moderator", "network", "director", "partner", "other_member",
    "other_coordinator", "gone",
)  # fmt: skip


def say_everything(cast: Cast) -> tuple[ContributionPage, Remark]:
    """A draft with a canary in everything that is said beside it."""
    text = text_in(cast, "drafting")
    file = SiteDocument.objects.create(
        title=f"{CANARY}nom", file=ContentFile(b"x", f"{CANARY}fichier.txt"),
        uploaded_by_user=cast.member, collection=cast.health.record.collection,
    )  # fmt: skip
    SiteImage.objects.create(
        title=f"{CANARY}texteremplace", description=f"{CANARY}texteremplace",
        file=get_test_image_file(f"{CANARY}fichier.png"), uploaded_by_user=cast.member,
        collection=cast.health.record.collection,
    )  # fmt: skip
    first = remark_on(text, cast.member, f"{CANARY}avant", files=[file])
    change_remark(first, by=cast.member, words=f"{CANARY}mot @Coordinator")
    hide_remark(
        answer(first, by=cast.member, words=f"{CANARY}reponse"),
        by=cast.coordinator, reason=f"{CANARY}masque",
    )  # fmt: skip
    settle(first, by=cast.coordinator, outcome="refused", note=f"{CANARY}motif")
    suggest(
        text, by=cast.member, block_id=block_with(text), quote="soins reportés",
        replacement=f"{CANARY}propose",
    )  # fmt: skip
    return text, first


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, Any, Remark]]:
    """Built once, with the search up to date, and rolled back; its tests change nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = gather()
        text, first = say_everything(cast)
        call_command("update_index", verbosity=0)
        yield cast, fresh(text), first
        transaction.set_rollback(True)


def everywhere(cast: Cast, text: ContributionPage, first: Remark) -> list[str]:
    """Every address that could show, list or find something said beside the draft."""
    number, query = text.record.pk, f"?q={CANARY}"
    document = SiteDocument.objects.get(title=f"{CANARY}nom")
    image = SiteImage.objects.get(title=f"{CANARY}texteremplace")
    beside = [
        "", "comptes/", "nouvelle/", f"bloc/{first.block_id}/", "?montrer=all", "?montrer=mine",
    ]  # fmt: skip
    acts = (
        "", "repondre/", "modifier/", "issue/", "rouvrir/", "masquer/", "dire-d-accord/",
        "histoire/", "accepter/", "reprendre/",
    )  # fmt: skip
    return [
        *(address.replace(f"?q={CANARY}", query) for address in addresses(cast, text)),
        *(f"/contributions/{number}/remarques/{rest}" for rest in beside),
        *(f"/remarques/{pk}/{act}" for act in acts for pk in (first.pk, first.pk + 1, first.pk + 2)),
        f"/contributions/{number}/liens/", f"/contributions/{number}/", f"/contributions/{number}/texte/",
        "/espace/", "/espace/nouvelles/", "/groupes/sante/espace/", "/moderation/",
        "/sitemap.xml", "/robots.txt", f"/contributions/{number}/histoire/",
        *(f"/recherche/?q={word}" for word in CANARIES),
        *(f"/api/v2/{what}/?search={CANARY}" for what in ("pages", "images", "documents")),
        f"/api/v2/pages/?fields=*&search={CANARY}", f"/api/v2/documents/{document.pk}/",
        f"/admin/images/{query}", f"/admin/documents/{query}", f"/admin/images/chooser/results/{query}",
        f"/admin/documents/chooser/results/{query}", f"/admin/images/chooser/{query}",
        f"/admin/documents/chooser/{query}", f"/admin/images/{image.pk}/", f"/admin/documents/edit/{document.pk}/",
        f"/admin/images/usage/{image.pk}/", f"/admin/documents/usage/{document.pk}/",
        f"/admin/pages/{text.pk}/edit/", f"/admin/pages/{text.pk}/history/",
        "/compte/donnees/mes-donnees.json", "/compte/donnees/mes-donnees.html",
        document.url, image.file.url,
    ]  # fmt: skip


def words(client: Client, address: str) -> str:
    """What an address answers, headers included; a page that asks says the query back, which
    is shorter than any canary."""
    response = client.get(address)
    content = response.getvalue() if response.streaming else response.content
    return f"{content.decode(errors='replace')} {json.dumps(dict(response.headers))}"


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_outsider_finds_a_word_said_beside_a_draft(
    said: tuple[Cast, Any, Remark], client_of: ClientOf, role: str | None
) -> None:
    cast, text, first = said
    client = client_of(getattr(cast, role) if role else None)
    found = []
    for address in everywhere(cast, text, first):
        seen = words(client, address)
        # In an address of its own file, the name of the file was known before.
        found += [
            f"{address}: {canary}"
            for canary in CANARIES
            if canary in seen and canary not in address
        ]
    assert found == []


def test_its_own_people_find_them(said: tuple[Cast, Any, Remark], client_of: ClientOf) -> None:
    """The control: each canary stands where its readers look for it."""
    cast, text, first = said
    client = client_of(cast.coordinator)
    seen: set[str] = set()
    for address in everywhere(cast, text, first):
        answer_to = words(client, address)
        seen |= {one for one in CANARIES if one in answer_to and one not in address}
    assert seen == set(CANARIES)


def test_what_is_said_is_in_no_index_of_the_search(said: tuple[Cast, Any, Remark]) -> None:
    from django.apps import apps
    from wagtail.search.index import Indexed

    rooms = ("discussion", "django_comments", "django_comments_xtd")
    models = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    assert [model for model in models if issubclass(model, Indexed)] == []


def test_the_package_s_own_addresses_do_not_exist(
    said: tuple[Cast, Any, Remark], client_of: ClientOf
) -> None:
    cast, text, first = said
    for address in (
        f"/comments/api/contributions-contributionpage/{text.pk}/", f"/comments/reply/{first.pk}/",
        f"/comments/flag/{first.pk}/", "/comments/sent/", f"/comments/cr/1/{first.pk}/",
    ):  # fmt: skip
        assert client_of(cast.superuser).get(address).status_code == 404


def test_subjects_of_letters_hold_nothing_that_was_said(cast: Cast) -> None:
    text, _first = say_everything(cast)
    make_link(
        text_in(cast, "review", "Un autre texte").record.reviewed_version, by=cast.coordinator,
        invited=f"{CANARY}invite", email="invitee@example.org", message=f"{CANARY}invite",
        until=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    deliver_due()
    letters = list(Letter.objects.all())
    assert letters
    assert [letter.subject for letter in letters if CANARY in letter.subject] == []
    titles = [text.draft_title, "Un autre texte"]
    assert [one.subject for one in letters for title in titles if title in one.subject] == []
