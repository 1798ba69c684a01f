"""Who may read, use, change and take away a file.

A file is public while a page that is live uses it. Otherwise it belongs to the people of
its collection, to whoever a registered door lets read it, and to superusers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from kit.access import (
    MISSING,
    SIGN_IN,
    AnyUser,
    Registry,
    Verdict,
    answer_for,
    forbidden,
)

from .models import SiteDocument, SiteImage

if TYPE_CHECKING:
    File = SiteImage | SiteDocument
else:
    File = object

#: Doors of the rooms above: each may let a person read a file (`user, file -> bool`).
file_readers: Registry[Callable[[AnyUser, Model], bool]] = Registry()
#: Rules of the rooms above that close a file to a person, whatever else would let them read
#: it (`user, file -> bool`); asked with a visitor, they close it to the public.
file_closers: Registry[Callable[[AnyUser, Model], bool]] = Registry()
#: Reasons of the rooms above to keep a file as it is (`file -> reason`, or nothing).
file_keepers: Registry[Callable[[Model], str]] = Registry()

#: Told of each reading of a file that the public may not read (`user, file`).
file_witnesses: Registry[Callable[[AnyUser, Model], None]] = Registry()

#: Wagtail asks the rows of its own models, whatever model stands in for them.
_POLICIES: dict[type[Model], Any] = {
    model: CollectionOwnershipPermissionPolicy(
        model, auth_model=auth_model, owner_field_name="uploaded_by_user"
    )
    for model, auth_model in (
        (SiteImage, "wagtailimages.Image"),
        (SiteDocument, "wagtaildocs.Document"),
    )
}


# -- Reading ---------------------------------------------------------------------------


def is_public(file: File) -> bool:
    """Whether a live page that everyone may read uses the file.

    The reference index holds what the *row* of a page uses: what is published of a live
    page, and the draft of one that is not. A withdrawn page is not live.
    """
    used_in = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
    ).values_list("object_id", flat=True)
    live = Page.objects.filter(pk__in=[int(key) for key in set(used_in)], live=True)
    if not any(not page.get_view_restrictions().exists() for page in live):
        return False
    if is_closed(AnonymousUser(), file):
        return False
    return not file.collection.get_view_restrictions().exists()


def is_closed(user: AnyUser, file: File) -> bool:
    """Whether some rule closes the file to `user`, be it public or their own group's."""
    return any(closes(user, file) for closes in file_closers)


def belongs(user: AnyUser, file: File) -> bool:
    """Whether `user` is among the people of the file's collection."""
    allowed: bool = _POLICIES[type(file)].user_has_any_permission_for_instance(
        user, ["add", "choose", "change"], file
    )
    return allowed


def documents_kept_in(user: AnyUser, collection: Collection) -> QuerySet[SiteDocument]:
    """Twin of `belongs`: the documents of a collection, for its people; none for others."""
    policy = _POLICIES[SiteDocument]
    mine = policy.instances_user_has_any_permission_for(user, ["add", "choose", "change"])
    kept: QuerySet[SiteDocument] = mine.filter(collection=collection)
    return kept


def can_read_file(user: AnyUser, file: File) -> bool:
    """The file itself: an original, a document, and every rendition of an image.

    Having uploaded it is no title to it: who left a group left its files there.
    """
    if is_public(file):
        return True
    if not user.is_authenticated or not user.is_active or is_closed(user, file):
        return False
    return belongs(user, file) or any(door(user, file) for door in file_readers)


def verdict_on_file(user: AnyUser, file: File) -> Verdict:
    return answer_for(user, can_read_file(user, file), may_know=False)


def verdict_on_missing(user: AnyUser) -> Verdict:
    """The answer at an address without a file: the same as for a hidden one."""
    return MISSING if user.is_authenticated else SIGN_IN


# -- Using and changing ----------------------------------------------------------------


def works_with(user: AnyUser, model: type[Model]) -> bool:
    """Whether `user` has some collection to choose from or to add to."""
    allowed: bool = _POLICIES[model].user_has_any_permission(user, ["add", "choose"])
    return allowed


def can_upload(user: AnyUser, model: type[Model]) -> bool:
    allowed: bool = _POLICIES[model].user_has_permission(user, "add")
    return allowed


def can_change_file(user: AnyUser, file: File) -> bool:
    """Describe, replace or delete it: one's own, or any of a group one coordinates."""
    allowed: bool = _POLICIES[type(file)].user_has_permission_for_instance(user, "change", file)
    return allowed


def reason_to_keep(file: File) -> str:
    """Why the file may be neither replaced nor deleted, by anyone; empty when it may."""
    return next((reason for reason in (keep(file) for keep in file_keepers) if reason), "")


def verdict_on_changing(user: AnyUser, file: File) -> Verdict:
    return answer_for(
        user,
        can_change_file(user, file),
        may_know=belongs(user, file),
        reason=_(
            "La personne qui a déposé ce fichier et l'animation du groupe peuvent le modifier."
        ),
    )


def verdict_on_deleting(user: AnyUser, file: File) -> Verdict:
    answer = verdict_on_changing(user, file)
    reason = reason_to_keep(file) if answer else ""
    return forbidden(reason) if reason else answer


# -- What a content uses ---------------------------------------------------------------


def files_used_by(content: Model) -> set[tuple[type[Model], str]]:
    """Model and key of each image and document that a page or its draft uses."""
    models = {ContentType.objects.get_for_model(model).pk: model for model in _POLICIES}
    return {
        (models[content_type_id], key)
        for content_type_id, key, *_path in ReferenceIndex._extract_references_from_object(content)
        if content_type_id in models
    }


def unreadable_files(
    user: AnyUser, used: Iterable[tuple[type[Model], str]]
) -> list[SiteImage | SiteDocument]:
    """The files among `used` that `user` may not read, and so may not put in a text.

    Without this, a forged form could bring another group's file into one's own text,
    and so before one's own eyes. Keys that lead nowhere are passed over.
    """
    wanted: dict[type[Model], list[str]] = {}
    for model, key in used:
        wanted.setdefault(model, []).append(key)
    found: list[Any] = [
        file
        for model, keys in wanted.items()
        for file in model._default_manager.filter(pk__in=keys).select_related("collection")
    ]
    return [file for file in found if not can_read_file(user, file)]
