"""Where a person is signed in: one row a session, opened by the door, seen now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.signals import password_reset, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import throttle
from .actions.end_sessions import end_sessions
from .devices import device_name
from .models import User

#: When the session was last written down as seen; a request in between writes nothing.
_SEEN = "door_seen"
_EVERY = 10 * 60
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OpenSession:
    pk: int
    device: str
    opened_at: datetime
    seen_at: datetime
    is_this_one: bool


def open_sessions(request: HttpRequest, person: User) -> list[OpenSession]:
    """Where `person` is signed in, this browser first, then the last seen."""
    here = request.session.session_key
    listed = list(UserSession.objects.filter(user=person))
    alive = _alive(person, [row.session_key for row in listed])
    rows = [
        OpenSession(
            row.pk, device_name(row.user_agent), row.created_at, row.last_seen_at,
            row.session_key == here,
        )
        for row in listed if row.session_key in alive
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.is_this_one, -row.seen_at.timestamp()))


def _alive(person: User, keys: list[str]) -> set[str]:
    """Of these sessions, those that still open the account."""
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    rests_on = person.get_session_auth_hash()
    return {row.session_key for row in rows if row.get_decoded().get(HASH_SESSION_KEY) == rests_on}


def end_one(person: User, pk: int) -> bool:
    """Sign `person` out of one session of theirs; whether there was one."""
    row = UserSession.objects.filter(user=person, pk=pk).first()
    if row is not None:
        row.end()
    return row is not None


class SeenMiddleware:
    """Writes down, every ten minutes at most, that a session is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen, now = request.session.get(_SEEN), time.time()
        if seen is not None and now - seen > _EVERY and request.user.is_authenticated:
            request.session[_SEEN] = now
            _note(request.session.session_key, request.user.pk, timezone.now())
        return self.get_response(request)


def _note(session_key: str | None, person: int, now: datetime) -> None:
    """The account's own row changes once a day at most: sessions are forgotten before it."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)
    before = Q(seen_at__isnull=True) | Q(seen_at__lt=now - _A_DAY)
    User.objects.filter(before, pk=person).update(seen_at=now)


@receiver(user_logged_in)
def _opened(request: HttpRequest, **kwargs: Any) -> None:
    request.session[_SEEN] = time.time()


@receiver([authenticator_added, authenticator_removed])
def _guarded_otherwise(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who was signed in before the change is asked again, except whoever makes it."""
    end_sessions(user, keep=request)


@receiver(password_reset)
def _proved_by_letter(user: User, **kwargs: Any) -> None:
    """The way in is free again for whoever reads the letters of this address."""
    throttle.forget("sign-in", user.email)
