"""What a superuser reads of a group's files is written where its people see it."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from wagtail.models import PageLogEntry

from contributions.enums import EventKind
from contributions.models import TextEvent
from people.models import User
from tests.cast import Cast

from .files import Files, text_using

ClientOf = Callable[[User | None], Client]


def read_all(client: Client, files: Files) -> None:
    for address in files.addresses().values():
        assert client.get(address).status_code == 200


def test_a_file_of_a_draft_is_noted_once_in_the_life_of_the_text(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    text = text_using(cast, files, "drafting")
    read_all(client_of(cast.superuser), files)
    line = TextEvent.objects.get(record=text.record, kind=EventKind.ADMIN_ACCESS)
    assert line.actor == cast.superuser


def test_a_file_that_no_text_uses_is_noted_in_the_group_s_log(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    read_all(client_of(cast.superuser), files)
    entries = PageLogEntry.objects.filter(page=cast.health.pk, action="groups.file_read")
    assert {entry.user for entry in entries} == {cast.superuser}


def test_a_member_s_reading_is_nobody_s_business(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    text_using(cast, files, "drafting")
    read_all(client_of(cast.member), files)
    assert not TextEvent.objects.filter(kind=EventKind.ADMIN_ACCESS).exists()
    assert not PageLogEntry.objects.filter(action="groups.file_read").exists()
