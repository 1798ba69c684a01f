"""Files that people, or their enemies, upload."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import PIL.Image

from .files import PDF, picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    """A grey PNG of any size, written line by line so that making it stays small."""
    squeezer = zlib.compressobj(9)
    line = b"\x00" * (width + 1)
    data = b"".join(squeezer.compress(line) for _ in range(height)) + squeezer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *chunks, chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def text_bomb() -> bytes:
    """A small PNG whose comment opens into a hundred megabytes."""
    return png_of(8, 8, chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"\x00" * 10**8)))


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def noise(kind: str) -> bytes:
    content = BytesIO()
    PIL.Image.effect_noise((200, 150), 80).convert("RGB").save(content, kind)
    return content.getvalue()


def broken_pixels() -> bytes:
    """A PNG with sound chunks around pixels that cannot be inflated."""
    whole = png_of(8, 8)
    start = whole.index(b"IDAT")
    return whole[: start - 4] + chunk(b"IDAT", b"\x00" * 30) + chunk(b"IEND", b"")


UNREADABLE = "Cette image est illisible"
TOO_LARGE = "40 millions de pixels au plus"
OTHER = "du format que son nom annonce"
UNKNOWN = "Format d'image non supporté"


@cache
def bad_images() -> dict[str, tuple[str, bytes, str]]:
    """Name of the file, what is in it and what is answered, by what is wrong with it.

    Made when first asked for: most take long, and every process loads this module."""
    return {
        "29 octets of a JPEG": (
            "photo.jpg",
            b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x01" * 18,
            UNREADABLE,
        ),
        "half a JPEG": ("photo.jpg", cut(noise("JPEG")), UNREADABLE),
        "half a PNG": ("photo.png", cut(noise("PNG")), UNREADABLE),
        "half a WebP": ("photo.webp", cut(noise("WEBP")), UNREADABLE),
        "half an AVIF": ("photo.avif", cut(noise("AVIF")), UNREADABLE),
        "a GIF without a frame": ("photo.gif", b"GIF89a\x08\x00\x06\x00\x00\x00\x00;", UNREADABLE),
        "broken pixels": ("photo.png", broken_pixels(), UNREADABLE),
        "nothing": ("photo.png", b"", "vide"),
        "120 megapixels": ("photo.png", png_of(12_000, 10_000), TOO_LARGE),
        "200 megapixels": ("photo.png", png_of(15_000, 14_000), TOO_LARGE),
        "41 megapixels": ("photo.png", png_of(8_200, 5_000), TOO_LARGE),
        "one endless line": ("photo.png", png_of(39_000_000, 1), "16000 pixels de côté"),
        "a comment that opens wide": ("photo.png", text_bomb(), UNREADABLE),
        "16 megabytes": ("photo.png", picture() + b"\x00" * 16 * 1024**2, "trop gros"),
        "an SVG": ("photo.svg", SVG, UNKNOWN),
        "an SVG named PNG": ("photo.png", SVG, OTHER),
        "a page named JPEG": ("photo.jpg", b"<html><script>alert(1)</script></html>", OTHER),
        "a JPEG named PNG": ("photo.png", picture("JPEG"), OTHER),
        "a program": ("photo.exe", picture(), UNKNOWN),
        "no extension": ("photo", picture(), UNKNOWN),
    }


def archive(*entries: tuple[str, bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as written:
        for name, words in entries:
            written.writestr(name, words)
    return content.getvalue()


def crowded_archive() -> bytes:
    """As many empty entries as no document has."""
    content = BytesIO()
    with ZipFile(content, "w") as written:
        for number in range(20_001):
            written.writestr(str(number), b"")
    return content.getvalue()


def lying_archive() -> bytes:
    """An archive that says 4 GB of each of its two entries."""
    content = bytearray(archive(("word/document.xml", b"mots"), ("b", b"mots")))
    mark = content.find(b"PK\x01\x02")
    while mark >= 0:
        content[mark + 24 : mark + 28] = b"\xfe\xff\xff\xff"
        mark = content.find(b"PK\x01\x02", mark + 1)
    return bytes(content)


BOMB = "prendrait trop de place"
UNSOUND = "n'est pas un document"
NOT_TAKEN = "Ce format n'est pas accepté"


@cache
def bad_documents() -> dict[str, tuple[str, bytes, str]]:
    """The same of documents."""
    return {
        "a Word bomb": ("note.docx", archive(("word/document.xml", b"\x00" * 201 * 1024**2)), BOMB),
        "a sheet that opens a thousand times": (
            "note.xlsx",
            archive(("a.xml", b"a" * 2 * 10**7)),
            BOMB,
        ),
        "an ODT bomb in pieces": (
            "note.odt",
            archive(*((str(n), b"a" * 10**7) for n in range(22))),
            BOMB,
        ),
        "too many entries": ("note.zip", crowded_archive(), BOMB),
        "an archive that lies": ("note.docx", lying_archive(), BOMB),
        "a page named Word": ("note.docx", b"<html></html>", UNSOUND),
        "half a Word document": ("note.docx", cut(archive(("a.xml", b"mots" * 99))), UNSOUND),
        "a page named PDF": ("note.pdf", b"<html><script>alert(1)</script></html>", UNSOUND),
        "an image named doc": ("note.doc", picture(), UNSOUND),
        "a page": ("note.html", b"<script>alert(1)</script>", NOT_TAKEN),
        "an SVG": ("note.svg", SVG, NOT_TAKEN),
        "a program": ("note.exe", b"MZ", NOT_TAKEN),
        "no extension": ("note", PDF, NOT_TAKEN),
        "31 megabytes": ("note.pdf", PDF + b"\x00" * 31 * 1024**2, "trop gros"),
        "nothing": ("note.pdf", b"", "vide"),
    }
