"""A whole list is invited: read in any shape, shown line by line, then done exactly."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook

from groups.actions.close_group import close_group
from groups.actions.invite_list import Fate, confirm_list, forget_lists, read_list
from groups.actions.invite_to_group import invite_to_group
from groups.actions.memberships import end_membership
from groups.lists import MOST_LINES, Entry, Unreadable, read_file, read_words
from groups.models import InvitationList, Membership
from kit.access import Refused
from notifications.models import Letter
from people.actions.invite import revoke_invitation
from people.actions.send_invitations import send_invitations
from people.models import Invitation, User
from tests.cast import Cast

ClientOf = Callable[[User | None], Client]
LIST = "/groupes/sante/espace/inviter/liste/"


def triples(entries: list[Entry]) -> list[tuple[str, str, str]]:
    return [(entry.email, entry.name, entry.centre) for entry in entries]


ONE = ("a@example.org", "Ada Exemple", "Centre Nord")
SHAPES = {
    "one a line": ("a@example.org\n\nb@example.org\n", [("a@example.org", "", ""), ("b@example.org", "", "")]),
    "name and address": ("Ada Exemple <A@example.org>", [("a@example.org", "Ada Exemple", "")]),
    "a letter's recipients": (
        "Ada <a@example.org>; Bob <b@example.org>",
        [("a@example.org", "Ada", ""), ("b@example.org", "Bob", "")],
    ),
    "columns of a spreadsheet": ("Ada Exemple\ta@example.org\tCentre Nord", [ONE]),
    "CSV, French headings": ("Nom;Courriel;Centre\nAda Exemple;a@example.org;Centre Nord", [ONE]),
    "CSV, English headings": (
        'Center,First name,Last name,E-mail\r\n"Centre Nord",Ada,Exemple,a@example.org', [ONE],
    ),
    "accents and case in headings": (
        "ADRESSE ÉLECTRONIQUE,Prénom,Nom,Centre\na@example.org,Ada,Exemple,Centre Nord", [ONE],
    ),
    "a mark before everything": ("\ufeffemail;nom\na@example.org;Ada", [("a@example.org", "Ada", "")]),
    "a line without an address": ("Ada Exemple", [("Ada Exemple", "", "")]),
    "a name with a comma in quotes": (
        'nom,email\n"Exemple, Ada",a@example.org', [("a@example.org", "Exemple, Ada", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_lists_are_read_in_the_shapes_that_people_have(shape: str) -> None:
    words, expected = SHAPES[shape]
    assert triples(read_words(words)) == expected
    if shape != "a mark before everything":
        for encoding in ("utf-8", "utf-8-sig", "cp1252"):
            content = words.encode(encoding)
            assert triples(read_file(io.BytesIO(content), len(content))) == expected


def sheet(*rows: tuple[object, ...]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def test_a_spreadsheet_is_read() -> None:
    content = sheet(
        ("Nom", "Mail", "Centre"), ("Ada Exemple", "a@example.org", "Centre Nord"), (None, 3, None)
    )
    entries = read_file(io.BytesIO(content), len(content))
    assert triples(entries) == [ONE, ("3", "", "")]
    assert [entry.number for entry in entries] == [2, 3]


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (60 * 1024 * 1024))
    return content.getvalue()


BROKEN = {
    "nothing": b"",
    "blank lines": b"\n\n ; ; \n",
    "a zip that unfolds without end": bomb(),
    "a zip of something else": sheet(("a",))[:200],
    "an old workbook": b"\xd0\xcf\x11\xe0" + b"\x00" * 50,
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00",
    "too many lines": b"a@example.org\n" * (MOST_LINES + 2),
    "a field without end": b'"' + b"a;" * 200_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_said_in_words(name: str) -> None:
    content = BROKEN[name]
    with pytest.raises(Unreadable):
        read_file(io.BytesIO(content), len(content))


def test_a_heavy_file_is_not_read() -> None:
    with pytest.raises(Unreadable, match="2 Mo"):
        read_file(io.BytesIO(b"a"), 3 * 1024 * 1024)


def test_line_breaks_and_bells_in_names_become_spaces() -> None:
    [entry] = read_words('nom;email\n"Ada\r\nBcc: x\x07";a@example.org')
    assert entry.name == "Ada Bcc: x"


# -- What would happen, then what happens


def mixed(cast: Cast) -> str:
    invite_to_group(cast.health, "pending@example.org", by=cast.coordinator)
    User.objects.filter(pk=cast.gone.pk).update(is_active=False)
    return "\n".join([
        "Nom;Courriel;Centre",
        "Ada;ada@example.org;Centre Nord",
        "Ada encore;ADA@example.org;",
        f"Membre;{cast.member.email};",
        "En attente;pending@example.org;",
        "Faux;pas une adresse;",
        f"Partie;{cast.gone.email};",
        "Ailleurs;bea@example.org;Centre de nulle part",
        "Compte;account@example.org;centre sud",
    ])  # fmt: skip


@pytest.mark.django_db
def test_each_line_says_what_will_happen_and_nothing_is_written(
    cast: Cast, client_of: ClientOf
) -> None:
    client, words = client_of(cast.coordinator), mixed(cast)
    before = Invitation.objects.count(), Letter.objects.count()
    response = client.post(LIST, {"pasted": words, "role": "member", "message": ""})
    kept = InvitationList.objects.get()
    assert response["Location"] == f"{LIST}{kept.pk}/"
    assert [line["fate"] for line in kept.lines] == [
        Fate.INVITED, Fate.TWICE, Fate.MEMBER, Fate.PENDING, Fate.WRONG, Fate.CLOSED,
        Fate.NO_CENTRE, Fate.INVITED,
    ]  # fmt: skip
    page = client.get(response["Location"]).content.decode()
    assert "en double avec la ligne 2" in page
    assert "Envoyer 2 invitations" in page
    assert (Invitation.objects.count(), Letter.objects.count()) == before


@pytest.mark.django_db
def test_confirming_does_what_was_shown_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    url = client.post(LIST, {"pasted": mixed(cast), "role": "member"})["Location"]
    assert [client.post(url).status_code for _press in range(2)] == [302, 302]
    made = Invitation.objects.filter(in_list=True).order_by("email")
    assert [(row.email, row.centre) for row in made] == [
        ("account@example.org", cast.south), ("ada@example.org", cast.north),
    ]  # fmt: skip
    kept = InvitationList.objects.get()
    assert (kept.invited, kept.lines) == (2, [])
    # Letters leave by and by, each with its own link, once.
    letters = Letter.objects.filter(kind="people.invitation").exclude(address="pending@example.org")
    assert send_invitations(timezone.now()) == 2
    assert send_invitations(timezone.now()) == 0
    assert letters.count() == 2
    assert client.get(url).status_code == 200


@pytest.mark.django_db
def test_what_changed_since_the_preview_is_left_out(cast: Cast) -> None:
    entries = read_words("ada@example.org\nbea@example.org")
    kept = read_list(cast.health, entries, by=cast.coordinator)
    invite_to_group(cast.health, "ada@example.org", by=cast.coordinator)
    assert confirm_list(kept, by=cast.coordinator).invited == 1


@pytest.mark.django_db
def test_an_invitation_that_is_over_makes_room_for_a_new_one(cast: Cast) -> None:
    invite_to_group(cast.health, "ada@example.org", by=cast.coordinator)
    over = timezone.now() - timedelta(days=1)
    Invitation.objects.update(expires_at=over, sent_at=over)
    kept = read_list(cast.health, read_words("ada@example.org"), by=cast.coordinator)
    assert confirm_list(kept, by=cast.coordinator).invited == 1


@pytest.mark.django_db
def test_a_list_is_its_readers_own(cast: Cast, client_of: ClientOf) -> None:
    kept = read_list(cast.health, read_words("ada@example.org"), by=cast.coordinator)
    assert client_of(cast.network).get(f"{LIST}{kept.pk}/").status_code == 404
    with pytest.raises(Refused):
        confirm_list(kept, by=cast.network)


@pytest.mark.django_db
def test_who_was_removed_since_confirms_nothing(cast: Cast, client_of: ClientOf) -> None:
    kept = read_list(cast.health, read_words("ada@example.org"), by=cast.network)
    close_group(cast.health, by=cast.network)
    assert client_of(cast.network).post(f"{LIST}{kept.pk}/").status_code == 409
    assert not Invitation.objects.exists()
    row = Membership.objects.current().get(person=cast.member)
    end_membership(row, by=cast.network)
    assert client_of(cast.member).get(LIST).status_code == 404


@pytest.mark.django_db
def test_a_list_that_nobody_confirms_is_forgotten(cast: Cast) -> None:
    kept = read_list(cast.health, read_words("ada@example.org"), by=cast.coordinator)
    assert forget_lists(timezone.now()) == 0
    assert forget_lists(kept.read_at + timedelta(days=2)) == 1


@pytest.mark.django_db
def test_a_bad_file_is_refused_and_the_message_kept(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    for content in (b"", b"\x89PNG\x00\x00", bomb()):
        file = SimpleUploadedFile("liste.xlsx", content)
        response = client.post(LIST, {"file": file, "message": "Venez nombreux."})
        assert response.status_code == 422
        assert "Venez nombreux." in response.content.decode()
    assert client.post(LIST, {"pasted": "a@example.org", "file": SimpleUploadedFile("l.csv", b"x")}
                       ).status_code == 422  # fmt: skip


def many(number: int) -> list[Entry]:
    """Every second address is a duplicate."""
    return [Entry(n, f"p{n // 2}@example.org", "=HYPERLINK(1)") for n in range(1, number + 1)]


@pytest.mark.django_db
def test_ten_thousand_lines_take_as_many_queries_as_ten(cast: Cast, client_of: ClientOf) -> None:
    """Queries that create rows go by five hundred; nothing else grows."""

    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            kept = read_list(cast.health, many(number), by=cast.network)
            confirm_list(kept, by=cast.network)
        return sum(not query["sql"].startswith('INSERT INTO "people_invitation"') for query in seen)

    ten = queries(10)
    started = time.monotonic()
    assert queries(MOST_LINES) == ten
    assert time.monotonic() - started < 20
    assert Invitation.objects.count() == MOST_LINES // 2 + 1
    client = client_of(cast.coordinator)
    kept = read_list(cast.health, many(MOST_LINES), by=cast.coordinator)
    page = client.get(f"{LIST}{kept.pk}/?page=2")
    assert len(page.content) < 150_000


@pytest.mark.django_db
def test_lists_have_a_day_s_limit(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groups.actions.invite_list.DAILY_LIMIT", 2)
    first = read_list(cast.health, read_words("a@example.org"), by=cast.coordinator)
    confirm_list(first, by=cast.coordinator)
    words = read_words("b@example.org\nc@example.org")
    second = read_list(cast.health, words, by=cast.coordinator)
    refused = client_of(cast.coordinator).post(f"{LIST}{second.pk}/")
    assert refused.status_code == 409 and "il en reste 1" in refused.content.decode()
    assert Invitation.objects.count() == 1
    other = read_list(cast.health, words, by=cast.network)
    assert confirm_list(other, by=cast.network).invited == 2


@pytest.mark.django_db
def test_taking_back_and_inviting_anew_writes_no_second_letter(cast: Cast) -> None:
    invitation = invite_to_group(cast.health, "ada@example.org", by=cast.coordinator)
    revoke_invitation(invitation, by=cast.coordinator)
    with pytest.raises(Refused, match="dix minutes"):
        invite_to_group(cast.health, "ada@example.org", by=cast.coordinator)
    kept = read_list(cast.health, read_words("ada@example.org"), by=cast.coordinator)
    assert [line["fate"] for line in kept.lines] == [Fate.PENDING]
