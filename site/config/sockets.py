"""Which websockets are answered at all: those that our own pages open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class SameHost:
    """Refuses the handshake unless the host is one of ours and the page is from it.

    Browsers send cookies along with a socket whatever page opens it, and apply none of
    the rules that keep other sites from reading answers.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1").lower()
        origin = headers.get(b"origin", b"").decode("latin-1").lower()
        if is_our_own(host, origin):
            await self.application(scope, receive, send)
        else:
            await WebsocketDenier.as_asgi()(scope, receive, send)


def is_our_own(host: str, origin: str) -> bool:
    """Whether a page of `origin` may open a socket to `host`."""
    domain, _port = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and _plain(parts.netloc) == _plain(host)


def _plain(netloc: str) -> str:
    """Without the port that goes without saying."""
    return netloc.removesuffix(":443").removesuffix(":80")
