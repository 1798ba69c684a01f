"""`/demo/courrier/`: what a demonstration would have sent is read there, and nowhere else."""

from __future__ import annotations

from html import unescape

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from notifications.delivery import deliver_due
from notifications.models import Letter
from notifications.outbox import post
from tests.cast import Cast


@pytest.fixture(autouse=True)
def demonstration(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def send(count: int = 1) -> None:
    for number in range(count):
        message = EmailMultiAlternatives(f"Objet {number}", "Les mots", to=["a@example.org"])
        message.attach_alternative('<html><head></head><body><p title="x">Les mots', "text/html")
        post(message, kind="people.security")
    deliver_due()


def test_a_new_password_s_letter_is_read_there(cast: Cast) -> None:
    Client().post("/mot-de-passe/oublie/", {"email": cast.member.email})
    deliver_due()
    letter = Letter.objects.get(address=cast.member.email)
    listed = Client().get("/demo/courrier/").content.decode()
    assert "Choisir un nouveau mot de passe" in listed and cast.member.email in listed
    read = Client().get(f"/demo/courrier/{letter.pk}/").content.decode()
    assert "/mot-de-passe/nouveau/" in read
    assert mail.outbox == []


def test_a_letter_stands_in_a_frame_that_runs_nothing(cast: Cast) -> None:
    send()
    page = Client().get(f"/demo/courrier/{Letter.objects.get().pk}/").content.decode()
    frame = page[page.index("<iframe") : page.index("</iframe>")]
    assert 'sandbox="allow-top-navigation-by-user-activation"' in frame
    assert '<p title="x">' not in frame and '<p title="x">' in unescape(frame)


def test_one_address_s_letters_alone(cast: Cast) -> None:
    send()
    assert "Objet 0" in Client().get("/demo/courrier/?pour=a@example.org").content.decode()
    assert "Objet 0" not in Client().get("/demo/courrier/?pour=b@example.org").content.decode()


def test_a_real_site_shows_nobody_s_letters(cast: Cast, settings: Settings) -> None:
    send()
    settings.DEMONSTRATION = False
    for address in ("/demo/courrier/", f"/demo/courrier/{Letter.objects.get().pk}/"):
        assert Client().get(address).status_code == 404
    assert "courrier" not in Client().get("/groupes/").content.decode()


def test_the_list_costs_the_same_for_two_and_for_twenty(cast: Cast) -> None:
    counts = []
    for more in (2, 18):
        send(more)
        Client().get("/demo/courrier/")
        with CaptureQueriesContext(connection) as queries:
            assert Client().get("/demo/courrier/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
