"""When the consent of a director is the signature, and when a centre has to sign."""

from __future__ import annotations

import pytest

from assent.enums import AnswerKind
from assent.models import Signature
from assent.signing.actions.cancel_signature import cancel_signature
from assent.signing.actions.sign import sign
from assent.signing.rules import may_still_sign
from assent.signing.waiting import to_sign
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall, recall_validated
from contributions.enums import EventKind
from contributions.life import details_of
from kit.access import Refused
from people.actions.mandates import entrust
from people.enums import MandateKind
from tests.cast import Cast, fresh, text_in
from tests.work.helpers import Browser, text

from .signed import (
    again,
    ago,
    consented,
    events,
    of_centre,
    published,
    said,
    told,
    validated,
    window_of,
)

pytestmark = pytest.mark.django_db

WORDS = "Sous réserve d'un financement durable."


def test_a_director_s_consent_to_the_same_text_is_the_signature(cast: Cast) -> None:
    page = consented(cast)
    [signature] = window_of(page).signatures.all()
    assert signature.centre == cast.north and signature.answer is not None
    assert signature.at == signature.answer.at and signature.stands
    [event] = events(page, EventKind.SIGNED)
    assert event.actor is None and details_of(event) == ["Centre Nord"]
    assert "votre accord vaut signature" in told(cast.director, "assent.signed_by_consent")[0]
    assert not told(cast.director, "assent.to_sign")


def test_a_delegate_s_consent_is_no_signature(cast: Cast) -> None:
    delegate = of_centre(cast, cast.south, MandateKind.DELEGATE)
    page = text_in(cast, "review")
    said(page, cast.south, delegate, AnswerKind.CONSENT)
    page = validated(cast, page)
    assert not window_of(page).signatures.exists()
    assert told(delegate, "assent.to_sign")
    signature = sign(page, centre=cast.south, by=delegate)
    assert signature.as_delegate and signature.stands


@pytest.mark.parametrize("kind", [AnswerKind.ABSTENTION, None])
def test_silence_and_abstention_are_no_signature(cast: Cast, kind: str | None) -> None:
    page = text_in(cast, "review")
    if kind:
        said(page, cast.north, cast.director, kind)
    page = validated(cast, page)
    assert not window_of(page).signatures.exists()


def test_a_consent_given_before_the_text_was_rewritten_is_no_signature(cast: Cast) -> None:
    page = consented(cast)
    recall_validated(page, by=cast.coordinator, note="Une erreur.")
    open_review(page, by=cast.coordinator)
    page = validated(cast, fresh(page))
    assert not window_of(page).signatures.exists()


def test_a_signature_by_consent_is_cancelled_from_the_validation_on(cast: Cast) -> None:
    page = consented(cast)
    row = window_of(page).signatures.get()
    Signature.objects.filter(pk=row.pk).update(at=ago(20))
    assert cancel_signature(page, centre=cast.north, by=cast.director).cancelled_at is not None
    assert sign(page, centre=cast.north, by=cast.director).answer is None


def test_a_director_s_public_reserve_signs_with_it(cast: Cast) -> None:
    page = consented(cast, AnswerKind.RESERVE, words=WORDS, is_public=True)
    assert window_of(page).signatures.get().answer.words == WORDS  # type: ignore[union-attr]


def test_an_internal_reserve_signs_nothing_and_is_never_public(
    cast: Cast, client_of: Browser
) -> None:
    """The public would read the name without it: the director is asked, with open eyes."""
    page = consented(cast, AnswerKind.RESERVE, words=WORDS)
    assert not window_of(page).signatures.exists()
    assert told(cast.director, "assent.to_sign")
    way = f"/contributions/{page.record.pk}/signatures/"
    asked = text(client_of(cast.director).get(f"{way}nord/signer/"))
    assert "La réserve est interne" in asked and WORDS in asked
    sign(page, centre=cast.north, by=cast.director)
    for who, reads in {"director": True, "member": True, "network": False}.items():
        shown = text(client_of(getattr(cast, who)).get(way))
        assert ("que le public ne lit pas" in shown, WORDS in shown) == (reads, reads), who
    page = published(cast, page)
    public = text(client_of(None).get(page.url))
    assert "Centre Nord" in public and WORDS not in public and "réserve" not in public


