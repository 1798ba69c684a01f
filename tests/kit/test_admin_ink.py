"""The editing rooms wear the ink of the site."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from people.models import User
from tests.cast import Cast


def test_the_admin_has_our_name_our_icon_and_our_colours(
    cast: Cast, client_of: Callable[[User | None], Client]
) -> None:
    page = client_of(cast.member).get("/admin/").content.decode()
    assert page.index("wagtailadmin/css/core.css") < page.index("/static/css/admin.css")
    assert "- De concert</title>" in page
    assert 'href="/static/icon.svg"' in page and "favicon.ico" not in page
    assert 'class="house-brand"' in page
