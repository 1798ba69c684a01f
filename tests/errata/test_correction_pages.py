"""Who opens which page of corrections, in which state of the text, and what is said there."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from contributions.actions.recall import recall
from contributions.enums import EventKind
from contributions.models import ContributionPage, TextEvent
from errata.actions.approve import approve_correction
from errata.actions.propose import propose_correction
from errata.actions.refuse import refuse_correction
from errata.models import Contest, Correction
from kit.access import Refused
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, fresh, text_in
from tests.work.helpers import EVERYONE, Browser, answers, only, queries_of, text

from .words import again, part_of_kind, proposed, target

pytestmark = pytest.mark.django_db

INSIDE = ("member", "coordinator", "superuser")
#: Who may propose, state by state; `-` before who is told that the moment is wrong.
MAY_PROPOSE = {
    "drafting": [f"-{name}" for name in INSIDE],
    "trashed": [f"-{name}" for name in INSIDE],
    "withdrawn": [f"-{name}" for name in (*INSIDE, "moderator")],
    "review": INSIDE,
    **dict.fromkeys(
        ("validation", "validated", "scheduled", "published", "new_edition", "replaced"),
        (*INSIDE, "moderator"),
    ),
}


def expected(names: Any) -> dict[str | None, str]:
    told = {name[1:]: "refused" for name in names if name.startswith("-")}
    return only(*(name for name in names if not name.startswith("-"))) | told


def posted(client_of: Browser, cast: Cast, address: str, **data: str) -> dict[str | None, int]:
    return {
        name: client_of(getattr(cast, name) if name else None).post(address, data).status_code
        for name in EVERYONE
    }


def as_codes(answers: dict[str | None, str], ok: int) -> dict[str | None, int]:
    codes = {"ok": ok, "refused": 403, "missing": 404, "sign in": 401}
    return {name: codes[answer] for name, answer in answers.items()}


def choose(page: ContributionPage) -> str:
    return reverse("errata:choose", args=[page.record.pk])


def form_of(response: HttpResponse) -> dict[str, Any]:
    form = response.context["form"]  # type: ignore[attr-defined]
    return {name: form[name].value() or "" for name in form.fields}


@pytest.mark.parametrize("state", MAY_PROPOSE)
def test_who_proposes_a_correction(cast: Cast, client_of: Browser, state: str) -> None:
    page = text_in(cast, state)
    wanted = expected(MAY_PROPOSE[state])
    assert answers(client_of, cast, choose(page)) == wanted
    key = next(str(block.id) for block in page.get_latest_revision_as_object().body)
    address = reverse("errata:propose", args=[page.record.pk, key])
    assert answers(client_of, cast, address) == wanted
    assert posted(client_of, cast, address) == as_codes(wanted, 409), "no form of theirs"
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("state", "moderated"), [("review", False), ("validation", True), ("published", True)]
)
def test_who_reads_and_decides_a_correction(
    cast: Cast, client_of: Browser, state: str, moderated: bool
) -> None:
    page = text_in(cast, state)
    correction = proposed(page, cast.member)
    more = ("moderator",) if moderated else ()
    address = correction.get_absolute_url()
    assert answers(client_of, cast, address) == only(*INSIDE, *more)
    for deed in ("approve", "refuse"):
        # Without a reason, whoever may refuse is asked for one.
        names = dict.fromkeys(("coordinator", "superuser", *more), "ok")
        wanted = only() | names | {"member": "refused"}
        if deed == "refuse":
            assert posted(client_of, cast, address, refuse="1") == as_codes(wanted, 422)
    approve = {name: client_of(getattr(cast, name)).post(address, {"approve": "1"}).status_code
               for name in ("member", "director", "network", "partner", "other_member", "gone")}  # fmt: skip
    assert approve == {"member": 403} | dict.fromkeys(list(approve)[1:], 404)
    assert client_of(None).post(address, {"approve": "1"}).status_code == 401
    assert client_of(cast.coordinator).post(address, {"approve": "1"}).status_code == 302
    assert client_of(cast.superuser).post(address, {"approve": "1"}).status_code == 409
    assert Correction.objects.get(pk=correction.pk).is_applied
    # Once it is done, who speaks for a centre that was asked reads it and may contest.
    assert answers(client_of, cast, address) == only(*INSIDE, *more, "director")


def test_a_second_person_approves_never_its_proposer(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    for name in ("coordinator", "moderator", "superuser"):
        person = getattr(cast, name)
        correction = proposed(page, person)
        for deed in ({"approve": "1"}, {"refuse": "1", "answer": "Non."}):
            assert client_of(person).post(correction.get_absolute_url(), deed).status_code == 403
        with pytest.raises(Refused):
            approve_correction(correction, by=again(person))
        other = cast.moderator_two
        refuse_correction(correction, by=again(other), reason="Autrement.")


def test_what_does_not_exist_is_answered_as_what_is_hidden(cast: Cast, client_of: Browser) -> None:
    page, other = text_in(cast, "published"), text_in(cast, "review", "Un autre texte")
    correction = proposed(page, cast.member)
    number = page.record.pk
    for address in (
        "/contributions/987654/corriger/",
        "/contributions/987654/corriger/texte/",
        f"/contributions/{number}/corriger/nulle-part/",
        "/contributions/987654/corrections/1/",
        f"/contributions/{number}/corrections/987654/",
        f"/contributions/{number}/corrections/{10**30}/",
        f"/contributions/{other.record.pk}/corrections/{correction.pk}/",
    ):
        for name in ("member", "account"):
            assert client_of(getattr(cast, name)).get(address).status_code == 404, address
        assert client_of(None).get(address).status_code == 302, address


def test_a_moderator_reads_no_correction_of_a_text_taken_back(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validation")
    correction = proposed(page, cast.member)
    assert client_of(cast.moderator).get(correction.get_absolute_url()).status_code == 200
    recall(fresh(page), by=cast.coordinator)
    assert client_of(cast.moderator).get(correction.get_absolute_url()).status_code == 404
    assert client_of(cast.coordinator).post(
        correction.get_absolute_url(), {"approve": "1"}
    ).status_code == 409  # fmt: skip


def open_form(browser: Client, page: ContributionPage, key: str) -> tuple[str, dict[str, Any]]:
    address = reverse("errata:propose", args=[page.record.pk, key])
    return address, form_of(browser.get(address))


def test_a_member_proposes_and_a_coordinator_approves(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    member, coordinator = client_of(cast.member), client_of(cast.coordinator)
    key = part_of_kind(target(page, cast.member), "finding").key
    address, data = open_form(member, page, key)
    assert "title" in data and "source_kind" not in data
    sent = member.post(address, data | {"text": "Des soins reporté .", "reason": "Une coquille"})
    assert sent.status_code == 302
    # The same form sent twice is one correction.
    assert member.post(address, data | {"text": "Des soins reporté ."}).status_code == 302
    correction = Correction.objects.get()
    page_shown = text(coordinator.get(correction.get_absolute_url()))
    assert "Une coquille" in page_shown and "<del>" in page_shown
    assert coordinator.post(correction.get_absolute_url(), {"approve": "1"}).status_code == 302
    public = text(client_of(None).get(fresh(page).url))
    assert "Erratum du" in public and "reporté" in public
    assert cast.member.public_name not in public and cast.coordinator.public_name not in public


def test_what_is_more_than_form_is_said_field_by_field_and_kept(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published")
    member = client_of(cast.member)
    key = part_of_kind(target(page, cast.member), "finding").key
    address, data = open_form(member, page, key)
    answer = member.post(address, data | {"text": "Des soins gratuits pour 3 ans."})
    assert answer.status_code == 422 and not Correction.objects.exists()
    assert "Un chiffre change" in text(answer) and "Des soins gratuits pour 3 ans." in text(answer)
    assert member.post(address, data).status_code == 422, "nothing changes"


def test_a_form_of_words_that_changed_keeps_what_was_typed(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    member = client_of(cast.member)
    key = part_of_kind(target(page, cast.member), "finding").key
    address, data = open_form(member, page, key)
    done = proposed(page, cast.coordinator)
    busy = member.post(address, data | {"text": "Des soins reporté ."})
    assert busy.status_code == 409 and "Des soins reporté ." in text(busy)
    approve_correction(done, by=again(cast.moderator))
    late = member.post(address, data | {"text": "Des soins reporté ."})
    assert late.status_code == 409 and "Des soins reporté ." in text(late)
    assert Correction.objects.count() == 1


def test_a_form_is_its_own_and_no_other_version_is_corrected(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published")
    key = part_of_kind(target(page, cast.member), "finding").key
    address, data = open_form(client_of(cast.member), page, key)
    assert client_of(cast.coordinator).post(address, data).status_code == 409
    for version in ("987654", "x"):
        answer = client_of(cast.member).post(address, data | {"version": version, "text": "x"})
        assert answer.status_code in (409, 422)
    assert not Correction.objects.exists()


def test_a_title_of_a_proposal_is_never_offered_nor_taken(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    version = target(page, cast.member)
    part = part_of_kind(version, "proposal")
    _address, data = open_form(client_of(cast.member), page, part.key)
    assert set(data) == {"seen", "version", "text", "lever", "reason"}
    for name, put in {"title": "Aller Vers", "horizon": "moyen", "lead_actors": []}.items():
        with pytest.raises(Refused):
            propose_correction(
                page, by=cast.member, version=version, seen=part, after={name: put}
            )  # fmt: skip


# -- What people are told


def told(user: User) -> list[str]:
    rows = Notice.objects.filter(person=user, kind__startswith="errata.").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_who_is_told(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    set_aside = proposed(page, cast.member)
    assert told(cast.coordinator) == ["errata.proposed"] == told(cast.moderator)
    assert told(cast.member) == told(cast.director) == told(cast.network) == []
    refuse_correction(set_aside, by=again(cast.coordinator), reason="C'est bien ainsi.")
    assert told(cast.member) == ["errata.refused"]
    done = approve_correction(proposed(page, cast.member), by=again(cast.coordinator))
    assert told(cast.member)[-1] == told(cast.director)[-1] == "errata.applied"
    listed = text(client_of(cast.director).get("/espace/nouvelles/"))
    assert done.version.title in listed and "réponses et signatures tiennent" in listed
    assert "C'est bien ainsi." in text(client_of(cast.member).get("/espace/nouvelles/"))
    for person in (cast.partner, cast.other_member, cast.account, cast.gone):
        assert told(person) == []


def test_in_review_the_moderation_is_not_told(cast: Cast) -> None:
    proposed(text_in(cast, "review"), cast.member)
    assert told(cast.coordinator) == ["errata.proposed"] and told(cast.moderator) == []


def test_a_centre_contests_and_only_inside_is_it_read(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    done = approve_correction(proposed(page, cast.member), by=again(cast.coordinator))
    address, director = done.get_absolute_url(), client_of(cast.director)
    assert director.post(address, {"contest": "1", "words": ""}).status_code == 422
    for name in ("member", "coordinator", "moderator", "superuser"):
        refused = client_of(getattr(cast, name)).post(address, {"contest": "1", "words": "x"})
        assert refused.status_code == 403
    assert director.post(address, {"contest": "1", "words": "Le sens change."}).status_code == 302
    assert director.post(address, {"contest": "1", "words": "Encore."}).status_code == 302
    contest = Contest.objects.get()
    assert (contest.centre, contest.centre_name) == (cast.north, cast.north.name)
    assert told(cast.coordinator)[-1] == told(cast.moderator)[-1] == "errata.contested"
    events = TextEvent.objects.filter(record=page.record, kind=EventKind.CORRECTION_CONTESTED)
    assert events.count() == 1
    assert "Le sens change." in text(client_of(cast.coordinator).get(address))
    assert "Le sens change." not in text(client_of(None).get(fresh(page).url))


def test_what_a_superuser_does_is_written_where_people_see_it(cast: Cast) -> None:
    page = text_in(cast, "published")
    done = proposed(page, cast.superuser)
    approve_correction(done, by=again(cast.moderator))
    rows = TextEvent.objects.filter(record=page.record, actor=cast.superuser)
    assert set(rows.values_list("kind", flat=True)) == {
        EventKind.ADMIN_ACCESS, EventKind.CORRECTION_PROPOSED,
    }  # fmt: skip


# -- What it costs


def many(cast: Cast, page: ContributionPage, count: int) -> None:
    for turn in range(count):
        title = "Des renoncement" if turn % 2 == 0 else "Des renoncements"
        approve_correction(proposed(page, cast.member, title=title), by=again(cast.coordinator))


def test_the_list_and_the_public_page_cost_the_same_for_twenty(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published")
    visitor, member = client_of(None), client_of(cast.member)
    without = queries_of(visitor, fresh(page).url)
    many(cast, page, 2)
    two = queries_of(visitor, fresh(page).url), queries_of(member, choose(page))
    row = Correction.objects.first()
    assert row is not None
    for _turn in range(18):
        row.pk, row.made = None, None
        row.save()
    assert (queries_of(visitor, fresh(page).url), queries_of(member, choose(page))) == two
    # One for the errata, one for what is contested, one for the versions that were published.
    assert two[0] <= without + 3


def test_a_form_shown_again_after_a_conflict_can_be_sent(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    member = client_of(cast.member)
    key = part_of_kind(target(page, cast.member), "finding").key
    address, data = open_form(member, page, key)
    approve_correction(proposed(page, cast.coordinator), by=again(cast.moderator))
    late = member.post(address, data | {"text": "Des soins reporté ."})
    assert late.status_code == 409
    again_sent = form_of(late)
    assert again_sent["text"] == "Des soins reporté ." and again_sent["seen"] != data["seen"]
    assert again_sent["title"] == "Des renoncement", "corrected meanwhile, and left alone"
    assert member.post(address, again_sent).status_code == 302
    waiting = Correction.objects.waiting().get()
    assert set(waiting.after) == {"text"}
