"""`seed_demo`: what it builds, and that a second load changes nothing."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from pytest_django import Settings

from contributions.completeness import missing_parts
from contributions.enums import EventKind, PublicState, WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, ContributionRecord, RevisionAuthor, TextEvent
from contributions.rules import HANDS_ON
from demo.bodies import block_id
from demo.directory import ADMIN_ADDRESS
from demo.seeding import seed
from demo.source import contributions, moment, read
from demo.stage import Stage
from discussion.anchors import Fate, place, words_by_block
from discussion.enums import Outcome
from discussion.models import Remark
from groups.models import Call, GroupRecord, Membership
from home.models import StandardPage
from media.models import SiteDocument, SiteImage
from people.backends import DEMONSTRATION_PASSWORD, DoorBackend
from people.models import Centre, Mandate, User
from proposals.models import Proposal

W, P = WorkState, PublicState
#: The words of the data for how a remark ended.
OUTCOMES = {
    "ouvert": "",
    "resolu": Outcome.RESOLVED,
    "desaccord_conserve": Outcome.DISAGREEMENT,
}
STATES = {
    "contrib-education": (W.DRAFTING, P.NONE),
    "contrib-contrats": (W.REVIEW, P.NONE),
    "contrib-participation": (W.VALIDATION, P.NONE),
    "contrib-animation": (W.VALIDATED, P.NONE),
    "contrib-sante": (W.IDLE, P.PUBLISHED),
    "contrib-emploi": (W.IDLE, P.PUBLISHED),
    "contrib-cadre-de-vie": (W.IDLE, P.PUBLISHED),
    "contrib-ete": (W.IDLE, P.REPLACED),
    "contrib-temoignages": (W.IDLE, P.WITHDRAWN),
    "chaleurs-sante": (W.DRAFTING, P.NONE),
    "chaleurs-participation": (W.DRAFTING, P.NONE),
    "chaleurs-emploi": (W.DRAFTING, P.NONE),
    "chaleurs-cadre-de-vie": (W.REVIEW, P.NONE),
    "chaleurs-animation": (W.VALIDATION, P.NONE),
    "chaleurs-education": (W.VALIDATED, P.NONE),
}


def record_of(ref: str) -> ContributionRecord:
    return ContributionRecord.objects.select_related("page").get(ref=ref)


def everything() -> dict[str, list[object]]:
    """The keys of every row of our apps and of Wagtail's pages and revisions."""
    ours = ("people", "groups", "contributions", "discussion", "examples", "proposals", "media",
            "home", "moderation", "wagtailcore")  # fmt: skip
    return {
        model._meta.label: sorted(model._default_manager.values_list("pk", flat=True), key=str)
        for app in ours
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }


def test_a_second_load_adds_and_changes_no_row(stage: Stage) -> None:
    before = everything()
    seed()
    assert everything() == before


def test_each_text_stands_in_its_state(stage: Stage) -> None:
    states = {record.ref: state_of(record.page) for record in ContributionRecord.objects.all()}
    assert {ref: (state.work, state.public) for ref, state in states.items()} == STATES
    assert set(STATES) == set(contributions())


def test_one_text_is_scheduled_for_the_day_of_its_call(stage: Stage) -> None:
    record = record_of("chaleurs-education")
    assert record.embargo_until == Call.objects.get(ref="saisine-chaleurs").publication_due


def test_the_story_keeps_its_dates(stage: Stage) -> None:
    assert record_of("contrib-sante").published_at == moment("2020-05-25T10:00")
    withdrawn = record_of("contrib-temoignages")
    assert withdrawn.withdrawn_at is not None
    assert withdrawn.withdrawn_at.date().isoformat() == "2020-05-20"
    assert "reconnue" in withdrawn.withdrawal_reason


def test_named_versions_are_those_of_the_data(stage: Stage) -> None:
    for item in read("10_versions_comments_moderation_followup")["versions"]:
        version = record_of(item["contribution"]).versions.get(number=item["numero"])
        assert version.created_at == moment(item["date"])
        assert version.created_by == stage.people[item["auteur"]]


def test_the_reference_version_of_health_is_the_published_one(stage: Stage) -> None:
    record = record_of("contrib-sante")
    assert record.current_version is not None and record.current_version.number == 5
    assert record.events.filter(kind=EventKind.RETURNED).count() == 1


def test_a_first_revision_has_the_date_of_its_text(stage: Stage) -> None:
    for record in ContributionRecord.objects.filter(ref__startswith="contrib-"):
        first = record.page.revisions.order_by("pk")[0]
        assert first.created_at == record.created_at, record.ref


def test_no_moderator_had_a_hand_in_any_text(stage: Stage) -> None:
    moderators = [stage.people["u07"], stage.people["u18"]]
    assert not RevisionAuthor.objects.filter(person__in=moderators).exists()
    assert not TextEvent.objects.filter(actor__in=moderators, kind__in=HANDS_ON).exists()


def test_blocks_have_the_same_ids_on_every_machine(stage: Stage) -> None:
    page = ContributionPage.objects.get(record__ref="contrib-sante")
    first = next(block for block in page.body if block.block_type == "proposal")
    assert first.id == "18634ffa-62e9-5464-964d-929695977d7c"
    assert Proposal.objects.filter(block_id=first.id).exists()


def test_a_draft_lacks_parts_and_published_texts_lack_none(stage: Stage) -> None:
    draft = record_of("contrib-education").page.get_latest_revision_as_object()
    assert [part.what for part in missing_parts(draft)]
    for page in ContributionPage.objects.published():
        assert missing_parts(page) == []


