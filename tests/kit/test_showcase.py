"""`/patterns/`: every component, from its real template, in its states."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from kit.showcase import Showcase, samples, showcase


def components() -> set[str]:
    root = Path(settings.TEMPLATES[0]["DIRS"][0])
    return {str(path.relative_to(root)) for path in root.glob("**/components/*.html")}


def a_visit() -> HttpRequest:
    request = RequestFactory().get("/patterns/")
    request.user = AnonymousUser()
    return request


def test_every_component_is_shown_or_seen_elsewhere() -> None:
    found = showcase.discover()
    assert components() - set(found.patterns) - set(found.elsewhere) == set()


def test_nothing_is_excused_that_is_gone_or_shown() -> None:
    found = showcase.discover()
    assert set(found.elsewhere) <= components()
    assert not set(found.elsewhere) & set(found.patterns)


@pytest.mark.parametrize("template", sorted(showcase.discover().patterns))
def test_each_state_is_drawn_from_samples_alone(db: None, template: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        drawn = samples(showcase.patterns[template], a_visit())
    assert not queries.captured_queries
    assert drawn and all(re.search(r"<\w", sample.html) for sample in drawn)
    assert len({sample.html for sample in drawn}) == len(drawn)


def test_the_page_is_open_and_asks_search_engines_to_stay_away(db: None) -> None:
    response = Client().get("/patterns/")
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("template", sorted(showcase.discover().patterns))
def test_no_sample_uses_an_id_twice_or_refers_to_none(db: None, template: str) -> None:
    for sample in samples(showcase.patterns[template], a_visit()):
        ids = re.findall(r'\sid="([^"]+)"', sample.html)
        assert len(ids) == len(set(ids))
        named = re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', sample.html)
        assert {name for names in named for name in names.split()} <= set(ids)


def test_a_template_is_shown_once() -> None:
    shown = Showcase()
    show = shown.pattern(
        "components/cover.html", title="x", chapter=next(iter(showcase.patterns.values())).chapter
    )
    show(dict)
    with pytest.raises(ValueError, match="shown twice"):
        show(dict)
