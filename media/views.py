"""The addresses of files: found by their stored name, answered by the rule."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.documents.models import document_served

from kit.access import require

from .access import File, file_witnesses, is_public, verdict_on_file, verdict_on_missing
from .models import Rendition, SiteDocument, SiteImage
from .serving import file_response


def stored_under(name: str) -> tuple[File, FieldFile] | None:
    """The file whose rule holds for a stored name, and what is stored there.

    A rendition is answered for by its image. The name is only compared with names that
    we gave, so an address cannot climb out of the folder.
    """
    rendition = Rendition.objects.filter(file=name).select_related("image__collection").first()
    if rendition:
        return rendition.image, rendition.file
    for model in (SiteImage, SiteDocument):
        found = model.objects.filter(file=name).select_related("collection").first()
        if found:
            return found, found.file
    return None


def answer(request: HttpRequest, file: File, stored: FieldFile) -> HttpResponseBase:
    """What is stored, or what the rule answers instead (see `kit.access.require`)."""
    public = is_public(file)
    if not public:
        require(verdict_on_file(request.user, file))
        for witness in file_witnesses:
            witness(request.user, file)
    return file_response(stored, public=public)


@require_safe
def stored_file(request: HttpRequest, name: str) -> HttpResponseBase:
    found = stored_under(name)
    if found is None:
        require(verdict_on_missing(request.user))
        raise Http404
    return answer(request, *found)


@require_safe
def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """Wagtail's address of a document, which tells nobody whether a number is taken."""
    found = SiteDocument.objects.filter(pk=document_id).select_related("collection").first()
    if found is None or found.filename != filename:
        require(verdict_on_missing(request.user))
        raise Http404
    response = answer(request, found, found.file)
    document_served.send(sender=SiteDocument, instance=found, request=request)
    return response
