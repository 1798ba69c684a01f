"""Keep Wagtail's groups, page permissions and collections in step with ours.

The budget is two page-permission rows a group (*add*, *change*): the explorer's query
on SQLite breaks near 250 of them for one person. Coordinators and moderators have none;
`rules.py` decides for them.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group as AuthGroup
from django.contrib.auth.models import Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from groups.enums import Role
from groups.models import GroupRecord, Membership, WorkingGroupPage
from media.models import SiteDocument, SiteImage
from people.models import User

PAGE_PERMISSIONS = ("add_page", "change_page")
MEMBER_FILES = ("add_image", "choose_image", "add_document", "choose_document")
KEEPER_FILES = ("change_image", "delete_image", "change_document", "delete_document")
#: Names of Wagtail groups and collections hold this many characters of a title.
_TITLE = 100


def access_names(page: WorkingGroupPage) -> tuple[str, str, str]:
    """Names of the access group, the keepers' group and the collection of a group page.

    They end with the page's key, since two groups may have one title.
    """
    title = page.title[:_TITLE].strip()
    return f"{title} · {page.pk}", f"{title} · {page.pk} · animation", f"{title} · {page.pk}"


def _permissions(codenames: Iterable[str]) -> Iterable[Permission]:
    return Permission.objects.filter(
        codename__in=codenames,
        content_type__app_label__in=("wagtailcore", "wagtailimages", "wagtaildocs"),
    )


def open_access(page: WorkingGroupPage) -> GroupRecord:
    """Create what a new group needs in Wagtail, and its record. Idempotent."""
    existing = GroupRecord.objects.filter(page=page).first()
    if existing:
        return existing
    group_name, keepers_name, collection_name = access_names(page)
    auth_group = AuthGroup.objects.create(name=group_name)
    keepers = AuthGroup.objects.create(name=keepers_name)
    collection = Collection.get_first_root_node().add_child(name=collection_name)
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=auth_group, page=page, permission=permission)
        for permission in _permissions(PAGE_PERMISSIONS)
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for group, codenames in ((auth_group, MEMBER_FILES), (keepers, KEEPER_FILES))
        for permission in _permissions(codenames)
    )
    return GroupRecord.objects.create(
        page=page, auth_group=auth_group, keepers=keepers, collection=collection
    )


def rename_access(page: WorkingGroupPage) -> None:
    """Give the Wagtail groups and the collection the group's new title."""
    record = page.record
    for thing, name in zip(
        (record.auth_group, record.keepers, record.collection), access_names(page), strict=True
    ):
        if thing.name != name:
            thing.name = name
            thing.save(update_fields=["name"])


def close_access(record: GroupRecord) -> None:
    """Remove the Wagtail groups of a deleted group; its collection stays while it has files."""
    auth_group, keepers, collection = record.auth_group, record.keepers, record.collection
    record.delete()
    auth_group.delete()
    keepers.delete()
    # Collection.delete() would delete its files with it.
    if not _holds_files(collection):
        collection.delete()


def _holds_files(collection: Collection) -> bool:
    return any(
        model.objects.filter(collection=collection).exists() for model in (SiteImage, SiteDocument)
    )


def sync_person(person: User) -> None:
    """Make a person's Wagtail groups say what their current memberships say."""
    roles = dict(Membership.objects.current().filter(person=person).values_list("group_id", "role"))
    wanted: set[int] = set()
    ours: set[int] = set()
    for page_id, auth_group_id, keepers_id in GroupRecord.objects.values_list(
        "page_id", "auth_group_id", "keepers_id"
    ):
        ours |= {auth_group_id, keepers_id}
        if page_id in roles:
            wanted.add(auth_group_id)
        if roles.get(page_id) == Role.COORDINATOR:
            wanted.add(keepers_id)
    held = set(person.groups.values_list("pk", flat=True)) & ours
    person.groups.remove(*(held - wanted))
    person.groups.add(*(wanted - held))
