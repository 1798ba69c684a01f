"""Upload forms that refuse what would break later, and say why.

Wagtail builds every form of files on these (add, several at once, choosers, edit).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from PIL.Image import DecompressionBombError
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .access import reason_to_keep
from .uploads import (
    check_dimensions,
    check_document,
    decode_once,
    other_format,
    safe_name,
    too_many_pixels,
    unreadable_image,
)

#: Refusals of Wagtail's that do not say what to do.
_CLEARER = {
    "file_too_many_pixels": too_many_pixels,
    "invalid_image": unreadable_image,
    "invalid_image_known_format": other_format,
}


class ImageUploadField(WagtailImageField):
    """Wagtail's field, which a broken or huge image cannot make fail."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        if getattr(data, "name", None):
            data.name = safe_name(data.name)
        try:
            file = super().to_python(data)
        except ValidationError as error:
            clearer = _CLEARER.get(error.code or "")
            if clearer is None:
                raise
            raise clearer() from error
        except Exception as error:
            # Decoders raise what they like at a crafted header, among others for its size.
            huge = isinstance(error, DecompressionBombError)
            raise (too_many_pixels() if huge else unreadable_image()) from error
        if file is not None:
            check_dimensions(file.image.format_name, *file.image.get_size())
            decode_once(file)
        return file


class DocumentUploadField(WagtailDocumentField):
    """Wagtail's field, for contents that are what their name says."""

    def to_python(self, data: Any) -> Any:
        if getattr(data, "name", None):
            data.name = safe_name(data.name)
        file = super().to_python(data)
        if file is not None:
            check_document(file)
        return file


class _UploadForm(forms.ModelForm):
    """Puts our field in place of Wagtail's, and keeps what a frozen text uses."""

    upload_field: type[forms.FileField]
    #: What a text shows of it, besides the file.
    shown: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stock = self.fields.get("file")
        if stock is not None:
            # Declared on the class, it would enter the forms that leave the file out.
            self.fields["file"] = self.upload_field(
                label=stock.label, required=stock.required, widget=stock.widget
            )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        changed = [name for name in ("file", *self.shown) if name in self.changed_data]
        reason = reason_to_keep(self.instance) if self.instance.pk and changed else ""
        for name in changed if reason else ():
            self.add_error(name, reason)
        return cleaned


class ImageForm(_UploadForm, BaseImageForm):
    """An image is decoded once, within limits, before it is kept."""

    upload_field = ImageUploadField
    shown = ("credit",)


class DocumentForm(_UploadForm, BaseDocumentForm):
    """A document is kept under a name that no header can be broken with."""

    upload_field = DocumentUploadField
    shown = ("title",)
