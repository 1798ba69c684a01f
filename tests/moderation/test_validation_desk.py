"""The validation desk of a text: who sits there, what it shows, how a text is returned."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from assent.actions.second_round import open_second_round
from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.return_text import return_text
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.enums import WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, TextEvent
from discussion.models import Remark
from kit.access import Refused
from moderation.actions.return_with_remarks import (
    Passage,
    PassageRefused,
    return_with_remarks,
)
from moderation.models import Claim
from tests.assent.rounds import over, say
from tests.cast import STATES, Cast, fresh, text_in
from tests.discussion.helpers import PASSAGE, block_with, remark_on

from .at_the_desk import ClientOf, address, passages, with_a_hand, words

pytestmark = pytest.mark.django_db

BEFORE_THE_MODERATION = ("validation", "validated", "scheduled")
ROLES = (
    "account", "member", "coordinator", "network", "director", "partner", "other_member",
    "other_coordinator", "associated_member", "gone",
)  # fmt: skip


def resubmitted(cast: Cast, page: ContributionPage, **changed: object) -> ContributionPage:
    write(fresh(page), by=cast.member, **changed)
    open_review(page, by=cast.coordinator)
    close_review(page, by=cast.coordinator)
    return fresh(page)


# -- Who sits there --------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_moderators_alone_sit_at_the_desk_of_a_text(
    cast: Cast, client_of: ClientOf, state: str
) -> None:
    """Role × state, over HTTP; who moderates is led to the work of a text that moved on."""
    page = text_in(cast, state)
    decides = 200 if state in BEFORE_THE_MODERATION else 302
    for role in ("moderator", "moderator_two", "superuser"):
        answer = client_of(getattr(cast, role)).get(address(page))
        assert (role, answer.status_code) == (role, decides)
        if decides == 302:
            assert answer.headers["Location"] == f"/contributions/{page.record.pk}/suivi/"
    for role in ROLES:
        client = client_of(getattr(cast, role))
        for end in ("", "renvoyer/"):
            assert (role, client.get(address(page, end)).status_code) == (role, 404)
        assert (role, client.post(address(page, "controle/")).status_code) == (role, 404)
        assert (role, client.post(address(page, "renvoyer/")).status_code) == (role, 404)
    anyone = client_of(None).get(address(page))
    assert anyone.status_code == 302 and "/connexion/" in anyone.headers["Location"]


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 302), ("moderator", 404), ("network", 404), ("member", 404), ("superuser", 404)],
)
def test_a_text_that_does_not_exist_answers_as_one_that_is_hidden(
    cast: Cast, client_of: ClientOf, role: str | None, status: int
) -> None:
    client = client_of(getattr(cast, role) if role else None)
    for number in (999_999, 2**63 - 1, 2**70):
        for end in ("", "renvoyer/"):
            assert client.get(f"/moderation/textes/{number}/{end}").status_code == status


def test_who_had_a_hand_sees_why_they_may_not_decide(cast: Cast, client_of: ClientOf) -> None:
    """≠: the desk is shown, its acts are not, and none of them can be sent."""
    page = with_a_hand(text_in(cast, "validation"), cast.moderator)
    client = client_of(cast.moderator)
    shown = words(client.get(address(page)))
    assert "ne peut pas en décider" in shown
    assert "/renvoyer/" not in shown and "/valider/" not in shown
    assert client.get(address(page, "renvoyer/")).status_code == 403
    assert client.post(address(page, "renvoyer/"), passages(page)).status_code == 403
    assert client.post(address(page, "controle/")).status_code == 403
    assert state_of(fresh(page)).work is WorkState.VALIDATION


def test_the_queue_leads_to_the_desk_of_the_text(cast: Cast, client_of: ClientOf) -> None:
    validation = text_in(cast, "validation", "À valider")
    validated = text_in(cast, "validated", "À publier")
    queue = words(client_of(cast.moderator).get("/moderation/"))
    assert address(validation) in queue and address(validated) in queue


def test_one_takes_a_text_from_its_desk_and_comes_back_there(
    cast: Cast, client_of: ClientOf
) -> None:
    page = text_in(cast, "validation")
    client = client_of(cast.moderator)
    answer = client.post(
        f"/moderation/prendre/validation/{page.record.pk}/", {"texte": str(page.record.pk)}
    )
    assert answer.headers["Location"] == address(page)
    assert Claim.objects.get().person == cast.moderator
    assert "Vous vous en chargez" in words(client.get(address(page)))
    assert "Moderator s'en charge" in words(client_of(cast.moderator_two).get(address(page)))


# -- What it shows ---------------------------------------------------------------------


def test_a_first_version_is_read_whole(cast: Cast, client_of: ClientOf) -> None:
    shown = words(client_of(cast.moderator).get(address(text_in(cast, "validation"))))
    assert "Première version : tout est nouveau." in shown
    assert PASSAGE in shown and "<ins>" not in shown


def test_the_difference_is_with_the_last_version_published(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "new_edition")
    page = resubmitted(cast, page, summary="La crise a rendu visibles des distances.")
    shown = words(client_of(cast.moderator).get(address(page)))
    assert "Depuis la version 1, la dernière qui a été validée." in shown
    assert "distances" in shown.partition("<ins>")[2]
    assert PASSAGE not in shown


def test_without_one_it_is_with_the_version_that_was_returned(
    cast: Cast, client_of: ClientOf
) -> None:
    page = text_in(cast, "validation")
    return_text(page, by=cast.moderator, note="Le chapô est trop court.")
    page = resubmitted(cast, page, summary="Un chapô plus long que le premier.")
    shown = words(client_of(cast.moderator_two).get(address(page)))
    assert "Depuis la version 1, renvoyée au groupe avec des remarques." in shown


def test_what_the_group_took_back_is_compared_with_nothing(cast: Cast, client_of: ClientOf) -> None:
    """A recalled submission is the group's again: its words are not shown as removed."""
    page = text_in(cast, "validation")
    recall(page, by=cast.coordinator)
    page = resubmitted(cast, page, summary="Autre chapô.")
    shown = words(client_of(cast.moderator).get(address(page)))
    assert "Première version" in shown and "inégalités" not in shown


