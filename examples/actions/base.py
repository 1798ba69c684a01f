"""What every decision about an example begins with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from examples.models import Example
from examples.rules import verdict_on_deciding
from kit.access import Refused, forget, require
from people.models import User


class Decided(Refused):
    """The example was taken already: somebody was faster."""


@contextmanager
def to_decide(example: Example, by: User) -> Iterator[Example]:
    """The example, locked and read again, once `by` may decide of it as they are now.

    Raises Refused, or Http404 for who may know nothing of it.
    """
    with transaction.atomic():
        if not Example.objects.select_for_update().filter(pk=example.pk).exists():
            raise Http404
        fresh = Example.objects.with_all().get(pk=example.pk)
        forget(by)
        require(verdict_on_deciding(by, fresh))
        yield fresh


def refuse_taken(example: Example) -> None:
    if example.is_taken:
        raise Decided(_("Cet exemple est déjà repris dans un texte."))
