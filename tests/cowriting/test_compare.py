"""Two states of a draft beside each other; what changed since one's last visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contributions.actions.grant_reading import grant_reading
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.models import ContributionPage
from cowriting.history.timeline import moments_of
from cowriting.history.visits import APART
from cowriting.models import DraftVisit, Room
from cowriting.record.opening import open_room
from cowriting.record.saving import save_now
from people.models import User
from tests.cast import Cast, draft, fresh
from tests.pages.conftest import Seen

from .typing import begun, in_page, in_slot, room_of, write_in_room

SignIn = Callable[[User | None], Client]


@pytest.fixture
def page(cast: Cast) -> ContributionPage:
    return begun(cast)


def address(page: ContributionPage) -> str:
    return f"/contributions/{page.record.pk}/comparer/"


def blocks(page: ContributionPage) -> list[Any]:
    return list(fresh(page).get_latest_revision_as_object().body)


def test_a_named_version_is_compared_with_today_word_by_word(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    name_version(page, by=cast.coordinator, label="avant")
    write_in_room(page, cast.member, in_page("summary", " Et la suite."))
    seen = Seen(client_of(cast.member).get(address(page), {"de": "v1"}))
    assert seen.status == 200
    assert "Début. ajouté : Et la suite." in seen.words
    assert "Aller vers" not in seen.words


def test_moved_blocks_are_shown_as_moved_in_the_new_order(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    name_version(page, by=cast.coordinator, label="avant")
    body = fresh(page).get_latest_revision_as_object().body.get_prep_value()
    *rest, last = body
    write(page, by=cast.member, body=fresh(page).body.stream_block.to_python([last, *rest]))
    seen = Seen(client_of(cast.member).get(address(page), {"de": "v1", "a": "maintenant"}))
    assert "Déplacé Proposition : Stabiliser" in seen.words
    assert not seen.all("ins") and not seen.all("del")


def test_any_two_moments_are_compared_in_either_direction(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    for hour, words in enumerate((" Un.", " Deux.", " Trois.")):
        at = yesterday + timedelta(hours=hour)
        write_in_room(page, cast.member, in_page("summary", words), at=at)
    moments = moments_of(room_of(page))
    client = client_of(cast.coordinator)
    _begun, one, _two, three = (f"m{moment.last}" for moment in moments)
    seen = Seen(client.get(address(page), {"de": one, "a": three}))
    assert "Un. ajouté : Deux. Trois." in seen.words
    back = Seen(client.get(address(page), {"de": three, "a": one}))
    assert "ôté : Deux. Trois." in back.words


def test_revisions_saved_in_the_ordinary_editor_are_compared(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    old = page.latest_revision_id
    write(page, by=cast.coordinator, summary="Début, autrement.")
    client = client_of(cast.member)
    seen = Seen(client.get(address(page), {"de": f"r{old}"}))
    assert "autrement" in seen.words and len(seen.all("ins")) == 1
    assert "Ces deux états disent la même chose" in Seen(
        client.get(address(page), {"de": "maintenant"})
    ).words  # fmt: skip


@pytest.mark.parametrize(
    "key", ["v9", "m999999", "r999999", "x", "v", "m1e3", "v" + "9" * 40, "r-1"]
)
def test_a_state_that_the_text_has_not_is_missing(
    key: str, page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    open_room(page, by=cast.member)
    assert client_of(cast.member).get(address(page), {"de": key}).status_code == 404


def test_another_text_s_states_are_out_of_reach(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    other = draft(cast, "Un autre texte", mark="canari")
    open_room(other, by=cast.member)
    seq = moments_of(Room.objects.get(page=other))[0].last
    client = client_of(cast.member)
    for key in (f"r{other.latest_revision_id}", f"m{seq}"):
        assert client.get(address(page), {"de": key}).status_code == 404


def test_a_reader_of_one_version_does_not_compare_it_with_the_draft(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    version = name_version(page, by=cast.coordinator, label="avant")
    until = timezone.now() + timedelta(days=1)
    grant_reading(page, by=cast.coordinator, person=cast.account, version=version, until=until)
    assert client_of(cast.account).get(address(page), {"de": "v1"}).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("member", 200), ("coordinator", 200), ("superuser", 200), ("moderator", 404),
     ("network", 404), ("director", 404), ("partner", 404), ("other_member", 404),
     ("account", 404), ("gone", 404), (None, 302)],
)  # fmt: skip
def test_who_reads_the_draft_compares(
    role: str | None, status: int, page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.people()[role] if role else None)
    assert client.get(address(page)).status_code == status


# -- Since the last visit ----------------------------------------------------------------


def read_draft(client: Client, page: ContributionPage) -> Seen:
    return Seen(client.get(f"/contributions/{page.record.pk}/texte/"))


def go_back_in_time(person: User, page: ContributionPage) -> datetime:
    """As if the last look had been an hour ago."""
    visit = DraftVisit.objects.get(person=person, page=page)
    visit.seen_at = timezone.now() - APART - timedelta(minutes=30)
    visit.save()
    return visit.seen_at


def test_a_draft_says_that_it_changed_since_one_s_last_visit_and_how(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    write_in_room(page, cast.member, in_page("summary", " Un."))
    save_now(page.pk)
    client = client_of(cast.coordinator)
    assert "depuis votre dernière visite" not in read_draft(client, page).words
    go_back_in_time(cast.coordinator, page)
    assert "depuis votre dernière visite" not in read_draft(client, page).words
    go_back_in_time(cast.coordinator, page)
    later = timezone.now() + timedelta(hours=2)
    write_in_room(page, cast.member, in_page("summary", " Deux."), at=later)
    save_now(page.pk)
    seen = read_draft(client, page)
    assert "Ce texte a changé depuis votre dernière visite" in seen.words
    assert f"{address(page)}?de=visite" in seen.links
    told = Seen(client.get(address(page), {"de": "visite"}))
    assert "Début. Un. ajouté : Deux." in told.words


def test_reading_again_at_once_hides_nothing_new(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.coordinator)
    read_draft(client, page)
    go_back_in_time(cast.coordinator, page)
    write(page, by=cast.member, summary="Début. Suite.")
    for _look in range(3):
        assert "a changé depuis votre dernière visite" in read_draft(client, page).words
    assert "ajouté : Suite." in Seen(client.get(address(page), {"de": "visite"})).words


def test_a_visit_before_the_room_opened_is_remembered_by_its_revision(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.coordinator)
    read_draft(client, page)
    go_back_in_time(cast.coordinator, page)
    write_in_room(page, cast.member, in_slot(str(blocks(page)[1].id), "territory", "Nord"))
    save_now(page.pk)
    assert "a changé depuis votre dernière visite" in read_draft(client, page).words
    assert "ajouté : Nord" in Seen(client.get(address(page), {"de": "visite"})).words


def test_a_first_visit_has_nothing_to_compare_with(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.coordinator)
    answer = client.get(address(page), {"de": "visite"})
    assert answer.status_code == 302 and answer["Location"].endswith("/texte/")


def test_visits_are_each_person_s_own(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    read_draft(client_of(cast.member), page)
    read_draft(client_of(cast.coordinator), page)
    assert DraftVisit.objects.filter(page=page).count() == 2
    read_draft(client_of(cast.other_member), page)
    assert DraftVisit.objects.filter(page=page).count() == 2
