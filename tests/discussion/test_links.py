"""Links to a version: who makes them, what they open, and what they do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from contributions.actions.trash import trash
from contributions.actions.versions import name_version
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from contributions.models import ContributionPage, Version
from discussion.actions.answer import answer
from discussion.actions.declare import declare
from discussion.actions.make_link import make_link
from discussion.actions.remark import remark
from discussion.actions.review import answer_by_link, give_opinion, remark_by_link
from discussion.actions.revoke_link import revoke_link
from discussion.models import Opinion, Remark, ReviewerLink
from kit.access import Refused
from notifications.models import Letter
from people.models import User
from tests.cast import Cast, draft, text_in
from tests.discussion.reacting import LONG
from tests.work.helpers import EVERYONE, Browser, answers, text

pytestmark = pytest.mark.django_db


def soon(days: float = 7) -> Any:
    return timezone.now() + timedelta(days=days)


def version_of(cast: Cast, page: ContributionPage | None = None) -> Version:
    return name_version(page or draft(cast), by=cast.coordinator, label="à lire")


def opened(cast: Cast, version: Version | None = None, **more: Any) -> tuple[ReviewerLink, str]:
    facts = {"invited": "Ana Lopes", "email": "", "until": soon()} | more
    return make_link(version or version_of(cast), by=cast.coordinator, **facts)


def read(cast: Cast, version: Version | None = None) -> tuple[ReviewerLink, str]:
    """A link whose reader has said who they are."""
    link, token = opened(cast, version)
    return declare(link, name="Ana Lopes", organisation="Université du Sud"), token


def address(token: str, name: str = "review", *args: Any) -> str:
    return reverse(f"discussion:{name}", args=[token, *args])


# -- Making ------------------------------------------------------------------------------

#: The row of the matrix, in the order of `EVERYONE`.
LINKS = dict(zip(EVERYONE, "L43✓444444✓4✓", strict=True))
SAID = {"ok": "✓", "sign in": "L", "missing": "4", "refused": "3"}


@pytest.mark.parametrize("state", ["drafting", "review", "published"])
def test_the_coordination_alone_has_the_page_of_links(
    cast: Cast, client_of: Browser, state: str
) -> None:
    page = text_in(cast, state)
    page.record.associated_groups.add(cast.housing)
    url = reverse("discussion:links", args=[page.record.pk])
    assert {who: SAID[said] for who, said in answers(client_of, cast, url).items()} == LINKS


def test_what_a_superuser_opens_of_links_is_logged(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    client_of(cast.superuser).get(reverse("discussion:links", args=[page.record.pk]))
    assert page.record.events.filter(kind="admin_access", actor=cast.superuser).exists()


def test_an_address_too_long_is_a_wrong_form(cast: Cast, client_of: Browser) -> None:
    version = version_of(cast)
    assert 254 < len(LONG) <= 320
    sent = {
        "version": version.pk, "invited": "Une invitée", "email": LONG,
        "until": soon().date().isoformat(), "language": "fr",
    }  # fmt: skip
    url = reverse("discussion:links", args=[version.record_id])
    got = client_of(cast.coordinator).post(url, sent)
    assert got.status_code == 422 and "email" in got.context["form"].errors
    assert "Une invitée" in text(got) and not ReviewerLink.objects.exists()


@pytest.mark.parametrize("asked", ["9" * 5_000, "9" * 12, "²", "-1"])
def test_a_version_that_is_no_number_chooses_none(
    cast: Cast, client_of: Browser, asked: str
) -> None:
    url = reverse("discussion:links", args=[version_of(cast).record_id])
    got = client_of(cast.coordinator).get(url, {"version": asked})
    assert got.status_code == 200 and got.context["form"].initial["version"] is None


@pytest.mark.parametrize("role", ["member", "moderator", "network", "director", "other_member"])
def test_nobody_else_makes_or_revokes_a_link(cast: Cast, role: str) -> None:
    version = version_of(cast)
    link, _token = opened(cast, version)
    by: User = getattr(cast, role)
    for act in (
        lambda: make_link(version, by=by, invited="X", email="", until=soon()),
        lambda: revoke_link(link, by=by),
    ):
        with pytest.raises((Refused, Http404)):
            act()
    assert ReviewerLink.objects.get().revoked_at is None


def test_a_link_ends_within_sixty_days_and_is_made_once(cast: Cast) -> None:
    version = version_of(cast)
    for until in (soon(-1), soon(62)):
        with pytest.raises(Refused):
            opened(cast, version, until=until)
    opened(cast, version)
    with pytest.raises(Refused):
        opened(cast, version)
    assert ReviewerLink.objects.count() == 1


def test_the_letter_of_a_link_says_nothing_of_the_text(cast: Cast) -> None:
    page = text_in(cast, "review", "Titre très secret", mark="canari")
    version = page.record.reviewed_version
    _link, token = opened(cast, version, email="ana@ailleurs.org", language="en")
    letter = Letter.objects.get(address="ana@ailleurs.org")
    assert address(token).replace("/avis/", "/en/avis/") in letter.text
    for words in (letter.subject, letter.text, letter.html):
        assert "secret" not in words.lower() and "canari" not in words


def test_the_address_is_shown_once_and_only_its_hash_is_kept(
    cast: Cast, client_of: Browser
) -> None:
    version = version_of(cast)
    url = reverse("discussion:links", args=[version.record_id])
    browser = client_of(cast.coordinator)
    day = soon().date().isoformat()
    sent = {"version": version.pk, "invited": "Ana", "email": "", "until": day, "language": "fr"}
    said = browser.post(url, sent)
    shown = said.context["address"]
    token = shown.rstrip("/").rpartition("/")[2]
    assert said.status_code == 200 and shown in text(said)
    assert token not in text(browser.get(url))
    assert token not in str(ReviewerLink.objects.values().get())
    assert client_of(None).get(address(token)).status_code == 200
    assert browser.post(url, sent).status_code == 422
    assert browser.post(url, {**sent, "until": "", "invited": ""}).status_code == 422
    link = ReviewerLink.objects.get()
    assert browser.post(url, {"revoke": "x"}).status_code == 404
    assert browser.post(url, {"revoke": link.pk}).status_code == 302
    assert client_of(None).get(address(token)).status_code == 404


# -- Reading -----------------------------------------------------------------------------


def test_opening_the_address_changes_nothing_and_shows_nothing_of_the_text(
    cast: Cast, client_of: Browser
) -> None:
    version = text_in(cast, "review", mark="canari").record.reviewed_version
    assert version is not None
    link, token = opened(cast, version)
    before = ReviewerLink.objects.values().get(pk=link.pk)
    said = client_of(None).get(address(token))
    assert ReviewerLink.objects.values().get(pk=link.pk) == before
    assert "canari" not in text(said)
    for name, *args in (
        ("review_block", "page"), ("review_opinion",), ("review_thread", 1), ("review_file", "x"),
    ):  # fmt: skip
        assert client_of(None).get(address(token, name, *args)).status_code == 302


def test_a_declared_reader_reads_the_version_and_no_later_word(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast, mark="premier")
    version = version_of(cast, page)
    write(page, by=cast.member, summary="Un canari dans le brouillon.")
    link, token = read(cast, version)
    said = client_of(None).get(address(token))
    assert "premier" in text(said) and "canari" not in text(said)
    assert f'data-account="lien-{link.pk}"' in text(said)
    assert "no-store" in said["Cache-Control"] and "noindex" in said["X-Robots-Tag"]
    assert said["Referrer-Policy"] == "same-origin"
    english = client_of(None).get(f"/en{address(token)}")
    assert english.status_code == 200 and "premier" in text(english)


def test_a_reader_by_link_sees_no_member_and_nobody_else_s_remark(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    version = page.record.reviewed_version
    assert version is not None
    remark(page, by=cast.member, words="Un canari interne.", version=version)
    link, token = read(cast, version)
    other, _other = opened(cast, version, invited="Un autre")
    declare(other, name="Bo", organisation="")
    remark_by_link(other, words="Un canari d'ailleurs.", block_id="page")
    give_opinion(other, stance="favourable", words="Un canari d'avis.")
    mine = remark_by_link(link, words="Ma remarque.", block_id="page")
    answer(mine, by=cast.member, words="Notre réponse.")
    seen = ""
    for url in (
        address(token), address(token, "review_block", "page"),
        address(token, "review_thread", mine.pk), address(token, "review_opinion"),
    ):  # fmt: skip
        seen += text(client_of(None).get(url))
    assert "Ma remarque." in seen and "Notre réponse." in seen and "Le groupe" in seen
    for word in ("canari", "Member", "Coordinator", "Centre Nord", "/suivi/", "/texte/"):
        assert word not in seen, word
    theirs = Remark.objects.exclude(link=link).filter(root=None)
    for remarked in theirs:
        got = client_of(None).get(address(token, "review_thread", remarked.pk))
        assert got.status_code == 404


def test_a_link_opens_no_other_address(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    version = page.record.reviewed_version
    assert version is not None
    _link, token = read(cast, version)
    browser = client_of(None)
    browser.get(address(token))
    number = page.record.pk
    for url in (
        f"/contributions/{number}/texte/", f"/contributions/{number}/versions/{version.number}/",
        f"/contributions/{number}/remarques/", f"/contributions/{number}/liens/",
    ):  # fmt: skip
        assert browser.get(url).status_code == 302, url


@pytest.mark.parametrize("ended", ["unknown", "revoked", "expired", "trashed", "withdrawn"])
def test_links_that_open_nothing_are_answered_alike(
    cast: Cast, client_of: Browser, ended: str
) -> None:
    page = text_in(cast, "published") if ended == "withdrawn" else draft(cast)
    link, token = read(
        cast, version_of(cast, page) if ended != "withdrawn" else page.record.current_version
    )
    if ended == "unknown":
        token = "x" * 43
    if ended == "revoked":
        revoke_link(link, by=cast.coordinator)
        revoke_link(link, by=cast.coordinator)
    if ended == "expired":
        ReviewerLink.objects.update(until=timezone.now() - timedelta(minutes=1))
    if ended == "trashed":
        trash(page, by=cast.member)
    if ended == "withdrawn":
        withdraw(page, by=cast.coordinator, note="Une personne.")
        withdraw(page, by=cast.moderator)
    for name, *args in (("review",), ("review_block", "page"), ("review_opinion",)):
        got = client_of(None).get(address(token, name, *args))
        assert got.status_code == 404 and "Ce lien n'ouvre rien" in text(got)
        assert page.title not in text(got)
    if ended != "unknown":
        with pytest.raises(Http404):
            remark_by_link(link, words="Trop tard.", block_id="page")
        assert not Remark.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("review_block", {"mode": "proposer", "quote": "q", "replacement": "Autres <mots>", "words": "Car."}),
        ("review_opinion", {"stance": "favourable", "words": "Mon avis entier."}),
    ],
)  # fmt: skip
def test_words_sent_after_the_end_are_given_back(
    cast: Cast, client_of: Browser, name: str, typed: dict[str, str]
) -> None:
    link, token = read(cast)
    revoke_link(link, by=cast.coordinator)
    got = client_of(None).post(address(token, name, *["page"][: name == "review_block"]), typed)
    assert got.status_code == 404 and link.version.title not in text(got)
    for field in ("replacement", "words"):
        assert escape(typed.get(field, "")) in got.content.decode()
    assert "readonly" not in text(client_of(None).get(address(token)))


# -- Writing -----------------------------------------------------------------------------


def test_a_name_is_corrected_until_something_is_said_under_it(
    cast: Cast, client_of: Browser
) -> None:
    link, token = opened(cast)
    browser = client_of(None)
    assert browser.post(address(token), {"name": " ", "organisation": ""}).status_code == 422
    for name in ("Anna", "Ana"):
        sent = browser.post(address(token), {"name": name, "organisation": "Ici"})
        assert sent.status_code == 302
    remark_by_link(link, words="Voilà.", block_id="page")
    assert browser.post(address(token), {"name": "Bo", "organisation": ""}).status_code == 409
    assert ReviewerLink.objects.get().name == "Ana"


def test_a_reader_remarks_suggests_and_answers_without_a_script(
    cast: Cast, client_of: Browser
) -> None:
    version = version_of(cast)
    link, token = read(cast, version)
    block = next(b for b in version.revision.as_object().body if b.block_type == "finding")
    browser, url = client_of(None), address(token, "review_block", block.id)
    assert browser.get(url).status_code == 200
    quote = "soins reportés"
    assert browser.post(url, {"words": "", "quote": quote}).status_code == 422
    assert browser.post(url, {"mode": "proposer", "quote": ""}).status_code == 422
    assert browser.post(url, {"words": "Lesquels ?", "quote": quote}).status_code == 302
    for _twice in range(2):
        sent = browser.post(
            url, {"mode": "proposer", "quote": quote, "replacement": "soins remis à plus tard"}
        )
        assert sent.status_code == 302
    lost = {"mode": "proposer", "quote": "pas dans le texte", "replacement": "x"}
    refused = browser.post(url, lost)
    assert refused.status_code == 409 and "pas dans le texte" in text(refused)
    left = Remark.objects.filter(link=link, user=None, version=version)
    assert [r.quote for r in left] == [quote, quote]
    assert left.filter(suggestion__replacement="soins remis à plus tard").count() == 1
    thread = address(token, "review_thread", left[0].pk)
    assert browser.post(thread, {"words": "Je précise."}).status_code == 302
    assert browser.post(thread, {"words": ""}).status_code == 422
    assert "Je précise." in text(browser.get(thread))


def test_a_script_is_answered_with_the_panel_of_the_block(cast: Cast, client_of: Browser) -> None:
    _link, token = read(cast)
    browser, url = client_of(None), address(token, "review_block", "page")
    script = {"headers": {"X-Fragment": "1"}}
    assert "<html" not in text(browser.get(url, {"mode": "remarquer"}, **script))
    wrong = browser.post(url, {"words": ""}, **script)
    assert wrong.status_code == 422 and wrong.json()["errors"]
    sent = browser.post(url, {"words": "Une remarque."}, **script)
    assert sent.status_code == 200 and "Une remarque." in text(sent)


def test_an_opinion_is_given_and_changed(cast: Cast, client_of: Browser) -> None:
    link, token = read(cast)
    browser, url = client_of(None), address(token, "review_opinion")
    assert browser.post(url, {"stance": "none", "words": ""}).status_code == 409
    assert browser.post(url, {"stance": "reserved", "words": "Oui, mais."}).status_code == 302
    assert browser.post(url, {"stance": "favourable", "words": "Oui."}).status_code == 302
    assert Opinion.objects.get().stance == "favourable"
    links = reverse("discussion:links", args=[link.version.record_id])
    seen = text(client_of(cast.coordinator).get(links))
    assert "Favorable" in seen and "Ana Lopes" in seen and "Université du Sud" in seen


def test_one_link_leaves_only_so_much(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discussion.actions.review.IN_AN_HOUR", 2)
    link, _token = read(cast)
    for words in ("Une.", "Deux."):
        remark_by_link(link, words=words, block_id="page")
    with pytest.raises(Refused):
        remark_by_link(link, words="Trois.", block_id="page")
    with pytest.raises(Refused):
        answer_by_link(link, Remark.objects.first(), words="Trois.")  # type: ignore[arg-type]
