"""The address in a letter that stops more like it: a signed name, and no row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core import signing
from django.db import transaction
from django.urls import reverse

from .actions.choose import choices_of, choose
from .enums import Cadence
from .kinds import kinds
from .letters import absolute
from .models import Letter

if TYPE_CHECKING:
    from people.models import User

_SALT = "notifications.unsubscribe"


class Stop(NamedTuple):
    """Whose letters stop, and of which kind; an empty one is all of them."""

    person: int
    kind: str


def address_to_stop(letter: Letter) -> str:
    """Empty for a letter that nobody can silence. One kind for a letter of one notice,
    everything for a digest."""
    kind = kinds.get(letter.kind)
    if letter.person_id is None or (kind is not None and kind.fixed):
        return ""
    if kind is None and letter.kind != "notifications.digest":
        return ""
    token = signing.dumps([letter.person_id, kind.name if kind else ""], salt=_SALT)
    return absolute(reverse("notifications:stop", args=[token]))


def read(token: str) -> Stop:
    """Raises signing.BadSignature. It never ends: a letter may be read years later."""
    person, kind = signing.loads(token, salt=_SALT)
    return Stop(person, kind)


@transaction.atomic
def stop_letters(person: User, kind: str) -> None:
    """No more letters of this kind, or none at all; the site's own list goes on."""
    held = choices_of(person)
    # A rhythm chosen for a page would win over a kind that is stopped everywhere alone.
    stopped = (
        {(scope, kind): Cadence.NONE for scope, _named in held} if kind else dict.fromkeys(held, "")
    )
    choose(person, {**stopped, (None, kind): Cadence.NONE})
