"""The window in which centres sign a text: opened, moved, ended and made public with it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from assent.enums import AnswerKind
from assent.models import Answer, Disagreement, Signature, SigningWindow
from assent.signing.news import ask_centres, tell_of_sooner, tell_of_window
from assent.signing.selectors import asked_by_window, closing_of, last_round_on
from contributions.actions.base import locked, write_event
from contributions.enums import EventKind
from contributions.freezing import centres_of
from contributions.models import ContributionPage, ContributionRecord, Version

# -- Opening ---------------------------------------------------------------------------


def open_window(page: ContributionPage, version: Version, at: datetime) -> SigningWindow:
    """Let centres sign a validated text; directors that consented to it have signed."""
    window = SigningWindow.objects.create(
        record=page.record,
        version=version,
        versions=version.same_text(),
        opens_at=at,
        closes_at=closing_of(page.record, at),
    )
    invite_arrivals(page, window, at)
    consented = _sign_by_consent(page, window)
    recount(window)
    tell_of_window(page, window, consented)
    return window


def invite_arrivals(page: ContributionPage, window: SigningWindow, at: datetime) -> set[int]:
    """Ask the centres that have come to the text's groups since it was frozen: they read it
    and sign it like the others. They owe no answer to a round that is closed."""
    asked = asked_by_window([window])[window.pk]
    arrived = {centre.pk for centre in centres_of(page, at)} - asked
    # Of the version that is read now, whose form may have been corrected since.
    window.latest.asked_centres.add(*arrived)
    return arrived


def _sign_by_consent(page: ContributionPage, window: SigningWindow) -> list[Signature]:
    """A director's own consent to this very text is the signature, and a public reserve goes
    with it: not a delegate's, none that was given to other words, and none whose reserve
    the public would not read."""
    made = Signature.objects.bulk_create(
        Signature(
            window=window,
            version=window.version,
            centre=answer.centre,
            centre_name=answer.centre_name,
            answer=answer,
            by=answer.by,
            at=answer.at,
            made_at=window.opens_at,
        )
        for answer in _consents(window)
    )
    if made:
        names = [signature.centre_name for signature in made]
        write_event(
            page, EventKind.SIGNED, None, window.opens_at, version=window.version,
            centres=names, late=False, consent=True, window=window.pk,
        )  # fmt: skip
    return made


def _consents(window: SigningWindow) -> list[Answer]:
    round_ = last_round_on(window)
    if round_ is None:
        return []
    whole = Q(kind=AnswerKind.CONSENT) | Q(kind=AnswerKind.RESERVE, is_public=True)
    rows = round_.answers.filter(whole, is_current=True, as_delegate=False)
    return list(rows.select_related("centre", "by").order_by("at", "pk"))


# -- While it is open ------------------------------------------------------------------


def open_windows(which: Q) -> QuerySet[SigningWindow]:
    return SigningWindow.objects.filter(which, ended_at__isnull=True, published_at__isnull=True)


def move_closings(which: Q, at: datetime) -> None:
    """Have these windows close when their texts are published, as it is decided now; whom a
    sooner date concerns is told of it."""
    # Records are read again: the caller's may be older than the date that has just moved.
    rows = open_windows(which).select_related("record__call", "version").order_by("pk")
    for window in rows:
        closes_at = closing_of(window.record, at)
        sooner = closes_at < window.closes_at
        if closes_at == window.closes_at:
            continue
        window.closes_at = closes_at
        window.save(update_fields=["closes_at"])
        if sooner:
            tell_of_sooner(window, at)


def invite_late(window: SigningWindow, now: datetime) -> int:
    """Ask the centres that came while the text is signed; how many people were told. Two
    workers at once ask them once."""
    with suppress(Http404), locked(window.record.page) as page:
        fresh = open_windows(Q(pk=window.pk)).select_related("record", "version").first()
        if fresh is None:
            return 0
        arrived = invite_arrivals(page, fresh, now)
        if arrived:
            recount(fresh)
            return ask_centres(fresh, arrived, key=f"window-{fresh.pk}", at=now)
    return 0


def take_corrected_versions(page: ContributionPage) -> None:
    """Signatures hold for a text whose form alone was corrected."""
    record = ContributionRecord.objects.select_related("validated_version", "current_version").get(
        pk=page.record.pk
    )
    windows = list(record.signing_windows.filter(ended_at__isnull=True))
    for version in filter(None, (record.validated_version, record.current_version)):
        same = version.same_text()
        for window in windows:
            if not set(window.versions).isdisjoint(same) and window.versions != same:
                window.versions = same
                window.save(update_fields=["versions"])


# -- At the publication ----------------------------------------------------------------


def make_public(page: ContributionPage, version: Version, at: datetime) -> None:
    """What is published is what was signed; the edition before keeps its own signatures."""
    window = open_windows(Q(record=page.record)).first()
    if window is None:
        # Validated before signatures were collected here: centres may still sign, late.
        window = open_window(page, version, at)
    SigningWindow.objects.filter(public_of=page.record).update(public_of=None)
    window.published_at, window.public_of = at, page.record
    window.versions = version.same_text()
    window.save(update_fields=["published_at", "public_of", "versions"])
    invite_arrivals(page, window, at)
    recount(window)


# -- What the public is told -----------------------------------------------------------


def recount(window: SigningWindow) -> None:
    """Keep with the window what a public page knows of it without another query: how many
    lines there are to read, and whether one centre alone carries the text."""
    told = window.signatures.told().count()
    against = Disagreement.objects.filter(version__in=window.versions).count()
    window.lines, window.is_single = told + against, len(_carrying(window)) == 1
    window.save(update_fields=["lines", "is_single"])


def _carrying(window: SigningWindow) -> set[int]:
    """The centres that a text was asked of until it came out, and those that sign it."""
    signed = window.signatures.standing().values_list("centre", flat=True)
    return asked_by_window([window])[window.pk].union(signed)
