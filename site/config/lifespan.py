"""What an ASGI server asks when it starts and stops."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any


class Lifespan:
    """Ready at once; before the process ends, `at_the_end` is awaited."""

    def __init__(self, *, at_the_end: Callable[[], Awaitable[None]]) -> None:
        self._at_the_end = at_the_end

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._at_the_end()
                await send({"type": "lifespan.shutdown.complete"})
                return
