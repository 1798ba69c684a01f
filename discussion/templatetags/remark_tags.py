"""What the templates of remarks ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of_block(counts: Mapping[str, Any], block_id: Any) -> Any:
    """How many remarks a block has; nothing for one that nobody spoke of."""
    return counts.get(str(block_id))
