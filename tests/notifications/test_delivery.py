"""Whatever the mail server does, a letter arrives, waits, or is dead and can be retried."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from freezegun import freeze_time

from kit.access import Refused
from notifications.actions.give_up import give_up
from notifications.actions.retry_letter import retry_letter
from notifications.delivery import LEASE, PATIENCE, WAITS, deliver_due, is_final
from notifications.enums import LetterState
from notifications.models import Letter, Notice
from notifications.outbox import announce, post
from notifications.tasks import deliver
from notifications.upkeep import KEPT, purge, wake_worker
from tests.cast import Cast

from .server import Server


def posted(address: str = "quelqu-un@example.org") -> Letter:
    return post(EmailMultiAlternatives("Objet", "Les mots", to=[address]), kind="people.security")


def again(letter: Letter) -> Letter:
    letter.refresh_from_db()
    return letter


def try_later(letter: Letter, seconds: float = 1) -> Letter:
    """Once its wait is over."""
    with freeze_time(again(letter).next_try_at + timedelta(seconds=seconds), tick=True):
        deliver_due()
    return again(letter)


def test_a_letter_arrives_in_two_forms(cast: Cast, smtp: Server) -> None:
    announce("test.urgent", [cast.member], data={"words": "Là où ça compte."})
    assert deliver_due() is False
    [received] = smtp.received
    assert isinstance(received, EmailMessage)
    kinds = [part.get_content_type() for part in received.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html"]
    assert received["To"] == cast.member.email
    assert received["Message-ID"] == Letter.objects.get().message_id


def test_a_letter_is_sent_once(cast: Cast, smtp: Server) -> None:
    posted()
    deliver_due()
    deliver_due()
    assert len(smtp.received) == 1


def test_a_refusal_for_now_is_tried_again_under_the_same_name(cast: Cast, smtp: Server) -> None:
    letter = posted()
    smtp.answer_to[letter.address] = "450 Plus tard"
    deliver_due()
    assert (again(letter).state, letter.attempts) == (LetterState.WAITING, 1)
    assert "450" in letter.last_error and letter.text == "Les mots"
    smtp.answer_to.clear()
    assert try_later(letter).state == LetterState.SENT
    assert smtp.ids() == [letter.message_id]


def test_a_refused_address_is_dead_at_once_and_holds_nobody_up(cast: Cast, smtp: Server) -> None:
    bad, good = posted("absent@example.org"), posted()
    smtp.answer_to[bad.address] = "550 Inconnu"
    deliver_due()
    assert again(bad).state == LetterState.DEAD
    assert again(good).state == LetterState.SENT
    assert list(Letter.objects.dead()) == [bad]


def test_a_server_that_stalls_holds_one_letter_for_a_bounded_time(cast: Cast, smtp: Server) -> None:
    letters = [posted() for _ in range(3)]
    smtp.stalls.append(5)
    deliver_due()
    states = [again(letter).state for letter in letters]
    assert states == [LetterState.WAITING, LetterState.SENT, LetterState.SENT]
    assert try_later(letters[0]).state == LetterState.SENT


@pytest.mark.parametrize(
    "failure",
    [
        ssl.SSLCertVerificationError("certificate has expired"),
        smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
        smtplib.SMTPAuthenticationError(535, b"Refused"),
        ValueError("check_hostname requires server_hostname"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_server_that_cannot_be_joined_kills_no_letter(
    cast: Cast, smtp: Server, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def broken(connection: EmailBackend) -> bool:
        raise failure

    letters = [posted() for _ in range(2)]
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "open", broken)
        deliver_due()
    assert {again(letter).state for letter in letters} == {LetterState.WAITING}
    assert {try_later(letter).state for letter in letters} == {LetterState.SENT}


def test_a_server_that_stops_speaking_tls_kills_no_letter(
    cast: Cast, smtp: Server, settings: Any
) -> None:
    letter, settings.EMAIL_USE_TLS = posted(), True
    deliver_due()
    assert (again(letter).state, letter.attempts) == (LetterState.WAITING, 1)
    settings.EMAIL_USE_TLS = False
    assert try_later(letter).state == LetterState.SENT


def test_a_letter_that_cannot_be_written_is_dead_at_once(cast: Cast, smtp: Server) -> None:
    bad, good = posted(), posted()
    Letter.objects.filter(pk=bad.pk).update(headers={"X-Name": "a\r\nBcc: b@example.org"})
    deliver_due()
    assert again(bad).state == LetterState.DEAD
    assert again(good).state == LetterState.SENT


def test_a_certificate_that_expires_meanwhile_is_for_later() -> None:
    assert not is_final(ssl.SSLCertVerificationError("certificate has expired"))
    assert is_final(UnicodeEncodeError("ascii", "é", 0, 1, "not in range"))


def test_without_a_server_letters_wait_longer_each_time_then_die(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letter, begun = posted(), timezone.now()
    waits = []
    while again(letter).state == LetterState.WAITING:
        before = letter.next_try_at
        try_later(letter, 0)
        waits.append(round((letter.next_try_at - before) / timedelta(minutes=1)))
    assert waits[:5] == [1, 5, 15, 60, 240]
    assert letter.state == LetterState.DEAD
    assert letter.next_try_at - begun >= timedelta(hours=24)
    assert letter.text == "Les mots"


def test_a_dead_letter_can_be_sent_again(cast: Cast, smtp: Server) -> None:
    letter = posted()
    smtp.answer_to[letter.address] = "550 Inconnu"
    deliver_due()
    smtp.answer_to.clear()
    retry_letter(letter, by=cast.network)
    deliver_due()
    assert again(letter).state == LetterState.SENT
    with pytest.raises(Refused):
        retry_letter(letter, by=cast.network)


def test_a_letter_that_waits_can_be_given_up(cast: Cast, smtp: Server) -> None:
    letter = give_up(posted(), by=cast.network)
    deliver_due()
    assert smtp.received == []
    retry_letter(letter, by=cast.network)
    deliver_due()
    with pytest.raises(Refused):
        give_up(letter, by=cast.network)


def test_two_workers_do_not_take_one_letter(cast: Cast) -> None:
    letter, now = posted(), timezone.now()
    read = [Letter.objects.get(pk=letter.pk) for _ in range(2)]
    assert [Letter.objects.claim(one, now, LEASE) for one in read] == [True, False]


def test_the_letter_of_a_lost_worker_is_due_again(cast: Cast, smtp: Server) -> None:
    letter = posted()
    Letter.objects.claim(letter, timezone.now(), LEASE)
    DBTaskResult.objects.all().delete()
    deliver_due()
    assert smtp.received == [] and wake_worker(timezone.now()) == 0
    late = timezone.now() + LEASE + timedelta(minutes=1)
    assert [wake_worker(late), wake_worker(late)] == [1, 0]
    assert DBTaskResult.objects.get().task_path == deliver.module_path
    assert try_later(letter).state == LetterState.SENT


def test_waits_lead_to_a_day(cast: Cast) -> None:
    assert sum(WAITS, timedelta()) < PATIENCE


def test_old_rows_are_forgotten(cast: Cast, smtp: Server) -> None:
    kept, letter = timezone.now(), posted()
    announce("test.daily", [cast.member])
    deliver_due()
    purge(kept)
    assert Notice.objects.exists() and Letter.objects.exists()
    purge(datetime.now(tz=kept.tzinfo) + KEPT + timedelta(days=1))
    assert not Notice.objects.exists()
    assert not Letter.objects.filter(pk=letter.pk).exists()
