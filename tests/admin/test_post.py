"""The coordination's lists of the post speak of letters in words, never in codes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django.utils import translation

from notifications.kinds import Kind, Kinds, kinds
from notifications.letters import new_message_id
from notifications.models import Letter, Notice, Preference
from notifications.outbox import post
from people.models import User
from tests.cast import Cast

ClientOf = Callable[[User | None], Client]

NAMES = sorted({kind.name for kind in kinds} | kinds.letter_names())
CODE = re.compile(rf"\b(?:{'|'.join(map(re.escape, NAMES))})\b")


def row(model: str, cast: Cast, kind: str) -> Any:
    if model == "letter":
        return Letter.objects.create(message_id=new_message_id(), kind=kind, person=cast.member)
    if model == "notice":
        return Notice.objects.create(person=cast.member, kind=kind, cadence="daily")
    return Preference.objects.create(person=cast.member, kind=kind, cadence="weekly")


MODELS = ("letter", "notice", "preference")
each_model = pytest.mark.parametrize("model", MODELS)


def index(model: str) -> str:
    return reverse(f"notifications_{model}_modeladmin_index")


def words(page: str) -> str:
    """What is read of a page: no address, no attribute."""
    return unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.fixture(params=["fr", "en"])
def reader(request: pytest.FixtureRequest, cast: Cast, client_of: ClientOf) -> Client:
    """The coordination, in each language."""
    cast.network.language = request.param
    cast.network.save()
    return client_of(cast.network)


def test_every_kind_has_words_of_its_own_in_both_languages() -> None:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels = [kinds.label_of(name) for name in NAMES]
        assert not [label for label in labels if CODE.search(label)]
        assert len(set(labels)) == len(labels)


@each_model
def test_rows_and_filters_speak_in_words(cast: Cast, reader: Client, model: str) -> None:
    for name in NAMES:
        row(model, cast, name)
    seen = words(reader.get(index(model)).content.decode())
    with translation.override(cast.network.language):
        missing = [name for name in NAMES if kinds.label_of(name) not in seen]
    assert missing == [] and CODE.findall(seen) == []


@each_model
def test_one_row_speaks_in_words(cast: Cast, reader: Client, model: str) -> None:
    address = f"notifications_{model}_modeladmin_inspect"
    for name in ("people.invitation", "groups.closed"):
        page = words(
            reader.get(reverse(address, args=[row(model, cast, name).pk])).content.decode()
        )
        with translation.override(cast.network.language):
            assert kinds.label_of(name) in page
        assert CODE.findall(page) == []


@each_model
def test_spreadsheets_speak_in_words(cast: Cast, reader: Client, model: str) -> None:
    for name in NAMES:
        row(model, cast, name)
    answer = reader.get(index(model), {"export": "csv"})
    sheet = list(csv.reader(io.StringIO(b"".join(answer).decode())))
    cells = {cell for line in sheet for cell in line}
    with translation.override(cast.network.language):
        assert {kinds.label_of(name) for name in NAMES} <= cells
    assert [cell for cell in cells if CODE.search(cell)] == []


def test_a_filter_by_kind_shows_this_kind_and_says_so(cast: Cast, client_of: ClientOf) -> None:
    Preference.objects.create(person=cast.member, kind="", cadence="weekly")
    row("preference", cast, "groups.closed")
    client = client_of(cast.network)
    page = client.get(index("preference"), {"kind": "groups.closed"}).content.decode()
    chosen = [
        words(part).strip() for part in re.findall(r'class="selected">(.*?)</li>', page, re.S)
    ]
    assert kinds.label_of("groups.closed") in chosen and "tout" not in chosen
    listed = page.partition("<tbody>")[2]
    assert kinds.label_of("groups.closed") in listed and "tout" not in words(listed).split()
    page = client.get(index("preference"), {"kind": ""}).content.decode()
    assert kinds.label_of("groups.closed") not in page.partition("<tbody>")[2]


def test_a_letter_without_words_for_its_kind_is_not_posted(cast: Cast) -> None:
    message = EmailMultiAlternatives("Objet", "mots", to=["a@example.org"])
    with pytest.raises(KeyError):
        post(message, kind="people.unheard_of")
    assert not Letter.objects.filter(kind="people.unheard_of").exists()


def test_every_letter_of_the_door_has_its_words() -> None:
    folder = settings.ROOT / "templates/account/email"
    names = {path.name.removesuffix("_message.html") for path in folder.glob("*_message.html")}
    assert names and {f"people.{name}" for name in names} <= kinds.letter_names()


def test_two_kinds_do_not_share_a_name() -> None:
    known = Kinds()
    known.register(Kind("a.b", "Nouvelle", lambda data, person: None))  # type: ignore[arg-type, return-value]
    known.name_letter("a.c", "Lettre")
    known.name_letter("a.c", "Lettre")
    for name in ("a.b", "a.c"):
        with pytest.raises(ValueError, match=name):
            known.name_letter(name, "Autre")


def test_a_sheet_of_letters_holds_what_their_list_leaves_out(
    cast: Cast, client_of: ClientOf
) -> None:
    written = row("letter", cast, "people.invitation")
    Letter.objects.filter(pk=written.pk).update(attempts=7351)
    client = client_of(cast.network)
    assert "7351" not in words(client.get(index("letter")).content.decode())
    sheet = b"".join(client.get(index("letter"), {"export": "csv"})).decode()
    assert "7351" in sheet
    page = reverse("notifications_letter_modeladmin_inspect", args=[written.pk])
    seen = words(client.get(page).content.decode())
    assert "7351" in seen and "français" in seen
