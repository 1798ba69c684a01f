"""What one does from the pages of remarks: write, answer, change, end, hide, agree."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from discussion.actions.base import WORDS_AT_MOST
from discussion.actions.remark import remark
from discussion.actions.settle import settle
from discussion.enums import Outcome
from discussion.models import Remark
from media.models import SiteDocument
from tests.cast import Cast, draft, text_in
from tests.work.helpers import Browser, text, url_of

from .pages import block_of, url

pytestmark = pytest.mark.django_db


def made_by(cast: Cast, who: str = "member", **more: Any) -> Remark:
    page = draft(cast)
    return remark(
        page,
        by=getattr(cast, who),
        words="D'où vient-il",
        block_id=block_of(page, "finding"),
        **more,
    )


def test_a_remark_on_chosen_words_is_made_without_script(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, block = client_of(cast.member), block_of(page, "finding")
    seen = text(browser.get(url("new", page), {"bloc": block}))
    assert "soins reportés" in seen and "Constat" in seen
    sent = {"bloc": block, "quote": "soins reportés", "words": "Lesquels ?"}
    for _ in range(2):
        response = browser.post(url("new", page), sent)
    made = Remark.objects.get()
    assert response["Location"] == f"{made.get_absolute_url()}#remarque-{made.pk}"
    assert (made.quote, made.field, made.comment) == ("soins reportés", "text", "Lesquels ?")


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, block = client_of(cast.member), block_of(page, "finding")
    kept = browser.post(url("new", page), {"bloc": block, "quote": "soins reportés", "words": " "})
    assert kept.status_code == 422 and "soins reportés" in text(kept)
    gone = browser.post(url("new", page), {"bloc": "parti", "words": "Mes mots."})
    assert gone.status_code == 409 and "Mes mots." in text(gone)
    long = browser.post(url("new", page), {"bloc": block, "words": "a" * (WORDS_AT_MOST + 1)})
    assert long.status_code == 422
    assert not Remark.objects.exists()


def test_scripts_are_answered_with_the_block_or_with_what_is_wrong(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    browser, block = client_of(cast.member), block_of(page, "finding")
    browser.defaults["HTTP_X_FRAGMENT"] = "1"
    panel = text(browser.get(url("block", page, block), {"mode": "remarquer"}))
    assert "<html" not in panel and f'name="bloc" value="{block}"' in panel
    refused = browser.post(url("new", page), {"bloc": block, "words": ""})
    assert refused.status_code == 422 and len(refused.json()["errors"]) == 1
    done = browser.post(
        url("new", page), {"bloc": block, "words": "Par le panneau", "quote": "soins reportés"}
    )
    assert (
        done.status_code == 200 and 'data-open="1"' in text(done) and "Par le panneau" in text(done)
    )
    made = Remark.objects.get()
    answered = browser.post(url("answer", made), {"words": "Réponse du panneau"})
    assert "Réponse du panneau" in text(answered)
    assert browser.post(url("answer", made), {"words": ""}).status_code == 422


def test_a_block_opened_without_script_is_the_list_of_its_threads(
    cast: Cast, client_of: Browser
) -> None:
    made = made_by(cast)
    response = client_of(cast.member).get(url("block", made.record.page, made.block_id))
    assert response["Location"] == f"{url('threads', made.record.page)}?bloc={made.block_id}"


def test_a_frozen_version_is_remarked_by_who_reads_it(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    version = page.record.reviewed_version
    sent = {"bloc": block_of(page, "finding"), "version": version.number, "words": "Sur la version"}
    for name, status in (("director", 302), ("member", 302), ("partner", 404), ("moderator", 404)):
        response = client_of(getattr(cast, name)).post(url("new", page), sent)
        assert response.status_code == status, name
    assert {made.version for made in Remark.objects.all()} == {version}
    assert (
        client_of(cast.member).post(url("new", page), {**sent, "version": "77"}).status_code == 404
    )


def test_answers_endorsements_and_changes_come_back_to_the_thread(
    cast: Cast, client_of: Browser
) -> None:
    made = made_by(cast)
    browser, other = client_of(cast.member), client_of(cast.coordinator)
    back = f"{made.get_absolute_url()}#remarque-{made.pk}"
    assert other.post(url("endorse", made))["Location"] == back
    assert "1 personne est d'accord" in text(browser.get(url("thread", made)))
    assert other.post(url("endorse", made), {"retirer": "1"})["Location"] == back
    assert browser.post(url("endorse", made)).status_code == 403
    response = other.post(url("answer", made), {"words": "Du terrain."})
    assert response["Location"].endswith(f"#remarque-{made.answers.get().pk}")
    empty = other.post(url("answer", made), {"words": ""})
    assert empty.status_code == 422 and "à corriger" in text(empty)
    assert browser.post(url("change", made), {"words": "Autrement dit"})["Location"] == back
    assert other.post(url("change", made), {"words": "De force"}).status_code == 403
    seen = text(other.get(url("history", made)))
    assert "D'où vient-il" in seen and "Autrement dit" in seen
    assert browser.get(url("history", made)).status_code == 403


def test_an_end_has_a_reason_where_it_needs_one(cast: Cast, client_of: Browser) -> None:
    made = made_by(cast)
    browser = client_of(cast.coordinator)
    for outcome, note in (("refused", ""), ("disagreement", " "), ("accepted", "Oui"), ("", "")):
        response = browser.post(url("settle", made), {"outcome": outcome, "note": note})
        assert response.status_code in (403, 422), outcome
    kept = browser.post(url("settle", made), {"outcome": "inconnu", "note": "Mon motif"})
    assert kept.status_code == 422 and "Mon motif" in text(kept)
    assert (
        browser.post(url("settle", made), {"outcome": "refused", "note": "Hors sujet."}).status_code
        == 302
    )
    assert Remark.objects.get().outcome == Outcome.REFUSED
    assert "Hors sujet." in text(client_of(cast.member).get(url("thread", made)))
    assert browser.post(url("reopen", made)).status_code == 302
    assert Remark.objects.get().is_open
    assert browser.get(url("settle", made)).status_code == 302


def test_who_remarked_says_resolved_and_nothing_else(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validation")
    made = remark(
        page, by=cast.moderator, words="Un chiffre ?", block_id=block_of(page, "finding"),
        version=page.record.reviewed_version,
    )  # fmt: skip
    browser = client_of(cast.moderator)
    form = browser.get(url("thread", made)).context["settle_form"]
    assert [value for value, _label in form.fields["outcome"].choices] == ["resolved"]
    assert (
        browser.post(url("settle", made), {"outcome": "refused", "note": "Non"}).status_code == 403
    )
    assert browser.post(url("settle", made), {"outcome": "resolved"}).status_code == 302


def test_the_coordination_hides_with_a_reason(cast: Cast, client_of: Browser) -> None:
    made = made_by(cast)
    statuses = {
        name: client_of(getattr(cast, name)).get(url("hide", made)).status_code
        for name in ("coordinator", "member", "other_member", "account")
    }
    assert statuses == {"coordinator": 200, "member": 403, "other_member": 404, "account": 404}
    browser = client_of(cast.coordinator)
    assert browser.post(url("hide", made), {"reason": ""}).status_code == 422
    assert (
        browser.post(url("hide", made), {"reason": "Une personne est nommée."}).status_code == 302
    )
    assert Remark.objects.get().hidden_at


def test_a_new_file_goes_with_a_remark_and_is_its_readers_to_read(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    browser = client_of(cast.member)
    sent = {"bloc": block_of(page, "finding"), "words": "Voici"}
    wrong = SimpleUploadedFile("a.exe", b"MZ")
    assert browser.post(url("new", page), {**sent, "upload": wrong}).status_code == 422
    for _ in range(2):
        right = SimpleUploadedFile("notes.csv", b"a,b\n1,2\n")
        assert browser.post(url("new", page), {**sent, "upload": right}).status_code == 302
    document = SiteDocument.objects.get()
    assert document.collection == page.record.lead_group.record.collection
    assert "notes.csv" in text(browser.get(url("threads", page)))
    assert browser.get(document.url).status_code == 200
    assert client_of(cast.other_member).get(document.url).status_code == 404


def test_only_files_of_the_group_are_offered(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    theirs = SiteDocument.objects.create(title="À eux", collection=cast.mobility.record.collection)
    sent = {"bloc": block_of(page, "finding"), "words": "Voici", "files": theirs.pk}
    assert client_of(cast.member).post(url("new", page), sent).status_code == 422


def test_the_draft_counts_marks_and_offers(cast: Cast, client_of: Browser) -> None:
    made = made_by(cast, quote="soins reportés")
    page = made.record.page
    seen = text(client_of(cast.member).get(url_of(page, "draft")))
    for piece in (
        f'data-remark="{made.block_id}"', f'data-count="{made.block_id}"', "1 remarque ouverte",
        'id="remarques-reperes"', "js/remarks.js", "js/remarks-panel.js", "css/remarks.css",
        f'data-account="{cast.member.pk}"',
    ):  # fmt: skip
        assert piece in seen, piece
    settle(made, by=cast.member, outcome=Outcome.RESOLVED)
    assert "1 remarque terminée" in text(client_of(cast.member).get(url_of(page, "draft")))


def test_a_version_is_remarked_where_one_reads_it(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    number = page.record.reviewed_version.number
    for name in ("member", "director"):
        seen = text(client_of(getattr(cast, name)).get(url_of(page, "version", number)))
        assert f"&version={number}" in seen and f'data-version="{number}"' in seen, name


def test_the_public_reads_none_of_it(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    for address in (page.url, url_of(page, "version", page.record.current_version.number)):
        seen = text(client_of(None).get(address))
        assert "remarks" not in seen and "Remarquer" not in seen and "block-tools" not in seen


def test_a_remark_on_a_text_in_the_trash_is_refused(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "trashed")
    sent = {"words": "Trop tard"}
    assert client_of(cast.member).post(url("new", page), sent).status_code == 403
    assert client_of(None).post(url("new", page), sent).status_code == 401