def test_moderators_know_how_many_remarks_are_open_and_read_none(
    cast: Cast, client_of: ClientOf
) -> None:
    page = text_in(cast, "validation")
    remark_on(page, cast.member, "Une hésitation entre nous.")
    own = remark_on(page, cast.moderator, "Une question de la modération.",
                    version=page.record.reviewed_version)  # fmt: skip
    shown = words(client_of(cast.moderator).get(address(page)))
    assert "2 remarques n'ont pas encore d'issue. Vous n'en lisez que les vôtres." in shown
    assert "hésitation" not in shown
    assert own.comment in shown
    assert own.comment not in words(client_of(cast.moderator_two).get(address(page)))


def test_the_desk_tells_how_the_round_ended(cast: Cast, client_of: ClientOf) -> None:
    """A reserve of one centre, and another that said nothing: silence is no consent."""
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, "reserve", words="Sous réserve de postes.")
    close_review(page, by=cast.coordinator)
    shown = words(client_of(cast.moderator).get(address(page)))
    assert "Réserve interne" in shown and "Sous réserve de postes." in shown
    silent = shown.partition("Sans réponse (ce n'est pas un accord)")[2].partition("</dd>")[0]
    assert "Centre Sud" in silent and "Centre Nord" not in silent
    assert "Réponses : 1 sur 2." in shown


def test_an_objection_is_read_with_its_block(cast: Cast, client_of: ClientOf) -> None:
    """Kept after a second round, it is a disagreement that will be published."""
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, "objection", words="Ce calendrier ne tient pas.")
    open_second_round(fresh(page), by=cast.coordinator)
    say(fresh(page), cast.director, cast.north, "objection", words="Toujours pas.")
    over(page)
    close_review(fresh(page), by=cast.coordinator)
    shown = words(client_of(cast.moderator).get(address(page)))
    assert "Toujours pas." in shown and "Proposition : Aller vers" in shown
    assert "1 désaccord sera publié avec le texte." in shown


