"""What an uploaded file must be before it is kept; each refusal says why, and what to do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile, ZipFile

import PIL.Image
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

#: Room for a folder and for what storage adds, in the hundred characters of a file field.
_NAME_LENGTH = 70
_EXTENSION_LENGTH = 10

#: A line of pixels is worked on at once: an image of one endless line fills the memory.
_MAX_SIDE = 16_000
#: Decoders that need several times the room of the pixels, and what they are left.
_MEGAPIXELS = {"avif": 20, "webp": 12}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = rb"{\rtf"
#: How documents begin, by extension; a PDF may have some bytes before its mark.
_BEGINNINGS = {
    "doc": (_OLE, _RTF),
    "pdf": (b"%PDF-",),
    "ppt": (_OLE,),
    "rtf": (_RTF,),
    "xls": (_OLE,),
}
_LEADING_BYTES = 1024
_ARCHIVES = frozenset({"docx", "odp", "ods", "odt", "pptx", "xlsx", "zip"})
_ENTRY_MARK = b"PK\x01\x02"
_MAX_ENTRIES = 20_000
_MAX_OPENED = 200 * 1024 * 1024
#: Small files of repeated text compress well; above this size they are no document.
_FREE_OPENED = 10 * 1024 * 1024
_MAX_RATIO = 200


def safe_name(name: str) -> str:
    """The last part of `name`, printable and short, with its extension."""
    last = re.split(r"[\\/]", name)[-1]
    printable = "".join(char for char in last if char.isprintable()).strip()
    stem, dot, extension = printable.rpartition(".")
    stem, extension = (stem, f".{extension}") if dot else (extension, "")
    extension = extension[: _EXTENSION_LENGTH + 1]
    if not re.search(r"[^\W_]", stem):
        stem = "fichier"
    return f"{stem[: _NAME_LENGTH - len(extension)]}{extension}"


def extension_of(name: str) -> str:
    return os.path.splitext(name)[1].lower().lstrip(".")


@contextmanager
def _rewound(file: UploadedFile) -> Iterator[UploadedFile]:
    """The file from its beginning, and given back at its beginning."""
    file.seek(0)
    try:
        yield file
    finally:
        file.seek(0)


# -- Images ----------------------------------------------------------------------------


def unreadable_image() -> ValidationError:
    return ValidationError(
        _(
            "Cette image est illisible : le fichier est abîmé ou incomplet. "
            "Enregistrez-la de nouveau, puis déposez-la encore une fois."
        ),
        code="invalid_image",
    )


def too_many_pixels(limit: int | None = None) -> ValidationError:
    """`limit`: in millions of pixels, when the format has one of its own."""
    return ValidationError(
        _("Cette image est trop grande : réduisez-la à %(limit)s millions de pixels au plus.")
        % {"limit": limit or settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000},
        code="file_too_many_pixels",
    )


def too_long() -> ValidationError:
    return ValidationError(
        _("Cette image est trop longue : réduisez-la à %(limit)s pixels de côté au plus.")
        % {"limit": _MAX_SIDE},
        code="file_too_long",
    )


def other_format() -> ValidationError:
    return ValidationError(
        _(
            "Cette image n'est pas du format que son nom annonce : enregistrez-la de "
            "nouveau, en JPEG, PNG ou WebP."
        ),
        code="invalid_image_known_format",
    )


def check_dimensions(format_name: str, width: int, height: int) -> None:
    """Refuse what would cost too much to show. Raises ValidationError."""
    if max(width, height) > _MAX_SIDE:
        raise too_long()
    limit = _MEGAPIXELS.get(format_name)
    if limit and width * height > limit * 1_000_000:
        raise too_many_pixels(limit)


def decode_once(file: UploadedFile) -> None:
    """Read an image to its last byte, as a page will; its size was checked before.

    A JPEG is read whole but kept at an eighth of its size, to spare memory.
    Raises ValidationError, whatever goes wrong inside the decoders.
    """
    with _rewound(file):
        try:
            with PIL.Image.open(file) as image:
                image.draft(None, (1, 1))
                image.load()
        except Exception as error:
            raise unreadable_image() from error


# -- Documents -------------------------------------------------------------------------


def check_document(file: UploadedFile) -> None:
    """Refuse an extension that is not accepted, a content of another kind, a bomb.

    Raises ValidationError.
    """
    extension = extension_of(file.name or "")
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        formats = ", ".join(settings.WAGTAILDOCS_EXTENSIONS)
        raise ValidationError(
            _("Ce format n'est pas accepté. Formats acceptés : %(formats)s.")
            % {"formats": formats},
            code="invalid_extension",
        )
    with _rewound(file):
        beginning = file.read(_LEADING_BYTES)
    marks = _BEGINNINGS.get(extension)
    if marks and not any(_begins(extension, beginning, mark) for mark in marks):
        raise _not_a(extension)
    if extension in _ARCHIVES:
        _check_archive(file, extension)


def _begins(extension: str, beginning: bytes, mark: bytes) -> bool:
    return mark in beginning if extension == "pdf" else beginning.startswith(mark)


def _not_a(extension: str) -> ValidationError:
    return ValidationError(
        _(
            "Ce fichier n'est pas un document « .%(extension)s » lisible : ouvrez-le, "
            "puis enregistrez-le de nouveau dans ce format."
        )
        % {"extension": extension},
        code="invalid_content",
    )


def _check_archive(file: UploadedFile, extension: str) -> None:
    """Refuse what would fill a disk when opened, from what the archive declares."""
    with _rewound(file):
        # Counted before the archive is opened, since opening it holds every entry.
        if _count(file, _ENTRY_MARK) > _MAX_ENTRIES:
            raise _too_big_once_opened()
    with _rewound(file):
        try:
            with ZipFile(file) as archive:
                opened = sum(entry.file_size for entry in archive.infolist())
        except (
            BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            EOFError,
        ) as error:
            raise _not_a(extension) from error
    insane = opened > _FREE_OPENED and opened > _MAX_RATIO * max(file.size or 0, 1)
    if opened > _MAX_OPENED or insane:
        raise _too_big_once_opened()


def _count(file: UploadedFile, mark: bytes) -> int:
    """How often `mark` occurs, the file being read piece by piece."""
    found, tail = 0, b""
    for chunk in file.chunks():
        piece = tail + chunk
        found += piece.count(mark)
        tail = piece[-(len(mark) - 1) :]
    return found


def _too_big_once_opened() -> ValidationError:
    return ValidationError(
        _(
            "Une fois ouvert, ce fichier prendrait trop de place "
            "(plus de %(limit)s Mo, ou trop d'éléments) : il n'a pas été gardé."
        )
        % {"limit": _MAX_OPENED // 1024**2},
        code="archive_bomb",
    )
