"""Creating, renaming, closing and deleting a group keep Wagtail's own rows in step."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group as AuthGroup
from django.core.files.base import ContentFile
from django.http import Http404
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, PageLogEntry

from contributions.actions.create import create_contribution
from groups.actions.close_group import close_group, reopen_group
from groups.actions.create_group import create_group
from groups.actions.delete_group import delete_group
from groups.actions.edit_group import edit_group
from groups.models import GroupRecord, Membership, WorkingGroupPage
from groups.rules import can_write_in
from kit.access import Refused
from media.models import SiteDocument
from people.actions.mandates import end_mandate
from people.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def log(page: WorkingGroupPage) -> list[str]:
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="groups.")
    return list(entries.order_by("pk").values_list("action", flat=True))


def words(group: WorkingGroupPage, **changes: str) -> dict[str, object]:
    fields = ("title", "kind", "aims", "deliverable", "charter")
    return {name: getattr(group, name) for name in fields} | {"themes": []} | changes


def rows(model: type, **filters: object) -> set[tuple[str, str]]:
    found = model.objects.filter(**filters).values_list("group__name", "permission__codename")
    return set(found)


def test_a_new_group_is_public_and_has_two_rows_and_a_collection(cast: Cast) -> None:
    group = create_group("Éducation", by=cast.network)
    record = group.record
    assert group.live
    assert record.is_open
    assert rows(GroupPagePermission, page=group) == {
        (record.auth_group.name, "add_page"), (record.auth_group.name, "change_page"),
    }  # fmt: skip
    files = rows(GroupCollectionPermission, collection=record.collection)
    assert {code for name, code in files if name == record.auth_group.name} == {
        "add_image", "choose_image", "add_document", "choose_document",
    }  # fmt: skip
    assert {code for name, code in files if name == record.keepers.name} == {
        "change_image", "delete_image", "change_document", "delete_document",
    }  # fmt: skip
    assert log(group) == ["groups.create"]


def test_two_groups_of_one_title_are_two(cast: Cast) -> None:
    one, two = (create_group("Même", by=cast.network) for _ in range(2))
    assert (one.slug, two.slug) == ("meme", "meme-2")
    assert one.record.auth_group.name != two.record.auth_group.name


def test_a_very_long_title_has_rows_too(cast: Cast) -> None:
    group = create_group("Très long " * 25, by=cast.network)
    assert len(group.record.keepers.name) <= 150


def test_the_sites_own_address_is_not_taken(cast: Cast) -> None:
    assert create_group("Espace", by=cast.network).slug == "espace-2"


def test_a_new_name_is_borne_by_everything_and_the_address_stays(cast: Cast) -> None:
    group = edit_group(cast.health, by=cast.network, **words(cast.health, title="Soins"))
    record = GroupRecord.objects.get(page=group)
    assert group.title == "Soins"
    assert group.slug == "sante"
    for name in (record.auth_group.name, record.keepers.name, record.collection.name):
        assert name.startswith(f"Soins · {group.pk}")
    assert log(group)[-1] == "groups.rename"


def test_new_words_without_a_new_name_rename_nothing(cast: Cast) -> None:
    before = set(AuthGroup.objects.values_list("name", flat=True))
    group = edit_group(cast.health, by=cast.network, **words(cast.health, aims="Autrement."))
    assert WorkingGroupPage.objects.get(pk=group.pk).aims == "Autrement."
    assert set(AuthGroup.objects.values_list("name", flat=True)) == before
    assert log(group)[-1] == "groups.edit"


def test_a_closed_group_keeps_its_texts_and_takes_no_more(cast: Cast) -> None:
    create_contribution(cast.health, "T", by=cast.member)
    close_group(cast.health, by=cast.network)
    close_group(cast.health, by=cast.network)
    group = WorkingGroupPage.objects.get(pk=cast.health.pk)
    assert not can_write_in(cast.member, group)
    assert group.get_children().count() == 1
    reopen_group(group, by=cast.network)
    reopen_group(group, by=cast.network)
    assert can_write_in(cast.member, WorkingGroupPage.objects.get(pk=group.pk))
    assert log(group)[-2:] == ["groups.close", "groups.reopen"]


def test_an_empty_group_leaves_nothing_behind(cast: Cast) -> None:
    group = create_group("Éphémère", by=cast.network)
    record = group.record
    delete_group(group, by=cast.network)
    assert not WorkingGroupPage.objects.filter(pk=group.pk).exists()
    assert not AuthGroup.objects.filter(pk__in=[record.auth_group_id, record.keepers_id]).exists()
    assert not Collection.objects.filter(pk=record.collection_id).exists()
    assert not GroupPagePermission.objects.filter(page_id=group.pk).exists()


def test_a_group_with_people_and_files_gives_both_back(cast: Cast) -> None:
    """Its people stay accounts, its files stay in their collection."""
    record = cast.mobility.record
    SiteDocument.objects.create(
        title="D", file=ContentFile(b"x", name="d.txt"), collection=record.collection
    )
    delete_group(cast.mobility, by=cast.network)
    assert SiteDocument.objects.get().collection_id == record.collection_id
    assert not Membership.objects.filter(person=cast.other_member).exists()
    assert User.objects.filter(pk=cast.other_member.pk).exists()
    assert not cast.other_member.groups.exists()


def test_a_group_that_holds_texts_is_closed_instead(cast: Cast) -> None:
    create_contribution(cast.health, "T", by=cast.member)
    with pytest.raises(Refused, match="fermez"):
        delete_group(cast.health, by=cast.network)
    assert GroupRecord.objects.filter(page=cast.health).exists()


def test_a_group_that_is_associated_with_a_text_is_not_deleted(cast: Cast) -> None:
    """The byline of a text would lose it."""
    text = create_contribution(cast.health, "T", by=cast.member)
    text.record.associated_groups.add(cast.housing)
    with pytest.raises(Refused):
        delete_group(cast.housing, by=cast.network)
    assert list(text.record.associated_groups.all()) == [cast.housing]


@pytest.mark.parametrize(
    "role", ["account", "member", "coordinator", "moderator", "director", "partner", "gone"]
)
def test_groups_are_the_coordinations_alone(cast: Cast, role: str) -> None:
    person = getattr(cast, role)
    for act in (
        lambda: create_group("T", by=person),
        lambda: edit_group(cast.health, by=person, **words(cast.health)),
        lambda: close_group(cast.health, by=person),
        lambda: reopen_group(cast.health, by=person),
        lambda: delete_group(cast.housing, by=person),
    ):
        with pytest.raises(Http404):
            act()


def test_a_mandate_that_has_just_ended_opens_nothing(cast: Cast) -> None:
    """An account object that was read before the end remembers no right."""
    create_group("Avant", by=cast.network)
    end_mandate(cast.network.mandates.get(), by=cast.superuser)
    with pytest.raises(Http404):
        create_group("Après", by=cast.network)
