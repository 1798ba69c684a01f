"""A letter is written once: its subject and its plain text come from its HTML."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from kit.demonstration import MARK
from notifications.delivery import deliver_due, message
from notifications.enums import LetterState
from notifications.letters import Words, one_line
from notifications.models import Letter
from notifications.outbox import announce, post
from notifications.plain_text import plain, title
from people.models import User
from tests.cast import Cast


def sent() -> EmailMultiAlternatives:
    deliver_due()
    [letter] = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def test_plain_text_has_words_lists_and_addresses() -> None:
    html = """<html><head><title>A &amp; B</title><style>p {}</style></head><body>
      <h1>Un  titre</h1><p>Des mots<br>et <b>d'autres</b>\u202f!</p>
      <ul><li>un</li><li>deux</li></ul>
      <p><a href="https://x.org/?a=1&amp;b=2">Lire</a></p><p><a href="https://y.org">https://y.org</a></p>
      <div data-plain="skip"><div>rien</div><p>rien</p></div><p>fin</p></body></html>"""
    assert title(html) == "A & B"
    assert plain(html) == (
        "Un titre\n\nDes mots\net d'autres\u202f!\n\n- un\n- deux\n\n"
        "Lire\nhttps://x.org/?a=1&b=2\n\nhttps://y.org\n\nfin\n"
    )


def test_a_draft_s_title_is_never_a_subject(cast: Cast) -> None:
    announce("test.urgent", [cast.member], data={"title": "Secret"}, scope=cast.health)
    letter = sent()
    assert letter.subject == "Un texte est proposé"
    assert "Secret" in letter.body


def test_a_public_headline_is_the_subject(cast: Cast) -> None:
    announce("test.urgent", [cast.member], data={"title": "Connu", "private": False})
    assert "Connu" in sent().subject


@pytest.mark.parametrize("mark", ["", f" {MARK}"])
def test_the_page_s_title_is_said_once(cast: Cast, mark: str) -> None:
    about = cast.health.title + mark
    announce("test.urgent", [cast.member], data={"about": about}, scope=cast.health)
    assert sent().body.count(cast.health.title) == 1


def test_another_title_stands_under_the_page_s(cast: Cast) -> None:
    announce("test.urgent", [cast.member], data={"about": "Rapprocher"}, scope=cast.health)
    body = sent().body
    assert body.index(cast.health.title) < body.index("Rapprocher")


def test_it_says_what_it_is_and_how_to_stop_it(cast: Cast) -> None:
    announce("test.urgent", [cast.member])
    headers = sent().extra_headers
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/desabonnement/")


def test_what_cannot_be_silenced_does_not_offer_it(cast: Cast) -> None:
    announce("test.fixed", [cast.member])
    letter = sent()
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "desabonnement" not in letter.body


def test_who_may_no_longer_know_gets_nothing(cast: Cast) -> None:
    announce("test.urgent", [cast.member], data={"hidden_from": [cast.member.pk]})
    deliver_due()
    assert mail.outbox == []
    assert Letter.objects.get().state == LetterState.DROPPED


def test_who_left_since_gets_nothing(cast: Cast) -> None:
    announce("test.urgent", [cast.member])
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    deliver_due()
    assert mail.outbox == []


def test_its_words_are_blanked_once_it_is_sent(cast: Cast) -> None:
    written = EmailMultiAlternatives("Objet", "jeton-12", to=["quelqu-un@example.org"])
    written.attach_alternative("<p>jeton-12</p>", "text/html")
    letter = post(written, kind="people.security")
    assert "jeton-12" in sent().body
    letter.refresh_from_db()
    assert (letter.subject, letter.text, letter.html, letter.state) == ("", "", "", "sent")


def test_a_key_is_posted_once(cast: Cast) -> None:
    first, second = (
        post(
            EmailMultiAlternatives("Objet", "mots", to=["a@example.org"]),
            kind="people.security",
            key="1",
        )
        for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("name", ["Eve\r\nBcc: x@example.org", "Eve\nSubject: autre", "Eve\r\n\r\nmots"])  # fmt: skip
def test_a_name_with_line_ends_adds_no_header(cast: Cast, name: str) -> None:
    announce("test.urgent", [cast.member], data={"who": name, "private": False})
    post(EmailMultiAlternatives(f"De {name}", "mots", to=["a@example.org"]), kind="people.security")
    deliver_due()
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert "\n" not in letter.subject and "\r" not in letter.subject
        built = letter.message()
        assert built["Bcc"] is None and len(built.get_all("Subject")) == 1
    assert one_line(name) == " ".join(name.split())


def test_a_header_that_holds_a_line_end_is_not_written(cast: Cast) -> None:
    letter = Letter(address="a@example.org", message_id="<a@b>", headers={"X": "a\r\nBcc: b"})
    with pytest.raises(ValueError, match="newlines"):
        message(letter, Words("objet", "mots", "")).message()
