"""What tests of public pages share."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client


@pytest.fixture(autouse=True)
def cold_cache() -> None:
    """Each page is asked as the first visitor of the day asks it."""
    cache.clear()


@pytest.fixture
def visitor() -> Client:
    return Client()


class _Shape(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class Seen:
    """A page as a reader meets it: its words, headings, links and landmarks."""

    def __init__(self, response: HttpResponse) -> None:
        self.status = response.status_code
        self.html = response.content.decode()
        self._shape = _Shape()
        self._shape.feed(self.html)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._shape.words).split())

    def all(self, tag: str) -> list[dict[str, Any]]:
        return [attrs for name, attrs in self._shape.tags if name == tag]

    @property
    def links(self) -> list[str]:
        return [attrs.get("href") or "" for attrs in self.all("a")]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _tag, attrs in self._shape.tags if attrs.get("id")]

    @property
    def heading_levels(self) -> list[int]:
        names = [name for name, _attrs in self._shape.tags]
        return [int(name[1]) for name in names if name in {"h1", "h2", "h3", "h4", "h5"}]
