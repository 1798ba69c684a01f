"""The page of a text's work, and its permanent address."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions.actions.grant_reading import grant_reading
from contributions.actions.propose import propose
from contributions.actions.return_text import return_text
from contributions.actions.versions import name_version
from contributions.actions.withdraw import withdraw
from contributions.enums import EventKind
from contributions.models import TextEvent
from tests.cast import STATES, Cast, draft, text_in

from .helpers import EVERYONE, Browser, answers, only, queries_of, text, url_of

PEOPLE = ("member", "coordinator", "moderator", "network", "superuser")


def test_progress_is_seen_by_its_people_alone(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    assert answers(client_of, cast, url_of(page, "work")) == only(*PEOPLE)


def test_the_director_of_an_asked_centre_follows_the_text(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    assert answers(client_of, cast, url_of(page, "work")) == only(*PEOPLE, "director")


@pytest.mark.parametrize("name", ["permanent", "work", "draft", "readers"])
def test_a_number_that_leads_nowhere_is_answered_like_a_hidden_one(
    cast: Cast, client_of: Browser, name: str
) -> None:
    for number in (999_999, 10**30):
        url = reverse(f"contributions:{name}", args=[number])
        got = answers(client_of, cast, url)
        assert got == only()


@pytest.mark.parametrize("state", STATES)
def test_a_member_sees_the_work_in_every_state(cast: Cast, client_of: Browser, state: str) -> None:
    page = text_in(cast, state)
    response = client_of(cast.member).get(url_of(page, "work"))
    assert response.status_code == 200
    assert str(response.context["state"].work.label) in text(response)
    assert str(response.context["state"].public.label) in text(response)
    assert response["Cache-Control"] == "private, no-store"


def test_progress_without_text_shows_no_word_of_it(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    name_version(page, by=cast.member, label="Chuchotement")
    from_network = text(client_of(cast.network).get(url_of(page, "work")))
    from_moderator = text(client_of(cast.moderator).get(url_of(page, "work")))
    for seen in (from_network, from_moderator):
        assert page.title in seen
        assert "Chuchotement" not in seen
        assert "Member" not in seen
        assert "/versions/" not in seen
    assert "Chuchotement" in text(client_of(cast.member).get(url_of(page, "work")))


def test_remarks_are_read_by_the_group_and_by_who_wrote_them(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validation")
    return_text(page, by=cast.moderator, note="Revoir le chapô en entier.")
    url = url_of(page, "work")
    seen = {
        name: "Revoir le chapô" in text(client_of(getattr(cast, name)).get(url))
        for name in ("member", "coordinator", "moderator", "moderator_two", "network")
    }
    assert seen == {
        "member": True, "coordinator": True, "moderator": True, "moderator_two": False,
        "network": False,
    }  # fmt: skip


def test_a_director_reads_the_version_but_no_member_s_name(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    seen = text(client_of(cast.director).get(url_of(page, "work")))
    assert url_of(page, "version", 1) in seen
    assert "Coordinator" not in seen


def test_the_page_says_who_can_read_now(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    until = timezone.now() + timedelta(days=3)
    grant_reading(page, by=cast.coordinator, person=cast.partner, until=until)
    audience = client_of(cast.member).get(url_of(page, "work")).context["audience"]
    assert [group.title for group in audience.groups] == ["Santé"]
    assert [grant.person for grant in audience.grants] == [cast.partner]
    assert not audience.moderators
    assert "Partner" in text(client_of(cast.member).get(url_of(page, "work")))
    assert "Partner" not in text(client_of(cast.network).get(url_of(page, "work")))


def test_validation_opens_the_text_to_moderation_and_says_so(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validation")
    audience = client_of(cast.member).get(url_of(page, "work")).context["audience"]
    assert audience.moderators
    assert audience.centres == [cast.north, cast.south]


def test_only_what_a_person_may_do_is_offered(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)

    def offered(name: str) -> set[str]:
        response = client_of(getattr(cast, name)).get(url_of(page, "work"))
        return {act.slug for act in response.context["acts"]}

    assert offered("member") == {"proposer", "copier", "corbeille", "nommer-version"}
    assert offered("coordinator") == {
        "proposer", "ouvrir-relecture", "copier", "corbeille", "nommer-version", "deplacer",
        "associer",
    }  # fmt: skip
    assert offered("network") == {"deplacer", "associer"}
    assert offered("moderator") == set()


def test_what_the_text_waits_for_is_put_first(cast: Cast, client_of: Browser) -> None:
    proposed = draft(cast, "Proposé")
    propose(proposed, by=cast.member)
    asked = text_in(cast, "published", "Retrait demandé")
    withdraw(asked, by=cast.coordinator, note="Un nom se lit.")
    pages = {state: text_in(cast, state, state) for state in STATES}
    pages |= {"proposed": proposed, "withdrawal asked": asked}

    def first(name: str, state: str) -> str:
        shown = client_of(getattr(cast, name)).get(url_of(pages[state], "work")).context
        if shown["writes_first"]:
            return "write"
        return next((act.slug for act in shown["leading"] if act.slug == shown["first"]), "")

    assert {state: first("coordinator", state) for state in pages} == {
        "drafting": "write", "proposed": "ouvrir-relecture", "review": "clore-relecture",
        "validation": "", "validated": "", "scheduled": "", "published": "",
        "new_edition": "write", "replaced": "", "withdrawn": "",
        "trashed": "sortir-de-la-corbeille", "withdrawal asked": "",
    }  # fmt: skip
    assert first("member", "proposed") == "write"
    assert first("moderator", "validation") == "valider"
    assert first("moderator", "validated") == "publier"
    assert first("moderator", "withdrawal asked") == "retirer"


@pytest.mark.parametrize(
    ("state", "standings"),
    [
        ("drafting", "current ahead ahead ahead"),
        ("review", "done current ahead ahead"),
        ("validation", "done done current ahead"),
        ("scheduled", "done done done current"),
        ("published", "done done done done"),
        ("new_edition", "current ahead ahead ahead"),
    ],
)
def test_the_steps_say_where_the_text_stands(
    cast: Cast, client_of: Browser, state: str, standings: str
) -> None:
    page = text_in(cast, state)
    steps = client_of(cast.member).get(url_of(page, "work")).context["steps"]
    assert [step.standing.value for step in steps] == standings.split()


def test_a_step_behind_us_has_the_date_of_the_deed(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated")
    page.record.writing_due = timezone.make_aware(datetime(2031, 1, 15))
    page.record.save()
    steps = client_of(cast.member).get(url_of(page, "work")).context["steps"]
    frozen = page.record.versions.get()
    assert [step.at for step in steps] == [
        frozen.created_at, None, page.record.validated_at, None,
    ]  # fmt: skip


def test_deadlines_are_said_in_paris_time_and_in_one_s_own(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    record = page.record
    record.writing_due = timezone.make_aware(datetime(2031, 1, 15, 18, 0))
    record.save()
    cast.member.time_zone = "America/Martinique"
    cast.member.save()
    seen = text(client_of(cast.member).get(url_of(page, "work")))
    assert "15 janvier 2031 à 13\xa0h" in seen
    assert "chez vous, 18\xa0h à Paris" in seen
    at_home = text(client_of(cast.coordinator).get(url_of(page, "work")))
    assert "chez vous" not in at_home


def test_a_superuser_s_visit_is_written_once_an_hour(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser = client_of(cast.superuser)
    browser.get(url_of(page, "work"))
    browser.get(url_of(page, "draft"))
    visits = TextEvent.objects.filter(record=page.record, kind=EventKind.ADMIN_ACCESS)
    assert visits.count() == 1
    seen = text(client_of(cast.member).get(url_of(page, "work")))
    assert str(EventKind.ADMIN_ACCESS.label) in seen


@pytest.mark.parametrize("state", ["published", "new_edition", "replaced"])
def test_the_permanent_address_of_a_public_text_leads_to_its_page(
    cast: Cast, client_of: Browser, state: str
) -> None:
    page = text_in(cast, state)
    for name in EVERYONE:
        person = getattr(cast, name) if name else None
        response = client_of(person).get(url_of(page, "permanent"))
        assert (response.status_code, response["Location"]) == (302, page.url)


def test_the_permanent_address_of_a_draft_leads_its_people_to_the_work(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    got = answers(client_of, cast, url_of(page, "permanent"))
    assert got == only() | dict.fromkeys(PEOPLE, "302")
    to = client_of(cast.member).get(url_of(page, "permanent"))["Location"]
    assert to == url_of(page, "work")


def test_a_withdrawn_text_s_number_leads_the_public_to_the_reason(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "withdrawn")
    response = client_of(None).get(url_of(page, "permanent"), follow=True)
    assert response.status_code == 410
    assert "Une personne était reconnaissable." in text(response)
    to = client_of(cast.member).get(url_of(page, "permanent"))["Location"]
    assert to == url_of(page, "work")


def test_the_work_costs_the_same_for_two_and_for_twenty_versions(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    browser = client_of(cast.member)

    for n in range(2):
        name_version(page, by=cast.member, label=f"v{n}")
    two = queries_of(browser, url_of(page, "work"))
    for n in range(18):
        name_version(page, by=cast.member, label=f"w{n}")
    assert queries_of(browser, url_of(page, "work")) == two


def test_no_version_of_a_withdrawn_text_is_said_to_be_read_by_the_public(
    cast: Cast, client_of: Browser
) -> None:
    words = "celle que lit le public"
    for state, said in (("published", True), ("withdrawn", False)):
        page = text_in(cast, state, state)
        assert (words in text(client_of(cast.member).get(url_of(page, "work")))) is said
