"""Whom an addressee hears from when signatures move, and who hears of one act once."""

from __future__ import annotations

import pytest

from assent.signing.actions.cancel_signature import cancel_signature
from assent.signing.actions.sign import sign
from assent.signing.actions.withdraw_signature import withdraw_signature
from contributions.enums import EventKind
from contributions.models import ContributionPage
from groups.actions.memberships import join
from groups.enums import Role
from notifications.models import Letter, Notice
from people.enums import MandateKind
from people.models import User
from tests.cast import Cast, text_in
from tests.proposals.handing import by_link, to_partner

from .signed import consented, corrected, of_centre, opened_ago, published, told, validated

pytestmark = pytest.mark.django_db


def became(user: User) -> list[tuple[str, str]]:
    """What an addressee is told by their account: which event, in which words."""
    rows = Notice.objects.filter(person=user, kind="proposals.became").order_by("pk")
    lines = told(user, "proposals.became")
    assert len(lines) == len(rows)
    return [(row.data["became"], line) for row, line in zip(rows, lines, strict=True)]


def test_addressees_are_told_of_late_cancelled_and_withdrawn_signatures(cast: Cast) -> None:
    """By their account or by a letter, once a day for each; nobody without a transmission is."""
    south = of_centre(cast, cast.south)
    page = published(cast, consented(cast))
    to_partner(cast, page)
    by_link(cast, page)
    before = Letter.objects.count()
    assert became(cast.partner) == []
    assert sign(page, centre=cast.south, by=south).is_late
    cancel_signature(page, centre=cast.south, by=south)
    sign(page, centre=cast.south, by=south)
    opened_ago(page, 5)
    withdraw_signature(page, centre=cast.north, by=cast.director, reason="Entre nous.")
    assert became(cast.partner) == [
        ("signed", "La contribution qui vous a été transmise a une signature de plus"),
        (
            "signature_cancelled",
            "Une signature de la contribution qui vous a été transmise est annulée",
        ),
        (
            "signature_withdrawn",
            "Une signature de la contribution qui vous a été transmise est retirée",
        ),
    ]
    letters = list(Letter.objects.order_by("pk")[before:])
    assert len(letters) == 3
    assert not any("Entre nous" in each.text or "Centre" in each.text for each in letters)


def test_addressees_are_told_of_a_form_correction_of_what_they_hold(cast: Cast) -> None:
    held, other = text_in(cast, "published"), text_in(cast, "published", "Un autre texte")
    to_partner(cast, held)
    corrected(cast, other)
    assert became(cast.partner) == []
    corrected(cast, held)
    [(event, words)] = became(cast.partner)
    assert event == EventKind.CORRECTED and "corrigée dans sa forme" in words


def test_a_signature_of_another_edition_is_no_news_of_the_one_they_hold(cast: Cast) -> None:
    first = validated(cast)
    to_partner(cast, first)
    second = validated(cast, text_in(cast, "review", "Un autre texte"))
    sign(second, centre=cast.north, by=cast.director)
    assert became(cast.partner) == []
    sign(first, centre=cast.north, by=cast.director)
    assert [event for event, _words in became(cast.partner)] == [EventKind.SIGNED]


def heard(page: ContributionPage) -> list[int]:
    rows = Notice.objects.filter(kind="assent.signature", data__text=page.record.pk)
    return sorted(rows.values_list("person", flat=True))


def test_an_act_in_a_centre_s_name_is_told_once_to_each_and_not_to_who_did_it(cast: Cast) -> None:
    """The director who coordinates the text too hears of it once, not twice."""
    join(cast.director, cast.health, by=cast.network, role=Role.COORDINATOR, centre=cast.north)
    delegate = of_centre(cast, cast.north, MandateKind.DELEGATE)
    page = published(cast, validated(cast))
    sign(page, centre=cast.north, by=delegate)
    assert heard(page) == sorted([cast.director.pk, cast.coordinator.pk])
