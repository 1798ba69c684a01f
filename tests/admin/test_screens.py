"""The admin's screens open, for superusers, for the coordination and for members."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from contributions.models import ContributionPage
from groups.models import Membership
from people.models import Centre, Mandate, User
from tests.cast import Cast, text_in

ClientOf = Callable[[User | None], Client]

STAFF_SCREENS = (
    "people_centre_modeladmin_index",
    "people_centre_modeladmin_create",
    "people_mandate_modeladmin_index",
    "people_mandate_modeladmin_create",
    "groups_membership_modeladmin_index",
    "groups_membership_modeladmin_create",
    "groups_joinrequest_modeladmin_index",
    "people_invitation_modeladmin_index",
    "notifications_letter_modeladmin_index",
    "notifications_notice_modeladmin_index",
    "notifications_preference_modeladmin_index",
)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/users/",
        "/admin/users/new/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/collections/",
        "/admin/workflows/list/",
        "/admin/reports/workflow/",
        "/admin/reports/site-history/",
        "/admin/pages/",
        "/admin/textes/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/redirects/",
    ],
)
def test_a_superuser_opens_every_screen(cast: Cast, client_of: ClientOf, address: str) -> None:
    text_in(cast, "review")
    assert client_of(cast.superuser).get(address, follow=True).status_code == 200


def test_a_superuser_edits_an_account(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.superuser)
    address = reverse("wagtailusers_users:edit", args=[cast.member.pk])
    assert client.get(address).status_code == 200
    response = client.post(
        address,
        {
            "email": cast.member.email,
            "display_name": "Camille Nouveau-Nom",
            "time_zone": "America/Cayenne",
            "language": "fr",
            "is_active": "on",
            "groups": list(cast.member.groups.values_list("pk", flat=True)),
        },
    )
    assert response.status_code == 302
    cast.member.refresh_from_db()
    assert cast.member.display_name == "Camille Nouveau-Nom"
    assert cast.member.time_zone == "America/Cayenne"


@pytest.mark.parametrize("name", STAFF_SCREENS)
def test_the_coordination_opens_its_screens(cast: Cast, client_of: ClientOf, name: str) -> None:
    assert client_of(cast.network).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", STAFF_SCREENS)
@pytest.mark.parametrize("role", ["account", "member", "coordinator", "moderator", "director"])
def test_nobody_else_opens_them(cast: Cast, client_of: ClientOf, name: str, role: str) -> None:
    assert client_of(getattr(cast, role)).get(reverse(name)).status_code == 404


def test_the_coordination_puts_a_person_in_a_group(cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.network).post(
        reverse("groups_membership_modeladmin_create"),
        {
            "person": cast.account.pk,
            "group": cast.health.pk,
            "role": "member",
            "centre": cast.north.pk,
            "starts_at": "2026-01-05 09:00",
        },
    )
    assert response.status_code == 302
    row = Membership.objects.current().get(person=cast.account)
    assert row.centre == cast.north
    assert cast.account.groups.filter(pk=cast.health.record.auth_group_id).exists()


def test_ending_a_membership_keeps_its_row(cast: Cast, client_of: ClientOf) -> None:
    row = Membership.objects.get(person=cast.member)
    address = reverse("groups_membership_modeladmin_delete", args=[row.pk])
    assert client_of(cast.network).get(address).status_code == 200
    assert client_of(cast.network).post(address).status_code == 302
    row.refresh_from_db()
    assert not row.is_current()
    assert not cast.member.groups.exists()


def test_the_last_coordinator_cannot_be_ended(cast: Cast, client_of: ClientOf) -> None:
    row = Membership.objects.get(person=cast.coordinator)
    client_of(cast.network).post(reverse("groups_membership_modeladmin_delete", args=[row.pk]))
    row.refresh_from_db()
    assert row.is_current()


def test_a_mandate_for_no_centre_is_refused_with_words(cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.network).post(
        reverse("people_mandate_modeladmin_create"),
        {"person": cast.account.pk, "kind": "director", "starts_at": "2026-01-05 09:00"},
    )
    assert response.status_code == 200
    assert "pour un centre" in response.content.decode()
    assert not Mandate.objects.filter(person=cast.account).exists()


def test_the_coordination_corrects_a_centre(cast: Cast, client_of: ClientOf) -> None:
    address = reverse("people_centre_modeladmin_edit", args=[cast.north.pk])
    client = client_of(cast.network)
    assert client.get(address).status_code == 200
    response = client.post(
        address,
        {
            "name": "Centre du Nord", "slug": "nord", "departments": "59\r\n62\r\n",
            "former_names": "Le « Nord » [ancien]\n\nCR-DSU\nCR-DSU",
            "time_zone": "Europe/Paris", "is_published": "on",
        },
    )  # fmt: skip
    assert response.status_code == 302
    centre = Centre.objects.get(pk=cast.north.pk)
    assert centre.name == "Centre du Nord"
    assert centre.former_names == ["Le « Nord » [ancien]", "CR-DSU"]
    assert centre.departments == ["59", "62"]
    assert ">Le « Nord » [ancien]\nCR-DSU</textarea>" in re.sub(
        r">\s+Le", ">Le", client.get(address).content.decode()
    )


def test_a_member_sees_the_texts_of_their_groups_alone(cast: Cast, client_of: ClientOf) -> None:
    text_in(cast, "drafting", mark="canari")
    assert "canari" in client_of(cast.member).get("/admin/textes/").content.decode()
    assert "canari" not in client_of(cast.other_member).get("/admin/textes/").content.decode()


def test_the_list_of_texts_filters_by_state(cast: Cast, client_of: ClientOf) -> None:
    text_in(cast, "drafting", "Un brouillon")
    text_in(cast, "review", "Une relecture")
    page = client_of(cast.member).get("/admin/textes/?annotated_work_state=review")
    html = page.content.decode()
    assert "Une relecture" in html
    assert "Un brouillon" not in html


def test_no_field_of_a_text_hides_a_property_of_its_form(cast: Cast, client_of: ClientOf) -> None:
    """Wagtail's autosave reads `form.method` and `form.action`: a field of such a name
    would be read instead, and nothing would be saved while typing."""
    address = f"/admin/pages/add/contributions/contributionpage/{cast.health.pk}/"
    form = client_of(cast.member).get(address).context["form"]
    assert not {"method", "action", "elements", "submit", "reset", "id"} & set(form.fields)


def test_a_form_cut_short_is_refused_and_changes_nothing(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "drafting")
    address = reverse("wagtailadmin_pages:edit", args=[text.pk])
    response = client_of(cast.member).post(address, {"title": "Titre", "slug": text.slug})
    assert response.status_code == 400
    assert text.get_latest_revision().content["title"] == text.title


def test_an_address_of_the_site_is_no_text_s(cast: Cast, client_of: ClientOf) -> None:
    response = client_of(cast.member).post(
        f"/admin/pages/add/contributions/contributionpage/{cast.health.pk}/",
        {"title": "Espace", "slug": "espace", "licence": "etalab-2.0", "body-count": "0"},
    )
    assert response.status_code == 200
    assert "réservée au site" in response.content.decode()


def test_a_new_text_sent_twice_is_one_text(cast: Cast, client_of: ClientOf) -> None:
    """The editor saves by itself; a click at that moment sends the same form again."""
    client = client_of(cast.member)
    address = f"/admin/pages/add/contributions/contributionpage/{cast.health.pk}/"
    form = {"title": "Un texte", "slug": "un-texte", "licence": "etalab-2.0", "body-count": "0"}
    by_itself = client.post(address, form, headers={"accept": "application/json"})
    assert by_itself.json()["success"] is True
    sent = client.post(address, form | {"summary": "Le dernier mot."}, follow=True)
    assert sent.redirect_chain[0][1] == 307
    text = ContributionPage.objects.get(slug="un-texte")
    assert text.get_latest_revision().content["summary"] == "Le dernier mot."


def test_the_same_title_by_somebody_else_is_another_text(cast: Cast, client_of: ClientOf) -> None:
    address = f"/admin/pages/add/contributions/contributionpage/{cast.health.pk}/"
    form = {"title": "Un texte", "slug": "un-texte", "licence": "etalab-2.0", "body-count": "0"}
    assert client_of(cast.member).post(address, form).status_code == 302
    refused = client_of(cast.coordinator).post(address, form)
    assert refused.status_code == 200
    assert refused.context["form"].errors.keys() == {"slug"}


@pytest.mark.parametrize(
    ("who", "shown"), [("member", True), ("director", False), ("moderator", False)]
)
def test_the_menu_names_the_list_of_texts_to_whom_it_opens(
    cast: Cast, client_of: ClientOf, who: str, shown: bool
) -> None:
    client = client_of(getattr(cast, who))
    page = client.get("/admin/").content.decode()
    assert ("/admin/textes/" in page) is shown
    assert (client.get("/admin/textes/").status_code == 200) is shown
