"""What the top of every page says of news."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .selectors import COUNTED, unread_count

_KEPT = "_unread_news"


def unread_news(request: HttpRequest) -> dict[str, Any]:
    """How many news are unread (`unread_news.count`), asked once a request, by pages that show it."""
    return {"unread_news": SimpleLazyObject(lambda: _unread(request))}


def _unread(request: HttpRequest) -> dict[str, Any]:
    kept: dict[str, Any] | None = getattr(request, _KEPT, None)
    if kept is None:
        user = getattr(request, "user", None)
        count = unread_count(user) if user is not None and user.is_authenticated else 0
        kept = {"count": count, "shown": f"{COUNTED}+" if count > COUNTED else str(count)}
        setattr(request, _KEPT, kept)
    return kept
