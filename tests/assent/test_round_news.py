"""What people are told of rounds: who, in which words, in both languages, and nothing of a
draft where others could read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from assent.actions.confirm import confirm
from assent.actions.extend import extend
from assent.actions.second_round import open_second_round
from assent.models import AnswerKind
from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.write import write
from notifications.actions.prefer import prefer
from notifications.delivery import deliver_due
from notifications.enums import Cadence
from notifications.kinds import Line, kinds
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, draft, fresh, text_in

from .rounds import again, over, round_of, say, second, speaker

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
#: What nobody may read who sees a letter pass.
TITLE, WORDS = "Rapprocher la santé", "Mots internes."


def told(kind: str) -> dict[str, Notice]:
    """Who was told of it, by the beginning of their address."""
    rows = Notice.objects.filter(kind=f"assent.{kind}").order_by("pk")
    return {one.person.email.partition("@")[0]: one for one in rows}


def knows(notice: Notice) -> bool:
    return kinds[notice.kind].may_know(again(notice.person), notice)


def line_for(notice: Notice, language: str = "fr") -> Line:
    with translation.override(language):
        return kinds[notice.kind].line(notice.data, again(notice.person))


def urgently(person: User) -> User:
    """Somebody who is written to at once."""
    prefer(person, Cadence.AT_ONCE)
    return person


def letters_to(person: User, kind: str) -> list[mail.EmailMessage]:
    """Those that this kind of news makes, sent now."""
    deliver_due()
    label = str(kinds[f"assent.{kind}"].label)
    return [one for one in mail.outbox if one.to == [person.email] and one.subject == label]


def is_discreet(subject: str) -> bool:
    return not any(word in subject for word in (TITLE, WORDS, "Centre Nord"))


# -- To confirm


def test_who_answered_is_told_that_the_text_changed(cast: Cast) -> None:
    page, director = text_in(cast, "review"), urgently(cast.director)
    speaker(cast, "sud", cast.south)
    say(page, director, cast.north, AnswerKind.RESERVE, words=WORDS)
    recall(fresh(page), by=cast.coordinator)
    write(fresh(page), by=cast.member, summary="Un chapô qui a changé.")
    open_review(fresh(page), by=cast.coordinator, due=timezone.now() + 9 * DAY)
    found = told("to_confirm")
    assert set(found) == {"director"}, "the south said nothing that could be confirmed"
    notice = found["director"]
    french, english = line_for(notice), line_for(notice, "en")
    start = "Le texte a changé : la réponse de votre centre est à confirmer, avant le "
    assert french.headline.startswith(start)
    assert english.headline.startswith("The text has changed: your centre's answer is to be ")
    assert (french.about, french.words, french.private) == (TITLE, "", True)
    assert french.url.startswith("/avis/lien/") and WORDS not in str(notice.data)
    [letter] = letters_to(director, "to_confirm")
    assert is_discreet(letter.subject)
    confirm(round_of(page), centre=cast.north, by=again(director))
    assert not knows(notice)


def test_the_same_words_read_again_are_not_said_to_have_changed(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    recall(fresh(page), by=cast.coordinator)
    open_review(fresh(page), by=cast.coordinator)
    headline = line_for(told("to_confirm")["director"]).headline
    assert "a changé" not in headline and "à confirmer" in headline


# -- Another round


def test_another_round_is_told_to_the_group_and_to_who_speaks_for_the_centres(
    cast: Cast,
) -> None:
    page = text_in(cast, "review")
    south = urgently(speaker(cast, "sud", cast.south))
    say(page, cast.director, cast.north, AnswerKind.OBJECTION, words=WORDS)
    open_second_round(fresh(page), by=cast.coordinator, note="Nous en avons parlé mardi.")
    found = told("second_round")
    # Neither who opened it, nor another group, nor the network.
    assert set(found) == {"member", "director", "sud"}
    french = line_for(found["sud"])
    start = "Second tour ouvert : les réponses des centres sont à confirmer, avant le "
    assert french.headline.startswith(start) and french.words == "Nous en avons parlé mardi."
    english = line_for(found["sud"], "en").headline
    assert english.startswith("Second round open") and "confirm" in english
    assert french.url.startswith("/avis/lien/")
    assert line_for(found["member"]).url == f"/contributions/{page.record.pk}/avis/"
    assert french.private and WORDS not in str(found["sud"].data)
    [letter] = letters_to(south, "second_round")
    assert is_discreet(letter.subject) and "mardi" not in letter.subject
    say(page, south, cast.south, AnswerKind.OBJECTION)
    assert not knows(found["sud"]) and knows(found["member"])
    open_second_round(fresh(page), by=cast.coordinator)
    assert "Tour 3 ouvert" in line_for(told("second_round")["sud"]).headline


# -- Objections at the end


def test_a_disagreement_is_told_to_the_group_and_to_the_centre_that_keeps_it(cast: Cast) -> None:
    page, director = second(cast), urgently(cast.director)
    speaker(cast, "sud", cast.south)
    say(page, director, cast.north, AnswerKind.OBJECTION, words=WORDS)
    over(page)
    close_review(fresh(page), by=cast.coordinator)
    found = told("disagreed")
    assert set(found) == {"member", "director"} and not told("unconfirmed")
    french, english = line_for(found["director"]), line_for(found["director"], "en")
    assert french.headline == "Désaccord maintenu : il sera publié avec le texte"
    assert english.headline == "Disagreement kept: it will be published with the text"
    assert (french.about, french.words, french.private) == (TITLE, "", True)
    assert WORDS not in str(found["director"].data) and knows(found["director"])
    [letter] = letters_to(director, "disagreed")
    assert is_discreet(letter.subject)


def test_an_objection_that_nobody_confirmed_is_told_to_its_centre(cast: Cast) -> None:
    page, director = second(cast), urgently(cast.director)
    speaker(cast, "sud", cast.south)
    over(page)
    close_review(fresh(page), by=cast.coordinator)
    found = told("unconfirmed")
    assert set(found) == {"member", "director"} and not told("disagreed")
    line = line_for(found["director"])
    assert line.headline == "Objection non confirmée à la date prévue : elle ne sera pas publiée"
    assert line.private and knows(found["director"])
    [letter] = letters_to(director, "unconfirmed")
    assert is_discreet(letter.subject)


# -- More time, and answers


def test_more_time_is_told_to_the_group_and_to_who_owes(cast: Cast) -> None:
    page = draft(cast)
    open_review(page, by=cast.coordinator)
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    Notice.objects.all().delete()
    extend(fresh(page), by=cast.coordinator, due=timezone.now() + 3 * DAY)
    assert set(told("extended")) == {"member"}
    speaker(cast, "sud", cast.south)
    extend(fresh(page), by=cast.coordinator, due=timezone.now() + 4 * DAY)
    assert "sud" in told("extended")


def test_the_coordination_is_told_who_answered_and_how_many_are_awaited(cast: Cast) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION, words=WORDS)
    [notice] = told("answered").values()
    line = line_for(notice)
    assert notice.person == cast.coordinator and knows(notice)
    assert line.headline == "Centre Nord a répondu : Objection"
    assert line.words == "1 réponse est encore attendue." and "internes" not in str(notice.data)
    assert round_of(page).pk == notice.data["round"]