def test_a_passage_masked_after_the_submission_is_not_at_the_desk(
    cast: Cast, client_of: ClientOf
) -> None:
    page = text_in(cast, "validation")
    mask(page, by=cast.coordinator, words=PASSAGE, reason="Une habitante se reconnaît.")
    for end in ("", "renvoyer/"):
        assert PASSAGE not in words(client_of(cast.moderator).get(address(page, end)))


def test_a_superusers_visit_is_written(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    client_of(cast.superuser).get(address(page))
    assert TextEvent.objects.filter(record=page.record, kind="admin_access").exists()


def test_the_desk_costs_the_same_whatever_the_text_holds(cast: Cast, client_of: ClientOf) -> None:
    """Two proposals and twenty; two remarks of one's own and twenty."""

    def queries(blocks: int) -> int:
        page = text_in(cast, "drafting", f"Avec {blocks}")
        body = fresh(page).get_latest_revision_as_object().body.get_prep_value()
        more = [{**body[-1], "id": f"00000000-0000-4000-8000-{n:012d}"} for n in range(blocks)]
        page = resubmitted(cast, page, body=json.dumps(body + more))
        version = page.record.reviewed_version
        for n in range(blocks):
            remark_on(page, cast.moderator, f"Remarque {n}", version=version)
        client = client_of(cast.moderator)
        client.get(address(page))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address(page)).status_code == 200
        return len(seen)

    assert queries(2) == queries(20)


# -- Returning with remarks ------------------------------------------------------------


