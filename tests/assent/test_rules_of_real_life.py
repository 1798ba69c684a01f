"""The rules of real life, one test each: what the network promised its centres about rounds,
then about signatures.

Each is named after its rule in the domain's words; the cases around them are in the files
beside this one.
"""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from assent.actions.answer import answer
from assent.actions.confirm import confirm
from assent.actions.detach import detach
from assent.actions.second_round import open_second_round
from assent.models import Answer, AnswerKind, Disagreement, Outcome, Round
from assent.selectors import current_answers, disagreements_of, tally
from assent.signing.actions.cancel_signature import cancel_signature
from assent.signing.actions.sign import sign
from assent.signing.actions.withdraw_signature import withdraw_signature
from assent.signing.selectors import DAYS_OPEN
from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.recall import recall
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.models import ContributionRecord, TextEvent
from contributions.rules import can_read_version
from groups.actions.memberships import end_membership, join
from groups.deadlines import days_after, end_of_day, westernmost_zone
from groups.models import Membership
from kit.access import Refused
from kit.formats import day_words
from people.models import Centre
from proposals.models import Proposal
from tests.cast import Cast, draft, fresh, person, text_in
from tests.proposals.handing import to_partner
from tests.work.helpers import Browser, text

from .rounds import (
    again,
    block_of,
    in_review,
    kinds_since,
    names,
    over,
    round_of,
    say,
    second,
    speaker,
)
from .signed import consented, of_centre, opened_ago, published, told, validated, window_of

pytestmark = pytest.mark.django_db


def test_who_owes_an_answer_is_fixed_when_the_round_opens(cast: Cast) -> None:
    east = Centre.objects.create(name="Centre Est", slug="est", is_published=True)
    page = in_review(cast, centres=[east])
    round_ = round_of(page)
    assert {(row.centre_name, row.by_hand) for row in round_.owing.all()} == {
        ("Centre Nord", False), ("Centre Sud", False), ("Centre Est", True),
    }  # fmt: skip
    west = Centre.objects.create(name="Centre Ouest", slug="ouest", is_published=True)
    join(cast.account, cast.health, by=cast.network, centre=west)
    end_membership(
        Membership.objects.current().get(person=cast.member, group=cast.health), by=cast.network
    )
    assert round_.owing.count() == 3
    newcomer = speaker(cast, "ouest", west)
    with pytest.raises(Http404):
        answer(round_, centre=west, kind=AnswerKind.CONSENT, by=newcomer)


def test_a_text_carried_by_a_single_centre_says_so(cast: Cast) -> None:
    assert not round_of(text_in(cast, "review")).is_single
    Membership.objects.filter(person=cast.coordinator, group=cast.health).update(centre=None)
    page = draft(cast, "Une seule voix")
    open_review(page, by=cast.coordinator)
    assert round_of(page).is_single


def test_one_answer_each_changeable_until_closing(cast: Cast) -> None:
    page = text_in(cast, "review")
    first = say(page, cast.director, cast.north, AnswerKind.CONSENT, words="Bravo.")
    last = say(page, cast.director, cast.north, AnswerKind.RESERVE, is_public=True)
    first.refresh_from_db()
    assert (first.is_current, last.is_current) == (False, True)
    assert [row.pk for row in current_answers(round_of(page))] == [last.pk]
    round_ = round_of(page)
    close_review(page, by=cast.coordinator)
    with pytest.raises(NotNow):
        answer(round_, centre=cast.north, kind=AnswerKind.CONSENT, by=again(cast.director))


def test_the_director_s_answer_prevails_over_the_delegate_s(cast: Cast) -> None:
    page = text_in(cast, "review")
    delegate = speaker(cast, "deleguee", cast.north, delegate=True)
    given = say(page, delegate, cast.north, AnswerKind.CONSENT)
    assert given.as_delegate
    said = say(page, cast.director, cast.north, AnswerKind.CONSENT)
    assert not said.as_delegate
    with pytest.raises(Refused):
        say(page, delegate, cast.north, AnswerKind.ABSTENTION)
    assert [row.pk for row in current_answers(round_of(page))] == [said.pk]
    assert Answer.objects.count() == 2


