"""Remark, answer, change one's words; what is kept, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.utils import timezone

from contributions.actions.trash import trash
from contributions.actions.write import write
from contributions.models import ContributionPage
from contributions.settling import settlers
from discussion.actions.answer import answer
from discussion.actions.base import WORDS_AT_MOST
from discussion.actions.change_remark import change_remark
from discussion.actions.endorse import endorse, take_back_endorsement
from discussion.actions.hide_remark import hide_remark
from discussion.actions.remark import remark
from discussion.actions.settle import settle
from discussion.anchors import Fate
from discussion.models import Remark, RemarkEdit
from discussion.selectors import thread_of
from kit.access import Refused
from media.access import can_read_file
from media.models import SiteDocument
from people.models import User
from tests.cast import Cast, fresh, text_in

from .helpers import PASSAGE, again, block_with, remark_on, without

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(cast: Cast) -> ContributionPage:
    return text_in(cast, "drafting")


def document(cast: Cast, by: User, title: str = "Une carte") -> SiteDocument:
    return SiteDocument.objects.create(
        title=title, file=ContentFile(b"x", "carte.txt"), uploaded_by_user=by,
        collection=cast.health.record.collection,
    )  # fmt: skip


# -- What is kept ----------------------------------------------------------------------


def test_a_remark_keeps_its_passage_and_what_the_field_said(
    cast: Cast, text: ContributionPage
) -> None:
    made = remark_on(text, cast.member, quote="soins\u202f reportés")
    kept = again(made)
    assert (kept.quote, kept.field, kept.said[kept.start :][:14]) == (PASSAGE, "text", PASSAGE)
    assert kept.prefix == "Des "
    assert "Constat" in kept.block_name
    assert kept.centre == cast.north


def test_a_remark_holds_nothing_of_an_account_but_its_key(
    cast: Cast, text: ContributionPage
) -> None:
    """The package would keep a name, an address and an IP beside the account."""
    made = again(remark_on(text, cast.member))
    assert (made.user_name, made.user_email, made.user_url, made.ip_address) == ("", "", "", None)


def test_a_remark_on_a_block_or_on_the_whole_text_needs_no_words(
    cast: Cast, text: ContributionPage
) -> None:
    block = remark_on(text, cast.member, quote="")
    whole = remark(text, by=cast.member, words="Bien, dans l'ensemble.")
    fates = [thread_of(one, cast.member).placement.fate for one in (block, whole)]
    assert fates == [Fate.WHOLE, Fate.WHOLE]
    assert (whole.block_id, whole.block_name) == ("", "")


def test_words_that_changed_while_one_remarked_are_kept_as_they_were_seen(
    cast: Cast, text: ContributionPage
) -> None:
    made = remark_on(text, cast.member, quote="soins abandonnés")
    assert (made.quote, made.field) == ("soins abandonnés", "")
    assert thread_of(made, cast.member).placement.fate is Fate.CHANGED


def test_words_that_are_being_written_are_saved_before_one_is_told_that_they_are_not_there(
    cast: Cast, text: ContributionPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What co-writing holds is in no revision yet, and on everyone's screen."""
    asked = []

    def save(page: ContributionPage) -> None:
        asked.append(page.pk)
        write(page, by=cast.coordinator, summary="Des mots que l'on vient d'écrire.")

    monkeypatch.setattr(settlers, "_items", [save])
    found = remark_on(text, cast.member)
    assert (found.field, asked) == ("text", [])
    made = remark_on(text, cast.member, quote="que l'on vient d'écrire", block_id="page")
    assert (made.field, asked) == ("summary", [text.pk])


def test_a_remark_on_a_frozen_version_shows_on_the_draft_too(cast: Cast) -> None:
    text = text_in(cast, "review")
    version = text.record.reviewed_version
    made = remark_on(text, cast.director, version=version)
    thread = thread_of(made, cast.member)
    assert (thread.remark.version, thread.placement.fate) == (version, Fate.THERE)


def test_a_deleted_block_leaves_its_remark_among_the_passages_that_went(
    cast: Cast, text: ContributionPage
) -> None:
    made = remark_on(text, cast.member)
    without(text, cast.member, made.block_id)
    thread = thread_of(again(made), cast.member)
    assert (thread.placement.fate, thread.remark.quote) == (Fate.GONE, PASSAGE)


def test_a_form_sent_twice_makes_one_remark_and_one_answer(
    cast: Cast, text: ContributionPage
) -> None:
    one, two = remark_on(text, cast.member), remark_on(text, cast.member)
    assert one.pk == two.pk
    answers = {answer(one, by=cast.coordinator, words="Ceux-ci.").pk for _again in range(2)}
    assert len(answers) == 1
    elsewhere = remark_on(text, cast.member, quote="reportés")
    assert elsewhere.pk != one.pk


@pytest.mark.parametrize("words", ["", "  \n ", "x" * (WORDS_AT_MOST + 1)])
def test_no_words_or_too_many_are_refused(cast: Cast, text: ContributionPage, words: str) -> None:
    with pytest.raises(Refused):
        remark_on(text, cast.member, words)
    assert not Remark.objects.exists()


def test_a_block_that_left_the_text_is_refused_with_a_reason(
    cast: Cast, text: ContributionPage
) -> None:
    with pytest.raises(Refused, match="dans le texte"):
        remark(text, by=cast.member, words="Oui.", block_id="nulle-part", quote="rien")


def test_a_version_of_another_text_is_missing(cast: Cast, text: ContributionPage) -> None:
    other = text_in(cast, "review", "Un autre texte")
    version = other.record.reviewed_version
    with pytest.raises(Http404):
        remark(text, by=cast.member, words="Oui.", version=version)


