"""Words that were deleted, and names, looked for in every page of co-writing that answers
somebody who is not one of the text's people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.grant_reading import grant_reading
from contributions.actions.open_review import open_review
from contributions.actions.versions import name_version
from contributions.models import ContributionPage
from cowriting.models import Update
from cowriting.record.saving import save_now
from groups.actions.memberships import end_membership
from groups.models import Membership
from people.models import User
from tests.cast import Cast, draft, fresh

from .pens import Pen, cutting
from .plainly import block_of

SignIn = Callable[[User | None], Client]

CANARY = "Canari"


@pytest.fixture
def page(cast: Cast) -> ContributionPage:
    """A draft in which words were typed, named, deleted and refused."""
    page = draft(cast)
    pen = Pen(page, cast.member)
    pen.type(CANARY)
    save_now(page.pk)
    name_version(fresh(page), by=cast.member, label=CANARY)
    pen.send(pen.change(cutting()))
    pen.type("Ce qui reste.")
    save_now(page.pk)
    return fresh(page)


def answers(page: ContributionPage, client: Client) -> dict[str, HttpResponse]:
    """What every address of co-writing answers, read and written to."""
    text = f"/contributions/{page.record.pk}/"
    room = f"/admin/contributions/{page.pk}/ecrire/"
    last, key = Update.objects.latest("pk").pk, block_of(page, "finding")["id"]
    read = ["moments/", "moments/?moment=1", f"moments/{last}/", "comparer/", "comparer/?de=v1",
            "comparer/?de=m1&a=v1", "auteurs/", "blocs/", "blocs/texte/", f"blocs/{key}/",
            "blocs/nouveau/?type=text", "mots-refuses/"]  # fmt: skip
    found = {where: client.get(f"{text}{where}") for where in read}
    found |= {where: client.get(f"{room}{where}")
              for where in ("", "choisir/?kind=image", "fichier/?kind=image&key=1")}  # fmt: skip
    sent = {"seen": "x", "back": str(last), "label": "Une", "block": key, "person": "1"}
    for where in (f"{text}blocs/{key}/", f"{text}mots-refuses/", f"{room}version/",
                  f"{room}confier/"):  # fmt: skip
        found[f"POST {where}"] = client.post(where, sent)
    return found  # type: ignore[return-value]


def told(answer: HttpResponse) -> str:
    return f"{answer.content.decode()} {dict(answer.headers)}"


def opened(found: dict[str, HttpResponse]) -> set[str]:
    return {where for where, answer in found.items() if answer.status_code < 400}


def test_the_text_s_people_find_them(page: ContributionPage, cast: Cast, client_of: SignIn) -> None:
    found = answers(page, client_of(cast.member))
    assert CANARY in told(found["comparer/?de=v1"])


@pytest.mark.parametrize("role", ["other_member", "moderator", "director", "partner", "account"])
def test_an_outsider_opens_nothing_of_a_draft(
    role: str, page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    found = answers(page, client_of(cast.people()[role]))
    assert not opened(found)
    assert not [where for where, answer in found.items() if CANARY in told(answer)]
    assert not [where for where, answer in found.items() if "Member" in told(answer)]


def test_a_member_who_left_opens_nothing_any_more(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.member)
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.network)
    found = answers(page, client)
    assert not opened(found)
    assert not [where for where, answer in found.items() if CANARY in told(answer)]


def test_a_moderator_opens_the_room_of_what_they_weigh_and_nothing_of_its_past(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    open_review(page, by=cast.coordinator)
    close_review(page, by=cast.coordinator)
    found = answers(page, client_of(cast.moderator))
    assert opened(found) == {""}
    assert not [where for where, answer in found.items() if CANARY in told(answer)]


def test_a_named_reader_of_one_version_opens_nothing_else(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    pen = Pen(page, cast.member)
    pen.type("Suite.")
    save_now(page.pk)
    version = name_version(fresh(page), by=cast.member, label="Lisible")
    until = timezone.now() + timedelta(days=1)
    grant_reading(page, by=cast.coordinator, person=cast.account, version=version, until=until)
    found = answers(page, client_of(cast.account))
    assert not opened(found)
    assert not [where for where, answer in found.items() if CANARY in told(answer)]
