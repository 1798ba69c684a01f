"""Remarks of the story: on blocks of texts, answered, ended; words proposed for others."""

from __future__ import annotations

from demo.bodies import block_id
from demo.source import Item, read
from demo.stage import Stage
from demo.story import Act
