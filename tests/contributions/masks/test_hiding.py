"""A hidden passage is nowhere in the product, in no state, and lifting brings it back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from contributions.actions.mask import mask
from contributions.actions.open_edition import open_edition
from contributions.actions.publish import publish
from contributions.actions.second_look import lift_mask
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.freezing import content_hash
from contributions.models import Mask, Version
from cowriting.history.timeline import moments_of
from cowriting.models import Room
from cowriting.record.opening import open_room
from discussion.models import Remark
from kit.access import Refused
from people.models import User
from proposals.models import Proposal
from tests.cast import Cast, fresh, text_in

from ..life import kinds
from .hidden import NAME, WHY, named, row_of, rows_that_say

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["drafting", "review", "validation", "published", "new_edition", "withdrawn"])  # fmt: skip
def test_no_table_says_the_passage_any_more(cast: Cast, state: str) -> None:
    text = named(cast, state)
    Remark.objects.create(
        content_type_id=1, object_pk="1", site_id=1, record=text.record, user=cast.member,
        comment=f"Est-ce bien {NAME} ?", quote=NAME, said=f"chez {NAME}", prefix="chez ",
    )  # fmt: skip
    before = rows_that_say("Arcanaille")
    assert "contributions.ContributionPage.body" in before
    made = mask(text, by=cast.coordinator, words=NAME, reason=f"{WHY} C'est {NAME}.")
    assert rows_that_say("Arcanaille") == []
    assert rows_that_say("darcanaille") == []
    text = fresh(text)
    assert text.title == f"Le cas de {made.mark} chez {made.mark}"
    assert text.slug == f"contribution-{text.record.pk}"
    remark = Remark.objects.get()
    assert (remark.quote, remark.said) == (made.mark, f"chez {made.mark}")


def test_revisions_are_not_rewritten_and_read_without_it(cast: Cast) -> None:
    text = named(cast, "new_edition")
    before = {row.pk: content_hash(row) for row in text.revisions.all()}
    hashes = dict(Version.objects.values_list("pk", "content_hash"))
    mask(text, by=cast.network, words=NAME, reason=WHY)
    assert {row.pk: content_hash(row) for row in text.revisions.all()} == before
    assert dict(Version.objects.values_list("pk", "content_hash")) == hashes
    for revision in text.revisions.all():
        read = revision.as_object()
        assert "Arcanaille" not in json.dumps(
            read.serializable_data(), ensure_ascii=False, default=str
        )
        assert "arcanaille" not in read.slug


def test_proposals_are_hidden_in_their_own_rows(cast: Cast) -> None:
    text = named(cast, "published")
    made = mask(text, by=cast.moderator, words=NAME, reason=WHY)
    assert Proposal.objects.filter(page=text).count() == 2
    for row in Proposal.objects.filter(page=text):
        assert made.mark in row.title


def test_lifting_shows_again_exactly_what_was_there(cast: Cast) -> None:
    text = named(cast, "published")
    before = row_of(text)
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    assert row_of(text) != before
    lift_mask(made, by=cast.moderator, reason="C'est un nom de fiction.")
    assert row_of(text) == before
    assert kinds(text)[-2:] == [EventKind.MASKED, EventKind.MASK_LIFTED]


def test_what_was_written_meanwhile_stays_and_its_words_come_back(cast: Cast) -> None:
    text = named(cast, "drafting")
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    draft = fresh(text).get_latest_revision_as_object()
    write(fresh(text), by=cast.member, summary=f"{draft.summary} Et la suite.")
    stored = fresh(text).latest_revision.content["summary"]
    assert made.mark in stored and NAME not in stored
    lift_mask(made, by=cast.moderator, reason="Accord donné.")
    again = fresh(text)
    assert again.summary == f"La crise a rendu visibles des inégalités chez {NAME}. Et la suite."
    assert again.get_latest_revision_as_object().summary == again.summary


def test_a_version_frozen_later_says_it_neither(cast: Cast) -> None:
    text = named(cast, "drafting")
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    version = name_version(fresh(text), by=cast.member, label="Après")
    assert version.title == f"Le cas de {made.mark} chez {made.mark}"


def test_live_writing_begins_anew_without_it(cast: Cast) -> None:
    text = named(cast, "drafting")
    room = open_room(text, by=cast.member)
    epoch = room.epoch
    mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    room = Room.objects.get(pk=room.pk)
    assert room.epoch == epoch + 1
    assert b"Arcanaille" not in bytes(room.snapshot)
    assert "Arcanaille" not in json.dumps(room.base_body, ensure_ascii=False)


def test_publishing_a_new_edition_keeps_it_hidden(cast: Cast) -> None:
    text = named(cast, "validated")
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    publish(fresh(text), by=cast.moderator)
    assert made.mark in fresh(text).title
    assert "arcanaille" not in fresh(text).url
    assert rows_that_say("Arcanaille") == []


def test_publishing_fits_what_marks_made_longer(cast: Cast) -> None:
    text = text_in(cast, "validated", mark=("Zoé dit " * 20).strip())
    mask(text, by=cast.coordinator, words="Zoé", reason=WHY)
    publish(fresh(text), by=cast.moderator)
    assert {len(row.title) <= 255 for row in Proposal.objects.filter(page=text)} == {True}


PAGES = (
    "/contributions/{n}/suivi/", "/contributions/{n}/texte/", "/contributions/{n}/versions/1/",
    "/contributions/{n}/versions/2/", "/contributions/{n}/lecteurs/", "/contributions/",
    "/contributions/{n}/repartition/", "/propositions/", "/recherche/?q=Zélie", "/espace/",
    "/espace/nouvelles/", "/groupes/sante/espace/", "/groupes/sante/", "/api/v2/",
    "/admin/pages/{p}/history/", "/admin/pages/{p}/edit/", "/admin/pages/{p}/revisions/compare/earliest/latest/",
    "/admin/pages/search/?q=Zélie", "/admin/textes/", "/admin/pages/{p}/workflow_history/",
    "/contributions/{n}/masquer/", "/contributions/{n}/remarques/", "/admin/pages/{p}/view_draft/",
    "/contributions/{n}/blocs/", "/contributions/{n}/auteurs/", "/contributions/{n}/moments/",
    "/contributions/{n}/comparer/?de=v1&a=maintenant", "/contributions/{n}/mots-refuses/",
    "/moderation/", "/compte/donnees/",
)  # fmt: skip


def test_no_page_says_it_but_the_masks_own(
    cast: Cast, client_of: Callable[[User | None], Client]
) -> None:
    text = named(cast, "published")
    open_edition(text, by=cast.coordinator)
    open_room(fresh(text), by=cast.member)
    name_version(fresh(text), by=cast.member, label=f"Avec {NAME}")
    made = mask(text, by=cast.coordinator, words=NAME, reason=f"{NAME} le demande.")
    public, room = fresh(text).url, Room.objects.get(page=text.pk)
    moments = [f"/contributions/{{n}}/moments/{one.last}/" for one in moments_of(room)]
    assert len(moments) == 2
    told = {}
    for role in ("superuser", "coordinator", "member", "moderator", None):
        client = client_of(getattr(cast, role) if role else None)
        for path in (*PAGES, *moments, public, made.get_absolute_url()):
            response = client.get(path.format(n=text.record.pk, p=text.pk), follow=True)
            if b"rcanaille" in response.content:
                told[role, path] = response.status_code
    own = made.get_absolute_url()
    assert set(told) == {("superuser", own), ("coordinator", own), ("moderator", own)}


@pytest.mark.parametrize("state", ["drafting", "published", "new_edition"])
def test_a_title_outgrown_by_its_marks_fits_and_comes_back_whole(cast: Cast, state: str) -> None:
    """PostgreSQL refuses a longer one, SQLite none."""
    said = ("Zoé dit " * 15).strip()
    text, title = text_in(cast, state, said, mark=said), f"{said} {said}"
    proposals = Proposal.objects.filter(page=text)
    before = set(proposals.values_list("title", flat=True))
    version = name_version(text, by=cast.member, label="Zoé " * 40) if state == "drafting" else None
    made = mask(fresh(text), by=cast.coordinator, words="Zoé", reason=WHY)

    def titles() -> set[str]:
        row = fresh(text)
        read = row.get_latest_revision_as_object()
        versions = Version.objects.filter(record=row.record)
        return {row.title, row.draft_title, read.title, *versions.values_list("title", flat=True)}

    for hidden in titles() | set(proposals.values_list("title", flat=True)):
        assert len(hidden) <= 255
        assert made.mark in hidden and "Zoé" not in hidden
        assert "[" not in hidden.replace(made.mark, "")
    if version:
        version.refresh_from_db()
        assert len(version.label) <= 160 and "[" not in version.label.replace(made.mark, "")
    lift_mask(made, by=cast.moderator, reason="Accord donné.")
    assert titles() == {title}
    assert set(proposals.values_list("title", flat=True)) == before
    if version:
        version.refresh_from_db()
        assert "masqué" not in version.label and "[" not in version.label


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Zé", "trois lettres"), (" , ", "trois lettres"), ("Personne Inconnue", "nulle part"),
        ("passage masqué", "trop d'endroits"), ("masqué", "trop d'endroits"),
    ],
)  # fmt: skip
def test_what_hides_too_much_or_nothing_is_refused(cast: Cast, words: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        mask(named(cast, "published"), by=cast.coordinator, words=words, reason=WHY)
    assert not Mask.objects.exists()


def test_a_reason_is_needed(cast: Cast) -> None:
    with pytest.raises(Refused, match="motif"):
        mask(named(cast, "published"), by=cast.coordinator, words=NAME, reason="  ")


def test_hiding_twice_gives_the_same_mask(cast: Cast) -> None:
    text = named(cast, "published")
    first = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    again = mask(text, by=cast.moderator, words="ZÉLIE D'ARCANAILLE", reason=WHY)
    assert again == first
    assert kinds(text).count(EventKind.MASKED) == 1


def test_who_does_not_read_a_draft_learns_nothing_of_its_words(cast: Cast) -> None:
    """The answer to « these words are nowhere » must not tell what a draft says."""
    text = named(cast, "drafting")
    with pytest.raises(Refused, match="nulle part"):
        mask(text, by=cast.moderator, words=NAME, reason=WHY)


def test_a_wider_passage_outlives_the_narrow_one_that_it_holds(cast: Cast) -> None:
    text = named(cast, "drafting")
    narrow = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    wide = mask(
        fresh(text), by=cast.coordinator,
        words=f"Des soins reportés chez {narrow.mark}", reason=WHY,
    )  # fmt: skip
    lift_mask(narrow, by=cast.moderator, reason="Le nom peut se lire.")
    body = str(fresh(text).body)
    assert wide.mark in body
    assert "Des soins reportés" not in body
    assert NAME in fresh(text).title


def test_two_masks_cost_what_none_costs(cast: Cast) -> None:
    text = named(cast, "published")
    revision = Revision.objects.get(pk=text.latest_revision_id)
    revision.as_object()
    revision = Revision.objects.get(pk=text.latest_revision_id)
    with CaptureQueriesContext(connection) as before:
        revision.as_object()
    mask(text, by=cast.coordinator, words="soins reportés", reason=WHY)
    mask(text, by=cast.coordinator, words="permanences mobiles", reason=WHY)
    revision = Revision.objects.get(pk=text.latest_revision_id)
    with CaptureQueriesContext(connection) as after:
        revision.as_object()
    assert len(after) == len(before)
