"""Going back on a signature: within two days, afterwards, and whatever became of the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from assent.signing.actions.cancel_signature import cancel_signature
from assent.signing.actions.sign import sign
from assent.signing.actions.withdraw_signature import withdraw_signature
from contributions.actions.base import NotNow
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import schedule
from contributions.actions.recall import recall_validated
from contributions.actions.replace import replace
from contributions.actions.withdraw import withdraw
from contributions.models import ContributionPage
from groups.actions.memberships import end_membership, join
from groups.models import Membership
from people.models import Centre
from tests.cast import Cast, fresh, person, text_in
from tests.work.helpers import Browser, text

from .signed import DAY, of_centre, opened_ago, published, validated, window_of

pytestmark = pytest.mark.django_db

Become = Callable[[Cast, ContributionPage], object]


def it_stays(cast: Cast, page: ContributionPage) -> None:
    """Validated still."""


def it_is_scheduled(cast: Cast, page: ContributionPage) -> None:
    schedule(page, by=cast.moderator, minute=timezone.now() + DAY)


def it_is_published(cast: Cast, page: ContributionPage) -> None:
    published(cast, page)


def it_is_recalled(cast: Cast, page: ContributionPage) -> None:
    recall_validated(page, by=cast.coordinator, note="Une erreur.")


def it_is_withdrawn(cast: Cast, page: ContributionPage) -> None:
    page = published(cast, page)
    withdraw(page, by=cast.coordinator, note="Une personne était reconnaissable.")
    withdraw(page, by=cast.moderator)


def it_is_replaced(cast: Cast, page: ContributionPage) -> None:
    replace(published(cast, page), by=cast.moderator, successor=text_in(cast, "published", "Suite"))


def a_new_edition_comes_out(cast: Cast, page: ContributionPage) -> None:
    page = published(cast, page)
    open_edition(page, by=cast.coordinator)
    open_review(page, by=cast.coordinator)
    published(cast, validated(cast, fresh(page)))


#: What may become of a text that was signed, and whether its name can be withdrawn later.
FATES: dict[Become, bool] = {
    it_stays: True, it_is_scheduled: True, it_is_published: True, it_is_withdrawn: True,
    it_is_replaced: True, a_new_edition_comes_out: True, it_is_recalled: False,
}  # fmt: skip


@pytest.mark.parametrize("fate", FATES, ids=lambda fate: fate.__name__)
def test_a_signature_is_cancelled_for_two_days_whatever_becomes_of_the_text(
    cast: Cast, fate: Become, client_of: Browser
) -> None:
    """And withdrawn afterwards, wherever it says something: never neither of the two."""
    page = validated(cast)
    window, who = window_of(page), {"centre": cast.north, "by": cast.director}
    row = sign(page, **who)
    fate(cast, page)
    page, version = fresh(page), window.version
    address = f"/contributions/{page.record.pk}/signatures/"
    assert "Annuler la signature" in text(client_of(cast.director).get(address))
    with pytest.raises(NotNow, match="le public n'en lira rien"):
        withdraw_signature(page, version=version, **who)
    after = row.cancel_until + DAY
    with pytest.raises(NotNow):
        cancel_signature(page, version=version, at=after, **who)
    if FATES[fate]:
        withdraw_signature(page, version=version, at=after, **who)
        assert not window.signatures.standing().exists()
        return
    with pytest.raises(NotNow, match="la signature ne compte plus"):
        withdraw_signature(page, version=version, at=after, **who)
    cancel_signature(page, version=version, **who)
    assert not window.signatures.told().exists()


def test_a_signature_under_a_withdrawn_text_is_cancelled_from_its_page(
    cast: Cast, client_of: Browser
) -> None:
    page = validated(cast)
    sign(page, centre=cast.north, by=cast.director)
    it_is_withdrawn(cast, page)
    number = window_of(page).version.number
    address, browser = f"/contributions/{page.record.pk}/signatures/", client_of(cast.director)
    assert "Ce texte a été retiré de la publication" in text(browser.get(address))
    done = browser.post(f"{address}nord/annuler/", {"version": number})
    assert done.status_code == 302 and not window_of(page).signatures.told().exists()
    assert "nord/signer/" not in text(browser.get(address)), "there is nothing to sign any more"


def test_what_can_be_done_is_what_the_page_says_and_a_cancelling_hides_nothing_from_the_group(
    cast: Cast, client_of: Browser
) -> None:
    page = validated(cast)
    sign(page, centre=cast.north, by=cast.director)
    address = f"/contributions/{page.record.pk}/signatures/nord/annuler/"
    shown = text(client_of(cast.director).get(address))
    assert "n'en dira rien au public" in shown and "signé puis annulé" in shown
    assert "jamais été" not in shown and "trace" not in shown
    cancel_signature(page, centre=cast.north, by=cast.director)
    page = published(cast, page)
    assert "Centre Nord" not in text(client_of(None).get(page.url))
    life = text(client_of(cast.member).get(f"/contributions/{page.record.pk}/suivi/"))
    assert "Signature annulée" in life


def test_a_centre_under_an_older_edition_finds_where_to_withdraw_its_name(
    cast: Cast, client_of: Browser
) -> None:
    page = validated(cast)
    sign(page, centre=cast.north, by=cast.director)
    opened_ago(page, 5)
    number = window_of(page).version.number
    a_new_edition_comes_out(cast, page)
    address = f"/contributions/{page.record.pk}/signatures/"
    shown = text(client_of(cast.director).get(address))
    assert "Une édition précédente" in shown and f"nord/retirer/?version={number}" in shown
    assert "Une édition précédente" not in text(client_of(cast.member).get(address))


def test_a_centre_that_has_left_the_group_may_withdraw_its_name_and_reads_nothing_new(
    cast: Cast, client_of: Browser
) -> None:
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    west, passing = of_centre(cast, away), person("passing")
    page = published(cast, validated(cast))
    join(passing, cast.health, by=cast.network, centre=away)
    sign(page, centre=away, by=west)
    opened_ago(page, 5)
    end_membership(Membership.objects.get(person=passing), by=cast.network)
    open_edition(page, by=cast.coordinator)
    draft = fresh(page).get_latest_revision_as_object()
    draft.title = "Un titre encore secret"
    draft.save_revision(user=cast.member, clean=False)
    open_review(fresh(page), by=cast.coordinator)
    page = validated(cast, fresh(page))
    shown = text(client_of(west).get(f"/contributions/{page.record.pk}/signatures/"))
    assert "Le texte publié" in shown and "Le texte validé" not in shown
    assert "encore secret" not in shown
    published_version = page.record.current_version
    withdraw_signature(page, centre=away, by=west, version=published_version)
