"""Covers, in templates: `{% cover title hue kind %}`."""

from __future__ import annotations

from typing import Any

from django import template

from kit import covers

register = template.Library()


@register.inclusion_tag("components/cover.html")
def cover(title: str, hue: str, kind: str = "text") -> dict[str, Any]:
    """The drawing of `title`: `kind` is `text`, `group`, `event` or `resource`.

    It is an ornament, silent for screen readers; a page crops it with `aspect-ratio`.
    """
    return {
        "hue": hue,
        "layers": covers.draw(title, kind),
        "width": covers.WIDTH,
        "height": covers.HEIGHT,
    }
