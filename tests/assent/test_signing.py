"""Signatures: in a dated window, cancelled within 48 hours, late and withdrawn with a date."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assent.models import Signature
from assent.selectors import open_round_of, owed_by
from assent.signing.actions.cancel_signature import cancel_signature
from assent.signing.actions.sign import sign
from assent.signing.actions.withdraw_signature import withdraw_signature
from assent.signing.waiting import to_sign
from contributions.actions.base import NotNow, write_event
from contributions.actions.close_review import close_review
from contributions.actions.move_text import move_text
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall_validated
from contributions.actions.validate import validate
from contributions.enums import EventKind, VersionKind
from contributions.freezing import freeze
from kit.access import Refused
from people.actions.mandates import end_mandate
from people.enums import MandateKind
from people.models import Centre, Mandate
from tests.cast import Cast, fresh, text_in

from .signed import (
    again,
    consented,
    events,
    of_centre,
    opened_ago,
    published,
    told,
    validated,
    window_of,
)

pytestmark = pytest.mark.django_db


# -- The window


def test_a_recalled_text_is_no_longer_signed_and_needs_new_signatures(cast: Cast) -> None:
    page = validated(cast)
    sign(page, centre=cast.north, by=cast.director)
    recall_validated(page, by=cast.coordinator, note="Une erreur.")
    window = window_of(page)
    assert window.ended_at is not None
    for act in (sign, withdraw_signature):
        with pytest.raises(NotNow):
            act(page, centre=cast.north, by=cast.director)
    open_review(page, by=cast.coordinator)
    page = validated(cast, fresh(page))
    assert window_of(page) != window and not window_of(page).signatures.exists()
    assert sign(page, centre=cast.north, by=cast.director).stands


def test_a_text_that_changes_hands_is_asked_of_nobody_and_starts_again(cast: Cast) -> None:
    """Its round and its window end with the work that the move stops."""
    page = text_in(cast, "review")
    move_text(page, by=cast.network, group=cast.mobility)
    assert open_round_of(fresh(page)) is None and not owed_by(again(cast.director))
    page = text_in(cast, "validated", "Un autre texte")
    sign(page, centre=cast.north, by=cast.director)
    move_text(page, by=cast.network, group=cast.mobility)
    assert window_of(page).ended_at is not None and not to_sign(again(cast.director))
    open_review(page, by=cast.other_coordinator)
    close_review(page, by=cast.other_coordinator)
    validate(page, by=cast.moderator)
    assert window_of(page).is_open and not window_of(page).signatures.exists()


# -- Forty-eight hours, and for ever


def test_a_signature_is_withdrawn_with_a_date_and_may_be_given_again(cast: Cast) -> None:
    page = published(cast, consented(cast))
    opened_ago(page, 10)
    withdraw_signature(page, centre=cast.north, by=cast.director, reason="Nous avons changé.")
    [row] = window_of(page).signatures.told()
    assert row.withdrawn_at is not None and row.reason and window_of(page).lines == 1
    with pytest.raises(NotNow):
        withdraw_signature(page, centre=cast.north, by=cast.director)
    assert sign(page, centre=cast.north, by=cast.director).is_late
    assert window_of(page).lines == 2


def test_one_signature_stands_for_a_centre(cast: Cast) -> None:
    page = validated(cast)
    row = sign(page, centre=cast.north, by=cast.director)
    with pytest.raises(NotNow):
        sign(page, centre=cast.north, by=cast.director)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert len(events(page, EventKind.SIGNED)) == 1


def test_a_signature_is_late_from_the_publication_on_and_never_before(cast: Cast) -> None:
    south = of_centre(cast, cast.south)
    page = validated(cast)
    opened_ago(page, 30)
    assert not sign(page, centre=cast.south, by=south).is_late, "its day is past, and no more"
    page = published(cast, page)
    assert sign(page, centre=cast.north, by=cast.director).is_late
    assert [event.data["late"] for event in events(page, EventKind.SIGNED)] == [False, True]
    assert told(cast.coordinator, "assent.signature") == [
        "Centre Nord a signé le texte, tardivement"
    ]
    assert not told(cast.director, "assent.signature"), "they did it themselves"


# -- What follows the text


def test_signatures_follow_a_form_correction_and_not_a_new_edition(cast: Cast) -> None:
    page = published(cast, consented(cast))
    window = window_of(page)
    open_edition(page, by=cast.coordinator)
    corrected = freeze(fresh(page), VersionKind.CORRECTION, by=cast.member)
    corrected.corrects = page.record.current_version
    corrected.save()
    type(page.record).objects.filter(pk=page.record.pk).update(current_version=corrected)
    write_event(fresh(page), EventKind.CORRECTED, cast.member, timezone.now(), version=corrected)
    window.refresh_from_db()
    assert window.latest == corrected
    assert window.versions[0] == corrected.pk and window.signatures.standing().count() == 1

    open_review(page, by=cast.coordinator)
    page = validated(cast, fresh(page))
    new = window_of(page)
    assert new != window and not new.signatures.exists()
    assert sign(page, centre=cast.north, by=cast.director).window == new
    page = published(cast, page)
    window.refresh_from_db()
    assert window.public_of is None and window.signatures.standing().count() == 1
    assert page.record.agreement == window_of(page)


def test_the_name_is_that_of_the_day_and_the_mandate_that_of_today(cast: Cast) -> None:
    page = validated(cast)
    sign(page, centre=cast.north, by=cast.director)
    Centre.objects.filter(pk=cast.north.pk).update(name="Centre du Grand Nord")
    assert window_of(page).signatures.get().centre_name == "Centre Nord"
    end_mandate(Mandate.objects.get(person=cast.director), by=cast.superuser)
    with pytest.raises(Http404):
        cancel_signature(page, centre=cast.north, by=cast.director)
    successor = of_centre(cast, cast.north)
    assert cancel_signature(page, centre=cast.north, by=successor).cancelled_by == successor


# -- Who


def test_nobody_signs_in_the_place_of_a_centre(cast: Cast) -> None:
    page = validated(cast)
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    stranger, other = of_centre(cast, away), of_centre(cast, cast.south)
    for who in (cast.superuser, cast.member, cast.coordinator, other):
        with pytest.raises(Refused):
            sign(page, centre=cast.north, by=who)
    for who in (cast.account, cast.moderator, cast.network, cast.partner, cast.gone, stranger):
        with pytest.raises(Http404):
            sign(page, centre=cast.north, by=who)
    with pytest.raises(Http404):
        sign(page, centre=away, by=stranger)
    assert not Signature.objects.exists()


# -- Who is told


def test_nothing_is_to_sign_any_more_once_it_is_recalled_or_public(cast: Cast) -> None:
    page = validated(cast)
    assert told(cast.director, "assent.to_sign") and to_sign(again(cast.director))
    published(cast, page)
    assert not told(cast.director, "assent.to_sign") and not to_sign(again(cast.director))


def test_what_a_delegate_signs_is_told_to_the_director(cast: Cast) -> None:
    delegate = of_centre(cast, cast.north, MandateKind.DELEGATE)
    page = validated(cast)
    sign(page, centre=cast.north, by=delegate)
    [line] = told(cast.director, "assent.signature")
    assert line == f"Centre Nord a signé le texte, par {delegate.public_name}"
    assert not told(cast.coordinator, "assent.signature")


def test_what_waits_costs_the_same_for_2_texts_and_6(cast: Cast) -> None:
    def cost(count: int) -> int:
        for number in range(count):
            validated(cast, text_in(cast, "review", f"Texte {count} {number}"))
        user = again(cast.director)
        with CaptureQueriesContext(connection) as queries:
            assert len(to_sign(user)) >= count
        return len(queries)

    assert cost(2) == cost(4)
