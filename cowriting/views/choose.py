"""Files of a text in the writing page: Wagtail's choosers in a frame, and previews."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser

from contributions.views.door import private
from cowriting.rules import Mode, mode_for
from kit.access import require
from media.access import verdict_on_file
from media.models import SiteDocument, SiteImage

from .write import text_of

_WIDGETS: dict[str, type] = {"image": AdminImageChooser, "document": AdminDocumentChooser}
_MODELS: dict[str, type[Model]] = {"image": SiteImage, "document": SiteDocument}
_PREVIEW = "max-640x480"


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    if kind not in _WIDGETS:
        raise Http404
    return kind


@private
@xframe_options_sameorigin
@require_safe
def choose(request: HttpRequest, page_id: int) -> HttpResponse:
    """Wagtail's chooser of a `kind` of file, which tells the page around it what was
    chosen. For those who write: Raises Http404 for others."""
    kind = _kind(request)
    if mode_for(request.user, text_of(page_id)) is not Mode.RW:
        raise Http404
    widget = _WIDGETS[kind]()
    context = {
        "chooser": widget.render("chosen", None, {"id": "chosen"}),
        "media": widget.media,
        "title": _("Choisir une image") if kind == "image" else _("Choisir un document"),
    }
    return render(request, "cowriting/admin/choose.html", context)


@private
@require_safe
def file(request: HttpRequest, page_id: int) -> JsonResponse:
    """What a file is called and looks like, for who may read it: `{"title", "preview",
    "detail"}`; an image has a preview, a document its size in words."""
    model = _MODELS[_kind(request)]
    key = request.GET.get("key", "")
    found: Any = model._default_manager.filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise Http404
    require(verdict_on_file(request.user, found))
    if isinstance(found, SiteImage):
        return JsonResponse({"title": found.title, "preview": _preview(found), "detail": ""})
    size = found.get_file_size()
    return JsonResponse(
        {"title": found.title, "preview": "", "detail": filesizeformat(size) if size else ""}
    )


def _preview(image: SiteImage) -> str:
    try:
        url: str = image.get_rendition(_PREVIEW).url
    except OSError:
        # The file is missing or cannot be drawn: its title is all there is to show.
        return ""
    return url
