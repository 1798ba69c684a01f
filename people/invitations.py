"""What invitations lead to, and the links that open them.

This room opens accounts; what one is invited *to* belongs to a room above, which
registers a `Purpose` and reacts to `people.signals.invitation_accepted`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.models import Page

from kit.access import Registry, Verdict

from .models import Invitation, User

#: How long an invitation stands, unless who invites says otherwise.
DEFAULT_DAYS, MOST_DAYS = 14, 60
#: Invitations that one person sends in a day one by one; lists have a cap of their own.
DAILY_LIMIT = 50
#: Before this has passed, the same person is not written to again.
BETWEEN_LETTERS = timedelta(minutes=10)


class Scoped(Protocol):
    """A page, specific or not."""

    pk: int


@dataclass(frozen=True)
class Offer:
    """What an invitation leads to, in the words of the language that is active.

    `title` names the thing, `role` what one would be there; `landing` is where who
    accepted goes when the invitation names no other place.
    """

    title: str
    role: str
    landing: str


@dataclass(frozen=True)
class Purpose:
    """`may_invite` answers for a person and the page that the invitation hangs on;
    `offer` tells what acceptance leads to."""

    name: str
    may_invite: Callable[[User, Scoped | None], Verdict]
    offer: Callable[[Invitation], Offer]


purposes: Registry[Purpose] = Registry()


def purpose_of(name: str) -> Purpose:
    """Raises LookupError for one that no room registered."""
    found = next((purpose for purpose in purposes if purpose.name == name), None)
    if found is None:
        raise LookupError(f"No room registered the purpose {name!r}.")
    return found


def new_token() -> tuple[str, str]:
    """A token for a link, and the hash by which it is known here."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def link_of(token: str, language: str) -> str:
    """The whole address of an invitation, in the language of who is invited."""
    with translation.override(language):
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('invitation', args=[token])}"


def lock_scope(scope: int | None) -> None:
    """Inside a transaction: whoever changes a group's people locks its page first, then
    persons and invitations; so does whoever begins with an invitation."""
    list(Page.objects.select_for_update().filter(pk=scope).values_list("pk"))


def inner_path(path: str) -> str:
    """`path` when it is one of this site, empty otherwise."""
    fits = path.startswith("/") and len(path) <= 255
    return path if fits and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def same_address(one: str, other: str) -> bool:
    """Whether two addresses reach one person here: case does not count."""
    return one.strip().casefold() == other.strip().casefold()
