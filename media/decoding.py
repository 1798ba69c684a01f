"""How images are opened, so that a large one costs its own size in memory, once.

Wagtail's library decodes a whole image to learn its size, and copies it to turn it and
again to crop it, even when there is nothing to turn or to crop.
"""

from __future__ import annotations

from typing import Any

import PIL.Image
import PIL.ImageOps
from willow.image import (
    AvifImageFile,
    BadImageOperationError,
    GIFImageFile,
    Image,
    ImageFile,
    JPEGImageFile,
    PNGImageFile,
    WebPImageFile,
)
from willow.plugins.pillow import PillowImage
from willow.registry import registry

_FORMATS = (AvifImageFile, GIFImageFile, JPEGImageFile, PNGImageFile, WebPImageFile)
_PALETTES = ("1", "P")


class SparingImage(PillowImage):
    """Decoded pixels, of which a crop is only noted until a resize reads them."""

    def __init__(self, image: PIL.Image.Image, box: tuple[int, int, int, int] | None = None):
        self._pixels, self._box = image, box

    @property
    def image(self) -> PIL.Image.Image:
        """The pixels, cropped by now if anything but a resize asks for them."""
        if self._box is not None:
            self._pixels, self._box = self._pixels.crop(self._box), None
        return self._pixels

    @Image.operation
    def crop(self, rect: Any) -> SparingImage:
        left, top, right, bottom = rect
        width, height = self.image.size
        box = (max(0, left), max(0, top), min(width, right), min(height, bottom))
        if box[0] >= box[2] or box[1] >= box[3]:
            raise BadImageOperationError(f"Invalid crop dimensions: {rect!r}")
        return SparingImage(self.image, None if box == (0, 0, width, height) else box)

    @Image.operation
    def resize(self, size: tuple[int, int]) -> PillowImage:
        pixels = self._pixels
        if pixels.mode in _PALETTES:
            pixels = pixels.convert("RGBA" if self.has_alpha() else "RGB")
        return PillowImage(pixels.resize(size, PIL.Image.Resampling.LANCZOS, box=self._box))


def size_in_header(file: ImageFile) -> tuple[int, int]:
    """Width and height, without decoding a pixel."""
    file.f.seek(0)
    size: tuple[int, int] = PIL.Image.open(file.f).size
    return size


def shown_frames(file: ImageFile) -> int:
    """Only the first frame of an animation is ever decoded."""
    return 1


def upright(file: ImageFile) -> SparingImage:
    """The decoded image, turned as its camera said."""
    file.f.seek(0)
    image = PIL.Image.open(file.f)
    image.load()
    PIL.ImageOps.exif_transpose(image, in_place=True)
    return SparingImage(image)


def spare_memory() -> None:
    """Have Wagtail's library open images our way. Doing it twice changes nothing."""
    registry.register_image_class(SparingImage)
    for kind in _FORMATS:
        registry.register_operation(kind, "get_size", size_in_header)
        registry.register_operation(kind, "get_frame_count", shown_frames)
        registry.register_operation(kind, "auto_orient", upright)
