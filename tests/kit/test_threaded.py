"""A WSGI application inside an ASGI server answers as it would outside."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from kit.threaded import ThreadedPages
from tests.cowriting.clients import lived


def asked(
    application: Any, *, body: Iterable[bytes] = (b"",), **scope: Any
) -> list[dict[str, Any]]:
    """What is sent back for a request."""
    sent: list[dict[str, Any]] = []
    chunks = list(body)

    async def receive() -> dict[str, Any]:
        if not chunks:
            return {"type": "http.disconnect"}
        chunk = chunks.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    whole = {
        "type": "http", "method": "GET", "path": "/é", "raw_path": b"/%C3%A9", "scheme": "https",
        "query_string": b"a=1", "http_version": "1.1", "headers": [], "root_path": "",
        "client": ("10.0.0.9", 4242), "server": ("site", 443), **scope,
    }  # fmt: skip
    story = ThreadedPages(application, threads=2)
    lived(lambda: asyncio.run(story(whole, receive, send)))
    return sent


def test_the_request_arrives_whole() -> None:
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ, body=environ["wsgi.input"].read())
        start_response("201 Created", [("X-Told", "oui")])
        return [b"re", b"ponse"]

    headers = [
        (b"host", b"site"), (b"content-type", b"text/plain"), (b"content-length", b"6"),
        (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y"),
        (b"x-forwarded-proto", b"https"), (b"x_forwarded_for", b"1.2.3.4"),
    ]  # fmt: skip
    sent = asked(application, method="POST", headers=headers, body=[b"cor", b"ps "])
    assert seen["REQUEST_METHOD"] == "POST"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/é"
    assert (seen["QUERY_STRING"], seen["REMOTE_ADDR"]) == ("a=1", "10.0.0.9")
    assert (seen["wsgi.url_scheme"], seen["body"]) == ("https", b"corps ")
    assert (seen["CONTENT_TYPE"], seen["CONTENT_LENGTH"]) == ("text/plain", "6")
    assert (seen["HTTP_COOKIE"], seen["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")
    assert seen["HTTP_X_FORWARDED_PROTO"] == "https"
    # WSGI could not tell it from what a proxy vouched for.
    assert "HTTP_X_FORWARDED_FOR" not in seen
    start, answer = sent
    assert (start["status"], start["headers"]) == (201, [(b"x-told", b"oui")])
    assert (answer["body"], answer["more_body"]) == (b"reponse", False)


def test_a_long_answer_leaves_as_it_comes_and_ends_on_its_own_thread() -> None:
    """Where the connection to the database is closed that the request used."""
    threads: list[str] = []

    class Long:
        def __iter__(self) -> Any:
            for _ in range(10):
                threads.append(threading.current_thread().name)
                yield b"x" * 40_000

        def close(self) -> None:
            threads.append(threading.current_thread().name)

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        start_response("200 OK", [])
        return Long()

    _start, *bodies = asked(application)
    assert sum(len(body["body"]) for body in bodies) == 400_000
    assert len(bodies) > 3
    assert [body["more_body"] for body in bodies] == [True] * (len(bodies) - 1) + [False]
    assert len(set(threads)) == 1 and threads[0].startswith("pages")


def test_a_failure_before_the_answer_is_told() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        raise LookupError

    assert asked(application)[0]["status"] == 500


def test_a_failure_in_the_middle_cuts_the_answer() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Any:
        start_response("200 OK", [])
        yield b"x" * 100_000
        raise LookupError

    with pytest.raises(LookupError):
        asked(application)


def test_a_browser_that_left_is_not_answered() -> None:
    assert asked(lambda environ, start: [b""], body=()) == []
