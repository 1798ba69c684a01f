"""Suggestions: proposed, accepted into the shared document, led to words of today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from contributions import rules as texts
from contributions.actions.base import NotNow
from contributions.actions.grant_reading import grant_reading
from contributions.actions.open_review import open_review
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.models import ContributionPage, RevisionAuthor, TextEvent
from contributions.rules import had_a_hand
from cowriting.record.saving import save_now
from discussion.actions.accept_suggestion import accept_suggestion
from discussion.actions.declare import declare
from discussion.actions.hide_remark import hide_remark
from discussion.actions.make_link import make_link
from discussion.actions.rebase_suggestion import rebase_suggestion
from discussion.actions.review import remark_by_link
from discussion.actions.settle import settle
from discussion.actions.suggest import suggest
from discussion.enums import Outcome
from discussion.models import Remark, RemarkEdit, Suggestion
from kit.access import Refused
from people.models import User
from tests.cast import Cast, draft, fresh, text_in
from tests.cowriting.pens import Pen, adding, words
from tests.work.helpers import Browser, text

pytestmark = pytest.mark.django_db
QUOTE = "soins reportés"


def page_of(cast: Cast) -> ContributionPage:
    return draft(cast)


def block_of(page: ContributionPage, kind: str = "finding") -> str:
    shown = fresh(page).get_latest_revision_as_object()
    return str(next(block.id for block in shown.body if block.block_type == kind))


def proposed(page: ContributionPage, by: User, **more: Any) -> Remark:
    told = {"quote": QUOTE, "replacement": "soins remis à plus tard", "block_id": block_of(page)}
    return suggest(page, by=by, **(told | more))


def body_of(page: ContributionPage, kind: str = "finding", name: str = "text") -> str:
    shown = fresh(page).get_latest_revision_as_object()
    block = next(block for block in shown.body if block.block_type == kind)
    return str(block.value[name])


def soon() -> Any:
    return timezone.now() + timedelta(days=5)


# -- Proposing ---------------------------------------------------------------------------


def test_a_suggestion_leaves_the_text_as_it_is(cast: Cast) -> None:
    page = page_of(cast)
    before = fresh(page).latest_revision_id
    made = proposed(page, cast.member, words="Plus clair.")
    assert fresh(page).latest_revision_id == before
    assert (made.quote, made.field, made.comment) == (QUOTE, "text", "Plus clair.")
    assert proposed(page, cast.member, words="Plus clair.").pk == made.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": ""}, {"quote": "pas dans le texte"}, {"replacement": QUOTE},
        {"quote": "renoncements Des soins"}, {"block_id": "inconnu"},
    ],
)  # fmt: skip
def test_what_cannot_be_proposed_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        proposed(page_of(cast), cast.member, **wrong)
    assert not Remark.objects.exists()


@pytest.mark.parametrize("role", ["account", "moderator", "network", "partner", "other_member"])
def test_outsiders_cannot_propose(cast: Cast, role: str) -> None:
    page = page_of(cast)
    with pytest.raises(Http404):
        proposed(page, getattr(cast, role))


# -- Accepting ---------------------------------------------------------------------------


def test_an_accepted_suggestion_is_in_the_text_under_its_author_s_name(cast: Cast) -> None:
    page = page_of(cast)
    grant_reading(page, by=cast.coordinator, until=soon(), person=cast.moderator)
    made = proposed(page, cast.moderator)
    assert not had_a_hand(cast.moderator, fresh(page))
    accepted = accept_suggestion(made, by=cast.coordinator)
    assert "soins remis à plus tard" in body_of(page)
    assert (accepted.outcome, accepted.outcome_by) == (Outcome.ACCEPTED, cast.coordinator)
    signed = RevisionAuthor.objects.filter(revision=fresh(page).latest_revision)
    assert {row.person for row in signed} == {cast.moderator, cast.coordinator}
    for person in (cast.moderator, cast.coordinator):
        assert had_a_hand(User.objects.get(pk=person.pk), fresh(page))
    open_review(page, by=cast.coordinator)
    assert not texts.can_validate(User.objects.get(pk=cast.moderator.pk), fresh(page))


def test_twice_is_once(cast: Cast) -> None:
    page = page_of(cast)
    made = proposed(page, cast.member, replacement="soins reportés et encore reportés")
    for _ in range(2):
        accept_suggestion(made, by=cast.coordinator)
    assert body_of(page).count("encore") == 1


@pytest.mark.parametrize(
    ("role", "answer"),
    [("account", Http404), ("other_member", Http404), ("moderator", Http404), ("network", Http404)],
)
def test_only_who_may_write_accepts(cast: Cast, role: str, answer: type[Exception]) -> None:
    page = page_of(cast)
    made = proposed(page, cast.member)
    with pytest.raises(answer):
        accept_suggestion(made, by=getattr(cast, role))
    assert QUOTE in body_of(page) and Remark.objects.get(pk=made.pk).is_open


def test_a_named_reader_proposes_and_does_not_accept(cast: Cast) -> None:
    page = page_of(cast)
    grant_reading(page, by=cast.coordinator, until=soon(), person=cast.account)
    made = proposed(page, cast.account)
    with pytest.raises((Refused, Http404)):
        accept_suggestion(made, by=cast.account)
    assert accept_suggestion(made, by=cast.member).outcome == Outcome.ACCEPTED


@pytest.mark.parametrize("state", ["review", "validation", "published"])
def test_a_text_that_is_not_in_drafting_keeps_its_words_and_the_suggestion_its_hope(
    cast: Cast, state: str
) -> None:
    page = text_in(cast, state)
    made = proposed(page, cast.member)
    with pytest.raises(NotNow):
        accept_suggestion(made, by=cast.coordinator)
    assert QUOTE in body_of(page) and Remark.objects.get(pk=made.pk).is_open


def test_what_a_superuser_accepts_is_logged(cast: Cast) -> None:
    page = page_of(cast)
    accept_suggestion(proposed(page, cast.member), by=cast.superuser)
    assert TextEvent.objects.filter(record=page.record, actor=cast.superuser).exists()


def test_refused_and_hidden_suggestions_are_not_accepted(cast: Cast) -> None:
    page = page_of(cast)
    refused, hidden = proposed(page, cast.member), proposed(page, cast.member, replacement="x")
    settle(refused, by=cast.coordinator, outcome=Outcome.REFUSED, note="Non.")
    hide_remark(hidden, by=cast.coordinator, reason="Propos déplacé.")
    for made in (refused, hidden):
        with pytest.raises(Refused):
            accept_suggestion(made, by=cast.coordinator)
    assert QUOTE in body_of(page)


def test_what_a_hidden_suggestion_proposes_is_hidden_too(cast: Cast, client_of: Browser) -> None:
    page = page_of(cast)
    grant_reading(page, by=cast.coordinator, until=soon(), person=cast.account)
    made = proposed(page, cast.account, replacement="canari insultant")
    hide_remark(made, by=cast.coordinator, reason="Propos déplacé.")
    told = {}
    for role in ("member", "account", "coordinator"):
        reader, record = client_of(getattr(cast, role)), page.record.pk
        block = reverse("discussion:block", args=[record, made.block_id])
        pages = [
            reader.get(reverse("discussion:thread", args=[made.pk])),
            reader.get(reverse("discussion:threads", args=[record]) + "?montrer=all"),
            reader.get(block, headers={"X-Fragment": "1"}),
        ]
        assert all("Masquée par l" in text(got) for got in pages)
        told[role] = ["canari" in text(got) for got in pages]
        offered = f'action="{reverse("discussion:accept", args=[made.pk])}"'
        assert not any(offered in text(got) for got in pages), "it cannot be accepted"
    assert told == {"member": [False] * 3, "account": [True] * 3, "coordinator": [True] * 3}


def test_words_that_changed_are_not_replaced(cast: Cast) -> None:
    page = page_of(cast)
    made = proposed(page, cast.member)
    changed = [("finding", {"title": "T", "text": "<p>Des rendez-vous manqués.</p>"})]
    write(page, by=cast.member, body=changed)
    with pytest.raises(Refused):
        accept_suggestion(made, by=cast.coordinator)
    assert Remark.objects.get(pk=made.pk).is_open


def test_two_suggestions_on_one_paragraph_both_apply(cast: Cast) -> None:
    page = page_of(cast)
    one = proposed(page, cast.member, quote="Des", suffix=" soins", replacement="Trop de")
    two = proposed(page, cast.coordinator, quote="reportés", replacement="remis à plus tard")
    accept_suggestion(two, by=cast.member)
    accept_suggestion(one, by=cast.member)
    assert "Trop de soins remis à plus tard" in body_of(page)


@pytest.mark.parametrize(
    ("kind", "name", "quote", "replacement"),
    [
        ("finding", "title", "Des renoncements", "Des soins manqués"),
        ("heading", "text", "nous voyons", "l'on voit"),
        ("proposal", "lever", "local de santé", "de ville"),
        ("proposal", "audiences", "QPV", "quartiers"),
    ],
)
def test_every_field_of_words_can_be_changed(
    cast: Cast, kind: str, name: str, quote: str, replacement: str
) -> None:
    page = page_of(cast)
    made = proposed(
        page, cast.member, quote=quote, replacement=replacement, block_id=block_of(page, kind)
    )
    assert made.field == name
    accept_suggestion(made, by=cast.member)
    shown = fresh(page).get_latest_revision_as_object()
    block = next(block for block in shown.body if block.block_type == kind)
    said = block.value[name]
    assert replacement in (" ".join(said) if name == "audiences" else str(said))


def test_what_was_only_chosen_among_words_of_ours_is_remarked_on_not_replaced(cast: Cast) -> None:
    page = page_of(cast)
    with pytest.raises(Refused):
        proposed(page, cast.member, quote="Court terme", block_id=block_of(page, "proposal"))


def test_the_spaces_of_the_page_do_not_enter_the_text(cast: Cast) -> None:
    """A script gives back what the page shows, with its no-break spaces."""
    page = page_of(cast)
    made = proposed(
        page, cast.member, quote="Des\u00a0soins", replacement="Trop\u00a0de soins\u202f:"
    )
    assert (made.quote, made.suggestion.replacement) == ("Des soins", "Trop de soins :")


def test_the_summary_can_be_changed(cast: Cast) -> None:
    page = page_of(cast)
    made = proposed(page, cast.member, quote="visibles", replacement="criantes", block_id="page")
    accept_suggestion(made, by=cast.member)
    assert "rendu criantes des" in fresh(page).get_latest_revision_as_object().summary


# -- While others write ------------------------------------------------------------------


def test_words_that_are_being_typed_stay_and_open_rooms_see_the_suggestion(cast: Cast) -> None:
    page = page_of(cast)
    made = proposed(page, cast.member, quote="visibles", replacement="criantes", block_id="page")
    pen = Pen(page, cast.coordinator)
    typed = pen.typed(" Et encore")
    accept_suggestion(made, by=cast.member)
    assert "criantes" in words(pen.room)
    pen.send(typed)
    said = words(pen.room)
    assert "rendu criantes des" in said and said.endswith(" Et encore")
    save_now(page.pk)
    assert fresh(page).get_latest_revision_as_object().summary.endswith("Et encore")


def test_a_suggestion_on_words_that_no_revision_holds_yet_is_accepted(cast: Cast) -> None:
    page = page_of(cast)
    pen = Pen(page, cast.coordinator)
    pen.send(pen.change(adding(" Une phrase neuve.")))
    made = proposed(page, cast.member, quote="neuve", replacement="nouvelle", block_id="page")
    pen.send(pen.change(adding(" Et une autre.")))
    accept_suggestion(made, by=cast.member)
    assert words(pen.room).endswith("Une phrase nouvelle. Et une autre.")


# -- Leading to words of today -----------------------------------------------------------


def test_a_suggestion_is_led_to_words_of_today_and_stays_its_author_s(
    cast: Cast, client_of: Browser
) -> None:
    page = page_of(cast)
    made = proposed(page, cast.member)
    changed = [("finding", {"title": "T", "text": "<p>Des rendez-vous manqués.</p>"})]
    write(page, by=cast.coordinator, body=changed)
    browser = client_of(cast.coordinator)
    refused = browser.post(reverse("discussion:accept", args=[made.pk]))
    url = reverse("discussion:rebase", args=[made.pk])
    assert refused.status_code == 302 and refused["Location"] == url
    assert browser.get(url).status_code == 200
    sent = {"quote": "rendez-vous manqués", "replacement": "rendez-vous remis"}
    assert browser.post(url, {**sent, "quote": "rien de tel"}).status_code == 409
    assert browser.post(url, sent).status_code == 302
    led = Remark.objects.get(pk=made.pk)
    assert led.user == cast.member and led.quote == "rendez-vous manqués"
    assert QUOTE in RemarkEdit.objects.get(remark=made).words
    accept_suggestion(led, by=cast.coordinator)
    assert "rendez-vous remis" in body_of(page)


def test_outsiders_and_bystanders_do_not_lead_a_suggestion(cast: Cast) -> None:
    page = page_of(cast)
    grant_reading(page, by=cast.coordinator, until=soon(), person=cast.account)
    made = proposed(page, cast.member)
    for person in (cast.account, cast.other_member, cast.moderator):
        with pytest.raises((Refused, Http404)):
            rebase_suggestion(made, by=person, quote="Des", replacement="Les")


def test_what_an_invited_reader_proposed_is_accepted_and_led_without_showing_the_draft(
    cast: Cast, client_of: Browser
) -> None:
    page = page_of(cast)
    version = name_version(page, by=cast.coordinator, label="à lire")
    link, token = make_link(version, by=cast.coordinator, invited="Ana", email="", until=soon())
    link = declare(link, name="Ana", organisation="")
    block = block_of(page)
    one = remark_by_link(
        link, words="", block_id=block, quote=QUOTE, replacement="soins remis à plus tard"
    )
    two = remark_by_link(link, words="", block_id="page", quote="visibles", replacement="nettes")
    accept_suggestion(one, by=cast.member)
    signed = RevisionAuthor.objects.filter(revision=fresh(page).latest_revision)
    assert {row.person for row in signed} == {cast.member}
    write(page, by=cast.member, summary="La crise a rendu un canari criant.")
    with pytest.raises(Refused):
        accept_suggestion(two, by=cast.member)
    rebase_suggestion(two, by=cast.member, quote="canari criant", replacement="canari net")
    seen = text(client_of(None).get(reverse("discussion:review", args=[token])))
    assert "Acceptée" in seen and "canari" not in seen


def test_a_led_suggestion_names_no_block_of_the_draft_to_who_does_not_read_it(
    cast: Cast, client_of: Browser
) -> None:
    page = page_of(cast)
    version = name_version(page, by=cast.coordinator, label="à lire")
    link, token = make_link(version, by=cast.coordinator, invited="Ana", email="", until=soon())
    link = declare(link, name="Ana", organisation="")
    grant_reading(page, by=cast.coordinator, until=soon(), person=cast.account, version=version)
    block = block_of(page)
    told = {"words": "", "block_id": block, "quote": QUOTE, "replacement": "soins remis"}
    theirs, own = remark_by_link(link, **told), proposed(page, cast.account, version=version)
    changed = [("finding", {"title": "Un canari titré", "text": "<p>Rendez-vous manqués.</p>"})]
    write(page, by=cast.coordinator, body=changed)
    rebase_suggestion(theirs, by=cast.member, quote="manqués", replacement="perdus")
    # Led while its author still read the draft.
    led = Remark.objects.get(pk=theirs.pk)
    anchor = {name: getattr(led, name) for name in ("block_id", "block_name", "quote", "said")}
    Remark.objects.filter(pk=own.pk).update(**anchor)
    Suggestion.objects.filter(pk=own.pk).update(rebased_at=timezone.now())
    by_link, reader, script = client_of(None), client_of(cast.account), {"X-Fragment": "1"}
    listed = reverse("discussion:threads", args=[page.record.pk]) + "?montrer=all"
    fragment = reverse("discussion:review_block", args=[token, block])
    answers = (
        by_link.get(reverse("discussion:review", args=[token])),
        by_link.get(reverse("discussion:review_thread", args=[token, theirs.pk])),
        by_link.get(fragment, headers=script),
        reader.get(listed),
        reader.get(reverse("discussion:thread", args=[own.pk])),
        reader.get(reverse("discussion:counts", args=[page.record.pk])),
    )
    for got in answers:
        seen = text(got)
        assert got.status_code == 200 and "canari" not in seen and "manqués" not in seen
        assert anchor["block_id"] == block or anchor["block_id"] not in seen
    assert answers[5].json() == {}
    assert str(theirs.pk) not in text(answers[2])
    assert "canari" in text(client_of(cast.member).get(listed))


def test_who_reads_one_version_alone_is_not_shown_the_draft_by_a_lead(cast: Cast) -> None:
    page = page_of(cast)
    version = name_version(page, by=cast.coordinator, label="à lire")
    grant_reading(page, by=cast.coordinator, until=soon(), person=cast.account, version=version)
    made = proposed(page, cast.account, version=version)
    with pytest.raises(Refused):
        rebase_suggestion(made, by=cast.member, quote="Des", replacement="Les")


# -- On pages ----------------------------------------------------------------------------


def test_accepting_by_its_button(cast: Cast, client_of: Browser) -> None:
    page = page_of(cast)
    made = proposed(page, cast.member)
    url = reverse("discussion:accept", args=[made.pk])
    assert client_of(None).post(url).status_code == 401
    for person in (cast.account, cast.other_member, cast.network):
        assert client_of(person).post(url).status_code == 404
        assert (
            client_of(person).get(reverse("discussion:rebase", args=[made.pk])).status_code == 404
        )
    browser = client_of(cast.member)
    assert browser.get(url).status_code == 405
    assert browser.post(url).status_code == 302
    assert Remark.objects.get(pk=made.pk).outcome == Outcome.ACCEPTED
    seen = text(browser.get(reverse("discussion:thread", args=[made.pk])))
    assert "<ins>" in seen and "<del>" in seen


def test_a_text_under_review_takes_no_words_and_says_why(cast: Cast, client_of: Browser) -> None:
    page = page_of(cast)
    url = reverse("discussion:accept", args=[proposed(page, cast.member).pk])
    open_review(page, by=cast.coordinator)
    for person in (cast.member, cast.coordinator, cast.superuser):
        assert client_of(person).post(url).status_code == 403
    by_script = client_of(cast.member).post(url, headers={"X-Fragment": "1"})
    assert by_script.status_code == 409 and by_script.json()["errors"]
    assert client_of(cast.other_member).post(url).status_code == 404
