"""The response that hands out a stored file, and what a browser may do with it."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import PurePosixPath
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

#: What a browser shows in its place; everything else is downloaded.
_IMAGES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
#: A shared cache forgets within a minute of a withdrawal; a browser within the hour.
PUBLIC = "public, max-age=3600, s-maxage=60"
PRIVATE = "private, no-store"


def content_type_of(name: str) -> str:
    """The type that the file's extension says, whatever the machine's own table."""
    extension = PurePosixPath(name).suffix.lower()
    return _IMAGES.get(extension) or guess_type(name)[0] or "application/octet-stream"


def _shown_in_place(content_type: str) -> bool:
    return (
        content_type in _IMAGES.values()
        or content_type in settings.WAGTAILDOCS_INLINE_CONTENT_TYPES
    )


def file_response(file: FieldFile, *, public: bool) -> HttpResponseBase:
    """The stored file, inert: no script runs from it, no type is guessed from it.

    Raises Http404 when the storage does not hold it any more.
    """
    name = file.name or ""
    content_type = content_type_of(name)
    response: HttpResponseBase = _handed_over(file) or _streamed(file)
    response["Content-Type"] = content_type
    disposition = content_disposition_header(
        not _shown_in_place(content_type), PurePosixPath(name).name
    )
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = PUBLIC if public else PRIVATE
    response["X-Content-Type-Options"] = "nosniff"
    # A sandboxed page cannot start a browser's reader of PDF.
    inert = "default-src 'none'"
    response["Content-Security-Policy"] = (
        inert if content_type == "application/pdf" else f"{inert}; sandbox"
    )
    return response


def _handed_over(file: FieldFile) -> HttpResponse | None:
    """Let the web server send the file, when it was told where (`MEDIA_ACCEL_PREFIX`)."""
    prefix: str = settings.MEDIA_ACCEL_PREFIX
    if not prefix:
        return None
    _require_stored(file.storage, file.name or "")
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{prefix.rstrip('/')}/{quote(file.name or '')}"
    return response


def _require_stored(storage: Storage, name: str) -> None:
    if not storage.exists(name):
        raise Http404


def _streamed(file: FieldFile) -> FileResponse:
    try:
        return FileResponse(file.storage.open(file.name or "", "rb"))
    except (OSError, ValueError) as error:
        raise Http404 from error
