"""The pages that a person's news hang on: rooms say which, since this one knows no group."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from wagtail.models import Page

from kit.access import Registry

if TYPE_CHECKING:
    from people.models import User

#: Each gives the pages of one person, in the order in which they are shown.
scopes: Registry[Callable[[User], Iterable[Page]]] = Registry()


def scopes_of(person: User) -> list[Page]:
    return [page for pages in scopes for page in pages(person)]
