"""The people of a group: their list, their places, the way out, whoever inherits."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from groups.actions.change_place import appoint, change_centre, change_role
from groups.actions.close_group import close_group, reopen_group
from groups.actions.invite_to_group import invite_to_group
from groups.actions.memberships import end_membership, join
from groups.actions.requests import ask_to_join
from groups.enums import Role
from groups.models import Membership, WorkingGroupPage
from groups.rules import follows_up, is_coordinator, is_member
from kit.access import Refused
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, draft, person

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
SPACE = "/groupes/sante/espace/"


def row_of(user: User) -> Membership:
    return Membership.objects.current().get(person=user)


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def group(cast: Cast) -> WorkingGroupPage:
    return WorkingGroupPage.objects.get(pk=cast.health.pk)


def url_of(user: User) -> str:
    return f"{SPACE}personnes/{row_of(user).pk}/"


def without_coordination(cast: Cast) -> None:
    Membership.objects.filter(person=cast.coordinator).update(ends_at=timezone.now())


def test_a_coordinator_names_a_substitute(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.coordinator).get(f"{SPACE}personnes/").content.decode()
    assert "suppléance" in page
    client_of(cast.coordinator).post(url_of(cast.member), {"act": "role", "role": "coordinator"})
    assert is_coordinator(again(cast.member), cast.health)
    assert Notice.objects.get(person=cast.member).kind == "groups.role_changed"
    page = client_of(cast.coordinator).get(f"{SPACE}personnes/").content.decode()
    assert "suppléance" not in page


def test_the_last_coordinator_is_told_what_to_do(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    assert client.get(f"{SPACE}partir/").status_code == 200
    response = client.post(f"{SPACE}partir/")
    assert response.status_code == 409
    assert "nommez" in response.content.decode()
    response = client.post(url_of(cast.coordinator), {"act": "role", "role": "member"})
    assert response.status_code == 409
    assert is_coordinator(again(cast.coordinator), cast.health)


def test_a_new_centre_is_dated(cast: Cast, client_of: ClientOf) -> None:
    old = row_of(cast.member)
    client_of(cast.coordinator).post(
        url_of(cast.member), {"act": "centre", "centre": str(cast.south.pk)}
    )
    old.refresh_from_db()
    assert (old.centre, old.ends_at is None) == (cast.north, False)
    assert row_of(cast.member).centre == cast.south
    client_of(cast.coordinator).post(url_of(cast.member), {"act": "centre", "centre": ""})
    assert row_of(cast.member).centre is None


def test_who_is_removed_is_out_at_once_with_a_session_open(cast: Cast, client_of: ClientOf) -> None:
    text = draft(cast)
    session = client_of(cast.member)
    inside = [f"{SPACE}", f"{SPACE}personnes/", reverse("contributions:work", args=[text.record.pk]),
              f"/admin/pages/{text.pk}/edit/"]  # fmt: skip
    assert [session.get(url).status_code for url in inside] == [200, 200, 200, 200]
    client_of(cast.coordinator).post(
        url_of(cast.member), {"act": "remove", "reason": "Fin de mission."}
    )
    assert [session.get(url).status_code for url in inside] == [404, 404, 404, 404]
    assert session.post(f"/admin/pages/{text.pk}/edit/", {}).status_code == 404
    notice = Notice.objects.get(person=cast.member)
    assert (notice.kind, notice.data["reason"]) == ("groups.removed", "Fin de mission.")
    log = PageLogEntry.objects.filter(page=cast.health.pk, action="groups.leave").latest("pk")
    assert log.data["reason"] == "Fin de mission."


def test_who_leaves_alone_is_told_nothing(cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.member).post(f"{SPACE}partir/")
    assert response["Location"] == "/espace/"
    assert not is_member(again(cast.member), cast.health)
    assert not Notice.objects.filter(person=cast.member).exists()
    page = client_of(cast.coordinator).get(f"{SPACE}personnes/").content.decode()
    assert "Départs" in page


def test_a_row_that_ended_meanwhile_leads_back_to_the_list(cast: Cast, client_of: ClientOf) -> None:
    url = url_of(cast.member)
    end_membership(row_of(cast.member), by=cast.coordinator)
    for answer in (client_of(cast.coordinator).get(url),
                   client_of(cast.coordinator).post(url, {"act": "remove"})):  # fmt: skip
        assert answer["Location"] == f"{SPACE}personnes/"


def test_an_unknown_act_or_role_changes_nothing(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    for sent in ({}, {"act": "delete"}, {"act": "role", "role": "chief"},
                 {"act": "centre", "centre": "9" * 40}):  # fmt: skip
        assert client.post(url_of(cast.member), sent).status_code == 422
    assert row_of(cast.member).role == Role.MEMBER


# -- Named from outside, inherited


def test_the_network_names_a_coordinator_where_none_is_active(
    cast: Cast, client_of: ClientOf
) -> None:
    without_coordination(cast)
    client = client_of(cast.network)
    assert "Nommer l'animation" in client.get(f"{SPACE}personnes/").content.decode().replace(
        "&#x27;", "'"
    )
    client.post(f"{SPACE}animation/", {"person": str(row_of(cast.member).pk)})
    assert is_coordinator(again(cast.member), cast.health)
    assert row_of(cast.member).centre == cast.north
    assert PageLogEntry.objects.filter(page=cast.health.pk, action="groups.appoint").exists()
    assert Notice.objects.filter(kind="groups.coordinator_named", person=cast.member).exists()


def test_the_network_does_not_name_one_beside_another(cast: Cast, client_of: ClientOf) -> None:
    with pytest.raises(Refused):
        appoint(cast.member, cast.health, by=cast.network)
    with pytest.raises(Refused):
        change_role(row_of(cast.member), Role.COORDINATOR, by=cast.network)
    with pytest.raises(Refused):
        invite_to_group(cast.health, "x@example.org", role=Role.COORDINATOR, by=cast.network)
    response = client_of(cast.network).post(
        f"{SPACE}animation/", {"person": str(row_of(cast.member).pk)}
    )
    assert response.status_code == 409


@pytest.mark.parametrize("role", ["member", "moderator", "director"])
def test_nobody_else_appoints(cast: Cast, role: str) -> None:
    without_coordination(cast)
    with pytest.raises(Refused):
        appoint(cast.member, cast.health, by=again(getattr(cast, role)))
    assert row_of(cast.member).role == Role.MEMBER


def test_the_network_inherits_the_follow_up(cast: Cast) -> None:
    def who() -> set[str]:
        page = group(cast)
        return {name for name, user in cast.people().items() if follows_up(again(user), page)}

    assert who() == {"coordinator"}
    close_group(cast.health, by=cast.network)
    assert who() == {"coordinator", "network", "superuser"}
    reopen_group(cast.health, by=cast.network)
    assert who() == {"coordinator"}
    without_coordination(cast)
    assert who() == {"network", "superuser"}


def test_members_of_a_closed_group_read_on(cast: Cast, client_of: ClientOf) -> None:
    close_group(cast.health, by=cast.network)
    for path in ("", "personnes/"):
        assert client_of(cast.member).get(SPACE + path).status_code == 200
    assert client_of(cast.coordinator).get(f"{SPACE}inviter/").status_code == 200
    assert (
        client_of(cast.coordinator)
        .post(f"{SPACE}inviter/", {"email": "x@example.org", "days": "14", "role": "member"})
        .status_code
        == 409
    )


# -- The list and what is taken away


def test_the_list_takes_as_many_queries_for_two_as_for_twenty(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.coordinator)

    def queries() -> int:
        client.get(f"{SPACE}personnes/")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{SPACE}personnes/")
        return len(seen)

    def add(numbers: range) -> None:
        later = timezone.now() - timedelta(minutes=1)
        for n in numbers:
            join(person(f"m{n}"), cast.health, by=cast.network, centre=cast.south)
            ask_to_join(cast.health, by=person(f"a{n}"), centre=cast.north)
            invite_to_group(cast.health, f"i{n}@example.org", by=cast.coordinator,
                            centre=cast.north, at=later)  # fmt: skip
            gone = join(person(f"g{n}"), cast.health, by=cast.network, centre=cast.south)
            end_membership(gone, by=cast.network)

    add(range(2))
    two = queries()
    add(range(2, 20))
    assert queries() == two


def test_exports_run_nothing_and_are_logged(cast: Cast, client_of: ClientOf) -> None:
    for name in ("=HYPERLINK(1)", "+33", "-1", "@moi", "\tx"):
        nasty = person(f"n{ord(name[0])}", display_name=name)
        join(nasty, cast.health, by=cast.network, centre=cast.north)
    content = client_of(cast.coordinator).get(f"{SPACE}personnes.csv").content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 8
    book = client_of(cast.network).get(f"{SPACE}personnes.xlsx").content
    cells = list(load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert len(cells) == 8
    for row in [*rows, *cells]:
        assert not any(str(cell or "").startswith(("=", "+", "-", "@", "\t")) for cell in row)
    assert PageLogEntry.objects.filter(page=cast.health.pk, action="groups.export").count() == 2


def test_the_log_says_who_did_what_about_whom(cast: Cast, client_of: ClientOf) -> None:
    end_membership(row_of(cast.member), by=cast.coordinator, reason="Fin de mission.")
    page = client_of(cast.network).get(f"{SPACE}journal/").content.decode()
    for words in ("Sortie du groupe", cast.member.display_name, cast.coordinator.display_name,
                  "Fin de mission."):  # fmt: skip
        assert words in page


def test_a_centre_changed_to_itself_changes_nothing(cast: Cast) -> None:
    row = row_of(cast.member)
    assert change_centre(row, cast.north, by=cast.coordinator) == row
    assert change_role(row, Role.MEMBER, by=cast.coordinator) == row
    assert not Notice.objects.exists()


def test_the_public_page_offers_to_ask(cast: Cast, client_of: ClientOf) -> None:
    asking = "/groupes/sante/espace/rejoindre/"
    assert asking in client_of(cast.account).get("/groupes/sante/").content.decode()
    for user in (None, cast.member):
        assert asking not in client_of(user).get("/groupes/sante/").content.decode()