def test_who_answers_a_round_reads_what_their_agreement_will_be_worth(
    cast: Cast, client_of: Browser
) -> None:
    delegate = of_centre(cast, cast.north, MandateKind.DELEGATE)
    page = text_in(cast, "review")
    way = f"/contributions/{page.record.pk}/avis/nord/"
    shown = text(client_of(cast.director).get(way))
    assert "vaudra signature" in shown and "Avec une réserve interne, rien n'est signé" in shown
    shown = text(client_of(delegate).get(way))
    assert "par délégation ne signe pas" in shown and "vaudra signature" not in shown


# -- What a delegate may not do


@pytest.mark.parametrize("answer", ["internal reserve", "signed and cancelled"])
def test_a_delegate_signs_nothing_over_what_the_director_said(
    cast: Cast, client_of: Browser, answer: str
) -> None:
    delegate = of_centre(cast, cast.north, MandateKind.DELEGATE)
    if answer == "internal reserve":
        page = consented(cast, AnswerKind.RESERVE, words=WORDS)
    else:
        page = consented(cast)
        cancel_signature(page, centre=cast.north, by=cast.director)
    with pytest.raises(Refused, match="elle seule peut y revenir"):
        sign(page, centre=cast.north, by=delegate)
    way = f"/contributions/{page.record.pk}/signatures/nord/signer/"
    shown = text(client_of(delegate).get(way))
    assert (
        "elle seule peut y revenir" in shown
        and '<button type="submit"' not in shown.partition("<main")[2].partition("</main")[0]
    )
    assert sign(page, centre=cast.north, by=cast.director).stands


@pytest.mark.parametrize(
    "answer", ["internal reserve", "signed and cancelled", "before, by reserve"]
)
def test_a_delegate_is_asked_for_no_signature_that_they_would_be_refused(
    cast: Cast, client_of: Browser, answer: str
) -> None:
    delegate = of_centre(cast, cast.north, MandateKind.DELEGATE)
    if answer == "internal reserve":
        page = consented(cast, AnswerKind.RESERVE, words=WORDS)
    elif answer == "signed and cancelled":
        page = consented(cast)
        cancel_signature(page, centre=cast.north, by=cast.director)
    else:
        page = text_in(cast, "review")
        said(page, cast.north, cast.director, AnswerKind.RESERVE, words=WORDS)
        recall(page, by=cast.coordinator, note="Une erreur.")
        open_review(page, by=cast.coordinator)
        page = validated(cast, fresh(page))
    assert [(one.window, one.centre) for one in to_sign(again(cast.director))] == [
        (window_of(page), cast.north)
    ]
    assert to_sign(again(delegate)) == []
    assert not told(delegate, "assent.to_sign")
    assert not may_still_sign(again(delegate), page, window_of(page))
    way = f"/contributions/{page.record.pk}/signatures/"
    shown = text(client_of(delegate).get(way))
    assert "elle seule peut y revenir" in shown and f"{way}nord/signer/" not in shown
    assert f"{way}nord/signer/" in text(client_of(cast.director).get(way))


def test_a_delegate_goes_back_on_no_signature_of_the_director(
    cast: Cast, client_of: Browser
) -> None:
    delegate = of_centre(cast, cast.north, MandateKind.DELEGATE)
    page = consented(cast)
    way = f"/contributions/{page.record.pk}/signatures/"
    assert f"{way}nord/annuler/" not in text(client_of(delegate).get(way))
    assert f"{way}nord/annuler/" in text(client_of(cast.director).get(way))


def test_a_superuser_signs_as_the_director_that_they_are_and_never_else(cast: Cast) -> None:
    """The same rule as for the answer to a round."""
    page = text_in(cast, "review")
    with pytest.raises(Refused):
        said(page, cast.south, cast.superuser, AnswerKind.ABSTENTION)
    entrust(cast.superuser, MandateKind.DIRECTOR, centre=cast.south, by=cast.superuser)
    said(page, cast.south, again(cast.superuser), AnswerKind.ABSTENTION)
    page = validated(cast, page)
    assert told(cast.superuser, "assent.to_sign")
    with pytest.raises(Refused):
        sign(page, centre=cast.north, by=cast.superuser)
    assert sign(page, centre=cast.south, by=cast.superuser).stands