def test_a_centre_s_position_survives_a_change_of_representative(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    mandate = cast.director.mandates.get()
    mandate.ends_at = timezone.now()
    mandate.save()
    assert names(tally(round_of(page)).consents) == {"Centre Nord"}
    heir = speaker(cast, "heritiere", cast.north)
    say(page, heir, cast.north, AnswerKind.ABSTENTION)
    assert [row.kind for row in current_answers(round_of(page))] == [AnswerKind.ABSTENTION]


def test_silence_is_not_consent(cast: Cast) -> None:
    page = text_in(cast, "review")
    round_ = round_of(page)
    close_review(page, by=cast.coordinator)
    round_.refresh_from_db()
    assert round_.outcome == Outcome.SILENT
    found = tally(round_)
    assert not (found.consents or found.answered)
    assert names(found.silent) == names(found.missing) == {"Centre Nord", "Centre Sud"}
    line = TextEvent.objects.get(record=page.record, kind=EventKind.ROUND_CLOSED)
    assert "Centre" not in str(line.data)


def test_an_objection_is_not_a_veto_for_ever(cast: Cast, client_of: Browser) -> None:
    """It holds the first round; kept after the second, it is a disagreement to publish, which
    the proposal's own page shows too."""
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    with pytest.raises(Refused):
        close_review(page, by=cast.coordinator)
    assert not Disagreement.objects.exists()
    first = round_of(page)
    open_second_round(page, by=cast.coordinator, note="Voyons ensemble.")
    first.refresh_from_db()
    assert first.outcome == Outcome.CONTESTED
    confirm(round_of(page), centre=cast.north, by=again(cast.director))
    over(page)
    close_review(page, by=cast.coordinator)
    row = Disagreement.objects.get()
    assert (row.centre_name, row.block_id) == ("Centre Nord", block_of(page))
    assert row.words == "Nous ne pouvons pas l'écrire."
    assert page.record.rounds.last().outcome == Outcome.DISAGREED
    assert list(disagreements_of(row.version)) == [row]
    validate(page, by=cast.moderator)
    publish(fresh(page), by=cast.moderator)
    proposal = Proposal.objects.get(page=page, block_id=row.block_id)
    other = Proposal.objects.filter(page=page).exclude(pk=proposal.pk).get()
    shows = {fresh(page).url: True, proposal.get_absolute_url(): True}
    for address, is_there in (shows | {other.get_absolute_url(): False}).items():
        seen = text(client_of(None).get(address))
        assert ("Nous ne pouvons pas l'écrire." in seen) is is_there, address
        assert ("Centre Nord" in seen) is is_there, address


def test_a_proposal_that_a_centre_objects_to_for_ever_is_detached(cast: Cast) -> None:
    page = second(cast)
    confirm(round_of(page), centre=cast.north, by=again(cast.director))
    block = block_of(page)
    version = detach(page, by=cast.coordinator, block_id=block)
    assert str(block) not in {one.id for one in version.revision.as_object().body}
    assert not Disagreement.objects.exists()
    said = say(fresh(page), cast.director, cast.north, AnswerKind.CONSENT)
    assert said.kind == AnswerKind.CONSENT
    over(page)
    close_review(fresh(page), by=cast.coordinator)
    assert not Disagreement.objects.exists()


def test_a_change_after_answers_makes_them_to_confirm(cast: Cast) -> None:
    page = text_in(cast, "review")
    said = say(page, cast.director, cast.north, AnswerKind.RESERVE, is_public=True)
    recall(page, by=cast.coordinator)
    assert Round.objects.get().outcome == Outcome.RECALLED
    write(page, by=cast.coordinator, summary="Le chapô a changé.")
    open_review(page, by=cast.coordinator)
    round_ = round_of(page)
    found = tally(round_)
    assert (round_.rank, names(found.to_confirm)) == (1, {"Centre Nord"})
    assert (names(found.silent), found.answered) == ({"Centre Sud"}, [])
    again_said = confirm(round_, centre=cast.north, by=again(cast.director))
    assert (again_said.confirms, again_said.words, again_said.is_public) == (said, said.words, True)
    assert confirm(round_, centre=cast.north, by=again(cast.director)) == again_said
    assert kinds_since(page).count(EventKind.CENTRE_ANSWERED) == 2


def test_deadlines_default_to_the_end_of_the_day_of_the_westernmost_member(cast: Cast) -> None:
    """A second round has a date: the one that is chosen, else this one, some days ahead."""
    page = second(cast)
    cast.member.time_zone = "America/Martinique"
    cast.member.save()
    due = round_of(page).due
    assert due is not None and timezone.now() + timedelta(days=6) < due
    assert fresh(page).record.review_due == due
    say(page, speaker(cast, "sud", cast.south), cast.south, AnswerKind.OBJECTION)
    ContributionRecord.objects.filter(page=page).update(review_due=None)
    open_second_round(page, by=cast.coordinator)
    day = (timezone.now() + timedelta(days=7)).astimezone(westernmost_zone()).date()
    assert round_of(page).due == end_of_day(day, westernmost_zone())
    assert str(westernmost_zone()) == "America/Martinique"


# -- Signatures


def test_signatures_are_collected_in_a_dated_window_between_validation_and_publication(
    cast: Cast,
) -> None:
    page = text_in(cast, "review")
    with pytest.raises(NotNow):
        sign(page, centre=cast.north, by=cast.director)
    page = validated(cast, page)
    window = window_of(page)
    assert window.is_open and window.closes_at == days_after(window.opens_at, DAYS_OPEN)
    signature = sign(page, centre=cast.north, by=cast.director)
    assert signature.centre_name == "Centre Nord" and not signature.is_late
    published(cast, page)
    window.refresh_from_db()
    assert not window.is_open and window.published_at is not None


def test_a_signature_is_cancellable_for_48_hours(cast: Cast) -> None:
    page = validated(cast)
    late = sign(page, centre=cast.north, by=cast.director).at + timedelta(hours=48, minutes=1)
    with pytest.raises(NotNow):
        withdraw_signature(page, centre=cast.north, by=cast.director)
    with pytest.raises(NotNow):
        cancel_signature(page, centre=cast.north, by=cast.director, at=late)
    cancel_signature(page, centre=cast.north, by=cast.director, at=late - timedelta(minutes=2))
    assert not window_of(page).signatures.told().exists() and window_of(page).lines == 0
    with pytest.raises(NotNow):
        cancel_signature(page, centre=cast.north, by=cast.director)
    assert sign(page, centre=cast.north, by=cast.director).stands


def test_publication_never_waits_for_silence_and_silence_is_never_made_public(
    cast: Cast, client: Client
) -> None:
    """Nobody has signed, the day to sign is far: the text comes out, and names nobody."""
    page = validated(cast)
    assert window_of(page).closes_at > timezone.now()
    page = published(cast, page)
    proposal = Proposal.objects.filter(page=page).first()
    for path in (page.url, proposal.get_absolute_url(), page.record.current_version.get_absolute_url()):  # fmt: skip
        shown = client.get(path, follow=True).content.decode()
        assert "Centre Nord" not in shown and "signataire" not in shown, path


def test_late_and_withdrawn_signatures_are_dated_lines_on_the_page_and_in_print(
    cast: Cast, client: Client
) -> None:
    """The PDF of a text is its page, printed."""
    page = published(cast, consented(cast))
    south = of_centre(cast, cast.south)
    opened_ago(page, 5)
    late = sign(page, centre=cast.south, by=south)
    gone = withdraw_signature(page, centre=cast.north, by=cast.director, reason="Entre nous.")
    shown = unescape(client.get(page.url).content.decode()).replace("\xa0", " ")
    section = shown.partition('id="signatures"')[2].partition("</section>")[0]
    for row, said in ((late, "a signé plus tard, le"), (gone, "a retiré sa signature le")):
        day = day_words(timezone.localdate(row.withdrawn_at or row.at))
        assert row.centre_name in section and f"{said} {day}" in section
    assert "Entre nous" not in shown
    around = shown.partition('id="signatures"')[0]
    assert "data-no-print" not in around[around.rindex("<section") :] + section
    style = Path(__file__).resolve().parents[2] / "site/front/static/css/reading.css"
    printed = style.read_text().partition("@media print")[2]
    hidden = re.findall(r"([^{}]*){[^{}]*display: none", printed)
    assert not any(".beneath" in each or "#signatures" in each for each in hidden)


def test_addressees_are_told_of_late_and_withdrawn_signatures(cast: Cast) -> None:
    page = published(cast, consented(cast))
    to_partner(cast, page)
    south = of_centre(cast, cast.south)
    opened_ago(page, 5)
    sign(page, centre=cast.south, by=south)
    withdraw_signature(page, centre=cast.north, by=cast.director)
    assert told(cast.partner, "proposals.became") == [
        "La contribution qui vous a été transmise a une signature de plus",
        "Une signature de la contribution qui vous a été transmise est retirée",
    ]


def test_a_centre_that_arrives_later_is_invited_to_the_signature(cast: Cast) -> None:
    away = Centre.objects.create(name="Centre Ouest", slug="ouest")
    arrived = of_centre(cast, away)
    page = text_in(cast, "review")
    join(person("nouvelle"), cast.health, by=cast.network, centre=away)
    page = validated(cast, page)
    assert told(arrived, "assent.to_sign")
    assert can_read_version(again(arrived), window_of(page).version, page)
    assert sign(page, centre=away, by=arrived).stands
