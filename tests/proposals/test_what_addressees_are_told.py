"""What addressees are told of a text, in words that its masks hide, at a constant cost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.recall import recall_validated
from contributions.actions.replace import replace
from contributions.actions.validate import validate
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from errata.actions.approve import approve_correction
from notifications.kinds import kinds
from notifications.models import Letter, Notice
from people.actions.mandates import end_mandate
from people.models import Mandate, User
from proposals.actions.end_transmission import end_transmission
from proposals.models import Transmission
from tests.cast import Cast, fresh, text_in
from tests.errata.words import again, proposed
from tests.proposals.handing import (
    by_link,
    link_url,
    page_url,
    to_partner,
    version_of,
)
from tests.work.helpers import Browser, queries_of, text

pytestmark = pytest.mark.django_db


def became(cast: Cast) -> list[str]:
    rows = Notice.objects.filter(person=cast.partner, kind="proposals.became").order_by("pk")
    return [row.data["became"] for row in rows]


def test_addressees_are_told_what_becomes_of_the_text(cast: Cast) -> None:
    page = text_in(cast, "validated", "Titre très secret")
    to_partner(cast, page)
    by_link(cast, page)
    publish(page, by=cast.moderator)
    replace(fresh(page), by=cast.moderator, successor=text_in(cast, "published", "La suite"))
    withdraw(fresh(page), by=cast.coordinator, note="Un motif public.")
    withdraw(fresh(page), by=cast.moderator)
    assert became(cast) == ["published", "replaced", "withdrawn"]
    letters = Letter.objects.filter(kind="proposals.transmission_became")
    assert letters.count() == 3 and {one.address for one in letters} == {"ana@ailleurs.org"}
    assert not any("secret" in one.text.lower() for one in letters)
    partner = User.objects.get(pk=cast.partner.pk)
    last = Notice.objects.filter(person=partner, kind="proposals.became").latest("pk")
    line = kinds["proposals.became"].line(last.data, partner)
    assert "retirée" in line.headline and line.words == "Un motif public."


def test_a_text_taken_up_again_is_told_to_whom_that_version_was_transmitted(cast: Cast) -> None:
    page = text_in(cast, "validated")
    to_partner(cast, page)
    recall_validated(page, by=cast.coordinator, note="À revoir.")
    assert became(cast) == ["recalled"]


def test_a_correction_that_the_next_edition_carries_is_told_to_whom_it_was_sent(cast: Cast) -> None:
    page = text_in(cast, "new_edition")
    write(page, by=cast.member, summary="Une nouvelle édition commence autrement.")
    open_review(fresh(page), by=cast.coordinator)
    close_review(fresh(page), by=cast.coordinator)
    validate(fresh(page), by=cast.moderator)
    page = fresh(page)
    to_partner(cast, page)
    # A correction of the edition that is public, which the partner was not sent.
    public = page.record.current_version
    done = proposed(page, cast.member, version=public)
    done = approve_correction(done, by=again(cast.coordinator))
    assert done.in_public and done.carried_version is not None
    assert became(cast) == ["corrected"]


def test_what_is_over_is_told_nothing_more(cast: Cast) -> None:
    page = text_in(cast, "validated")
    end_transmission(to_partner(cast, page), by=cast.coordinator)
    sent, _token = by_link(cast, page)
    Transmission.objects.filter(pk=sent.pk).update(until=timezone.now())
    Letter.objects.all().delete()
    publish(page, by=cast.moderator)
    assert became(cast) == [] and not Letter.objects.filter(kind__startswith="proposals").exists()


def test_news_are_kept_from_who_lost_the_mandate(cast: Cast) -> None:
    to_partner(cast)
    notice = Notice.objects.get(person=cast.partner, kind="proposals.received")
    partner = User.objects.get(pk=cast.partner.pk)
    assert kinds["proposals.received"].may_know(partner, notice)
    end_mandate(Mandate.objects.get(person=cast.partner), by=cast.superuser)
    partner = User.objects.get(pk=cast.partner.pk)
    assert not kinds["proposals.received"].may_know(partner, notice)


def test_a_mask_hides_what_messages_quote(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    sent = to_partner(cast, page, message="Voyez « Des permanences mobiles » surtout.")
    _link, token = by_link(cast, page, message="Lisez Des permanences mobiles.")
    mask(page, by=cast.coordinator, words="Des permanences mobiles", reason="Un nom.")
    sent.refresh_from_db()
    assert "permanences" not in sent.message
    read = text(client_of(cast.partner).get(sent.get_absolute_url()))
    assert "permanences mobiles" not in read
    assert "permanences mobiles" not in text(client_of(None).get(link_url(token)))
    assert not any("permanences mobiles" in one.text for one in Letter.objects.all())
    assert "permanences" not in str([one.data for one in Notice.objects.all()])


def test_lists_cost_the_same_for_two_and_for_twenty(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    texts = [page, text_in(cast, "published", "Un autre")]
    for one in texts:
        to_partner(cast, one)
        by_link(cast, one)
    urls = [(cast.partner, reverse("proposals:received")), (cast.coordinator, page_url(page))]
    few = [queries_of(client_of(who), url) for who, url in urls]
    for number in range(18):
        by_link(cast, page, email=f"a{number}@ailleurs.org", organisation=f"Ville {number}")
        sent = Transmission.objects.filter(addressee=cast.partner).first()
        assert sent is not None
        sent.pk, sent.ended_at = None, None
        text_in(cast, "published", f"Texte {number}")
        sent.version = version_of(text_in(cast, "published", f"Texte {number}"))
        sent.save(force_insert=True)
    assert [queries_of(client_of(who), url) for who, url in urls] == few
