"""The link of an invitation: for one address, once, until a date; reading changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from groups.actions.close_group import close_group
from groups.actions.invite_to_group import invite_to_group
from groups.actions.memberships import end_membership, join
from groups.enums import Role
from groups.models import Membership
from groups.rules import is_coordinator, is_member
from kit.access import Refused
from notifications.models import Letter
from people.actions.accept_invitation import Newcomer, accept_invitation
from people.actions.close_account import close_account
from people.actions.invite import renew_invitation, revoke_invitation
from people.actions.mandates import end_mandate
from people.invitations import DAILY_LIMIT, hash_of, inner_path
from people.models import Invitation, Mandate, User
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

LINK = re.compile(r"https?://[^/]+(/(?:en/)?invitation/[\w-]+/)")
NEW: dict[str, Any] = {
    "display_name": "Nouvelle Personne",
    "function": "",
    "language": "fr",
    "time_zone": "Indian/Reunion",
    "password": "une phrase de passe neuve",
}
STRANGER = "nouvelle@example.org"


def sent(cast: Cast, email: str = STRANGER, **words: Any) -> tuple[Invitation, str]:
    """An invitation of `santé`'s coordinator, and the path of its link."""
    invitation = invite_to_group(cast.health, email, by=cast.coordinator, **words)
    return invitation, link()


def link() -> str:
    """The path in the last letter that was posted."""
    letter = Letter.objects.latest("pk")
    found = LINK.search(letter.text)
    assert found, letter.text
    assert found[1] in letter.html
    return found[1]


