"""What the network's form may not do, who reads of people, and files that always open."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from groups.actions.change_place import place
from groups.actions.close_group import close_group
from groups.actions.memberships import join
from groups.enums import Role
from groups.models import Membership
from groups.rules import is_coordinator
from groups.wagtail_hooks import MembershipAdmin
from kit.access import Refused
from people.forms import without_controls
from people.models import User
from tests.cast import Cast, person

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
SPACE = "/groupes/sante/espace/"


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_the_network_s_form_names_nobody_over_those_in_place(cast: Cast) -> None:
    for who in (cast.account, cast.member):
        with pytest.raises(Refused, match="animation"):
            place(who, cast.health, by=cast.network, role=Role.COORDINATOR)
    with pytest.raises(Refused, match="animation"):
        place(cast.coordinator, cast.health, by=cast.network)
    assert place(cast.account, cast.health, by=cast.network).role == Role.MEMBER
    Membership.objects.filter(person=cast.coordinator).delete()
    place(cast.member, cast.health, by=cast.network, role=Role.COORDINATOR)
    assert is_coordinator(again(cast.member), cast.health)
    assert PageLogEntry.objects.filter(page=cast.health.pk, action="groups.appoint").count() == 1


def test_nor_fills_a_closed_group_nor_dates_back(cast: Cast, client_of: ClientOf) -> None:
    close_group(cast.health, by=cast.network)
    fields = {"person": cast.account.pk, "group": cast.health.pk, "role": "member", "centre": ""}
    client = client_of(cast.network)
    refused = client.post("/admin/groups/membership/create/", fields)
    assert "fermé" in refused.content.decode()
    assert not Membership.objects.filter(person=cast.account).exists()
    assert "starts_at" not in [panel.field_name for panel in MembershipAdmin.panels]


def test_a_superuser_who_reads_of_people_is_in_the_log(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.coordinator).get(f"{SPACE}personnes/")
    lines = PageLogEntry.objects.filter(page=cast.health.pk, action="groups.people_read")
    assert not lines.exists()
    client_of(cast.superuser).get(f"{SPACE}personnes/")
    assert lines.get().user == cast.superuser
    journal = client_of(cast.coordinator).get(f"{SPACE}journal/").content.decode()
    assert "consultées par" in journal


def test_a_director_who_is_a_member_sees_the_addresses_of_their_centre(
    cast: Cast, client_of: ClientOf
) -> None:
    join(cast.director, cast.health, by=cast.coordinator, centre=cast.north)
    page = client_of(cast.director).get(f"{SPACE}personnes/").content.decode()
    assert cast.member.email in page
    assert cast.coordinator.display_name in page and cast.coordinator.email not in page


def test_a_name_with_a_bell_breaks_no_spreadsheet(cast: Cast, client_of: ClientOf) -> None:
    nasty = person("nasty", display_name="Ada\x0b\x07 Exemple")
    join(nasty, cast.health, by=cast.coordinator, centre=cast.north)
    book = client_of(cast.coordinator).get(f"{SPACE}personnes.xlsx").content
    names = [row[0] for row in load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True)]
    assert "Ada Exemple" in names
    assert without_controls("Ada\x0b\x07 Exemple") == "Ada Exemple"
