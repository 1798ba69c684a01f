"""A group's space: whole for its people, progress for the coordination, nothing for others."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from contributions.actions.ask_move import ask_move
from contributions.actions.assign import assign
from contributions.actions.create import create_contribution
from contributions.actions.grant_reading import grant_reading
from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.propose import propose
from contributions.actions.versions import name_version
from contributions.enums import EventKind
from contributions.outline import outline_of
from groups.actions.close_group import close_group
from groups.actions.create_group import create_group
from groups.actions.memberships import end_membership, join
from groups.actions.requests import ask_to_join
from groups.models import Membership, WorkingGroupPage
from home.spaces import Space, space_of
from media.models import SiteDocument
from people.models import User
from tests.cast import Cast, draft, person, text_in
from tests.work.helpers import Browser, answers, only, queries_of, text, url_of

URL = "/groupes/sante/espace/"


def space(group: WorkingGroupPage, who: User) -> Space:
    """As the page shows it, what rules remember read afresh."""
    return space_of(group, User.objects.get(pk=who.pk))


def test_its_people_and_the_coordination_come_in_and_nobody_else(
    cast: Cast, client_of: Browser
) -> None:
    assert reverse("group_space", args=["sante"]) == URL
    assert answers(client_of, cast, URL) == only("member", "coordinator", "network", "superuser")
    assert answers(client_of, cast, "/groupes/nulle-part/espace/") == only()
    assert client_of(cast.member).get(URL)["Cache-Control"] == "private, no-store"


def test_who_leaves_is_out_at_once(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.member)
    assert browser.get(URL).status_code == 200
    row = Membership.objects.current().get(person=cast.member, group=cast.health)
    end_membership(row, by=cast.network)
    assert browser.get(URL).status_code == 404


def test_who_can_read_the_page_is_said_on_it(cast: Cast, client_of: Browser) -> None:
    seen = text(client_of(cast.member).get(URL))
    assert "les 2 membres du groupe, et la coordination nationale" in seen
    assert "vous suivez l'avancement de ses textes sans les lire" not in seen
    outside = text(client_of(cast.network).get(URL))
    assert "vous suivez l'avancement de ses textes sans les lire" in outside


def test_texts_say_what_they_wait_for_the_most_pressing_first(cast: Cast) -> None:
    now = timezone.now()
    for title, days in (("Plus tard", 9), ("Passé", -3), ("Bientôt", 2)):
        record = draft(cast, title).record
        record.writing_due = now + timedelta(days=days)
        record.save()
    draft(cast, "Sans date")
    text_in(cast, "published", "Publié")
    text_in(cast, "trashed", "Jeté")
    shown = space(cast.health, cast.member)
    titles = [line.page.draft_title for line in shown.texts]
    assert titles == ["Passé", "Bientôt", "Plus tard", "Sans date"]
    assert [page.title for page in shown.published] == ["Publié"]
    assert {move.title for move in shown.moves}.isdisjoint({"Jeté"})


def test_the_next_action_is_offered_to_who_may_do_it(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    propose(page, by=cast.member)
    act = url_of(page, "act", "ouvrir-relecture")
    for name, offered in (("coordinator", True), ("member", False), ("network", False)):
        seen = text(client_of(getattr(cast, name)).get(URL))
        assert url_of(page, "work") in seen
        assert (act in seen) is offered, name


def test_a_deadline_is_said_here_and_in_paris(cast: Cast, client_of: Browser) -> None:
    due = timezone.make_aware(datetime(2031, 1, 15, 23, 59))
    open_call("Saisine", [AskedOf(cast.health, "Texte")], by=cast.network, writing_due=due)
    cast.member.time_zone = "America/Martinique"
    cast.member.save()
    seen = text(client_of(cast.member).get(URL))
    assert "mercredi 15 janvier 2031 à 18\xa0h\xa059" in seen
    assert "chez vous, 23\xa0h\xa059 à Paris" in seen
    assert "15 janvier 2031 à 23\xa0h\xa059" in seen
    assert "(heure de Paris), soit 18\xa0h\xa059 chez vous" in seen


def test_members_are_told_by_centre_coordinators_first(cast: Cast) -> None:
    expert = person("expert")
    join(expert, cast.health, by=cast.network)
    lines = space(cast.health, cast.member).centres
    assert [
        (line.centre and line.centre.name, [row.person.display_name for row in line.people])
        for line in lines
    ] == [("Centre Sud", ["Coordinator"]), ("Centre Nord", ["Member"]), (None, ["Expert"])]


def test_the_coordination_sees_steps_and_no_name_of_who_acted(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    name_version(page, by=cast.member, label="Chuchotement")
    inside, outside = space(cast.health, cast.member), space(cast.health, cast.network)
    assert {move.what for move in inside.moves} == {"Texte créé", "Version nommée"}
    assert {move.who for move in inside.moves} == {"Member"}
    assert [(move.what, move.who) for move in outside.moves] == [("Texte créé", "")]
    assert "Chuchotement" not in text(client_of(cast.network).get(URL))
    assert not outside.can_write


def test_a_group_that_only_helps_sees_the_text_and_no_name_of_the_other_group(cast: Cast) -> None:
    page = draft(cast)
    page.record.associated_groups.add(cast.housing)
    shown = space(cast.housing, cast.associated_member)
    assert [line.page.pk for line in shown.texts] == [page.pk]
    assert [move.who for move in shown.moves] == [""]


def test_the_group_s_files_are_its_people_s(cast: Cast, client_of: Browser) -> None:
    for group, title in ((cast.health, "Notes de santé"), (cast.mobility, "Notes d'à côté")):
        SiteDocument.objects.create(
            title=title, file=ContentFile(b"x", f"{group.slug}.txt"),
            collection=group.record.collection,
        )  # fmt: skip
    seen = text(client_of(cast.member).get(URL))
    assert "Notes de santé" in seen and "Notes d'à côté" not in seen
    assert space(cast.health, cast.network).documents == []
    assert space(cast.health, cast.superuser).documents == []


def test_a_superuser_s_visit_is_told_to_who_reads_the_group_s_log(
    cast: Cast, client_of: Browser
) -> None:
    draft(cast)
    told = "L'administration technique a ouvert cet espace"
    assert told not in text(client_of(cast.coordinator).get(URL))
    client_of(cast.superuser).get(URL)
    assert told in text(client_of(cast.coordinator).get(URL))
    assert told not in text(client_of(cast.member).get(URL))


def test_a_closed_group_says_so_and_begins_nothing(cast: Cast, client_of: Browser) -> None:
    assert space(cast.health, cast.member).can_write
    close_group(cast.health, by=cast.network)
    seen = text(client_of(cast.member).get(URL))
    assert "Ce groupe est fermé depuis" in seen
    assert "Écrire une nouvelle contribution" not in seen


def test_an_empty_space_tells_what_to_do(cast: Cast, client_of: Browser) -> None:
    seen = text(client_of(cast.member).get(URL))
    assert "Aucun texte n'est au travail." in seen
    assert "Une contribution commence par un brouillon" in seen
    create_group("Orphelin", by=cast.network)
    alone = text(client_of(cast.network).get("/groupes/orphelin/espace/"))
    assert "Personne n'est membre de ce groupe aujourd'hui." in alone


@pytest.mark.parametrize("name", ["member", "coordinator", "network"])
def test_a_space_costs_the_same_for_two_and_for_twenty(
    cast: Cast, client_of: Browser, name: str
) -> None:
    def more(count: int) -> None:
        asked = [AskedOf(cast.health, f"Texte {n}") for n in range(count)]
        for page in open_call("Saisine", asked, by=cast.network)[1]:
            page.record.associated_groups.add(cast.housing)
        for n in range(count // 2):
            text_in(cast, "review", f"Relu {n}")
            text_in(cast, "published", f"Publié {n}")
        for n in range(count):
            newcomer = person(f"p{User.objects.count()}")
            join(newcomer, cast.health, by=cast.network, centre=cast.north if n % 2 else None)

    more(2)
    browser = client_of(getattr(cast, name))
    two = queries_of(browser, URL)
    more(18)
    assert queries_of(browser, URL) == two <= 35


def test_the_last_ten_lines_are_shown(cast: Cast) -> None:
    for n in range(12):
        draft(cast, f"Texte {n}")
    moves = space(cast.health, cast.member).moves
    assert [move.title for move in moves] == [f"Texte {n}" for n in range(11, 1, -1)]
    assert {move.what for move in moves} == {str(EventKind.CREATED.label)}


def test_who_writes_what_and_who_else_reads_is_its_people_s_alone(
    cast: Cast, client_of: Browser
) -> None:
    page, until = draft(cast), timezone.now() + timedelta(days=5)
    block = outline_of(page)[1].key
    assign(page, by=cast.coordinator, block_id=block, person=cast.member, due=until)
    grant_reading(page, by=cast.coordinator, person=cast.partner, until=until)
    seen = text(client_of(cast.member).get(URL))
    for words in ("Qui écrit quoi", "Des renoncements", "Ouverts à la lecture", "Partner"):
        assert words in seen, words
    outside = text(client_of(cast.network).get(URL))
    for words in ("Qui écrit quoi", "Des renoncements", "Ouverts à la lecture", "Partner"):
        assert words not in outside, words


def test_what_the_group_expects_of_one_is_on_its_space_and_on_one_s_desk(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    block = outline_of(page)[1].key
    assign(page, by=cast.coordinator, block_id=block, person=cast.member)
    ask_to_join(cast.health, by=cast.account, words="Bonjour.")
    for url in (URL, "/espace/"):
        assert "Écrire un bloc" in text(client_of(cast.member).get(url)), url
        led = text(client_of(cast.coordinator).get(url))
        assert "demande à entrer dans le groupe" in led, url
        assert "Écrire un bloc" not in led, url


@pytest.mark.parametrize("url", [URL, "/espace/"])
def test_blocks_readings_and_requests_cost_the_same_for_two_and_for_twenty(
    cast: Cast, client_of: Browser, url: str
) -> None:
    def more(count: int) -> None:
        until = timezone.now() + timedelta(days=5)
        for n in range(count):
            page = draft(cast, f"Texte {n}")
            block = outline_of(page)[1].key
            assign(page, by=cast.coordinator, block_id=block, person=cast.coordinator)
            grant_reading(page, by=cast.coordinator, person=cast.partner, until=until)
            ask_move(page, by=cast.coordinator, group=cast.mobility)
            other = create_contribution(cast.mobility, f"Autre {n}", by=cast.other_member)
            ask_move(other, by=cast.other_coordinator, group=cast.health)
            ask_to_join(cast.health, by=person(f"q{User.objects.count()}"), words="Bonjour.")

    more(2)
    browser = client_of(cast.coordinator)
    two = queries_of(browser, url)
    more(10)
    assert queries_of(browser, url) == two <= 45
