"""A socket opens from our own pages only, on our own names."""

from __future__ import annotations

import pytest
from django.test import override_settings

from config.sockets import is_our_own


@pytest.mark.parametrize(
    ("host", "origin", "answer"),
    [
        ("site.example", "https://site.example", True),
        ("site.example:8000", "http://site.example:8000", True),
        ("site.example", "https://site.example:443", True),
        ("[::1]:8000", "http://[::1]:8000", True),
        ("site.example", "https://evil.example", False),
        ("evil.example", "https://evil.example", False),
        ("site.example", "https://other.example", False),
        ("other.example", "https://site.example", False),
        ("site.example", "https://site.example:444", False),
        ("site.example", "https://site.example.evil.example", False),
        ("site.example", "null", False),
        ("site.example", "", False),
        ("", "", False),
        ("site.example", "ftp://site.example", False),
        ("site.example", "https://[", False),
    ],
)
@override_settings(ALLOWED_HOSTS=["site.example", "other.example", "[::1]"])
def test_host_and_origin_are_both_ours_and_the_same(host: str, origin: str, answer: bool) -> None:
    assert is_our_own(host, origin) is answer
