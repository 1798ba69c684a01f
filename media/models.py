"""Our own image, rendition and document, so that their rules can be ours."""

import struct
import zlib
from typing import Any

from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from PIL.Image import DecompressionBombError
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, SourceImageIOError
from wagtail.images.models import Image as WagtailImage

#: What decoders raise at a broken file.
_DECODERS_ERRORS = (
    DecompressionBombError,
    EOFError,
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
    zlib.error,
)


def _without_tags(model: Any) -> tuple[str, ...]:
    """Wagtail's form fields but tags: it shows everyone's tags to everyone."""
    return tuple(name for name in model.admin_form_fields if name != "tags")


class SiteImage(AbstractImage):
    """An image; what it shows is said by `description`, who made it by `credit`."""

    credit = models.CharField(_("crédit"), max_length=255, blank=True)

    admin_form_fields = (*_without_tags(WagtailImage), "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        # Files are asked for by their name.
        indexes = [models.Index(fields=["file"], name="media_image_file")]

    def get_rendition(self, filter: Any) -> AbstractRendition:
        """The image at a size, or an empty one in the place of a lost or broken file."""
        try:
            return super().get_rendition(filter)
        except SourceImageIOError:
            missing = Rendition(image=self, width=0, height=0)
            missing.file.name = "not-found"
            return missing

    def generate_rendition_file(self, filter: Any, **kwargs: Any) -> File:
        """Raises SourceImageIOError, which Wagtail expects, for a broken file as well."""
        try:
            return super().generate_rendition_file(filter, **kwargs)
        except _DECODERS_ERRORS as error:
            raise SourceImageIOError(str(error)) from error


class Rendition(AbstractRendition):
    """An image at a size and in a format; served under its image's rules."""

    image = models.ForeignKey(SiteImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("déclinaison")
        indexes = [models.Index(fields=["file"], name="media_rendition_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="media_rendition_once",
            )
        ]


class SiteDocument(AbstractDocument):
    """A file to download."""

    admin_form_fields = _without_tags(WagtailDocument)

    def clean(self) -> None:
        """Say nothing of a file that the form's field has refused already."""
        if self.file:
            super().clean()

    class Meta(AbstractDocument.Meta):
        verbose_name = pgettext_lazy("fichier", "document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["file"], name="media_document_file")]
