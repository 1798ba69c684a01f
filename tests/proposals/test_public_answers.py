"""When an answer is public, what everyone then knows of it, and its proof."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from contributions.actions.mask import mask
from contributions.actions.publish import publish
from contributions.actions.second_look import lift_mask
from contributions.actions.withdraw import withdraw
from contributions.enums import EventKind
from contributions.life import details_of
from contributions.told_of_blocks import told_of
from kit.access import Refused
from media.access import can_read_file, reason_to_keep
from media.models import SiteDocument
from people.models import User
from proposals.actions.close_reply import close_reply
from proposals.actions.open_reply import open_reply
from proposals.models import Reply, Transmission
from tests.cast import Cast, fresh, text_in
from tests.proposals.handing import (
    AGENCY,
    a_day,
    answered,
    blocks_of,
    by_link,
    to_partner,
    version_of,
)
from tests.work.helpers import EVERYONE, Browser, answers, text

from .answering import PROOF, READS, pdf, recorded, replies_url, sent_form

pytestmark = pytest.mark.django_db


def test_an_answer_is_public_when_the_partner_agrees_and_the_text_is(cast: Cast) -> None:
    page = text_in(cast, "validated")
    reply = answered(cast, to_partner(cast, page), agreed=True)
    assert reply.is_public and not Reply.objects.public().exists()
    publish(page, by=cast.moderator)
    assert Reply.objects.public().get() == reply
    withdraw(fresh(page), by=cast.coordinator, note="Un motif.")
    withdraw(fresh(page), by=cast.moderator)
    assert not Reply.objects.public().exists()


#: Who makes an answer public, by a form that is sent.
OPENS = dict(zip(EVERYONE, "L4334✓444444✓", strict=True)) | {"associated_member": "3"}


def test_the_network_makes_an_answer_public_and_it_is_logged(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published")
    page.record.associated_groups.add(cast.housing)
    reply = recorded(cast, page)
    url = reverse("proposals:reply_open", args=[reply.pk])
    status = {"L": 401, "4": 404, "3": 403, "✓": 302}
    for who, mark in OPENS.items():
        if mark != "✓":
            got = client_of(getattr(cast, who) if who else None).post(url)
            assert got.status_code == status[mark], who
    assert not Reply.objects.public().exists()
    assert client_of(cast.network).post(url).status_code == 302
    assert client_of(cast.superuser).post(url).status_code == 302
    event = page.record.events.get(kind=EventKind.REPLY_OPENED)
    assert event.actor == cast.network and event.data["organisation"] == AGENCY
    assert any(AGENCY in line for line in details_of(event))
    with pytest.raises(Refused):
        open_reply(recorded(cast, page, words="Une autre."), by=cast.coordinator)


def test_what_everyone_may_know_of_a_block(cast: Cast) -> None:
    page = text_in(cast, "published")
    keys = blocks_of(version_of(page))
    to_partner(cast, page, is_public=True)
    by_link(cast, page)
    answered(cast, Transmission.objects.get(addressee=cast.partner), agreed=True, source=PROOF)
    recorded(cast, page, words="Un canari.")
    told = told_of(fresh(page).record, keys)
    first, second = ([line.what for line in told[key]] for key in keys)
    assert f"Transmise à {AGENCY}" in first and f"Transmise à {AGENCY}" in second
    assert f"{AGENCY} répond : À l'étude" in first and len(second) == 2
    said_of_all = str(told)
    for hidden in ("canari", "Ville du Nord", "Ana Lopes", "Partner", "ana@"):
        assert hidden not in said_of_all
    assert not any(told_of(fresh(text_in(cast, "validated")).record, keys).values())


def test_a_file_proves_an_answer_and_is_read_by_who_reads_it(
    cast: Cast, client_of: Browser, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    page = text_in(cast, "published")
    got = client_of(cast.coordinator).post(
        replies_url(page), sent_form(page, source="", proof=pdf())
    )
    assert got.status_code == 302
    reply = Reply.objects.get()
    document = reply.document
    assert isinstance(document, SiteDocument) and reason_to_keep(document)
    url = reverse("proposals:reply_file", args=[reply.pk])
    expected = {
        who: {"✓": "ok", "L": "sign in"}.get(mark, "missing") for who, mark in READS.items()
    }
    expected |= {"associated_member": "missing"}
    assert answers(client_of, cast, url) == expected
    assert can_read_file(User.objects.get(pk=cast.network.pk), document)
    assert not can_read_file(User.objects.get(pk=cast.other_member.pk), document)
    open_reply(reply, by=cast.network)
    assert client_of(None).get(url).status_code == 302, "an answer is opened without its file"
    close_reply(reply, by=cast.network, reason="Pour relire la pièce.")
    open_reply(reply, by=cast.network, with_file=True)
    assert client_of(None).get(url).status_code == 200


def test_a_second_proof_sent_at_once_is_kept_and_the_same_one_is_not_doubled(
    cast: Cast, client_of: Browser, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    page = text_in(cast, "published")
    browser, url = client_of(cast.coordinator), replies_url(page)
    for words in ("une lettre", "une lettre", "son annexe"):
        assert browser.post(url, sent_form(page, proof=pdf(words))).status_code == 302
    # A browser that comes back has forgotten the file: nothing is said anew.
    assert browser.post(url, sent_form(page)).status_code == 302
    proofs = [reply.document.file.open().read() for reply in Reply.objects.order_by("pk")]  # type: ignore[union-attr]
    assert [b"annexe" in proof for proof in proofs] == [False, True]
    assert SiteDocument.objects.count() == 2


def test_a_partner_opens_an_answer_with_its_file_or_without(
    cast: Cast, client_of: Browser, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    page = text_in(cast, "published")
    sent, browser = to_partner(cast, page), client_of(cast.partner)
    form = {
        "blocks": blocks_of(sent.version), "state": "exists", "dated": a_day().isoformat(),
        "agreed": "on",
    }  # fmt: skip
    assert "son fichier soit public aussi" in text(browser.get(sent.get_absolute_url()))
    for words, more, status in (("fermée", {}, 302), ("ouverte", {"with_file": "on"}, 200)):
        browser.post(sent.get_absolute_url(), {**form, "words": words, "proof": pdf(words), **more})
        reply = Reply.objects.get(words=words)
        url = reverse("proposals:reply_file", args=[reply.pk])
        assert reply.is_public and client_of(None).get(url).status_code == status
        row = page.proposals.order_by("rank")[0]
        assert (url in text(client_of(None).get(row.get_absolute_url()))) is (status == 200)
    by_link_page = reverse("proposals:by_link", args=[by_link(cast, page)[1]])
    assert "son fichier" not in text(client_of(None).get(by_link_page))


def test_a_link_takes_no_file(cast: Cast, client_of: Browser) -> None:
    sent, token = by_link(cast)
    form = {"blocks": blocks_of(sent.version)[:1], "state": "exists", "dated": a_day().isoformat()}
    url = reverse("proposals:by_link", args=[token])
    assert client_of(None).post(url, {**form, "proof": pdf()}).status_code == 302
    assert Reply.objects.get().document is None and not SiteDocument.objects.exists()


def test_the_source_of_an_answer_spells_no_masked_passage(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published", mark="chez Zélie Arcanaille")
    letter = "https://exemple.org/lettres/zelie-arcanaille.pdf"
    told = recorded(cast, page, source=letter)
    other = recorded(cast, page, source="https://exemple.org/autre", words="Autre.")
    open_reply(told, by=cast.network)
    made = mask(page, by=cast.coordinator, words="Zélie Arcanaille", reason="Reconnaissable.")
    late = recorded(cast, page, source=letter, words="Encore la même lettre.")
    for one in (told, late):
        one.refresh_from_db()
        assert (one.source, one.hidden_source) == ("", letter)
    other.refresh_from_db()
    assert other.source == "https://exemple.org/autre"
    exported = client_of(None).get(reverse("proposals:json"))
    assert b"arcanaille" not in b"".join(exported)  # type: ignore[arg-type]
    lift_mask(made, by=cast.moderator, reason="Accord donné.")
    for one in (told, late):
        one.refresh_from_db()
        assert (one.source, one.hidden_source) == (letter, "")