def words_of(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u202f", " ").split())


def test_who_has_no_account_opens_one_and_is_in_the_group(cast: Cast) -> None:
    invitation, path = sent(cast, centre=cast.south, name="Nouvelle Personne")
    browser = Client()
    page = browser.get(path)
    assert page.status_code == 200
    # The centre's time, guessed.
    assert '<option value="Indian/Reunion" selected>' in page.content.decode()
    response = browser.post(path, NEW)
    assert response.status_code == 302
    assert response["Location"] == "/groupes/sante/espace/"
    newcomer = User.objects.get(email=STRANGER)
    row = Membership.objects.get(person=newcomer)
    assert (row.group, row.centre, row.role) == (cast.health, cast.south, Role.MEMBER)
    assert browser.get("/groupes/sante/espace/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_by == newcomer


def test_a_key_is_one_press_away(cast: Cast) -> None:
    path = sent(cast)[1]
    browser = Client()
    response = browser.post(path, NEW | {"with_key": "1"})
    assert response["Location"].endswith("?next=%2Fgroupes%2Fsante%2Fespace%2F")
    # Without being asked for the password of a second ago.
    assert browser.get(response["Location"]).status_code == 200


def test_the_inviter_may_name_what_comes_first(cast: Cast) -> None:
    path = sent(cast, next_path="/groupes/sante/espace/personnes/")[1]
    assert Client().post(path, NEW)["Location"] == "/groupes/sante/espace/personnes/"


@pytest.mark.parametrize(
    "path", ["https://ailleurs.example/", "//ailleurs.example", "javascript:x", "espace", "/\\x.example"]
)  # fmt: skip
def test_no_invitation_leads_to_another_site(path: str) -> None:
    assert inner_path(path) == ""


def test_a_mail_scanner_that_reads_every_link_uses_none(cast: Cast) -> None:
    path = sent(cast)[1]
    before = Invitation.objects.values().get()
    for _visit in range(3):
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code == 200
    assert Invitation.objects.values().get() == before
    assert Client().post(path, NEW).status_code == 302


def test_a_link_serves_once(cast: Cast) -> None:
    path = sent(cast)[1]
    assert Client().post(path, NEW).status_code == 302
    for method in ("get", "post"):
        response = getattr(Client(), method)(path, NEW if method == "post" else None)
        assert response.status_code == 410
        assert "a déjà servi" in words_of(response)
    assert User.objects.filter(email=STRANGER).count() == 1


def test_who_accepted_and_presses_twice_arrives(cast: Cast) -> None:
    path = sent(cast)[1]
    browser = Client()
    browser.post(path, NEW)
    assert browser.post(path, NEW)["Location"] == "/groupes/sante/espace/"
    assert "/groupes/sante/espace/" in browser.get(path).content.decode()


def test_unknown_and_expired_links_are_answered_alike(cast: Cast) -> None:
    invitation, path = sent(cast)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    pages = [Client().get(where) for where in (path, "/invitation/nimporte-quoi/")]
    assert [page.status_code for page in pages] == [404, 404]
    tokens = re.compile(rf"\S*(nimporte-quoi|{path.split('/')[2]})\S*")
    texts = [tokens.sub("", words_of(page)) for page in pages]
    assert texts[0] == texts[1]
    with pytest.raises(Refused):
        accept_invitation(invitation.token_hash or "", newcomer=newcomer())


def newcomer() -> Newcomer:
    return Newcomer("Nouvelle Personne", NEW["password"])


def test_a_revoked_link_says_so(cast: Cast) -> None:
    invitation, path = sent(cast)
    revoke_invitation(invitation, by=cast.coordinator)
    revoke_invitation(invitation, by=cast.coordinator)
    page = Client().get(path)
    assert page.status_code == 410
    assert "annulée" in words_of(page)
    assert Client().post(path, NEW).status_code == 410
    assert not User.objects.filter(email=STRANGER).exists()


def test_a_new_link_kills_the_old_one(cast: Cast) -> None:
    invitation, old = sent(cast)
    later = timezone.now() + timedelta(hours=1)
    renew_invitation(invitation, by=cast.coordinator, at=later)
    new = link()
    assert new != old
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_inviting_an_address_again_keeps_one_invitation(cast: Cast) -> None:
    sent(cast)
    later = timezone.now() + timedelta(hours=1)
    sent(cast, at=later, centre=cast.north)
    assert Invitation.objects.get().centre == cast.north


def test_nobody_is_written_to_twice_in_ten_minutes(cast: Cast) -> None:
    sent(cast)
    with pytest.raises(Refused, match="dix minutes"):
        sent(cast)


def test_the_token_is_never_stored(cast: Cast) -> None:
    invitation, path = sent(cast)
    token = path.split("/")[2]
    assert invitation.token_hash == hash_of(token)
    assert all(token not in str(value) for value in Invitation.objects.values_list().get())


def test_who_has_an_account_signs_in_then_accepts(cast: Cast, client_of: Any) -> None:
    path = sent(cast, cast.account.email.upper())[1]
    page = Client().get(path)
    assert f"/connexion/?next={path}" in page.content.decode()
    # Without signing in, the link opens nothing.
    Client().post(path, NEW)
    assert not is_member(cast.account, cast.health)
    browser = client_of(cast.account)
    assert browser.get(path).status_code == 200
    assert browser.post(path)["Location"] == "/groupes/sante/espace/"
    assert is_member(User.objects.get(pk=cast.account.pk), cast.health)


def test_another_persons_account_is_told_so_and_not_who_is_invited(
    cast: Cast, client_of: Any
) -> None:
    path = sent(cast)[1]
    browser = client_of(cast.other_member)
    for response in (browser.get(path), browser.post(path, NEW)):
        assert response.status_code == 403
        words = words_of(response)
        assert cast.other_member.email in words
        assert STRANGER not in words
        assert "Me déconnecter" in words
    assert not is_member(cast.other_member, cast.health)
    assert Invitation.objects.get().accepted_at is None


def test_signing_out_leads_back_to_the_invitation(cast: Cast, client_of: Any) -> None:
    path = sent(cast)[1]
    response = client_of(cast.other_member).post("/deconnexion/", {"next": path})
    assert response["Location"] == path


def test_a_member_is_not_invited_again(cast: Cast) -> None:
    with pytest.raises(Refused, match="déjà membre"):
        sent(cast, cast.member.email)
    assert not Letter.objects.exists()


def test_a_closed_account_is_not_invited(cast: Cast) -> None:
    User.objects.filter(pk=cast.account.pk).update(is_active=False)
    with pytest.raises(Refused, match="fermé"):
        sent(cast, cast.account.email)


def test_an_account_closed_since_does_not_open_a_second_one(cast: Cast) -> None:
    path = sent(cast, cast.account.email)[1]
    User.objects.filter(pk=cast.account.pk).update(is_active=False)
    assert "fermé" in words_of(Client().post(path, NEW))
    assert User.objects.filter(email__iexact=cast.account.email).count() == 1


def test_an_invitation_as_coordinator_changes_the_role_of_who_came_meanwhile(
    cast: Cast, client_of: Any
) -> None:
    path = sent(cast, cast.account.email, role=Role.COORDINATOR)[1]
    join(cast.account, cast.health, by=cast.coordinator, centre=cast.north)
    client_of(cast.account).post(path)
    assert is_coordinator(User.objects.get(pk=cast.account.pk), cast.health)


def test_an_older_invitation_takes_no_role_away(cast: Cast, client_of: Any) -> None:
    path = sent(cast, cast.account.email)[1]
    join(cast.account, cast.health, by=cast.coordinator, role=Role.COORDINATOR)
    client_of(cast.account).post(path)
    assert is_coordinator(User.objects.get(pk=cast.account.pk), cast.health)


def test_an_invitation_ends_with_the_right_that_made_it(cast: Cast) -> None:
    """The sender leaves; one that the network sent stays, and so does another group's."""
    join(cast.member, cast.health, by=cast.coordinator, role=Role.COORDINATOR, centre=cast.north)
    path = sent(cast)[1]
    other = invite_to_group(cast.health, "autre@example.org", by=cast.network)
    row = Membership.objects.current().get(person=cast.coordinator)
    end_membership(row, by=cast.member)
    assert "annulée" in words_of(Client().get(path))
    Client().post(path, NEW)
    assert not User.objects.filter(email=STRANGER).exists()
    other.refresh_from_db()
    assert other.revoked_at is None


def test_who_steps_down_or_closes_their_account_invites_nobody_any_more(cast: Cast) -> None:
    join(cast.member, cast.health, by=cast.coordinator, role=Role.COORDINATOR, centre=cast.north)
    stepped = sent(cast)[0]
    join(cast.coordinator, cast.health, by=cast.member, centre=cast.south)
    closed = invite_to_group(cast.health, "autre@example.org", by=cast.member)
    close_account(cast.member, by=cast.member)
    for invitation in (stepped, closed):
        invitation.refresh_from_db()
        assert invitation.revoked_at is not None


def test_an_invitation_of_the_network_ends_with_the_mandate(cast: Cast) -> None:
    invite_to_group(cast.health, STRANGER, by=cast.network)
    path = link()
    end_mandate(Mandate.objects.get(person=cast.network), by=cast.superuser)
    response = Client().post(path, NEW)
    assert response.status_code == 409
    assert "n'invite plus" in words_of(response).replace("&#x27;", "'").replace("’", "'")
    assert not User.objects.filter(email=STRANGER).exists()


@pytest.mark.parametrize("name", ["\x07", "\x08 \x1b"])
def test_a_name_holds_no_signs_that_no_file_can_hold(cast: Cast, name: str) -> None:
    path = sent(cast)[1]
    assert Client().post(path, NEW | {"display_name": name}).status_code == 422
    Client().post(path, NEW | {"display_name": f"Ada{name}Exemple", "function": f"a{name}b"})
    arrived = User.objects.get(email=STRANGER)
    assert (arrived.display_name, arrived.function) == ("Ada Exemple", "a b")


def test_who_is_removed_does_not_come_back_by_an_older_invitation(cast: Cast) -> None:
    invitation = sent(cast, cast.account.email)[0]
    row = join(cast.account, cast.health, by=cast.coordinator)
    end_membership(row, by=cast.coordinator, reason="Fin de mission.")
    with pytest.raises(Refused):
        accept_invitation(invitation.token_hash or "", person=cast.account)


def test_an_account_opened_meanwhile_is_said_in_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*args: Any, **kwargs: Any) -> User:
        raise IntegrityError

    invitation = sent(cast)[0]
    monkeypatch.setattr(User.objects, "create_user", too_late)
    with pytest.raises(Refused, match="Un compte existe"):
        accept_invitation(invitation.token_hash or "", newcomer=Newcomer("Ada", NEW["password"]))


def test_a_group_that_closes_takes_its_invitations_back(cast: Cast) -> None:
    path = sent(cast)[1]
    close_group(cast.health, by=cast.network)
    assert Client().post(path, NEW).status_code == 410
    assert not User.objects.filter(email=STRANGER).exists()
    with pytest.raises(Refused, match="fermé"):
        sent(cast, "autre@example.org")


@pytest.mark.parametrize("password", ["court", "123456789012", "password1234", STRANGER])
def test_a_weak_password_opens_nothing_and_keeps_the_rest(cast: Cast, password: str) -> None:
    path = sent(cast)[1]
    response = Client().post(path, NEW | {"password": password})
    assert response.status_code == 422
    assert 'value="Nouvelle Personne"' in response.content.decode()
    assert not User.objects.filter(email=STRANGER).exists()


NASTY = '=HYPERLINK("x")\r\nBcc: tous@example.org\n<b>moi</b>'


def test_a_nasty_name_is_words_and_nothing_else(cast: Cast) -> None:
    User.objects.filter(pk=cast.coordinator.pk).update(display_name=NASTY)
    cast.coordinator.refresh_from_db()
    invite_to_group(cast.health, STRANGER, by=cast.coordinator, name=NASTY[:100], message=NASTY)
    letter = Letter.objects.latest("pk")
    assert letter.address == STRANGER
    assert "\n" not in letter.subject
    assert "Bcc" not in letter.subject
    assert "<b>moi" not in letter.html
    assert "&lt;b&gt;moi" in letter.html
    assert not mail.outbox


def test_the_days_limit_is_a_persons_own(cast: Cast) -> None:
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            email=f"p{n}@example.org", purpose="groups.join", scope=cast.health,
            invited_by=cast.coordinator, sent_at=now, expires_at=now + timedelta(days=14),
        )
        for n in range(DAILY_LIMIT)
    )  # fmt: skip
    with pytest.raises(Refused, match="liste"):
        sent(cast)
    assert invite_to_group(cast.health, STRANGER, by=cast.network).pk
    Invitation.objects.update(sent_at=now - timedelta(days=2))
    assert invite_to_group(cast.health, "autre@example.org", by=cast.coordinator).pk


