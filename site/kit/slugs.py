"""Addresses made of titles."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify
from wagtail.models import Page

#: Addresses below a group or the list of groups that belong to the site.
RESERVED_SLUGS = frozenset({"espace"})
#: Long enough to be told apart, short enough to be read.
MAX_LENGTH = 90


def free_slug(parent: Page, title: str, fallback: str, *, besides: Iterable[str] = ()) -> str:
    """A slug for `title`, cut between words, that no child of `parent` has and that the
    site does not reserve; `fallback` when nothing of the title can be in an address.

    `besides`: other slugs that it must not be.
    """
    whole = slugify(title)
    cut = whole if len(whole) <= MAX_LENGTH else whole[:MAX_LENGTH].rpartition("-")[0]
    base = cut.strip("-") or fallback
    taken = set(parent.get_children().values_list("slug", flat=True)) | RESERVED_SLUGS
    taken |= set(besides)
    candidates = [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)
