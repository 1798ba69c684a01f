"""The two languages of the interface, and which of them speaks at an address.

French stands at `/`, English at `/en/` under the same French paths. Content keeps its
own language whatever the interface speaks.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

#: What has no English twin: files, machines' doors, and the rooms where each person's
#: own language speaks.
WITHOUT_PREFIX = (
    "/admin/",
    "/django-admin/",
    "/documents/",
    "/media/",
    "/static/",
    "/healthz",
    "/readyz",
)


def address_decides(path: str) -> bool:
    """Whether `path` says which language its page speaks; elsewhere the person does."""
    return not path.startswith(WITHOUT_PREFIX)


def in_language(path: str, language: str) -> str:
    """The address of the same page in `language`; a query after it is kept."""
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            path = path.removeprefix(f"/{code}")
            break
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def home_url() -> str:
    """The home page in the language that is spoken."""
    return reverse("wagtail_serve", args=[""])
