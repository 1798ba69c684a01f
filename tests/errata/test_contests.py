"""A centre contests a correction: it is seen, and somebody else rules on it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.models import ContributionPage, TextEvent
from cowriting.plain.parts import FRAME
from errata.actions.approve import approve_correction
from errata.actions.contest import contest_correction
from errata.actions.propose import propose_correction
from errata.actions.rule_on_contests import rule_on_contests
from errata.actions.take_back import take_back_correction
from errata.corrected import TooMuch
from errata.enums import Outcome, Ruling
from errata.models import Contest, Correction
from errata.rules import verdict_on_contesting
from errata.spelling import MOST_WORDS
from kit.access import Refused
from moderation.queue import find_row
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, fresh, text_in
from tests.work.helpers import Browser, text

from .words import again, part_of_kind, proposed, target, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast: Cast) -> ContributionPage:
    return text_in(cast, "published")


@pytest.fixture
def contested(cast: Cast, page: ContributionPage) -> Correction:
    done = approve_correction(proposed(page, cast.member), by=again(cast.coordinator))
    contest_correction(done, centre=cast.north, by=cast.director, words="Le sens change.")
    return Correction.objects.get(pk=done.pk)


def told(user: User) -> list[str]:
    rows = Notice.objects.filter(person=user, kind__startswith="errata.").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def public(client_of: Browser, page: ContributionPage) -> str:
    return text(client_of(None).get(fresh(page).url))


def test_a_contest_is_on_the_desk_and_under_the_erratum(
    cast: Cast, client_of: Browser, page: ContributionPage, contested: Correction
) -> None:
    shown = public(client_of, page)
    assert f"Contestée par {cast.north.name}" in shown and "Le sens change." not in shown
    for person in (cast.moderator, cast.coordinator):
        assert told(person)[-1] == "errata.contested"
        assert find_row(again(person), "contest", contested.pk) is not None
    for person in (cast.member, cast.director, cast.network):
        assert find_row(again(person), "contest", contested.pk) is None
    rules = text(client_of(cast.moderator).get(contested.get_absolute_url()))
    assert "Maintenir la correction" in rules and "Rétablir les mots d'avant" in rules
    approver = text(client_of(cast.coordinator).get(contested.get_absolute_url()))
    assert 'value="kept"' not in approver and 'value="undone"' in approver


def test_it_is_kept_with_a_reason_by_a_third_person(
    cast: Cast, client_of: Browser, page: ContributionPage, contested: Correction
) -> None:
    for person in (cast.coordinator, cast.member, cast.director):
        with pytest.raises(PermissionDenied):
            rule_on_contests(contested, by=person, ruling=Ruling.KEPT, words="Non.")
    client, address = client_of(cast.moderator), contested.get_absolute_url()
    assert client.post(address, {"rule": "kept", "why": ""}).status_code == 422
    assert client.post(address, {"rule": "rien", "why": "x"}).status_code == 404
    answer = client.post(address, {"rule": "kept", "why": "Un accord, sans plus."})
    assert answer.status_code == 302
    contest = Contest.objects.get()
    assert (contest.ruling, contest.ruled_by) == (Ruling.KEPT, cast.moderator)
    assert told(cast.director)[-1] == "errata.ruled"
    assert "Un accord, sans plus." in text(client_of(cast.director).get(address))
    shown = public(client_of, page)
    assert "Maintenue le" in shown and "Un accord, sans plus." not in shown
    assert find_row(again(cast.moderator), "contest", contested.pk) is None
    late = client.post(address, {"rule": "undone", "why": "Des mots à garder."})
    assert late.status_code == 409 and "Des mots à garder." in text(late)
    events = TextEvent.objects.filter(record=page.record, kind=EventKind.CONTEST_SETTLED)
    assert events.get().data["ruling"] == "kept"


def test_it_is_undone_by_a_further_correction_of_two_persons(
    cast: Cast, client_of: Browser, page: ContributionPage, contested: Correction
) -> None:
    rule_on_contests(contested, by=cast.moderator, ruling=Ruling.UNDONE, words="C'est vrai.")
    back = Correction.objects.get(undoes=contested)
    assert (back.proposed_by, back.decided_by) == (cast.director, cast.moderator)
    assert back.outcome == Outcome.APPLIED and back.in_public and back.made is not None
    record = fresh(page).record
    assert record.current_version == back.made and back.made.corrects == contested.made
    assert value_of(back.made, back.part)["title"].strip() == "Des renoncements"
    shown = public(client_of, page)
    assert "Défaite le" in shown and "sont rétablis" in shown
    assert Contest.objects.get().ruling == Ruling.UNDONE
    undone = text(client_of(cast.coordinator).get(contested.get_absolute_url()))
    assert back.get_absolute_url() in undone
    with pytest.raises(NotNow):
        rule_on_contests(contested, by=cast.moderator, ruling=Ruling.UNDONE, words="Encore.")
    # A new correction of the passage may be proposed.
    assert proposed(fresh(page), cast.member).is_waiting


def _corrected_again(cast: Cast, page: ContributionPage, title: str) -> None:
    later = proposed(fresh(page), cast.member, title=title)
    approve_correction(later, by=again(cast.coordinator))


def test_words_corrected_again_since_are_not_undone_over(
    cast: Cast, page: ContributionPage, contested: Correction
) -> None:
    _corrected_again(cast, page, "Des renoncement.")
    with pytest.raises(NotNow):
        rule_on_contests(contested, by=cast.moderator, ruling=Ruling.UNDONE, words="C'est vrai.")
    assert not Contest.objects.get().ruling
    assert not Correction.objects.filter(undoes=contested).exists()


def test_what_was_corrected_beside_them_since_stays(
    cast: Cast, page: ContributionPage, contested: Correction
) -> None:
    _corrected_again(cast, page, "Dès renoncement")
    rule_on_contests(contested, by=cast.moderator, ruling=Ruling.UNDONE, words="C'est vrai.")
    back = Correction.objects.get(undoes=contested)
    assert (back.before, back.after) == (
        {"title": "Dès renoncement"},
        {"title": "Dès renoncements"},
    )
    current = fresh(page).record.current_version
    assert value_of(current, back.part)["title"].strip() == "Dès renoncements"


def test_words_that_are_back_already_need_no_further_correction(
    cast: Cast, page: ContributionPage, contested: Correction
) -> None:
    _corrected_again(cast, page, "Des renoncements")
    rule_on_contests(contested, by=cast.moderator, ruling=Ruling.UNDONE, words="C'est vrai.")
    assert Contest.objects.get().ruling == Ruling.UNDONE
    assert Correction.objects.count() == 2


def test_a_correction_that_an_edition_carried_is_undone_in_that_edition(cast: Cast) -> None:
    page = text_in(cast, "new_edition")
    write(page, by=cast.member, summary="Une nouvelle édition commence autrement.")
    open_review(fresh(page), by=cast.coordinator)
    public = fresh(page).record.current_version
    done = approve_correction(
        proposed(page, cast.member, version=public), by=again(cast.coordinator)
    )
    contest_correction(done, centre=cast.north, by=cast.director, words="Le sens change.")
    close_review(fresh(page), by=cast.coordinator)
    validate(fresh(page), by=again(cast.moderator))
    publish(fresh(page), by=again(cast.moderator_two))
    assert fresh(page).record.current_version == done.carried_version
    rule_on_contests(done, by=cast.moderator, ruling=Ruling.UNDONE, words="C'est vrai.")
    back, page = Correction.objects.get(undoes=done), fresh(page)
    assert back.in_public and page.record.current_version == back.made
    assert back.made is not None and back.made.corrects == done.carried_version
    assert value_of(back.made, back.part)["title"].strip() == "Des renoncements"
    assert page.summary.startswith("Une nouvelle édition")


def test_an_edition_on_its_way_loses_the_correction_word_by_word_too(cast: Cast) -> None:
    page = text_in(cast, "new_edition")
    write(page, by=cast.member, summary="Une nouvelle édition commence autrement.")
    open_review(fresh(page), by=cast.coordinator)
    public = fresh(page).record.current_version
    one = proposed(page, cast.member, version=public)
    done = approve_correction(one, by=again(cast.coordinator))
    ahead = fresh(page).record.reviewed_version
    assert ahead == done.carried_version
    # Another word of the same title, in the edition to come alone.
    other = proposed(page, cast.member, version=ahead, title="Dès renoncement")
    approve_correction(other, by=again(cast.coordinator))
    contest_correction(done, centre=cast.north, by=cast.director, words="Le sens change.")
    rule_on_contests(done, by=cast.moderator, ruling=Ruling.UNDONE, words="C'est vrai.")
    back, record = Correction.objects.get(undoes=done), fresh(page).record
    assert back.carried and back.carried_version == record.reviewed_version
    title = value_of(record.current_version, back.part)["title"].strip()
    coming = value_of(record.reviewed_version, back.part)["title"].strip()
    assert (title, coming) == ("Des renoncements", "Dès renoncements")


def test_what_was_undone_is_not_contested_again(
    cast: Cast, page: ContributionPage, contested: Correction
) -> None:
    _corrected_again(cast, page, "Des renoncements")
    rule_on_contests(contested, by=cast.moderator, ruling=Ruling.UNDONE, words="C'est vrai.")
    contested = Correction.objects.get(pk=contested.pk)
    assert not verdict_on_contesting(again(cast.director), fresh(page), contested, cast.north)


def test_an_edition_answered_since_keeps_the_correction_with_a_reason(cast: Cast) -> None:
    page = text_in(cast, "new_edition")
    write(page, by=cast.member, summary="Une nouvelle édition commence autrement.")
    done = approve_correction(proposed(page, cast.member), by=again(cast.coordinator))
    assert done.carried and done.carried_version is None
    contest_correction(done, centre=cast.north, by=cast.director, words="Le sens change.")
    for act, by in ((open_review, cast.coordinator), (close_review, cast.coordinator),
                    (validate, cast.moderator), (publish, cast.moderator)):  # fmt: skip
        act(fresh(page), by=again(by))
    with pytest.raises(NotNow, match="édition plus récente"):
        rule_on_contests(done, by=cast.moderator_two, ruling=Ruling.UNDONE, words="C'est vrai.")
    rule_on_contests(done, by=cast.moderator_two, ruling=Ruling.KEPT, words="C'est validé.")
    assert Contest.objects.get().ruling == Ruling.KEPT


def test_who_proposed_takes_it_back_before_anyone_decides(
    cast: Cast, client_of: Browser, page: ContributionPage
) -> None:
    one = proposed(page, cast.member)
    address = one.get_absolute_url()
    assert "Reprendre ma correction" in text(client_of(cast.member).get(address))
    assert "Reprendre ma correction" not in text(client_of(cast.coordinator).get(address))
    with pytest.raises(Refused):
        take_back_correction(one, by=cast.coordinator)
    assert client_of(cast.member).post(address, {"take_back": "1"}).status_code == 302
    assert Correction.objects.get().outcome == Outcome.TAKEN_BACK
    assert find_row(again(cast.coordinator), "correction", one.pk) is None
    with pytest.raises(NotNow):
        approve_correction(one, by=again(cast.coordinator))
    other = proposed(fresh(page), cast.member)
    approve_correction(other, by=again(cast.coordinator))
    assert client_of(cast.member).post(other.get_absolute_url(), {"take_back": "1"}).status_code == 409  # fmt: skip


def test_another_meaning_is_refused_at_the_first_person_already(
    cast: Cast, page: ContributionPage
) -> None:
    version = target(page, cast.member)
    part = part_of_kind(version, "finding")
    for title in ("Des relancements", "Sans renoncements", "Des renoncements ?"):
        with pytest.raises(Refused):
            propose_correction(page, by=cast.member, version=version, seen=part, after={"title": title})  # fmt: skip


def test_what_no_second_person_could_approve_is_refused_at_the_first(cast: Cast) -> None:
    """A few words now, a few words later: what was answered is rewritten step by step."""
    page = text_in(cast, "drafting")
    words = [f"renoncement{letter}" for letter in "abcdefghijklmnop"]
    write(page, by=cast.member, summary=" ".join(words))
    open_review(fresh(page), by=cast.coordinator)

    def in_plural(count: int) -> str:
        return " ".join(f"{word}s" if place < count else word for place, word in enumerate(words))

    first = proposed(page, cast.member, kind=FRAME, summary=in_plural(MOST_WORDS))
    approve_correction(first, by=again(cast.coordinator))
    with pytest.raises(TooMuch, match="réécriture"):
        proposed(page, cast.member, kind=FRAME, summary=in_plural(MOST_WORDS + 1))
    assert proposed(page, cast.member, kind=FRAME, summary=in_plural(MOST_WORDS - 1)).is_waiting