def test_who_does_not_read_the_draft_remarks_on_the_version_alone(cast: Cast) -> None:
    text = text_in(cast, "validation")
    version = text.record.reviewed_version
    with pytest.raises(Http404):
        remark_on(text, cast.moderator)
    assert remark_on(text, cast.moderator, version=version).version == version


def test_nothing_is_remarked_in_the_trash(cast: Cast, text: ContributionPage) -> None:
    trash(text, by=cast.coordinator)
    with pytest.raises(Refused):
        remark_on(fresh(text), cast.member)


# -- Threads ---------------------------------------------------------------------------


def test_an_answer_to_an_answer_stands_in_the_same_thread(
    cast: Cast, text: ContributionPage
) -> None:
    root = remark_on(text, cast.member)
    first = answer(root, by=cast.coordinator, words="Ceux du nord.")
    second = answer(again(first), by=cast.member, words="Merci.")
    assert {one.root_id for one in (first, second)} == {root.pk}
    assert [one.level for one in (first, second)] == [1, 1]
    assert [one.pk for one in thread_of(second, cast.member).answers] == [first.pk, second.pk]


def test_a_hidden_remark_takes_no_more_answers(cast: Cast, text: ContributionPage) -> None:
    root = hide_remark(remark_on(text, cast.member), by=cast.coordinator, reason="Hors sujet.")
    with pytest.raises(Refused, match="masquée"):
        answer(root, by=cast.member, words="Pourquoi ?")


def test_a_copied_text_has_none_of_the_remarks(cast: Cast, text: ContributionPage) -> None:
    from contributions.actions.copy_text import copy_text

    remark_on(text, cast.member)
    copy = copy_text(text, by=cast.member, group=cast.health)
    assert not Remark.objects.filter(record=copy.record).exists()


# -- Changing one's words --------------------------------------------------------------


def test_changed_words_leave_the_former_ones_to_the_coordination(
    cast: Cast, text: ContributionPage
) -> None:
    made = remark_on(text, cast.member, "Premiers mots.")
    change_remark(made, by=cast.member, words="Seconds mots.")
    change_remark(made, by=cast.member, words="Seconds mots.")
    kept = again(made)
    assert (kept.comment, kept.edited_at is not None) == ("Seconds mots.", True)
    assert list(RemarkEdit.objects.values_list("words", flat=True)) == ["Premiers mots."]


@pytest.mark.parametrize("moment", ["hidden", "ended", "another's"])
def test_words_no_longer_change(cast: Cast, text: ContributionPage, moment: str) -> None:
    made = remark_on(text, cast.member)
    if moment == "hidden":
        hide_remark(made, by=cast.coordinator, reason="Une personne est nommée.")
    if moment == "ended":
        settle(made, by=cast.coordinator, outcome="resolved")
    by = cast.coordinator if moment == "another's" else cast.member
    with pytest.raises(Refused):
        change_remark(made, by=by, words="Autre chose.")
    assert again(made).comment == "Lesquels ?"


def test_changing_a_remark_touches_no_other_of_its_thread(
    cast: Cast, text: ContributionPage
) -> None:
    """The package's own `save` would have published hidden answers again."""
    root = remark_on(text, cast.member)
    reply = answer(root, by=cast.coordinator, words="Non.")
    Remark.objects.filter(pk=reply.pk).update(is_public=False)
    change_remark(root, by=cast.member, words="Vraiment ?")
    assert not again(reply).is_public


# -- Agreeing --------------------------------------------------------------------------


def test_one_agrees_once_and_never_with_oneself(cast: Cast, text: ContributionPage) -> None:
    made = remark_on(text, cast.member)
    for _again in range(2):
        endorse(made, by=cast.coordinator)
    assert thread_of(made, cast.coordinator).endorsements == {made.pk: 1}
    assert thread_of(made, cast.coordinator).endorsed == {made.pk}
    with pytest.raises(Refused):
        endorse(made, by=cast.member)
    for _again in range(2):
        take_back_endorsement(made, by=cast.coordinator)
    assert thread_of(made, cast.coordinator).endorsements == {}


# -- Files -----------------------------------------------------------------------------


def test_who_reads_a_remark_reads_its_file(
    cast: Cast, text: ContributionPage, client_of: Callable[..., Any]
) -> None:
    from contributions.actions.grant_reading import grant_reading

    file = document(cast, cast.member)
    grant_reading(
        text, by=cast.coordinator, person=cast.account, until=timezone.now() + timedelta(days=1)
    )
    assert not can_read_file(cast.account, file)
    made = remark_on(text, cast.member, files=[file, file])
    reader = User.objects.get(pk=cast.account.pk)
    assert can_read_file(reader, file)
    assert not can_read_file(User.objects.get(pk=cast.other_member.pk), file)
    assert thread_of(made, reader).files == {made.pk: [file]}
    hide_remark(made, by=cast.coordinator, reason="Un nom y figure.")
    assert not can_read_file(User.objects.get(pk=cast.account.pk), file)


def test_only_documents_of_the_group_are_joined_by_its_people(
    cast: Cast, text: ContributionPage
) -> None:
    from contributions.actions.grant_reading import grant_reading

    theirs = document(cast, cast.member)
    grant_reading(
        text, by=cast.coordinator, person=cast.account, until=timezone.now() + timedelta(days=1)
    )
    with pytest.raises(Refused):
        remark_on(text, cast.account, files=[theirs])
    foreign = SiteDocument.objects.create(
        title="Ailleurs", file=ContentFile(b"x", "ailleurs.txt"),
        collection=cast.mobility.record.collection,
    )  # fmt: skip
    with pytest.raises(Refused):
        remark_on(text, cast.member, files=[foreign])
    assert not Remark.objects.exists()
    assert block_with(text)
