"""Which verb opens which of the admin's addresses about images and documents.

Not bound, and so for superusers alone: the generator of image addresses, which no page
uses, and what Wagtail does not scope to one's own files (bulk actions, the admin's API
of files, tags that others typed).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from wagtail.models import UploadedFile

from kit.access import AnyUser, Verdict, answer_for
from kit.gate import Check, routes

from . import access
from .models import SiteDocument, SiteImage

_KEYS = ("image_id", "document_id", "doc_id", "pk")


def _asked_file(model: type[Model], kwargs: dict[str, Any]) -> Any | None:
    """The file that an address names, if there is one."""
    key = unquote(str(next(kwargs[name] for name in _KEYS if name in kwargs)))
    if not (key.isascii() and key.isdigit()):
        return None
    return model._default_manager.filter(pk=key).select_related("collection").first()


def about(model: type[Model], ask: Callable[[AnyUser, Any], Verdict]) -> Check:
    """For the addresses of one file: what `ask` answers about it."""

    def check(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
        file = _asked_file(model, kwargs)
        return ask(request.user, file) if file else access.verdict_on_missing(request.user)

    return check


def verdict_on_choosing(user: AnyUser, file: Any) -> Verdict:
    """Put the file in a text: the people of its collection."""
    return answer_for(user, access.belongs(user, file), may_know=False)


def choosers(model: type[Model]) -> Check:
    """For lists that Wagtail scopes to the collections of who asks."""

    def check(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
        sound = all(key.isascii() and key.isdigit() for key in request.GET.getlist("id"))
        allowed = sound and access.works_with(request.user, model)
        return answer_for(request.user, allowed, may_know=False)

    return check


def uploaders(model: type[Model]) -> Check:
    def check(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
        return answer_for(request.user, access.can_upload(request.user, model), may_know=False)

    return check


def own_upload(model: type[Model]) -> Check:
    """For a file that waits for its missing title: who sent it, and nobody else."""

    def check(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
        allowed = (
            access.can_upload(request.user, model)
            and UploadedFile.objects.filter(
                pk=kwargs["uploaded_file_id"],
                uploaded_by_user=request.user.pk,
                for_content_type=ContentType.objects.get_for_model(model),
            ).exists()
        )
        return answer_for(request.user, allowed, may_know=False)

    return check


def _bind(model: type[Model], namespace: str, one: str) -> None:
    """Bind what images and documents have in common; `one` is Wagtail's word for one."""
    chooser = f"{namespace}_chooser"
    routes.bind(
        choosers(model),
        f"{namespace}:index",
        f"{namespace}:index_results",
        f"{chooser}:choose",
        f"{chooser}:choose_results",
        f"{chooser}:chosen_multiple",
    )
    routes.bind(
        uploaders(model),
        f"{namespace}:add",
        f"{namespace}:add_multiple",
        f"{chooser}:create",
    )
    routes.bind(
        own_upload(model),
        f"{namespace}:create_multiple_from_uploaded_{one}",
        f"{namespace}:delete_upload_multiple",
    )
    routes.bind(about(model, verdict_on_choosing), f"{chooser}:chosen")
    routes.bind(
        about(model, access.verdict_on_changing),
        f"{namespace}:edit",
        f"{namespace}:edit_multiple",
        f"{namespace}:{one}_usage",
    )
    routes.bind(
        about(model, access.verdict_on_deleting),
        f"{namespace}:delete",
        f"{namespace}:delete_multiple",
    )


_bind(SiteImage, "wagtailimages", "image")
_bind(SiteDocument, "wagtaildocs", "document")
routes.bind(about(SiteImage, verdict_on_choosing), "wagtailimages_chooser:select_format")
