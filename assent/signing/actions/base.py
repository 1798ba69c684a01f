"""What signing, cancelling and withdrawing begin and end with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from assent.models import Answer, Signature, SigningWindow
from assent.signing.delegates import kept_for_directors
from assent.signing.rules import for_the_director_alone, verdict_on_signing
from assent.signing.selectors import last_round_on, standing_signature, window_of
from assent.signing.windows import recount
from contributions.actions.base import NotNow, locked, write_event
from contributions.enums import EventKind
from contributions.models import ContributionPage, Version
from kit.access import require
from people.models import Centre, User


@dataclass(frozen=True)
class Desk:
    """A locked text, where it is signed, and the centre's standing signature there."""

    page: ContributionPage
    window: SigningWindow | None
    standing: Signature | None
    by: User
    centre: Centre


@contextmanager
def at_desk(
    page: ContributionPage, *, centre: Centre, by: User, version: Version | None
) -> Iterator[Desk]:
    """The text, locked and read again, once `by` signs for `centre` as they are now.

    Raises Refused, Http404 or SignInRequired for who does not.
    """
    with locked(page) as text:
        person = User.objects.get(pk=by.pk)
        window = window_of(text.record, version)
        require(verdict_on_signing(person, text, centre, window))
        yield Desk(text, window, standing_signature(window, centre), person, centre)


def refuse(reason: str) -> None:
    """Raises NotNow when there is a reason."""
    if reason:
        raise NotNow(reason)


def answer_to_this_text(window: SigningWindow | None, centre: Centre) -> Answer | None:
    """What the centre said of this very text in its last round."""
    round_ = last_round_on(window) if window else None
    if round_ is None:
        return None
    return round_.answers.filter(centre=centre, is_current=True).first()


def why_not_for_delegate(desk: Desk) -> str:
    """Why a delegate may not do it over what the director said, signed or took back; empty
    otherwise."""
    windows = [desk.window] if desk.window else []
    if not kept_for_directors(desk.by, windows, [desk.centre.pk]):
        return ""
    return for_the_director_alone()


def write_down(
    desk: Desk, kind: EventKind, signature: Signature, at: datetime, note: str = ""
) -> None:
    """Count what the public reads again, and write the line in the life of the text."""
    recount(signature.window)
    write_event(
        desk.page, kind, desk.by, at, version=signature.window.latest, note=note,
        centre=signature.centre_name, centre_key=signature.centre_id,
        late=signature.is_late, window=signature.window_id,
        published=signature.window.published_at is not None,
    )  # fmt: skip
