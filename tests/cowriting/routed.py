"""The line of one page, held in the hand: it may go dead, and say what no server said."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import WebSocketRoute

from cowriting.protocol import wire

from .desks import Desk


class Routed:
    """Opens a desk's page again, on a line of ours to the real server.

    `dead`: nothing passes in either direction, and neither side is told; `deaf`: what the
    server says does not arrive.
    """

    def __init__(self, desk: Desk) -> None:
        self.dead = self.deaf = False
        self._browser: WebSocketRoute | None = None
        desk.page.close()
        desk.context.route_web_socket("**/ws/**", self._join)
        desk.open()

    def _join(self, browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()
        self._browser = browser

        def say(frame: Any) -> None:
            if not self.dead:
                server.send(frame)

        def hear(frame: Any) -> None:
            if not self.dead and not self.deaf:
                browser.send(frame)

        browser.on_message(say)
        server.on_message(hear)
        if self.dead:
            server.close()

    def tell(self, kind: str, **facts: Any) -> None:
        """A word of the server to the page, on a dead line too."""
        assert self._browser is not None
        self._browser.send(wire.control(kind, **facts))
