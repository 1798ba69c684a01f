"""Questions about signatures, each in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from assent.models import Round, Signature, SigningWindow
from contributions.models import ContributionRecord, Version
from contributions.recipients import group_keys
from groups.deadlines import days_after
from groups.enums import Step
from groups.models import Membership
from people.models import Centre

#: How many days centres have to sign a text whose date of publication nobody said.
DAYS_OPEN = 7


def window_now(record: ContributionRecord) -> SigningWindow | None:
    """Where centres sign a text today: the edition that is validated, else what is public."""
    windows = record.signing_windows.filter(ended_at__isnull=True).select_related("version")
    found = {window.is_open: window for window in windows if window.is_open or window.public_of_id}
    return found.get(True) or found.get(False)


def windows_of(record: ContributionRecord) -> list[SigningWindow]:
    """The validated edition's, then what is public today."""
    windows = record.signing_windows.filter(ended_at__isnull=True).select_related("version")
    shown = [window for window in windows if window.is_open or window.public_of_id]
    return sorted(shown, key=lambda window: not window.is_open)


def window_of(record: ContributionRecord, version: Version | None) -> SigningWindow | None:
    """The window of a version, or of one whose form alone it corrects; without a version,
    the present one."""
    if version is None:
        return window_now(record)
    windows = record.signing_windows.select_related("version").order_by("-pk")
    return next((window for window in windows if version.pk in window.versions), None)


def standing_signature(window: SigningWindow | None, centre: Centre) -> Signature | None:
    """The signature under which a centre's name stands, if any."""
    if window is None:
        return None
    rows = window.signatures.standing().select_related("window").filter(centre=centre)
    return rows.first()


def closing_of(record: ContributionRecord, at: datetime) -> datetime:
    """By when centres are asked to sign, as it is decided at this moment: the minute at which
    the text is published, else the day on which it is to be, else a week."""
    if record.embargo_until is not None:
        return record.embargo_until
    due = record.effective_due(Step.PUBLICATION)
    return due if due is not None and due > at else days_after(at, DAYS_OPEN)


def asked_by_window(windows: Iterable[SigningWindow]) -> dict[int, set[int]]:
    """The centres asked on the text of each window, whatever its form then; one query."""
    found = list(windows)
    keys = {key for window in found for key in window.versions}
    asked = Version.asked_centres.through.objects.filter(version__in=keys)
    pairs = list(asked.values_list("version", "centre"))
    return {
        window.pk: {centre for version, centre in pairs if version in window.versions}
        for window in found
    }


def centres_here(record: ContributionRecord) -> set[int]:
    """The centres that have a member today in the groups of a text."""
    here = Membership.objects.current().filter(group__in=group_keys(record), centre__isnull=False)
    return set(here.values_list("centre", flat=True))


def last_round_on(window: SigningWindow) -> Round | None:
    """The last round of consent on this very text."""
    return last_rounds_on([window]).get(window.pk)


def last_rounds_on(windows: Iterable[SigningWindow]) -> dict[int, Round]:
    """The same for several windows, by key; one query."""
    found = list(windows)
    keys = {key for window in found for key in window.versions}
    rounds = list(
        Round.objects.filter(version__in=keys).select_related("version").order_by("opened_at", "pk")
    )
    return {
        window.pk: round_ for window in found for round_ in rounds
        if round_.version_id in window.versions
    }  # fmt: skip
