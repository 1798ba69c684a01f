"""Acting on a text: said before, done once, kept when refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.return_text import return_text
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.enums import EventKind, WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, TextEvent
from contributions.views.acts import ACTS
from groups.actions.memberships import join
from groups.enums import Role
from tests.cast import Cast, draft, fresh, text_in

from .helpers import Browser, act_url, answers, only, text, tokens_of, url_of


def events(page: ContributionPage, kind: EventKind) -> int:
    return TextEvent.objects.filter(record=page.record, kind=kind).count()


def test_the_table_holds_the_promised_addresses() -> None:
    assert set(ACTS) == {
        "proposer", "ouvrir-relecture", "clore-relecture", "rappeler", "rappeler-valide",
        "valider", "renvoyer", "publier", "programmer", "annuler-programmation",
        "nouvelle-edition", "remplacer", "retirer", "deplacer", "associer", "dissocier", "copier", "corbeille",
        "sortir-de-la-corbeille", "nommer-version", "reprendre-version",
    }  # fmt: skip


@pytest.mark.parametrize("slug", sorted(set(ACTS) - {"copier", "retirer"}))
def test_an_act_on_a_missing_text_is_answered_like_a_hidden_one(
    cast: Cast, client_of: Browser, slug: str
) -> None:
    url = reverse("contributions:act", args=[999_999, slug])
    names = (None, "account", "coordinator", "superuser")
    assert answers(client_of, cast, url, names) == {
        None: "sign in", "account": "missing", "coordinator": "missing", "superuser": "missing",
    }  # fmt: skip


def test_an_unknown_act_is_missing(cast: Cast, client_of: Browser) -> None:
    url = act_url(draft(cast), "inventer")
    assert answers(client_of, cast, url) == only()


def test_each_role_gets_its_answer_to_validation(cast: Cast, client_of: Browser) -> None:
    url = act_url(text_in(cast, "validation"), "valider")
    refused = dict.fromkeys(("member", "coordinator", "director"), "refused")
    assert answers(client_of, cast, url) == only("moderator", "superuser") | refused


def test_a_text_goes_from_draft_to_publication_through_its_pages(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    path = [
        ("member", "proposer"), ("coordinator", "ouvrir-relecture"),
        ("coordinator", "clore-relecture"), ("moderator", "valider"), ("moderator", "publier"),
    ]  # fmt: skip
    for name, slug in path:
        browser, url = client_of(getattr(cast, name)), act_url(page, slug)
        shown = browser.get(url)
        assert shown.status_code == 200, slug
        assert shown["Cache-Control"] == "private, no-store"
        sent = browser.post(url, {**tokens_of(shown), "note": f"mot de {slug}"})
        assert (sent.status_code, sent["Location"]) == (302, url_of(page, "work")), slug
    assert fresh(page).live
    notes = TextEvent.objects.filter(record=page.record).values_list("note", flat=True)
    assert [note for note in notes if note] == [f"mot de {slug}" for _name, slug in path]


def test_a_missing_part_is_named_before_and_after_sending(cast: Cast, client_of: Browser) -> None:
    page = create_contribution(cast.health, "Court", by=cast.member)
    write(page, by=cast.member, body=[("finding", {"title": "Un constat", "text": ""})])
    browser, url = client_of(cast.coordinator), act_url(page, "ouvrir-relecture")
    block = fresh(page).get_latest_revision_as_object().body[0].id
    sent = browser.post(url, {**tokens_of(browser.get(url)), "note": "À relire vite"})
    for response in (browser.get(url), sent):
        seen = text(response)
        for part in ("le chapô", "la méthode", "au moins une proposition ou un point d'attention"):
            assert part in seen
        assert f'href="{url_of(page, "draft")}#bloc-{block}"' in seen
        editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert f'href="{editor}#:w:contentpath=body.{block}"' in seen
        assert f'href="{editor}#:w:contentpath=summary"' in seen
    assert sent.status_code == 422
    assert "À relire vite" in text(sent)
    assert events(page, EventKind.REVIEW_OPENED) == 0


def test_the_place_of_a_missing_part_exists_in_the_draft(cast: Cast, client_of: Browser) -> None:
    page = create_contribution(cast.health, "Court", by=cast.member)
    write(page, by=cast.member, body=[("finding", {"title": "Un constat", "text": ""})])
    shown = text(client_of(cast.coordinator).get(act_url(page, "ouvrir-relecture")))
    anchors = re.findall(r"#(bloc-[0-9a-f-]+)", shown)
    read = text(client_of(cast.coordinator).get(url_of(page, "draft")))
    assert anchors
    assert all(f'id="{anchor}"' in read for anchor in anchors)


def test_a_return_without_remarks_is_not_sent(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    browser, url = client_of(cast.moderator), act_url(page, "renvoyer")
    sent = browser.post(url, {**tokens_of(browser.get(url)), "note": "   "})
    assert sent.status_code == 422
    assert sent.context["form"].errors["note"]
    assert state_of(fresh(page)).work is WorkState.VALIDATION


def test_a_note_with_a_nul_is_an_error_of_the_form(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    sent = client_of(cast.moderator).post(act_url(page, "renvoyer"), {"note": "a\x00b"})
    assert sent.status_code == 422


def test_who_decides_second_is_told_and_keeps_the_remarks(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    browser, url = client_of(cast.moderator), act_url(page, "renvoyer")
    tokens = tokens_of(browser.get(url))
    validate(page, by=cast.moderator_two)
    sent = browser.post(url, {**tokens, "note": "Une longue remarque"})
    assert sent.status_code == 409
    assert "Une longue remarque" in text(sent)
    assert str(WorkState.VALIDATED.label) in text(sent)
    assert events(page, EventKind.RETURNED) == 0


def test_a_page_of_an_earlier_round_decides_nothing_of_the_next(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validation")
    browser, url = client_of(cast.moderator), act_url(page, "valider")
    tokens = tokens_of(browser.get(url))
    recall(page, by=cast.coordinator)
    open_review(page, by=cast.coordinator)
    close_review(page, by=cast.coordinator)
    for sent_tokens in (tokens, {"task_state_id": tokens["task_state_id"]}):
        sent = browser.post(url, {**sent_tokens, "note": "Bon pour moi"})
        assert sent.status_code == 409
        assert "Bon pour moi" in text(sent)
        assert sent.context["possible"]
        assert tokens_of(sent) != tokens
    assert events(page, EventKind.VALIDATED) == 0
    again = browser.post(url, {**tokens_of(sent), "note": "Bon pour moi"})
    assert again.status_code == 302


#: State in which each act starts, who acts, what they send, the event it writes.
TWICE = [
    ("proposer", "drafting", "member", {}, EventKind.PROPOSED),
    ("ouvrir-relecture", "drafting", "coordinator", {}, EventKind.REVIEW_OPENED),
    ("clore-relecture", "review", "coordinator", {}, EventKind.SUBMITTED),
    ("rappeler", "review", "coordinator", {}, EventKind.RECALLED),
    ("rappeler-valide", "validated", "moderator", {"note": "Erreur"}, EventKind.RECALLED),
    ("valider", "validation", "moderator", {}, EventKind.VALIDATED),
    ("renvoyer", "validation", "moderator", {"note": "Revoir"}, EventKind.RETURNED),
    ("publier", "validated", "moderator", {}, EventKind.PUBLISHED),
    ("programmer", "validated", "moderator", {"minute": "2090-01-01T08:00"}, EventKind.SCHEDULED),
    ("annuler-programmation", "scheduled", "moderator", {}, EventKind.UNSCHEDULED),
    ("nouvelle-edition", "published", "coordinator", {}, EventKind.EDITION_OPENED),
    ("retirer", "published", "coordinator", {"note": "Un nom"}, EventKind.WITHDRAWAL_ASKED),
    ("corbeille", "drafting", "member", {}, EventKind.TRASHED),
    ("sortir-de-la-corbeille", "trashed", "member", {}, EventKind.BROUGHT_BACK),
    ("nommer-version", "drafting", "member", {"label": "Mars"}, EventKind.VERSION_NAMED),
]


@pytest.mark.parametrize(("slug", "state", "name", "words", "kind"), TWICE)
def test_a_form_sent_twice_acts_once_and_says_so(
    cast: Cast, client_of: Browser, slug: str, state: str, name: str, words: dict[str, str],
    kind: EventKind,
) -> None:  # fmt: skip
    page = text_in(cast, state)
    browser, url = client_of(getattr(cast, name)), act_url(page, slug)
    form = {**tokens_of(browser.get(url)), **words}
    first, second = browser.post(url, form), browser.post(url, form)
    assert (first.status_code, second.status_code) == (302, 409)
    assert events(page, kind) == 1
    assert str(kind.label) in text(second)


def test_a_copy_sent_twice_makes_one_text(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, url = client_of(cast.member), act_url(page, "copier")
    form = {**tokens_of(browser.get(url)), "group": cast.health.pk, "title": "La copie"}
    assert [browser.post(url, form).status_code for _ in range(2)] == [302, 409]
    assert ContributionPage.objects.filter(title="La copie").count() == 1


def test_a_withdrawal_takes_two_persons(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    url = act_url(page, "retirer")
    client_of(cast.coordinator).post(url, {"note": "Une personne est reconnaissable."})
    assert client_of(cast.coordinator).get(url).status_code == 200
    shown = client_of(cast.moderator).get(url)
    assert "Une personne est reconnaissable." in text(shown)
    client_of(cast.moderator).post(url, {**tokens_of(shown), "note": ""})
    assert client_of(None).get(page.url).status_code == 410


def test_a_moment_in_the_past_is_refused_and_kept(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated")
    sent = client_of(cast.moderator).post(
        act_url(page, "programmer"), {"minute": "2020-01-01T08:00"}
    )
    assert sent.status_code == 403
    assert "2020-01-01T08:00" in text(sent)
    late = client_of(cast.moderator).post(
        act_url(page, "programmer"), {"minute": "9999-12-31T23:59"}
    )
    assert late.status_code == 422


def test_a_minute_is_typed_in_one_s_own_time(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated")
    cast.moderator.time_zone = "America/Martinique"
    cast.moderator.save()
    browser, url = client_of(cast.moderator), act_url(page, "programmer")
    assert "America/Martinique" in text(browser.get(url))
    browser.post(url, {"minute": "2090-01-01T08:00"})
    assert fresh(page).record.embargo_until.isoformat() == "2090-01-01T12:00:00+00:00"


def test_a_text_is_replaced_by_a_published_one_alone(cast: Cast, client_of: Browser) -> None:
    page, hidden = text_in(cast, "published"), draft(cast, "Caché")
    newer = text_in(cast, "published", "La suite")
    browser, url = client_of(cast.coordinator), act_url(page, "remplacer")
    for number in (hidden.record.pk, 999_999, 10**30):
        sent = browser.post(url, {"successor": number, "note": "Voir la suite"})
        assert sent.status_code == 422
        assert "Voir la suite" in text(sent)
    assert browser.post(url, {"successor": newer.record.pk}).status_code == 302
    assert fresh(page).record.replaced_by == newer.record


def test_a_text_moves_between_two_groups_that_one_leads(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, url = client_of(cast.coordinator), act_url(page, "deplacer")
    assert browser.get(url).status_code == 200
    join(cast.coordinator, cast.mobility, by=cast.network, role=Role.COORDINATOR)
    assert browser.post(url, {"group": cast.health.pk}).status_code == 422
    assert browser.post(url, {"group": 10**30}).status_code == 422
    form = {**tokens_of(browser.get(url)), "group": cast.mobility.pk}
    assert [browser.post(url, form).status_code for _ in range(2)] == [302, 409]
    assert fresh(page).record.lead_group == cast.mobility


def test_a_version_is_taken_up_again_and_another_text_s_is_not(
    cast: Cast, client_of: Browser
) -> None:
    page, other = draft(cast), draft(cast, "Un autre")
    browser = client_of(cast.member)
    for text_page in (page, other):
        browser.post(act_url(text_page, "nommer-version"), {"label": "Mars"})
    write(page, by=cast.member, summary="Un autre chapô.")
    url, theirs = act_url(page, "reprendre-version"), other.record.versions.get()
    assert browser.post(url, {"version": theirs.pk}).status_code == 422
    assert browser.post(url, {"version": page.record.versions.get().pk}).status_code == 302
    assert fresh(page).get_latest_revision_as_object().summary.startswith("La crise")


def test_who_lost_the_right_while_typing_keeps_the_words(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    sent = client_of(cast.coordinator).post(
        act_url(page, "renvoyer"), {"note": "Des remarques longues"}
    )
    assert sent.status_code == 403
    assert "Des remarques longues" in text(sent)


def test_who_was_signed_out_while_typing_keeps_the_words(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    sent = client_of(None).post(act_url(page, "renvoyer"), {"note": "Des remarques longues"})
    assert sent.status_code == 401
    assert "Des remarques longues" in text(sent)


def test_one_s_own_text_is_decided_by_another(cast: Cast, client_of: Browser) -> None:
    join(cast.moderator, cast.health, by=cast.network, role=Role.COORDINATOR)
    page = draft(cast)
    for slug in ("ouvrir-relecture", "clore-relecture"):
        assert client_of(cast.moderator).post(act_url(page, slug)).status_code == 302
    assert client_of(cast.moderator).get(act_url(page, "valider")).status_code == 403
    assert client_of(cast.moderator_two).get(act_url(page, "valider")).status_code == 200


def test_too_early_is_said_to_who_will_be_able_to(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    names = ("member", "coordinator", "moderator", "other_member")
    assert answers(client_of, cast, act_url(page, "publier"), names) == {
        "member": "refused", "coordinator": "refused", "moderator": "refused",
        "other_member": "missing",
    }  # fmt: skip


def test_a_returned_text_keeps_its_remarks_for_the_group(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    return_text(page, by=cast.moderator, note="Revoir.")
    minute = timezone.now() - timedelta(minutes=1)
    assert TextEvent.objects.get(record=page.record, kind=EventKind.RETURNED).at > minute
    assert "Revoir." in text(client_of(cast.member).get(url_of(page, "work")))
