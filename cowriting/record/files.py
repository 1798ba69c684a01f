"""Which images and documents words use, and which of them were weighed in a room."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from media.models import SiteDocument, SiteImage

from ..document.shape import RICH_SLOT
from ..models import Room

#: What a text uses: the kind of file, and its key.
File = tuple[type[Any], str]

#: Which choice of a block holds the key of which kind of file.
CHOICES: dict[str, type[Any]] = {"image": SiteImage, "document": SiteDocument}

#: A link to a document in rich text, and the key in it.
_LINK = re.compile(r'<a\b[^>]*\blinktype="document"[^>]*>')
_KEY = re.compile(r'\bid="(\d+)"')


def used_in(words: Mapping[str, Any]) -> set[File]:
    """The files that words show, hand out or link to."""
    found: set[File] = set()
    for block in words.get("body") or ():
        value = block.get("value")
        if not isinstance(value, dict):
            continue
        for field, model in CHOICES.items():
            if isinstance(value.get(field), int):
                found.add((model, str(value[field])))
        text = value.get(RICH_SLOT)
        if isinstance(text, str):
            links = " ".join(_LINK.findall(text))
            found |= {(SiteDocument, key) for key in _KEY.findall(links)}
    return found


def weighed_in(room: Room) -> set[File]:
    """What may stay in a room, whoever goes on: what page and document agreed on last, and
    what was weighed before."""
    return used_in(room.base_body) | {(CHOICES[kind], key) for kind, key in room.files}


def stored(files: set[File]) -> list[list[str]]:
    """Files as `Room.files` holds them."""
    kinds = {model: kind for kind, model in CHOICES.items()}
    return sorted([kinds[model], key] for model, key in files)
