"""Change the address of an account: once its owner has shown that they read the new one."""

from __future__ import annotations

from typing import NamedTuple

from django.core import signing
from django.db import IntegrityError, transaction

from people.models import User

_SALT = "people.change-address"
#: How long the link of a letter works, in seconds.
_AGE = 24 * 3600


class Wish(NamedTuple):
    """Whose address is to change, from what and to what."""

    person: int
    former: str
    wanted: str


def sealed(person: User, wanted: str) -> str:
    """What a letter to `wanted` carries; it works once, since it names the present address."""
    return signing.dumps(Wish(person.pk, person.email, wanted), salt=_SALT, compress=True)


def opened(token: str, person: User) -> Wish | None:
    """What `token` asks for `person`, while it still may be done."""
    try:
        wish = Wish(*signing.loads(token, salt=_SALT, max_age=_AGE))
    except (signing.BadSignature, TypeError):
        return None
    current = (person.pk, person.email) == (wish.person, wish.former)
    return None if not current or is_taken(wish.wanted) else wish


def is_taken(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def change_address(token: str, *, by: User) -> Wish | None:
    """Do what `token` says; None when it no longer may be done, or was done already."""
    try:
        with transaction.atomic():
            person = User.objects.select_for_update().get(pk=by.pk)
            wish = opened(token, person)
            if wish is not None:
                person.email = wish.wanted
                person.save(update_fields=["email"])
    except IntegrityError:
        # Somebody's account took it between the question and the answer.
        return None
    if wish is not None:
        by.email = wish.wanted
    return wish
