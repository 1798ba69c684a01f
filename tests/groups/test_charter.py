"""`permissions.md`, role by role, over the addresses about a group's people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from groups.actions.invite_to_group import invite_to_group
from groups.actions.requests import ask_to_join
from groups.models import Membership
from people.models import User
from tests.admin.matrix import ROLES
from tests.admin.test_matrix import answer
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
SPACE = "/groupes/sante/espace/"

#: Roles that are none of the group's, and to whom its people are missing.
OUTSIDE = ("account", "associated_member", "partner", "other_member", "other_coordinator",
           "gone", "reader")  # fmt: skip


def cells(**by_role: str) -> dict[str, str]:
    """`4` for every role that is not named, `L` for a visitor."""
    return (
        {"anonymous": "L"}
        | dict.fromkeys(OUTSIDE, "4")
        | {"moderator": "4", "director": "4"}
        | by_role
    )


COORDINATION = {"coordinator": "✓", "network": "✓", "superuser": "✓"}
INVITE = cells(member="3", moderator="3", **COORDINATION)

#: Action → addresses (`{row}`, `{invitation}`, `{request}`, `{list}`), cells, data to post.
ROWS: dict[str, tuple[tuple[str, ...], dict[str, str], dict[str, str] | None]] = {
    "invite": (("inviter/", "inviter/liste/"), INVITE, None),
    "invite, sent": (("inviter/",), INVITE, {"email": "n@example.org", "days": "14", "role": "member"}),
    "revoke": (("invitations/{invitation}/",), INVITE, {"revoke": "1"}),
    "accept": (("demandes/{request}/",), INVITE, {"accept": "1"}),
    "refuse": (("demandes/{request}/",), INVITE, {"refuse": "1", "reason": "Complet."}),
    "look at what waits": (("invitations/{invitation}/", "demandes/{request}/"), INVITE, None),
    "change a member's place": (("personnes/{row}/",), INVITE, None),
    "remove a member": (("personnes/{row}/",), INVITE, {"act": "remove", "reason": ""}),
    "leave": (
        ("partir/",),
        cells(member="✓", coordinator="✓", network="4", superuser="4"),
        None,
    ),
    "appoint a coordinator where none is active": (
        ("animation/",),
        cells(member="3", coordinator="3", moderator="3", director="3", network="✓", superuser="✓"),
        None,
    ),
    "see names and centres": (
        ("personnes/",), cells(member="✓", moderator="✓", director="✓", **COORDINATION), None,
    ),
    "export members": (
        ("personnes.csv", "personnes.xlsx"), cells(member="3", moderator="3", **COORDINATION), None,
    ),
    "a group's log": (("journal/",), cells(member="4", **COORDINATION), None),
    "ask to join": (
        ("rejoindre/",),
        dict.fromkeys(ROLES, "✓") | {"anonymous": "L", "member": "3", "coordinator": "3"},
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("action", ROWS)
def test_each_role_gets_the_answer_of_the_charter(
    cast: Cast, client_of: ClientOf, action: str
) -> None:
    addresses, expected, post = ROWS[action]
    keys = {
        "row": Membership.objects.get(person=cast.member, ends_at__isnull=True).pk,
        "invitation": invite_to_group(cast.health, "x@example.org", by=cast.coordinator).pk,
        "request": ask_to_join(cast.health, by=person("asker")).pk,
    }
    people: dict[str, User | None] = {
        **cast.people(), "reader": person("reader"), "anonymous": None,
    }  # fmt: skip
    wrong = []
    for role in ROLES:
        for address in addresses:
            url = SPACE + address.format(**keys)
            with transaction.atomic():
                client = client_of(people[role])
                got = answer(client.post(url, post) if post is not None else client.get(url))
                transaction.set_rollback(True)
            if got != expected[role]:
                wrong.append(f"{role} | {url}: expected {expected[role]}, got {got}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_group_that_does_not_exist_is_answered_like_a_hidden_one(
    cast: Cast, client_of: ClientOf, role: str
) -> None:
    people: dict[str, User | None] = {**cast.people(), "reader": None, "anonymous": None}
    client = client_of(people[role])
    wanted = "L" if people[role] is None else "4"
    for addresses, _cells, _post in ROWS.values():
        for address in addresses:
            url = f"/groupes/nulle-part/espace/{address.format(row=1, invitation=1, request=1)}"
            assert answer(client.get(url)) == wanted, url


@pytest.mark.parametrize(
    ("role", "sees"),
    [("member", False), ("moderator", False), ("coordinator", True), ("network", True),
     ("superuser", True)],
)  # fmt: skip
def test_addresses_are_seen_by_those_who_coordinate(
    cast: Cast, client_of: ClientOf, role: str, sees: bool
) -> None:
    page = client_of(getattr(cast, role)).get(f"{SPACE}personnes/").content.decode()
    assert cast.member.display_name in page
    assert (cast.member.email in page) is sees


def test_a_director_sees_the_people_of_their_own_centre(cast: Cast, client_of: ClientOf) -> None:
    """Names and addresses of the north; nothing of the south, of who is coming or left."""
    invite_to_group(cast.health, "x@example.org", by=cast.coordinator)
    page = client_of(cast.director).get(f"{SPACE}personnes/").content.decode()
    assert cast.member.email in page
    for hidden in (cast.coordinator.email, cast.coordinator.display_name, "x@example.org",
                   cast.gone.display_name):  # fmt: skip
        assert hidden not in page
    # Nobody of the north is in the other group.
    assert client_of(cast.director).get("/groupes/mobilites/espace/personnes/").status_code == 404


@pytest.mark.parametrize("key", ["0", "999999", "9" * 30])
def test_rows_that_do_not_exist_are_missing(cast: Cast, client_of: ClientOf, key: str) -> None:
    client = client_of(cast.coordinator)
    for kind in ("personnes", "invitations", "demandes", "inviter/liste"):
        assert client.get(f"{SPACE}{kind}/{key}/").status_code == 404


def test_another_groups_rows_are_missing_here(cast: Cast, client_of: ClientOf) -> None:
    row = Membership.objects.get(person=cast.other_member)
    asked = ask_to_join(cast.mobility, by=cast.account)
    invitation = invite_to_group(cast.mobility, "x@example.org", by=cast.other_coordinator)
    client = client_of(cast.coordinator)
    for path in (f"personnes/{row.pk}/", f"demandes/{asked.pk}/", f"invitations/{invitation.pk}/"):
        assert client.get(SPACE + path).status_code == 404
        assert client.post(SPACE + path, {"accept": "1", "act": "remove"}).status_code == 404
