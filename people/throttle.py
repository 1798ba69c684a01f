"""How often one may fail at the door: by address or account, and by network address.

A failure takes one of a few places, each of which is free again when its time is over; a
success gives its own place back, never the others'. Taking a place is one atomic `add` in
the cache that all processes share, so that trying from many sides at once wins nothing.
Without that cache, nobody enters: a door that cannot count is closed.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_log = logging.getLogger(__name__)
#: What tells this refusal from a wrong password, for the status of the answer.
THROTTLED = "throttled"
#: `%(minutes)d` is how long the first place will still be taken.
_TOO_OFTEN = ngettext_lazy(
    "Trop d'essais sans succès. Vous pourrez réessayer dans %(minutes)d minute.",
    "Trop d'essais sans succès. Vous pourrez réessayer dans %(minutes)d minutes.",
    "minutes",
)
#: A shared code's life at most, in seconds: what was used once is refused until then.
_CODE_LIFE = 180


@dataclass(frozen=True)
class Place:
    """What an attempt took, to be given back when it succeeds."""

    names: tuple[str, ...] = ()

    def give_back(self) -> None:
        if self.names:
            _door().delete_many(self.names)


@dataclass(frozen=True)
class Pace:
    """How many places there are by `key` and by `ip`, for how many seconds one is taken,
    and what is said when none is left."""

    limits: Mapping[str, int]
    seconds: int
    words: StrOrPromise = _TOO_OFTEN


def take(
    request: HttpRequest, action: str, key: str | None = None, pace: Pace | None = None
) -> Place:
    """Take a place among those that `action` allows to `key` and to the visitor's network
    address: failures at the door, or what `pace` says.

    Raises ValidationError when none is left, or when nobody can count.
    """
    pace = pace or Pace(settings.DOOR_LIMITS, settings.DOOR_WINDOW)
    names: list[str] = []
    try:
        for kind, value in _counted(request, key, pace):
            allowed = pace.limits.get(kind)
            if allowed:
                names.append(_take(_name(action, kind, value), allowed, pace))
    except ValidationError:
        Place(tuple(names)).give_back()
        raise
    except Exception:  # whichever cache it is, and however it fails
        _log.exception("The door cannot count attempts, and stays closed.")
        _refuse(pace.seconds, pace.words)
    return Place(tuple(names))


def forget(action: str, key: str) -> None:
    """Free the places of `key`: its owner has just proved who they are another way."""
    allowed = settings.DOOR_LIMITS.get("key", 0)
    try:
        _door().delete_many(_places(_name(action, "key", key), allowed))
    except Exception:  # the places free themselves with time
        _log.exception("The door cannot forget attempts.")


def first_use(of: str, code: str) -> bool:
    """Whether this code was not used a moment ago, in any process."""
    try:
        return bool(_door().add(_name("used", of, code), 1, _CODE_LIFE))
    except Exception:  # as above: what cannot be known is refused
        _log.exception("The door cannot tell whether a code was used.")
        return False


def _door() -> BaseCache:
    cache: BaseCache = caches["door"]
    return cache


def _counted(request: HttpRequest, key: str | None, pace: Pace) -> list[tuple[str, str]]:
    counted = [] if key is None else [("key", key.strip().lower())]
    if pace.limits:
        counted.append(("ip", _network(get_adapter(request).get_client_ip(request))))
    return counted


def _network(ip: str) -> str:
    """An IPv6 visitor owns a whole /64, and could fail once from each address of it."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return ip


def _name(action: str, kind: str, value: str) -> str:
    """Keyed by the site's secret: no address can be read, or tried, in the cache."""
    digest = salted_hmac("people.throttle", value, algorithm="sha256").hexdigest()
    return f"{action}:{kind}:{digest}"


def _places(name: str, allowed: int) -> list[str]:
    return [f"{name}:{number}" for number in range(allowed)]


def _take(name: str, allowed: int, pace: Pace) -> str:
    cache, now, places = _door(), time.time(), _places(name, allowed)
    taken: dict[str, Any] = cache.get_many(places)
    for place in places:
        if place not in taken and cache.add(place, now, pace.seconds):
            return place
    oldest = min(taken.values(), default=now)
    _refuse(oldest + pace.seconds - now, pace.words)


def _refuse(seconds: float, words: StrOrPromise) -> NoReturn:
    minutes = max(1, math.ceil(seconds / 60))
    raise ValidationError(words, code=THROTTLED, params={"minutes": minutes})
