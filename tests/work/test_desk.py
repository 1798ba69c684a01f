"""A person's space: what is expected from them, by when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions import rules
from contributions.actions.grant_reading import grant_reading
from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.propose import propose
from contributions.actions.trash import trash
from contributions.actions.withdraw import withdraw
from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.selectors import texts_with_own_hand
from groups.actions.memberships import join
from groups.enums import Role
from home.desk import desk_of
from people.models import User
from tests.cast import STATES, Cast, draft, text_in

from .helpers import EVERYONE, Browser, queries_of, text, url_of

URL = "/espace/"


def expected(person: User) -> list[tuple[str, str]]:
    again = User.objects.get(pk=person.pk)
    return [(str(task.what), task.title) for task in desk_of(again).expected]


def test_the_space_is_for_who_is_signed_in(cast: Cast, client_of: Browser) -> None:
    assert reverse("desk") == URL
    assert client_of(None).get(URL)["Location"].startswith("/connexion/")
    for name in EVERYONE[1:]:
        response = client_of(getattr(cast, str(name))).get(URL)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"


def test_nothing_to_do_says_what_to_do(cast: Cast, client_of: Browser) -> None:
    seen = text(client_of(cast.account).get(URL))
    assert "Rien ne vous attend" in seen
    assert 'href="/groupes/"' in seen
    mine = text(client_of(cast.member).get(URL))
    assert (
        reverse(
            "wagtailadmin_pages:add", args=["contributions", "contributionpage", cast.health.pk]
        )
        in mine
    )


def test_each_state_asks_the_right_person(cast: Cast) -> None:
    seen = {}
    for state in ("drafting", "review", "validation", "validated"):
        text_in(cast, state, state)
    propose(draft(cast, "proposed"), by=cast.member)
    for name in ("member", "coordinator", "moderator", "director", "network", "other_member"):
        seen[name] = sorted(title for _what, title in expected(getattr(cast, name)))
    assert seen == {
        "member": ["drafting", "review"],
        "coordinator": ["drafting", "proposed", "review"],
        "moderator": ["validated", "validation"],
        "director": ["review"],
        "network": [],
        "other_member": [],
    }


def test_what_is_overdue_comes_first_and_is_said_in_words(cast: Cast, client_of: Browser) -> None:
    now = timezone.now()
    for title, days in (("Plus tard", 9), ("Bientôt", 2), ("Passé", -3)):
        record = draft(cast, title).record
        record.writing_due = now + timedelta(days=days)
        record.save()
    draft(cast, "Sans date")
    assert [title for _what, title in expected(cast.member)] == [
        "Passé", "Bientôt", "Plus tard", "Sans date",
    ]  # fmt: skip
    seen = text(client_of(cast.member).get(URL))
    assert seen.count("En retard de") == 1
    assert "En retard de 3 jours" in seen
    assert "4 choses sont attendues de vous" in seen
    assert "dont 1 en retard" in seen


def test_each_action_opens_for_who_is_asked(cast: Cast, client_of: Browser) -> None:
    for state in STATES:
        text_in(cast, state, state)
    propose(draft(cast, "proposed"), by=cast.member)
    opened = 0
    for name in ("member", "coordinator", "moderator", "director"):
        browser = client_of(getattr(cast, name))
        for task in desk_of(User.objects.get(pk=getattr(cast, name).pk)).expected:
            assert task.action, (name, task.what)
            assert browser.get(task.action_goes_to).status_code == 200, (name, task.what)
            opened += 1
    assert opened > 8


def test_a_deadline_is_said_here_and_in_paris(cast: Cast, client_of: Browser) -> None:
    record = draft(cast).record
    record.writing_due = timezone.make_aware(datetime(2031, 1, 15, 23, 59))
    record.save()
    cast.member.time_zone = "Indian/Reunion"
    cast.member.save()
    seen = text(client_of(cast.member).get(URL))
    assert "jeudi 16 janvier 2031 à 2\xa0h\xa059" in seen
    assert "chez vous, mercredi 15 janvier 2031 à 23\xa0h\xa059 à Paris" in seen
    at_home = text(client_of(cast.coordinator).get(URL))
    assert "mercredi 15 janvier 2031 à 23\xa0h\xa059" in at_home
    assert "chez vous" not in at_home


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("account", "Vous n'êtes dans aucun groupe"),
        ("member", "commencer un texte dans un de vos groupes"),
        ("moderator", "Les textes que les groupes soumettent"),
        ("director", "Quand une relecture sollicitera votre centre"),
        ("partner", "Les textes qu'un groupe ouvre à votre lecture"),
        ("network", "Une saisine donne à plusieurs groupes"),
        ("superuser", "Administration technique"),
    ],
)
def test_an_empty_space_tells_each_role_what_will_come(
    cast: Cast, client_of: Browser, name: str, hint: str
) -> None:
    seen = text(client_of(getattr(cast, name)).get(URL))
    assert "Rien ne vous attend" in seen
    assert hint in seen
    assert "Vous seul·e voyez cette page." in seen


def test_one_s_groups_say_what_moved_last(cast: Cast, client_of: Browser) -> None:
    text_in(cast, "review", "Texte relu")
    trash(draft(cast, "Texte jeté"), by=cast.member)
    (news,) = desk_of(cast.member).groups
    assert news.last is not None
    assert (news.group, news.at_work) == (cast.health, 1)
    assert (news.last.what, news.last.title) == ("Relecture ouverte", "Texte relu")
    assert 'href="/groupes/sante/espace/"' in text(client_of(cast.member).get(URL))
    assert desk_of(cast.moderator).groups == []


def test_a_moderator_is_not_asked_about_what_they_wrote(cast: Cast, client_of: Browser) -> None:
    join(cast.moderator, cast.health, by=cast.network, role=Role.COORDINATOR)
    browser = client_of(cast.moderator)
    page = draft(cast)
    for slug in ("ouvrir-relecture", "clore-relecture"):
        browser.post(url_of(page, "act", slug))
    assert expected(cast.moderator) == []
    assert "Vous y avez contribué" in text(browser.get(URL))
    assert len(expected(cast.moderator_two)) == 1


@pytest.mark.parametrize("state", STATES)
def test_own_hand_is_the_same_in_a_list_as_in_the_rule(cast: Cast, state: str) -> None:
    pages = [ContributionPage.objects.get(pk=text_in(cast, state).pk)]
    for name, person in cast.people().items():
        listed = pages[0].pk in texts_with_own_hand(person, pages)
        assert listed == rules.had_a_hand(person, pages[0]), name


def test_no_task_is_for_what_the_rules_refuse(cast: Cast) -> None:
    verbs = {
        "Écrire": Verb.EDIT, "Ouvrir": Verb.OPEN_REVIEW, "Clore": Verb.CLOSE_REVIEW,
        "Valider": Verb.VALIDATE, "Publier": Verb.PUBLISH, "Relire": Verb.READ_FROZEN,
        "Donner": Verb.READ_FROZEN, "Confirmer": Verb.WITHDRAW,
    }  # fmt: skip
    for state in STATES:
        text_in(cast, state, state)
    propose(draft(cast, "proposed"), by=cast.member)
    asked = 0
    for person in cast.people().values():
        for what, title in expected(person):
            page = ContributionPage.objects.get(title=title)
            assert rules.can(verbs[what.split()[0]], person, page), (person, what, title)
            asked += 1
    assert asked > 8


def test_a_withdrawal_waits_for_the_other_role(cast: Cast) -> None:
    withdraw(text_in(cast, "published"), by=cast.coordinator, note="Un nom se lit.")
    assert len(expected(cast.moderator)) == 1
    assert expected(cast.coordinator) == []
    assert len(desk_of(cast.coordinator).waiting) == 1
    assert expected(cast.member) == []


def test_what_was_opened_to_a_reader_is_there(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    until = timezone.now() + timedelta(days=2)
    grant_reading(page, by=cast.coordinator, person=cast.partner, until=until)
    grant_reading(page, by=cast.coordinator, all_centres=True, until=until)
    assert url_of(page, "draft") in text(client_of(cast.partner).get(URL))
    assert desk_of(cast.member).to_read == []


def test_lately_published_texts_of_one_s_groups_are_there(cast: Cast) -> None:
    page = text_in(cast, "published")
    assert [text.pk for text in desk_of(cast.member).published] == [page.pk]
    assert desk_of(cast.other_member).published == []


def test_the_trash_asks_nothing(cast: Cast) -> None:
    text_in(cast, "trashed")
    for person in cast.people().values():
        assert expected(person) == []


def test_a_desk_costs_the_same_for_two_and_for_twenty(cast: Cast, client_of: Browser) -> None:
    join(cast.moderator, cast.health, by=cast.network, role=Role.COORDINATOR)
    until = timezone.now() + timedelta(days=2)

    def more(count: int) -> None:
        asked = [AskedOf(cast.health, f"Texte {n}") for n in range(count)]
        for page in open_call("Saisine", asked, by=cast.network)[1]:
            grant_reading(page, by=cast.coordinator, person=cast.network, until=until)
        for n in range(count // 2):
            text_in(cast, "review", f"Relu {n}")
            text_in(cast, "validation", f"Soumis {n}")

    more(2)
    names = ("member", "moderator", "network", "director")
    two = {name: queries_of(client_of(getattr(cast, name)), URL) for name in names}
    more(18)
    twenty = {name: queries_of(client_of(getattr(cast, name)), URL) for name in names}
    assert twenty == two
    # Who moderates has the queue of another desk on the same page.
    assert two.pop("moderator") <= 33
    assert max(two.values()) <= 25
