"""What must have happened before a review may close, or a form be saved; upper rooms add
to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kit.access import Refused, Registry

if TYPE_CHECKING:
    from .models import ContributionPage

#: Each answers why a text's review may not close yet, or nothing.
review_gates: Registry[Callable[[ContributionPage], str | None]] = Registry()

#: Each answers why a text, as somebody saves it, may not be saved over what is there, or
#: nothing; asked with the record locked.
save_gates: Registry[Callable[[ContributionPage], str | None]] = Registry()


def require_open_gates(page: ContributionPage) -> None:
    """Raises Refused with the reason of the first gate that is shut."""
    for gate in review_gates:
        reason = gate(page)
        if reason:
            raise Refused(reason)


def require_savable(page: ContributionPage) -> None:
    """Raises Refused with the reason of the first gate that is shut."""
    for gate in save_gates:
        reason = gate(page)
        if reason:
            raise Refused(reason)