def test_fictional_titles_say_so(stage: Stage) -> None:
    for title in ContributionPage.objects.values_list("title", flat=True):
        assert title.endswith("(démonstration)")
    for call in Call.objects.all():
        assert call.title.endswith("(démonstration)") and call.is_demonstration
    assert not GroupRecord.objects.filter(is_demonstration=False).exists()
    assert not ContributionRecord.objects.filter(is_demonstration=False).exists()


def test_real_centres_carry_their_source_and_no_fictional_position(stage: Stage) -> None:
    real = Centre.objects.filter(is_demonstration=False)
    assert real.published().count() == 19
    assert not real.filter(source="").exists()
    assert not Membership.objects.filter(centre__in=real).exists()
    assert not Mandate.objects.filter(centre__in=real).exists()
    assert not Centre.objects.get(slug="centre-20").is_published


def test_people_live_in_the_time_of_their_centre(stage: Stage) -> None:
    assert stage.people["u04"].time_zone == "America/Martinique"
    assert stage.people["u05"].time_zone == "Indian/Reunion"
    assert stage.people["u07"].time_zone == "Europe/Paris"


def test_every_group_has_its_coordinator(stage: Stage) -> None:
    for ref, group in stage.groups.items():
        assert Membership.objects.current().coordinators().filter(group=group).exists(), ref


def test_who_left_is_shown_as_a_former_member(stage: Stage) -> None:
    gone = User.objects.get(pk=stage.people["u10"].pk)
    assert str(gone) == "Ancien membre" and "eden" not in gone.email
    assert gone.written_revisions.exists()
    assert not Membership.objects.current().filter(person=gone).exists()


def test_a_second_load_does_not_bring_a_name_back(stage: Stage) -> None:
    again = seed()
    assert (
        again.people["u10"] == stage.people["u10"] and str(again.people["u10"]) == "Ancien membre"
    )
    assert not User.objects.filter(email="eden.echantillon@example.org").exists()


def test_a_second_load_leaves_a_visitor_s_changes(stage: Stage) -> None:
    reader = stage.people["u09"]
    reader.display_name = "Changé par un visiteur"
    reader.set_password("une autre phrase")
    reader.save()
    Centre.objects.filter(slug="demo-nord").update(name="Renommé")
    membership = Membership.objects.current().get(person=stage.people["u01"], group__slug="sante")
    Membership.objects.filter(pk=membership.pk).update(ends_at=membership.starts_at)
    seed()
    reader.refresh_from_db()
    assert reader.display_name == "Changé par un visiteur"
    assert reader.check_password("une autre phrase")
    assert Centre.objects.get(slug="demo-nord").name == "Renommé"
    assert (
        not Membership.objects.current()
        .filter(person=stage.people["u01"], group__slug="sante")
        .exists()
    )


def test_the_group_s_files_are_in_its_collection_and_used(stage: Stage) -> None:
    collection = stage.groups["gt-sante"].record.collection
    image, document = SiteImage.objects.get(), SiteDocument.objects.get()
    assert image.collection == document.collection == collection
    used = {block.block_type for block in record_of("contrib-sante").page.body}
    assert {"image", "document"} <= used


def test_legal_pages_name_what_is_missing(stage: Stage) -> None:
    pages = {page.slug: page for page in StandardPage.objects.live()}
    assert (
        "hébergeur : nom, adresse, téléphone : <b>à compléter</b>" in pages["mentions-legales"].body
    )
    assert "Accessibilité : non conforme" in pages["accessibilite"].body
    assert "24 mois" in pages["donnees-personnelles"].body


def addresses() -> list[str]:
    items = read("04_accounts")["comptes"]
    return [item["courriel"] for item in items if item.get("actif", True)] + [ADMIN_ADDRESS]


@pytest.mark.parametrize("address", addresses())
def test_every_account_signs_in_while_the_site_is_a_demonstration(
    stage: Stage, address: str
) -> None:
    assert authenticate(None, email=address, password=DEMONSTRATION_PASSWORD)


def test_no_account_signs_in_in_any_other_mode(stage: Stage, settings: Settings) -> None:
    settings.DEMONSTRATION = False
    for address in addresses():
        door = DoorBackend()
        assert door.authenticate(None, email=address, password=DEMONSTRATION_PASSWORD) is None


def test_remarks_are_those_of_the_data_with_their_outcomes(stage: Stage) -> None:
    for item in read("10_versions_comments_moderation_followup")["commentaires"]:
        remark = Remark.objects.get(comment=item["texte"])
        assert remark.record.ref == item["contribution"]
        assert remark.user == stage.people[item["auteur"]]
        assert remark.block_id == block_id(item["contribution"], item["cible"])
        assert remark.outcome == OUTCOMES[item["statut"]]
        if "reponse" in item:
            assert remark.outcome_note == item["reponse"]


def test_a_departed_person_s_remark_stays_under_no_name(stage: Stage) -> None:
    departed = Remark.objects.get(user=stage.people["u10"])
    assert departed.user.public_name == "Ancien membre"
    assert "doit rester lisible" in departed.comment


def test_words_of_the_open_draft_are_remarked_where_they_stand(stage: Stage) -> None:
    page = record_of("chaleurs-sante").page
    words = words_by_block(page.get_latest_revision_as_object())
    remarks = Remark.objects.filter(record=page.record, root=None)
    fates = {remark.quote: place(remark, words).fate for remark in remarks}
    assert fates == dict.fromkeys(
        ("sans faire peur", "manque de sommeil", "ménages volontaires"), Fate.THERE
    )
