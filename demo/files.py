"""Files of the demonstration, drawn and written by the program: nobody else's."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from demo.bodies import Block, block_id
from groups.models import WorkingGroupPage
from kit.demonstration import marked
from media.models import SiteDocument, SiteImage
from people.models import User

_SKY, _GROUND, _WALL, _WINDOW, _BUS, _DARK = (
    "#dfe9ee", "#9fb59a", "#c9b8a3", "#f4efe6", "#2f6f73", "#26323a",
)  # fmt: skip
ALT_TEXT = "Dessin : trois immeubles, et devant eux un bus de permanence marqué d'une croix."
CHECKLIST = """\
Texte de démonstration : il ne reproduit aucun document réel.

Tenir une permanence de santé au pied des immeubles, la liste d'une matinée

1. Choisir avec les habitants un lieu que tout le monde connaît, et une heure de passage.
2. Prévenir la veille, dans les langues du quartier, par les personnes à qui l'on parle déjà.
3. Venir à deux au moins : une médiatrice et une personne soignante.
4. Prévoir un coin où parler sans être entendu, de l'eau, des chaises, de l'ombre.
5. Noter les besoins, jamais les noms, et dire quand on revient.
"""


def health_blocks(group: WorkingGroupPage, by: User) -> list[Block]:
    """An image and a file of the group, as blocks to put in its contribution."""
    image, document = _image(group, by), _document(group, by)
    return [
        {
            "type": "image",
            "value": {
                "image": image.pk,
                "alt_text": ALT_TEXT,
                "decorative": False,
                "caption": "Une permanence au pied des immeubles (dessin de démonstration).",
            },
            "id": block_id("contrib-sante", "image"),
        },
        {
            "type": "document",
            "value": {
                "document": document.pk,
                "description": "La liste d'une matinée de permanence, en cinq points.",
            },
            "id": block_id("contrib-sante", "document"),
        },
    ]


def _image(group: WorkingGroupPage, by: User) -> SiteImage:
    image = SiteImage(
        title=marked("Une permanence au pied des immeubles"),
        description=ALT_TEXT,
        credit="Dessiné par le programme de démonstration",
        file=ContentFile(draw_street(), name="permanence-demonstration.png"),
        collection=group.record.collection,
        uploaded_by_user=by,
    )
    image._set_image_file_metadata()
    image.save()
    return image


def _document(group: WorkingGroupPage, by: User) -> SiteDocument:
    document = SiteDocument(
        title=marked("Tenir une permanence de santé : la liste d'une matinée"),
        file=ContentFile(CHECKLIST.encode(), name="permanence-demonstration.txt"),
        collection=group.record.collection,
        uploaded_by_user=by,
    )
    document._set_document_file_metadata()
    document.save()
    return document


def draw_street(width: int = 1200, height: int = 675) -> bytes:
    """A street as PNG; the same bytes each time."""
    picture = Image.new("RGB", (width, height), _SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 0.78, width, height), fill=_GROUND)
    for left, floors in ((90, 6), (470, 8), (850, 5)):
        _building(pen, left, floors, int(height * 0.8))
    pen.rounded_rectangle((330, 470, 690, 600), radius=24, fill=_BUS)
    for left in (360, 440, 520):
        pen.rounded_rectangle((left, 492, left + 60, 540), radius=8, fill=_WINDOW)
    pen.rectangle((622, 492, 642, 572), fill=_WINDOW)
    pen.rectangle((592, 522, 672, 542), fill=_WINDOW)
    for left in (390, 590):
        pen.ellipse((left, 570, left + 62, 632), fill=_DARK)
    output = BytesIO()
    picture.save(output, "PNG", optimize=True)
    return output.getvalue()


def _building(pen: ImageDraw.ImageDraw, left: int, floors: int, ground: int) -> None:
    top = ground - floors * 58 - 24
    pen.rectangle((left, top, left + 260, ground), fill=_WALL)
    for floor in range(floors):
        for column in range(4):
            x, y = left + 22 + column * 60, top + 22 + floor * 58
            pen.rectangle((x, y, x + 36, y + 34), fill=_WINDOW)
