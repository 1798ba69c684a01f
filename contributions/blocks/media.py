"""Blocks that show or hand out something."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("légende"), max_length=255)
    table = TypedTableBlock(
        [("text", blocks.CharBlock(label=_("texte"), required=False))], label=_("tableau")
    )

    class Meta:
        label = _("Tableau")
        icon = "table"
        template = "contributions/blocks/table.html"
        label_format = "{caption}"
        description = _("Un petit tableau, avec sa légende.")


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    alt_text = blocks.CharBlock(
        label=_("texte de remplacement"), required=False, max_length=255,
        help_text=_("Ce que l'image apprend à qui ne la voit pas ; nécessaire pour publier."),
    )  # fmt: skip
    decorative = blocks.BooleanBlock(label=_("image décorative, sans information"), required=False)
    caption = blocks.CharBlock(label=_("légende"), required=False, max_length=255)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "contributions/blocks/image.html"
        label_format = "{caption}"
        description = _("Une photographie, un plan ou un schéma.")


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=pgettext_lazy("fichier", "document"))
    description = blocks.CharBlock(label=_("ce qu'il contient"), required=False, max_length=255)

    class Meta:
        label = _("Document")
        icon = "doc-full"
        template = "contributions/blocks/document.html"
        label_format = "{document}"
        description = _("Un fichier à télécharger.")


class VideoAddressBlock(blocks.URLBlock):
    """The address of a video; nothing is fetched from it before a click."""

    def clean(self, value: str) -> str:
        address: str = super().clean(value)
        if address and urlsplit(address).scheme != "https":
            raise ValidationError(_("L'adresse d'une vidéo commence par https://."))
        return address


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=255)
    address = VideoAddressBlock(label=_("adresse"))
    duration = blocks.CharBlock(label=_("durée"), required=False, max_length=40)
    transcript = blocks.TextBlock(
        label=_("transcription ou résumé"), required=False,
        help_text=_("Pour qui ne peut ni voir ni entendre la vidéo."),
    )  # fmt: skip

    class Meta:
        label = _("Vidéo")
        icon = "media"
        template = "contributions/blocks/video.html"
        label_format = "{title}"
        preview_value = {"title": "Replay du webinaire", "address": "https://example.org/replay"}
        description = _("Une vidéo qui ne se charge qu'au clic.")
