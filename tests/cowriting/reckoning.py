"""What a text says where: in a page, in the log, in a revision."""

from __future__ import annotations

import json
from typing import Any

from cowriting.document.reading import maps_in, root, scalar
from cowriting.document.shape import SHAPE, Kind

from .tabs import Place, Tab, spelled


def differences(tab: Tab, durable: Any) -> dict[Place, tuple[str | None, str | None]]:
    """Where a page says something else than the log, and what either says."""
    here, there = spelled(tab.doc), spelled(durable)
    places = here.keys() | there.keys()
    return {
        place: (here.get(place), there.get(place))
        for place in places
        if here.get(place) != there.get(place)
    }


def shown_at(doc: Any, words: dict[str, Any]) -> dict[Place, str]:
    """What a revision says at each place that it shows."""
    found = {("page", name): words[name] for name in words if name != "body"}
    values = {block["id"]: block for block in words["body"]}
    for key, block in maps_in(root(doc, "blocks")):
        kind = scalar(block, "type", str) or ""
        if key in values and kind == values[key]["type"]:
            found |= {
                (key, field.slot): json.dumps(values[key]["value"].get(name))
                for name, field in SHAPE[kind].items()
            }
    return found


def put_outside(words: dict[str, Any], number: int, word: str) -> Place:
    """Put a word into a text as a page stores it; where."""
    body = words["body"]
    if not body or number % 4 == 0:
        words["summary"] += f" {word}"
        return "page", "summary"
    block = body[number % len(body)]
    for name, field in SHAPE[block["type"]].items():
        if field.kind is Kind.LINE:
            block["value"][name] = f"{block['value'].get(name) or ''} {word}".strip()
            return block["id"], field.slot
        if field.kind is Kind.RICH:
            block["value"][name] = f"{block['value'].get(name) or ''}<p>{word}</p>"
            return block["id"], field.slot
    words["summary"] += f" {word}"
    return "page", "summary"
