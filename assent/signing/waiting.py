"""What somebody has to sign."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from assent.models import Signature, SigningWindow
from assent.signing.delegates import kept_for_directors
from contributions.models import Version
from people.models import Centre, User
from people.rules import mandates_of


@dataclass(frozen=True)
class ToSign:
    """A validated text that a centre of this person has not signed."""

    window: SigningWindow
    centre: Centre

    @property
    def is_past(self) -> bool:
        """Whether the day by which it was asked has gone by; a signature still is in time."""
        return self.window.is_past(timezone.now())


def to_sign(user: User) -> list[ToSign]:
    """What waits for the signature of a centre that `user` speaks for: validated texts, not
    public yet, the first to close first. A delegate is asked for none of those of which the
    director spoke last. Five queries, whatever their number; some more for a delegate."""
    centres = mandates_of(user).centres
    if not centres:
        return []
    open_ones = SigningWindow.objects.filter(ended_at__isnull=True, published_at__isnull=True)
    windows = list(open_ones.select_related("version", "record__call").order_by("closes_at", "pk"))
    keys = {key for window in windows for key in window.versions}
    asked = Version.asked_centres.through.objects.filter(version__in=keys, centre__in=centres)
    pairs = set(asked.values_list("version", "centre"))
    if not pairs:
        return []
    rows = Signature.objects.standing().filter(window__in=windows, centre__in=centres)
    over = set(rows.values_list("window", "centre")) | kept_for_directors(user, windows, centres)
    known = Centre.objects.in_bulk({centre for _version, centre in pairs})
    return [
        ToSign(window, known[key])
        for window in windows
        for key in sorted({centre for version, centre in pairs if version in window.versions})
        if (window.pk, key) not in over
    ]
