"""Django's pages inside an ASGI server, on threads that keep their database connections.

Django's own ASGI handler gives each request a thread of its own, with a connection to
the database that is opened and closed for it, and crosses between loop and thread at each
middleware: a page costs twice as much. Here a request is handled by a WSGI application on
one of a few threads, from its first middleware to the end of its response.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

logger = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
#: Bytes of a response that are gathered before they are sent on.
_GATHERED = 65_536
_BODY_IN_MEMORY = 1_048_576


class ThreadedPages:
    """An ASGI application for HTTP out of a WSGI one, on `threads` threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int = 8) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        with SpooledTemporaryFile(max_size=_BODY_IN_MEMORY) as body:
            if not await _read(receive, body):
                return
            loop = asyncio.get_running_loop()
            answer = _Answer(send, loop)
            environ = environ_of(scope, body)
            try:
                await loop.run_in_executor(self._pool, self._handle, environ, answer)
            except Exception:
                logger.exception("%s %s", scope["method"], scope["path"])
                if answer.started:
                    raise
                answer.start("500 Internal Server Error", [("Content-Type", "text/plain")])
            await answer.finish()

    def _handle(self, environ: dict[str, Any], answer: _Answer) -> None:
        chunks = self._application(environ, answer.start)
        try:
            for chunk in chunks:
                answer.write(chunk)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()


class _Answer:
    """What goes back to the browser. Short answers leave in one piece, once the thread is
    free again; long ones as they come, no faster than the browser takes them."""

    def __init__(self, send: Send, loop: asyncio.AbstractEventLoop) -> None:
        self._send, self._loop = send, loop
        self._head: dict[str, Any] = {}
        self._held: list[bytes] = []
        self._size = 0
        self.started = False

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self._head = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": [
                (name.lower().encode("latin-1"), value.strip().encode("latin-1"))
                for name, value in headers
            ],
        }
        self._held, self._size = [], 0

    def write(self, chunk: bytes) -> None:
        """From the thread: waits when much has gathered."""
        self._held.append(chunk)
        self._size += len(chunk)
        if self._size >= _GATHERED:
            asyncio.run_coroutine_threadsafe(self._flush(more=True), self._loop).result()

    async def finish(self) -> None:
        await self._flush(more=False)

    async def _flush(self, *, more: bool) -> None:
        if not self.started:
            self.started = True
            await self._send(self._head)
        body, self._held, self._size = b"".join(self._held), [], 0
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


async def _read(receive: Receive, body: IO[bytes]) -> bool:
    """Take in the request's body; False when the browser leaves before its end."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        body.write(message.get("body", b""))
        if not message.get("more_body", False):
            body.seek(0)
            return True


def environ_of(scope: dict[str, Any], body: IO[bytes]) -> dict[str, Any]:
    """What PEP 3333 makes of a request.

    Headers with an underscore in their name are dropped: WSGI cannot tell them from those
    that a proxy in front has vouched for.
    """
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 80),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _put_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def _put_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:
        return
    key = _PLAIN.get(name) or "HTTP_" + name.upper().replace("-", "_")
    if key in environ:
        value = environ[key] + ("; " if name == "cookie" else ",") + value
    environ[key] = value