@pytest.mark.parametrize(
    "role", ["account", "member", "moderator", "director", "other_coordinator"]
)
def test_who_may_not_invite_neither_renews_nor_revokes(cast: Cast, role: str) -> None:
    invitation, _path = sent(cast)
    by = getattr(cast, role)
    for act in (
        lambda: invite_to_group(cast.health, "autre@example.org", by=by),
        lambda: renew_invitation(invitation, by=by),
        lambda: revoke_invitation(invitation, by=by),
    ):
        with pytest.raises((Http404, Refused)):
            act()


def test_the_page_speaks_the_language_of_who_is_invited(cast: Cast) -> None:
    reader = person("reader", language="en")
    assert sent(cast, reader.email)[1].startswith("/en/invitation/")


def test_the_links_address_is_told_to_nobody(cast: Cast) -> None:
    response = Client().get(sent(cast)[1])
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_the_inviter_gives_the_first_page_as_it_is_copied(
    cast: Cast, client_of: Any, settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://concert.example"
    client, form = client_of(cast.coordinator), {"days": "14", "role": "member"}
    url, first = "/groupes/sante/espace/inviter/", "/groupes/sante/espace/personnes/"
    for number, typed in enumerate((first, f"https://concert.example{first}")):
        sent_to = {"email": f"n{number}@example.org", "next_path": typed}
        assert client.post(url, form | sent_to).status_code == 302
    assert set(Invitation.objects.values_list("next_path", flat=True)) == {first}
    elsewhere = {"email": "m@example.org", "next_path": "https://ailleurs.example/x"}
    response = client.post(url, form | elsewhere)
    assert response.status_code == 422
    assert "https://ailleurs.example/x" in response.content.decode()
