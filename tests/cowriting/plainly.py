"""The plain forms of a draft, filled and sent as a browser without a script does."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from contributions.models import ContributionPage
from cowriting.plain.parts import present_words
from tests.cast import fresh


def block_of(page: ContributionPage, kind: str, place: int = 0) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = page.get_latest_revision_as_object().body.get_prep_value()
    return [block for block in blocks if block["type"] == kind][place]


def value_now(page: ContributionPage, key: str) -> dict[str, Any]:
    """What the text says now under a block's key."""
    blocks = present_words(fresh(page))["body"]
    return next(block["value"] for block in blocks if block["id"] == key)


def address(page: ContributionPage, key: str = "") -> str:
    return f"/contributions/{page.record.pk}/blocs/" + (f"{key}/" if key else "")


def filled(client: Client, where: str) -> dict[str, str]:
    """The fields of the form as a browser without a script would send them."""
    html = client.get(where).content.decode()
    fields = {
        name: value.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
        for name, value in re.findall(r'<input [^>]*name="(\w+)"(?: value="([^"]*)")?', html)
    }
    for name, words in re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', html, re.S):
        fields[name] = words.replace("&#x27;", "'").replace("&lt;", "<").replace("&amp;", "&")
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields
