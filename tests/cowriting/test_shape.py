"""The one table of what lives where."""

from __future__ import annotations

import json

from contributions.blocks import BODY_BLOCKS
from cowriting.document.shape import RICH_SLOT, SHAPE, TEXT_SLOTS, Kind, as_json


def test_every_field_of_every_block_has_its_place() -> None:
    stored = {kind: list(block.child_blocks) for kind, block in BODY_BLOCKS}
    assert {kind: list(fields) for kind, fields in SHAPE.items()} == stored


def test_choices_offer_what_the_blocks_offer() -> None:
    known = dict(BODY_BLOCKS)
    for kind, fields in SHAPE.items():
        for name, field in fields.items():
            if field.kind is Kind.OPTION:
                choices = known[kind].child_blocks[name].field.choices
                offered = {value for value, _label in choices if value}
                assert set(field.options) == offered
                default = known[kind].child_blocks[name].get_default()
                assert field.default == (default or "")


def test_two_fields_of_one_block_never_share_a_slot() -> None:
    for fields in SHAPE.values():
        slots = [field.slot for field in fields.values()]
        assert len(slots) == len(set(slots))


def test_a_slot_is_of_one_nature_in_every_type() -> None:
    natures: dict[str, set[bool]] = {}
    for fields in SHAPE.values():
        for field in fields.values():
            plain = field.kind in (Kind.LINE, Kind.LINES, Kind.LIST)
            natures.setdefault(field.slot, set()).add(plain)
    assert all(len(found) == 1 for found in natures.values())
    assert RICH_SLOT not in TEXT_SLOTS


def test_the_browser_is_told_all_of_it() -> None:
    told = json.loads(json.dumps(as_json()))
    assert told["schema"] == 1
    assert told["blocks"]["finding"]["title"]["limit"] == 255
    assert told["blocks"]["proposal"]["audiences"]["limit"] == 120
    assert told["blocks"]["heading"]["text"]["slot"] == "title"
    assert told["blocks"]["heading"]["level"]["options"] == ["h2", "h3"]
