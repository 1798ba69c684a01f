"""The ordinary editor waits while people write together, and loses no word of anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contributions.actions.open_review import open_review
from contributions.actions.write import write
from contributions.locks import StateLock, lock_of
from contributions.models import ContributionPage
from cowriting.models import Room, RoomRevision
from cowriting.record.locks import RoomLock, lock_of_room
from cowriting.record.opening import keep_open, open_room
from cowriting.record.saving import save_now
from people.models import User
from tests.cast import Cast, draft, fresh

from .pens import Pen, words

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]


def opened(text: ContributionPage, seconds: int = 15) -> None:
    keep_open(Room.objects.get(page=text.pk).pk, timezone.now() + timedelta(seconds=seconds))


def editor_of(text: ContributionPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[text.pk])


def form_of(text: ContributionPage, client: Client, **typed: str) -> dict[str, str]:
    """The form as a tab shows it now, with what somebody types in it."""
    page = client.get(editor_of(text)).context
    loaded = page["latest_revision"] if "latest_revision" in page else fresh(text).latest_revision
    return {
        "title": text.title, "slug": text.slug, "summary": fresh(text).summary,
        "approach": fresh(text).approach, "addressees": "", "licence": "etalab-2.0",
        "body-count": "0", "loaded_revision_id": str(loaded.pk),
        "loaded_revision_created_at": loaded.created_at.isoformat(), **typed,
    }  # fmt: skip


def test_the_lock_holds_while_people_are_in_the_room_and_no_longer(cast: Cast) -> None:
    text = draft(cast)
    assert lock_of(text) is None
    Pen(text, cast.member)
    assert lock_of(text) is None
    opened(text)
    lock = lock_of(text)
    assert isinstance(lock, RoomLock)
    for person in (cast.member, cast.coordinator, cast.superuser):
        assert lock.for_user(person)
    Room.objects.update(open_until=timezone.now())
    assert lock_of(text) is None


def test_the_state_of_the_text_locks_first(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member)
    opened(text)
    open_review(text, by=cast.coordinator)
    assert isinstance(lock_of(fresh(text)), StateLock)


def test_it_names_those_who_write_now_but_not_who_asks(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member).type("x")
    opened(text)
    lock = lock_of_room(text)
    assert lock is not None
    assert "Member" in lock.get_message(cast.coordinator)
    assert "Member" not in lock.get_message(cast.member)
    door = reverse("writing:write", args=[text.pk])
    assert door in lock.get_message(cast.coordinator)
    assert door not in lock.get_message(cast.superuser)
    assert "Member" in lock.get_message(cast.superuser)
    assert "Member" not in lock.get_message(cast.account)
    assert lock.get_description(cast.member)
    assert lock.get_locked_by(cast.member)


def test_the_editor_says_so_and_saves_nothing(cast: Cast, client_of: ClientOf) -> None:
    text = draft(cast)
    client = client_of(cast.coordinator)
    form = form_of(text, client, summary="Tapé dans le formulaire.")
    Pen(text, cast.member).type("x")
    opened(text)
    count = text.revisions.count()
    assert "écrit dans ce texte en ce moment" in client.get(editor_of(text)).content.decode()
    answer = client.post(editor_of(text), form)
    assert answer.status_code == 200
    assert "Tapé dans le formulaire." in answer.content.decode()
    assert text.revisions.count() == count
    by_itself = client.post(editor_of(text), form, headers={"accept": "application/json"})
    assert by_itself.json()["success"] is False
    assert text.revisions.count() == count


def test_a_tab_from_before_takes_no_colleague_s_word_away(cast: Cast, client_of: ClientOf) -> None:
    """The room is empty again; the form still shows what was there before."""
    text = draft(cast)
    client = client_of(cast.coordinator)
    form = form_of(text, client, summary="Tapé dans un vieil onglet.")
    Pen(text, cast.member).type(" Écrit ensemble.")
    save_now(text.pk)
    count = text.revisions.count()
    answer = client.post(editor_of(text), form)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Tapé dans un vieil onglet." in page
    assert "écrit à plusieurs" in page
    by_itself = client.post(editor_of(text), form, headers={"accept": "application/json"})
    assert by_itself.json()["success"] is False
    assert text.revisions.count() == count
    assert fresh(text).summary.endswith(" Écrit ensemble.")


def test_a_tab_on_a_revision_that_was_written_over_is_from_before_too(
    cast: Cast, client_of: ClientOf
) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Un.")
    save_now(text.pk)
    client = client_of(cast.coordinator)
    form = form_of(text, client, summary="Tapé dans un vieil onglet.")
    pen.type(" Deux.")
    saved = save_now(text.pk)
    assert saved is not None and saved.rewrote
    assert client.post(editor_of(text), form).status_code == 200
    assert fresh(text).summary.endswith(" Un. Deux.")


def test_a_tab_of_today_saves_and_is_merged(cast: Cast, client_of: ClientOf) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Écrit ensemble.")
    save_now(text.pk)
    client = client_of(cast.coordinator)
    form = form_of(text, client, approach="Par le formulaire.")
    assert client.post(editor_of(text), form).status_code == 302
    assert fresh(text).approach == "Par le formulaire."
    pen.type(" Encore.")
    save_now(text.pk)
    assert fresh(text).approach == "Par le formulaire."
    assert fresh(text).summary.endswith(" Écrit ensemble. Encore.")


def test_the_same_tab_saves_again_and_again(cast: Cast, client_of: ClientOf) -> None:
    """As the editor does by itself: each time over the revision of its session."""
    text = draft(cast)
    Pen(text, cast.member).type(" Écrit ensemble.")
    save_now(text.pk)
    client = client_of(cast.member)
    form = form_of(text, client, approach="Un")
    json = {"accept": "application/json"}
    first = client.post(editor_of(text), form, headers=json).json()
    assert first["success"] is True
    again = form | {"approach": "Un, deux", "overwrite_revision_id": str(first["revision_id"])}
    assert client.post(editor_of(text), again, headers=json).json()["success"] is True
    assert fresh(text).approach == "Un, deux"
    assert not RoomRevision.objects.filter(revision=first["revision_id"]).exists()


def test_code_is_not_locked_out_and_its_words_are_merged(cast: Cast) -> None:
    text = draft(cast)
    pen = Pen(text, cast.member)
    pen.type(" Écrit ensemble.")
    opened(text)
    write(text, by=cast.coordinator, approach="Par l'import.")
    saved = save_now(text.pk)
    assert saved is not None and saved.outside is not None
    assert words(pen.room, "approach") == "Par l'import."
    page = fresh(text)
    assert page.approach == "Par l'import."
    assert page.summary.endswith(" Écrit ensemble.")


def test_code_that_read_the_text_before_takes_no_word_away(cast: Cast) -> None:
    text = draft(cast)
    read_before = fresh(text).get_latest_revision_as_object()
    Pen(text, cast.member).type(" Écrit ensemble.")
    save_now(text.pk)
    read_before.approach = "Par un script."
    with pytest.raises(PermissionDenied, match="à plusieurs"):
        read_before.save_revision(user=cast.coordinator, clean=False)
    read_now = fresh(text).get_latest_revision_as_object()
    read_now.approach = "Par un script."
    read_now.save_revision(user=cast.coordinator, clean=False)
    room = open_room(fresh(text), by=cast.member)
    assert words(room).endswith(" Écrit ensemble.")
    assert words(room, "approach") == "Par un script."
