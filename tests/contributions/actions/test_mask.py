"""A passage hidden at once, everywhere; a second person confirms it or shows it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, TextField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.second_look import confirm_mask, lift_mask
from contributions.actions.validate import validate
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.freezing import content_hash
from contributions.mask_news import WAITING, remind_of_masks
from contributions.models import ContributionPage, Mask, Version
from cowriting.history.timeline import moments_of
from cowriting.models import Room
from cowriting.record.opening import open_room
from discussion.models import Remark
from groups.actions.memberships import join
from groups.enums import Role
from kit.access import Refused
from notifications.models import Notice
from people.models import User
from proposals.models import Proposal
from tests.cast import Cast, fresh, person, text_in

from ..life import kinds

pytestmark = pytest.mark.django_db

#: A word that is nowhere else, with what makes words hard to find.
NAME = "Zélie d’Arcanaille"
WHY = "Une habitante se reconnaît."


def named(cast: Cast, state: str) -> ContributionPage:
    return text_in(cast, state, f"Le cas de {NAME}", mark=f"chez {NAME}")


def rows_that_say(word: str) -> list[str]:
    """Every column of words of every table where a word stands, revisions and logs of
    live writing left aside: they are masked when they are read."""
    kept = {Revision, Mask}
    tables = connection.introspection.table_names()
    found = []
    for model in apps.get_models():
        if model in kept or model._meta.app_label == "cowriting":
            continue
        if model._meta.db_table not in tables:
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, CharField | TextField) or field.get_internal_type() == "JSONField":
                values = model._base_manager.values_list(field.attname, flat=True)
                if any(_says(value, word) for value in values):
                    found.append(f"{model._meta.label}.{field.name}")
    return found


def _says(value: Any, word: str) -> bool:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return word.casefold() in said.casefold()


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
    before = _row(text)
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    assert _row(text) != before
    lift_mask(made, by=cast.moderator, reason="C'est un nom de fiction.")
    assert _row(text) == before
    assert kinds(text)[-2:] == [EventKind.MASKED, EventKind.MASK_LIFTED]


def _row(text: ContributionPage) -> dict[str, Any]:
    names = ("title", "draft_title", "summary", "approach", "body")
    row = fresh(text)
    said = {name: str(getattr(row, name)) for name in names}
    said["versions"] = str(list(Version.objects.values_list("title", flat=True)))
    said["proposals"] = str(list(Proposal.objects.values_list("title", "text")))
    return said


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


@pytest.mark.parametrize("state", ["validated", "published"])
def test_what_was_agreed_on_without_a_passage_gets_it_from_the_moderation_alone(
    cast: Cast, state: str
) -> None:
    """Centres answered, and the network validated, a text that did not say it."""
    text = named(cast, "drafting")
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    other = person("seconde")
    join(other, cast.health, role=Role.COORDINATOR, by=cast.superuser)
    open_review(fresh(text), by=cast.coordinator)
    close_review(fresh(text), by=cast.coordinator)
    validate(fresh(text), by=cast.moderator)
    if state == "published":
        publish(fresh(text), by=cast.moderator)
    for role in (other, cast.network):
        with pytest.raises(Refused, match="la modération seule"):
            lift_mask(made, by=role, reason="Accord donné.")
    assert made.mark in str(_row(text))
    lift_mask(made, by=cast.moderator_two, reason="Accord donné.")
    assert made.mark not in str(_row(text)) and NAME in fresh(text).summary


# -- Two persons -----------------------------------------------------------------------


def test_who_hid_it_does_not_confirm_it(cast: Cast) -> None:
    made = mask(named(cast, "published"), by=cast.coordinator, words=NAME, reason=WHY)
    for act in (
        lambda: confirm_mask(made, by=cast.coordinator),
        lambda: lift_mask(made, by=cast.coordinator, reason="Erreur."),
    ):
        with pytest.raises(Refused, match="Une autre personne"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mask.objects.filter(pk=made.pk).update(confirmed_by=cast.coordinator)


@pytest.mark.parametrize("role", ["moderator", "network", "superuser"])
def test_a_second_person_of_the_row_confirms(cast: Cast, role: str) -> None:
    made = mask(named(cast, "published"), by=cast.coordinator, words=NAME, reason=WHY)
    confirm_mask(made, by=getattr(cast, role))
    confirm_mask(made, by=getattr(cast, role))
    made.refresh_from_db()
    assert made.confirmed_by == getattr(cast, role)
    assert kinds(made.record.page).count(EventKind.MASK_CONFIRMED) == 1


@pytest.mark.parametrize("role", ["member", "other_coordinator", "director", "partner", "account"])
def test_others_neither_hide_nor_look(cast: Cast, role: str) -> None:
    text, person = named(cast, "published"), getattr(cast, role)
    with pytest.raises(Refused):
        mask(text, by=person, words=NAME, reason=WHY)
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    with pytest.raises(Refused):
        confirm_mask(made, by=person)
    with pytest.raises(Refused):
        lift_mask(made, by=person, reason="Non.")


def test_what_two_persons_hid_is_lifted_by_the_moderation_or_the_network_alone(
    cast: Cast, client_of: Any
) -> None:
    text = named(cast, "published")
    made = confirm_mask(mask(text, by=cast.network, words=NAME, reason=WHY), by=cast.coordinator)
    confirm_mask(made, by=cast.coordinator)
    with pytest.raises(Refused, match="Deux personnes"):
        lift_mask(made, by=cast.coordinator, reason="Finalement non.")
    pages = {
        role: client_of(getattr(cast, role)).get(made.get_absolute_url()).content.decode()
        for role in ("coordinator", "moderator")
    }
    assert {role: 'name="lift"' in page for role, page in pages.items()} == {
        "coordinator": False, "moderator": True,
    }  # fmt: skip
    assert "Deux personnes" in pages["coordinator"]
    assert lift_mask(made, by=cast.moderator, reason="Accord donné.").lifted_at


def test_what_is_lifted_is_not_decided_again(cast: Cast) -> None:
    made = mask(named(cast, "published"), by=cast.coordinator, words=NAME, reason=WHY)
    lift_mask(made, by=cast.moderator, reason="Erreur.")
    with pytest.raises(NotNow):
        confirm_mask(made, by=cast.network)
    with pytest.raises(NotNow):
        lift_mask(made, by=cast.network, reason="Encore.")


# -- What may be hidden ----------------------------------------------------------------


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


# -- Who is told -----------------------------------------------------------------------


def test_the_people_of_the_text_are_told_why(cast: Cast) -> None:
    text = named(cast, "published")
    Notice.objects.all().delete()
    mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    told = Notice.objects.filter(kind="contributions.masked")
    assert {cast.member, cast.moderator, cast.moderator_two, cast.network} <= {
        one.person for one in told
    }
    assert {one.data["words"] for one in told} == {WHY}
    assert not any(_says(one.data, "arcanaille") for one in Notice.objects.all())


def test_nothing_is_shown_again_by_itself_and_it_is_said_every_day(cast: Cast) -> None:
    text = named(cast, "published")
    now = timezone.now()
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY, at=now)
    Notice.objects.all().delete()
    days = []
    for hours in (23, 25, 26, 49, 73, 97):
        days.append(remind_of_masks(now + timedelta(hours=hours)))
    assert days[0] == days[2] == 0
    assert days[1] == days[3] == days[4] == days[5] > 0
    told = Notice.objects.filter(kind=WAITING)
    assert cast.coordinator not in {one.person for one in told}
    assert cast.member not in {one.person for one in told}
    assert {one.data["overdue"] for one in told} == {True, False}
    assert made.is_overdue(now + timedelta(hours=73))
    assert made.mark in fresh(text).title
    confirm_mask(made, by=cast.moderator)
    assert remind_of_masks(now + timedelta(hours=121)) == 0


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
