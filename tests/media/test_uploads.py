"""Every form that takes a file refuses what would break later, and keeps the words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.urls import reverse

from media.models import SiteDocument, SiteImage
from people.models import User
from tests.cast import Cast

from .files import PDF, picture
from .samples import archive, bad_documents, bad_images, noise

ClientOf = Callable[[User | None], Client]
TITLE = "Un titre que personne ne doit perdre"
CREDIT = "Crédit : le centre"


@dataclass(frozen=True)
class Door:
    """One form that takes files: its address, and the names of its fields."""

    address: str
    model: type[Model]
    file: str = "file"
    prefix: str = ""
    asynchronous: bool = False

    def send(self, client: Client, name: str, content: bytes) -> HttpResponse:
        words = {f"{self.prefix}title": TITLE, f"{self.prefix}credit": CREDIT}
        upload = SimpleUploadedFile(name, content)
        headers = {"x-requested-with": "XMLHttpRequest"} if self.asynchronous else {}
        return client.post(reverse(self.address), {**words, self.file: upload}, headers=headers)


def doors(kind: str, model: type[Model], chooser: str) -> dict[str, Door]:
    return {
        f"{kind}: form": Door(f"{kind}:add", model),
        f"{kind}: several": Door(f"{kind}:add_multiple", model, file="files[]", asynchronous=True),
        f"{kind}: chooser": Door(
            f"{kind}_chooser:create",
            model,
            file=f"{chooser}-file",
            prefix=f"{chooser}-",
            asynchronous=True,
        ),
    }


IMAGE_DOORS = doors("wagtailimages", SiteImage, "image-chooser-upload")
DOCUMENT_DOORS = doors("wagtaildocs", SiteDocument, "document-chooser-upload")


def refusal(response: HttpResponse) -> str:
    """What the person is told of the file, by a page or to a script."""
    if "form" in (response.context or {}):
        return " ".join(response.context["form"].errors.get("file", []))
    told: str = json.loads(response.content)["error_message"]
    return told


def refusals(
    client: Client, door: Door, samples: dict[str, tuple[str, bytes, str]]
) -> dict[str, str]:
    """What each sample is answered: the words that it deserves, or all that was said."""
    told = {}
    for wrong, (name, content, words) in samples.items():
        response = door.send(client, name, content)
        said = refusal(response) if response.status_code == 200 else str(response.status_code)
        told[wrong] = words if words in said else said
    return told


def all_refused(samples: dict[str, tuple[str, bytes, str]]) -> dict[str, str]:
    return {wrong: words for wrong, (_name, _content, words) in samples.items()}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("door", IMAGE_DOORS.values(), ids=IMAGE_DOORS)
def test_a_bad_image_is_refused_with_a_reason(cast: Cast, client_of: ClientOf, door: Door) -> None:
    assert refusals(client_of(cast.member), door, bad_images()) == all_refused(bad_images())
    assert not SiteImage.objects.exists()


@pytest.mark.parametrize("door", DOCUMENT_DOORS.values(), ids=DOCUMENT_DOORS)
def test_a_bad_document_is_refused_with_a_reason(
    cast: Cast, client_of: ClientOf, door: Door
) -> None:
    assert refusals(client_of(cast.member), door, bad_documents()) == all_refused(bad_documents())
    assert not SiteDocument.objects.exists()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("door", IMAGE_DOORS.values(), ids=IMAGE_DOORS)
def test_a_member_uploads_an_image_to_the_group(
    cast: Cast, client_of: ClientOf, door: Door, kind: str
) -> None:
    door.send(client_of(cast.member), f"photo.{kind.lower()}", noise(kind))
    image = SiteImage.objects.get()
    assert image.collection == cast.health.record.collection
    assert image.uploaded_by_user == cast.member
    assert (image.width, image.height) == (200, 150)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.pdf", PDF),
        ("note.docx", archive(("word/document.xml", b"<mots/>" * 99))),
        ("note.rtf", rb"{\rtf1 mots}"),
        ("note.csv", "nom;âge\n".encode()),
        ("note.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99),
    ],
)
@pytest.mark.parametrize("door", DOCUMENT_DOORS.values(), ids=DOCUMENT_DOORS)
def test_a_member_uploads_a_document_to_the_group(
    cast: Cast, client_of: ClientOf, door: Door, name: str, content: bytes
) -> None:
    door.send(client_of(cast.member), name, content)
    document = SiteDocument.objects.get()
    assert document.collection == cast.health.record.collection
    assert document.uploaded_by_user == cast.member


@pytest.mark.parametrize("door", ["form", "chooser"])
def test_a_refused_image_leaves_the_typed_words(cast: Cast, client_of: ClientOf, door: str) -> None:
    sent = IMAGE_DOORS[f"wagtailimages: {door}"]
    name, content, _words = bad_images()["half a JPEG"]
    form = sent.send(client_of(cast.member), name, content).context["form"]
    assert form["title"].value() == TITLE
    assert form["credit"].value() == CREDIT


def test_a_portrait_is_shown_upright(cast: Cast) -> None:
    turned = PIL.Image.Exif()
    turned[0x0112] = 6
    content = BytesIO()
    PIL.Image.new("RGB", (40, 20)).save(content, "JPEG", exif=turned)
    image = SiteImage.objects.create(
        title="Portrait", file=ContentFile(content.getvalue(), "portrait.jpg")
    )
    rendition = image.get_rendition("max-20x20")
    assert (rendition.width, rendition.height) == (10, 20)


def test_a_crop_keeps_what_it_should(cast: Cast) -> None:
    """The left half is black and the right half white: the middle has both."""
    halves = PIL.Image.new("L", (40, 10))
    halves.paste(255, (20, 0, 40, 10))
    content = BytesIO()
    halves.save(content, "PNG")
    image = SiteImage.objects.create(
        title="Moitiés", file=ContentFile(content.getvalue(), "moities.png")
    )
    with image.get_rendition("fill-10x10-c100").file.open() as stored:
        shown = PIL.Image.open(stored).convert("L")
    assert shown.size == (10, 10)
    assert (shown.getpixel((0, 5)), shown.getpixel((9, 5))) == (0, 255)


# -- Names -----------------------------------------------------------------------------

NAMES = {
    "a line break": "filename*=UTF-8''a%0D%0ASet-Cookie:%20x.png",
    "a path": 'filename="../../../etc/a.png"',
    "a Windows path": r'filename="C:\\temp\\a.png"',
    "NUL": "filename*=UTF-8''a%00b.png",
    "three hundred letters": f'filename="{"a" * 300}.png"',
    "only an extension": 'filename=".png"',
    "signs alone": 'filename="???.png"',
    "a reversed end": "filename*=UTF-8''gnp%E2%80%AEexe.png",
    "accents and quotes": 'filename="l\'été «&quot;».png"',
}


def raw_upload(client: Client, address: str, field: str, filename: str) -> HttpResponse:
    """Send one file under a name exactly as a hostile browser would write it."""
    head = f'Content-Disposition: form-data; name="{field}"; {filename}\r\n'
    body = (
        f"--{BOUNDARY}\r\n{head}Content-Type: image/png\r\n\r\n".encode()
        + picture()
        + f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\n'.encode()
        + f"{TITLE}\r\n--{BOUNDARY}--\r\n".encode()
    )
    return client.generic(
        "POST",
        address,
        body,
        content_type=MULTIPART_CONTENT,
        headers={"x-requested-with": "XMLHttpRequest"},
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_breaks_an_upload_or_a_header(
    cast: Cast, client_of: ClientOf, name: str
) -> None:
    client = client_of(cast.member)
    response = raw_upload(client, reverse("wagtailimages:add_multiple"), "files[]", NAMES[name])
    assert json.loads(response.content)["success"] is True
    image = SiteImage.objects.get()
    assert re.fullmatch(r"original_images/[\w.-]+\.png", image.file.name)
    served = client.get(image.file.url)
    assert served["Content-Type"] == "image/png"
    assert "Set-Cookie" not in served.headers


def test_a_title_that_is_missing_is_asked_for_and_the_file_kept(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.member)
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "", "files[]": SimpleUploadedFile("photo.png", picture())},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    key = json.loads(response.content)["uploaded_file_id"]
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[key])
    named = {f"uploaded-image-{key}-title": TITLE}
    assert client_of(cast.coordinator).post(address, named).status_code == 404
    assert json.loads(client.post(address, named).content)["success"] is True
    assert SiteImage.objects.get().title == TITLE