def test_a_return_carries_its_remarks_to_their_passages(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    version = page.record.reviewed_version
    block = block_with(page)
    data = passages(
        page,
        {"block_id": block, "quote": PASSAGE, "words": "De quels soins parle-t-on ?"},
        {"block_id": "", "words": "Il manque l'avis des habitants."},
    )
    answer = client_of(cast.moderator).post(address(page, "renvoyer/"), data)
    assert answer.status_code == 302
    assert state_of(fresh(page)).work is WorkState.DRAFTING
    first, second = Remark.objects.filter(record=page.record).order_by("pk")
    assert (first.block_id, first.quote, first.version) == (block, PASSAGE, version)
    assert (second.block_id, second.version) == ("", version)
    event = TextEvent.objects.get(record=page.record, kind="returned")
    assert event.note == "À revoir ensemble."
    threads = words(client_of(cast.member).get(f"/contributions/{page.record.pk}/texte/"))
    assert "De quels soins parle-t-on" in threads or first.is_open


def test_words_that_are_not_there_stop_the_whole_return(cast: Cast, client_of: ClientOf) -> None:
    """In one transaction: the first remark, which was fine, is not written either."""
    page = text_in(cast, "validation")
    block = block_with(page)
    data = passages(
        page,
        {"block_id": block, "words": "Une remarque juste."},
        {"block_id": block, "quote": "des mots d'ailleurs", "words": "Une remarque perdue ?"},
    )
    answer = client_of(cast.moderator).post(address(page, "renvoyer/"), data)
    shown = words(answer)
    assert answer.status_code == 422
    assert "Ces mots ne sont pas dans ce passage" in shown
    assert "Une remarque juste." in shown and "Une remarque perdue ?" in shown
    assert "À revoir ensemble." in shown
    assert not Remark.objects.exists()
    assert state_of(fresh(page)).work is WorkState.VALIDATION


@pytest.mark.parametrize(
    "more",
    [
        {"note": ""},
        {"form-0-quote": "soins", "form-0-words": ""},
        {"form-0-block_id": "inconnu", "form-0-words": "Où ?"},
    ],
)
def test_a_return_that_lacks_something_keeps_what_was_typed(
    cast: Cast, client_of: ClientOf, more: dict[str, str]
) -> None:
    page = text_in(cast, "validation")
    data = passages(page, {"words": "Ces mots restent."}, {"words": "Et ceux-là."}) | more
    answer = client_of(cast.moderator).post(address(page, "renvoyer/"), data)
    assert answer.status_code == 422
    assert "Et ceux-là." in words(answer)
    assert not Remark.objects.exists()


def test_more_passages_are_offered_without_losing_a_word(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    data = passages(page, {"words": "Une première."}, {"words": "Une deuxième."}, more="1")
    answer = client_of(cast.moderator).post(address(page, "renvoyer/"), data)
    shown = words(answer)
    assert answer.status_code == 200
    assert "Une première." in shown and "Une deuxième." in shown and "Remarque 4" in shown
    assert state_of(fresh(page)).work is WorkState.VALIDATION


def test_a_remark_may_begin_from_what_changed(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "validation")
    block = block_with(page)
    client = client_of(cast.moderator)
    assert f"?bloc={block}" in words(client.get(address(page)))
    asked = words(client.get(address(page, f"renvoyer/?bloc={block}")))
    assert f'value="{block}" selected' in asked
    assert "selected" not in words(client.get(address(page, "renvoyer/?bloc=rien"))).replace(
        'value="" selected', ""
    )


def test_who_comes_second_gets_their_words_back(cast: Cast, client_of: ClientOf) -> None:
    """Validated meanwhile, or returned: 409, with what was typed and where the text stands."""
    for decided in (validate, lambda page, by: return_text(page, by=by, note="Non.")):
        page = text_in(cast, "validation", f"Deux personnes {decided is validate}")
        data = passages(page, {"words": "Mes mots à moi."})
        decided(page, by=cast.moderator_two)
        answer = client_of(cast.moderator).post(address(page, "renvoyer/"), data)
        assert answer.status_code == 409
        shown = words(answer)
        assert "Mes mots à moi." in shown and "À revoir ensemble." in shown
        assert not Remark.objects.filter(record=page.record).exists()


def test_a_step_that_was_seen_too_early_is_told(cast: Cast, client_of: ClientOf) -> None:
    """Returned and submitted again meanwhile: it is another submission."""
    page = text_in(cast, "validation")
    data = passages(page, {"words": "Sur l'ancienne."})
    return_text(page, by=cast.moderator_two, note="Non.")
    page = resubmitted(cast, page, summary="Nouveau.")
    answer = client_of(cast.moderator).post(address(page, "renvoyer/"), data)
    assert answer.status_code == 409
    assert "Sur l'ancienne." in words(answer)
    assert state_of(fresh(page)).work is WorkState.VALIDATION


def test_the_action_asks_the_same_rules(cast: Cast) -> None:
    page = text_in(cast, "validation")
    for who, error in ((cast.member, Refused), (cast.account, Http404), (cast.network, Http404)):
        with pytest.raises(error):
            return_with_remarks(page, by=who, note="Non.", passages=[Passage("Un mot.")])
    with pytest.raises(PassageRefused) as refusal:
        return_with_remarks(
            page, by=cast.moderator, note="Non.",
            passages=[Passage("Bien."), Passage("Mal.", "un-bloc-parti")],
        )  # fmt: skip
    assert refusal.value.rank == 1
    with pytest.raises(Refused, match="au plus"):
        return_with_remarks(page, by=cast.moderator, note="Non.", passages=[Passage("Trop.")] * 21)
    assert not Remark.objects.exists()
    return_with_remarks(page, by=cast.moderator, note="Non.", passages=[Passage("Une.")])
    with pytest.raises(NotNow):
        return_with_remarks(page, by=cast.moderator_two, note="Non.")


def test_a_new_edition_of_a_published_text_has_its_desk(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "published")
    open_edition(page, by=cast.coordinator)
    page = resubmitted(cast, page, approach="Quatre réunions.")
    assert client_of(cast.moderator).get(address(page)).status_code == 200
