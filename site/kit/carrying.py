"""Do what a sent form asks, and have the form say what refuses it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from .access import Refused


def carry_out(
    form: forms.Form, act: Callable[[], object], *, too_late: type[Refused] = Refused
) -> int:
    """0 once it is done, else the status of the form shown again, which keeps what was typed.

    422 for a form to correct; 409 where `act` raises `too_late`, by default for whatever
    refuses it.
    """
    if not form.is_valid():
        return 422
    try:
        act()
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return 409 if isinstance(refusal, too_late) else 422
    return 0
