"""Examples: who sends, who reads, what a group makes of one, and what its sender is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.mask import mask
from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.open_review import open_review
from contributions.actions.second_look import lift_mask
from contributions.models import ContributionPage, RevisionAuthor
from examples.actions.send import send_example
from examples.actions.set_aside import set_example_aside
from examples.actions.take import take_example
from examples.finding import finding_of, provenance_of, title_of
from examples.models import Example
from examples.rules import can_read, is_of_network
from examples.selectors import waiting_for
from groups.actions.close_group import close_group
from groups.actions.memberships import join
from groups.models import Call
from kit.access import Refused
from notifications.models import Notice
from people.actions.close_account import close_account
from people.models import User
from tests.cast import Cast, at, draft, fresh
from tests.people.test_personal_data import places_that_say
from tests.work.helpers import EVERYONE, Browser, answers, only, queries_of, text

pytestmark = pytest.mark.django_db

WORDS = {
    "what": "Une permanence de santé dans un hall d'immeuble.",
    "place": "Quartier des Canuts",
    "shows": "Les gens viennent quand on ne leur demande rien.\nIls reviennent.",
}
#: Who has a group or a mandate today, a partner's apart.
OF_NETWORK = (
    "member", "coordinator", "moderator", "network", "director", "other_member",
    "other_coordinator", "associated_member",
)  # fmt: skip


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def sent(cast: Cast, by: str = "other_member", **more: Any) -> Example:
    target = more.pop("target", cast.health)
    return send_example(target, by=again(getattr(cast, by)), **(WORDS | more))


def a_call(cast: Cast) -> Call:
    asked = AskedOf(group=cast.health, title="Santé et chaleur")
    call, _texts = open_call("Chaleurs", [asked], by=cast.network, question="Que faire ?")
    return call


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(person=user).order_by("pk").values_list("kind", flat=True))


def findings(page: ContributionPage) -> list[Any]:
    body = fresh(page).get_latest_revision_as_object().body
    return [block for block in body if block.block_type == "finding"]


# -- Who


@pytest.mark.parametrize("role", [name for name in EVERYONE if name])
def test_anyone_of_the_network_sends_and_a_partner_is_none(cast: Cast, role: str) -> None:
    person = getattr(cast, role)
    assert is_of_network(again(person)) is (role in OF_NETWORK)
    if role in OF_NETWORK:
        assert sent(cast, role).person == person
    else:
        with pytest.raises(Http404):
            sent(cast, role)


def test_who_opens_which_page(cast: Cast, client_of: Browser) -> None:
    to_group, to_call = sent(cast), sent(cast, target=a_call(cast))
    inside = ("member", "coordinator")
    for address, expected in {
        "/exemples/envoyer/?groupe=sante": only(*OF_NETWORK),
        f"/exemples/envoyer/?saisine={to_call.call_id}": only(*OF_NETWORK),
        "/exemples/": only(*OF_NETWORK),
        "/groupes/sante/espace/exemples/": only(*inside),
        f"/exemples/{to_group.pk}/": only(*inside, "other_member"),
        f"/exemples/{to_call.pk}/": only(*inside, "other_member", "network"),
    }.items():
        assert answers(client_of, cast, address) == expected, address


def test_the_rule_and_its_twin_agree(cast: Cast) -> None:
    call = a_call(cast)
    examples = [sent(cast), sent(cast, target=call), sent(cast, "member", target=cast.mobility)]
    for role in (name for name in EVERYONE if name):
        user = again(getattr(cast, role))
        readable = set(Example.objects.readable_by(user))
        assert readable == {each for each in examples if can_read(user, each)}, role


def test_what_does_not_exist_is_answered_as_what_is_hidden(cast: Cast, client_of: Browser) -> None:
    close_group(cast.housing, by=cast.network)
    for address in (
        "/exemples/987654/", f"/exemples/{10**30}/", "/exemples/envoyer/?groupe=nulle-part",
        "/exemples/envoyer/?saisine=987654", "/exemples/envoyer/?saisine=x",
        "/groupes/nulle-part/espace/exemples/",
    ):  # fmt: skip
        for name in ("member", "account"):
            assert client_of(getattr(cast, name)).get(address).status_code in (403, 404), address
        assert client_of(None).get(address).status_code == 302


def test_an_associated_group_receives_the_examples_of_the_call(cast: Cast) -> None:
    example = sent(cast, target=a_call(cast))
    page = ContributionPage.objects.get(record__call=example.call)
    person = cast.associated_member
    assert not can_read(again(person), example)
    page.record.associated_groups.add(cast.housing)
    assert can_read(again(person), example)
    take_example(example, by=again(person), page=page)
    example.refresh_from_db()
    assert example.group_of_outcome == cast.housing


# -- Sending


def test_three_fields_reach_the_coordination_and_are_listed(cast: Cast, client_of: Browser) -> None:
    sender = client_of(cast.other_member)
    response = sender.post("/exemples/envoyer/?groupe=sante", WORDS)
    assert response["Location"] == "/exemples/"
    example = Example.objects.get()
    assert (example.centre, example.group, example.call) == (cast.south, cast.health, None)
    assert WORDS["what"] in text(sender.get("/exemples/"))
    assert told(cast.coordinator) == ["examples.sent"] and told(cast.member) == []
    listed = text(client_of(cast.member).get("/groupes/sante/espace/exemples/"))
    assert "1 exemple attend une suite." in listed and WORDS["what"] in listed
    assert [(line.group, line.count) for line in waiting_for(again(cast.coordinator))] == [
        (cast.health, 1)
    ]
    assert waiting_for(again(cast.member)) == []
    desk = text(client_of(cast.coordinator).get("/espace/"))
    assert "Donner une suite à un exemple de terrain" in desk and WORDS["what"] in desk


def test_an_empty_field_is_said_and_the_others_are_kept(cast: Cast, client_of: Browser) -> None:
    response = client_of(cast.member).post(
        "/exemples/envoyer/?groupe=sante", WORDS | {"place": " "}
    )
    assert response.status_code == 422 and WORDS["what"] in text(response)
    assert not Example.objects.exists()


def test_it_comes_from_the_centre_that_its_sender_was_of(cast: Cast) -> None:
    assert sent(cast, at=timezone.now()).centre == cast.south
    assert sent(cast, "director", at=timezone.now()).centre == cast.north
    assert sent(cast, "moderator", at=timezone.now()).centre is None


def test_the_same_form_sent_twice_is_one_example(cast: Cast) -> None:
    assert sent(cast) == sent(cast)
    assert told(cast.coordinator) == ["examples.sent"]


def test_what_is_closed_takes_no_example(cast: Cast, client_of: Browser) -> None:
    call = a_call(cast)
    Call.objects.filter(pk=call.pk).update(closed_at=timezone.now())
    close_group(cast.housing, by=cast.network)
    for target in (call, cast.housing):
        with pytest.raises(Refused, match="n'y arrivent plus"):
            sent(cast, target=target)
    page = client_of(cast.member).get(f"/exemples/envoyer/?saisine={call.pk}")
    assert page.status_code == 403


def test_one_sends_so_many_in_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examples.actions.send.DAILY_LIMIT", 2)
    sent(cast)
    sent(cast, place="Ailleurs")
    with pytest.raises(Refused, match="réessayez demain"):
        sent(cast, place="Encore ailleurs")
    sent(cast, place="Plus tard", at=timezone.now() + timedelta(days=2))


def test_who_has_two_centres_says_for_which(cast: Cast, client_of: Browser) -> None:
    join(cast.other_member, cast.housing, by=cast.network, centre=cast.north)
    sender = client_of(again(cast.other_member))
    assert "Centre Nord" in text(sender.get("/exemples/envoyer/?groupe=sante"))
    sender.post("/exemples/envoyer/?groupe=sante", WORDS | {"centre": cast.north.pk})
    assert Example.objects.get().centre == cast.north


# -- What becomes of it


def test_a_finding_is_made_of_it_with_where_it_comes_from(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    example = sent(cast, at=at("2020-05-12"), centre=cast.south)
    url = f"/exemples/{example.pk}/"
    response = client_of(cast.member).post(url, {"take": "1", "text": page.pk})
    assert response["Location"] == url
    _before, made = findings(page)
    value = made.value
    assert value["title"] == WORDS["what"] and value["territory"] == WORDS["place"]
    assert "<p>Ils reviennent.</p>" in value["text"].source
    assert value["source_kind"] == "field"
    assert value["source"] == "Exemple transmis par Centre Sud, mai 2020"
    example.refresh_from_db()
    assert (example.block_id, example.record) == (made.id, page.record)
    revision = fresh(page).latest_revision
    authors = RevisionAuthor.objects.filter(revision=revision)
    assert cast.member.pk in authors.values_list("person", flat=True)
    assert f"#bloc-{made.id}" in text(client_of(cast.member).get(url))


def test_it_stands_behind_the_last_finding_and_before_the_proposals(cast: Cast) -> None:
    page = draft(cast)
    take_example(sent(cast), by=again(cast.member), page=page)
    body = fresh(page).get_latest_revision_as_object().body
    assert [block.block_type for block in body] == [
        "heading", "finding", "finding", "proposal", "proposal",
    ]  # fmt: skip


def test_its_sender_is_told_and_learns_no_title_of_a_draft(cast: Cast, client_of: Browser) -> None:
    page = draft(cast, "Titre que personne ne connaît dehors")
    example = sent(cast)
    take_example(example, by=again(cast.member), page=page)
    assert told(cast.other_member) == ["examples.taken"]
    reader = client_of(cast.other_member)
    for address in (f"/exemples/{example.pk}/", "/exemples/", "/espace/nouvelles/"):
        assert "connaît dehors" not in text(reader.get(address)), address
    assert "n'est pas encore publié" in text(reader.get(f"/exemples/{example.pk}/"))


def test_taking_twice_is_taking_once_and_elsewhere_is_refused(
    cast: Cast, client_of: Browser
) -> None:
    page, other = draft(cast), draft(cast, "Un autre texte")
    example = sent(cast)
    take_example(example, by=again(cast.member), page=page)
    take_example(example, by=again(cast.coordinator), page=page)
    assert len(findings(page)) == 2
    response = client_of(cast.member).post(
        f"/exemples/{example.pk}/", {"take": "1", "text": other.pk}
    )
    assert response.status_code == 409 and len(findings(other)) == 1
    with pytest.raises(Refused, match="déjà repris"):
        set_example_aside(example, by=again(cast.member), reason="Trop tard.")


def test_a_text_that_is_not_written_any_more_takes_nothing(cast: Cast) -> None:
    page, example = draft(cast), sent(cast)
    open_review(page, by=cast.coordinator)
    with pytest.raises(Refused, match="ne s'écrit pas"):
        take_example(example, by=again(cast.member), page=fresh(page))
    example.refresh_from_db()
    assert example.outcome == "" and told(cast.other_member) == []


def test_an_example_of_one_group_goes_into_no_text_of_another(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    example = sent(cast, "member", target=cast.mobility)
    # Its sender writes in the text, and is not of the group that received it.
    with pytest.raises(Refused):
        take_example(example, by=again(cast.member), page=page)
    with pytest.raises(Http404):
        take_example(example, by=again(cast.other_member), page=page)
    url = f"/exemples/{example.pk}/"
    forged = client_of(cast.other_member).post(url, {"take": "1", "text": page.pk})
    assert forged.status_code == 422 and len(findings(page)) == 1
    assert client_of(cast.member).post(url, {"aside": "1", "reason": "Non."}).status_code == 403


def test_setting_aside_needs_a_reason_that_its_sender_reads(cast: Cast, client_of: Browser) -> None:
    example = sent(cast)
    url = f"/exemples/{example.pk}/"
    member = client_of(cast.member)
    assert member.post(url, {"aside": "1", "reason": "  "}).status_code == 422
    assert told(cast.other_member) == []
    member.post(url, {"aside": "1", "reason": "Nous avons déjà ce constat."})
    assert told(cast.other_member) == ["examples.set_aside"]
    assert "déjà ce constat" in text(client_of(cast.other_member).get(url))
    # Somebody may think again.
    take_example(example, by=again(cast.member), page=draft(cast))
    assert told(cast.other_member) == ["examples.set_aside", "examples.taken"]


def test_what_is_typed_as_markup_stays_words(cast: Cast) -> None:
    example = sent(cast, shows="<script>alert(1)</script> & <b>gras</b>")
    page = draft(cast)
    take_example(example, by=again(cast.member), page=page)
    source = findings(page)[1].value["text"].source
    assert "<script" not in source and "<b>" not in source and "&lt;script&gt;" in source


@pytest.mark.parametrize("masked_first", [False, True])
def test_what_a_text_took_follows_the_masks_of_that_text(cast: Cast, masked_first: bool) -> None:
    page, name = draft(cast, mark="Zélie Arcanaille"), "Zélie Arcanaille"
    example, other = sent(cast, what=f"Chez {name}.", place=f"Rue de {name}"), sent(cast)
    hide: dict[str, Any] = {"by": cast.coordinator, "words": name, "reason": "Une voisine."}
    done = mask(page, **hide) if masked_first else None
    with CaptureQueriesContext(connection) as queries:
        taken = take_example(example, by=again(cast.member), page=fresh(page))
    said = [query["sql"] for query in queries]
    # Before the example, as a mask locks them.
    locks = ('FROM "wagtailcore_page"', 'FROM "examples_example"')
    first, second = (next(at for at, sql in enumerate(said) if table in sql) for table in locks)
    assert first < second
    done = done or mask(fresh(page), **hide)
    taken.refresh_from_db()
    assert (taken.what, taken.place) == (f"Chez {done.mark}.", f"Rue de {done.mark}"[:160])
    told = Notice.objects.filter(kind__startswith="examples.", data__example=example.pk)
    assert {notice.data["what"] for notice in told} == {taken.what}
    assert not any(name in str(finding.value) for finding in findings(page))
    lift_mask(done, by=cast.moderator, reason="Accord donné.")
    taken.refresh_from_db()
    assert taken.what == f"Chez {name}."
    other.refresh_from_db()
    assert other.what == WORDS["what"]


def test_a_long_what_is_cut_for_the_title_and_kept_in_the_text() -> None:
    words = "mot " * 60
    title = title_of(words)
    assert title.endswith("mot…") and len(title) <= 121
    value = finding_of(Example(what=words, place="Ici", shows="Cela.", at=at("2020-05-12")))
    assert words.strip() in value["text"] and "<p>Cela.</p>" in value["text"]
    assert provenance_of(Example(at=at("2021-01-02"))).endswith("du réseau, janvier 2021")


# -- What is kept, and what it costs


def test_an_account_that_closes_leaves_the_example_and_no_name(
    cast: Cast, client_of: Browser
) -> None:
    User.objects.filter(pk=cast.other_member.pk).update(display_name="Zénobie Quatrevingts")
    example = sent(cast)
    assert places_that_say("quatrevingts"), "the search would find them"
    close_account(again(cast.other_member), by=again(cast.other_member))
    assert places_that_say("quatrevingts") == []
    page = text(client_of(cast.member).get(f"/exemples/{example.pk}/"))
    assert "Ancien membre" in page and WORDS["what"] in page


def test_what_no_group_took_is_forgotten_after_two_years(cast: Cast) -> None:
    page = draft(cast)
    taken, old = sent(cast, at=at("2020-05-12")), sent(cast, place="Là-bas", at=at("2020-05-13"))
    young = sent(cast, place="Ici")
    take_example(taken, by=again(cast.member), page=page)
    call_command("purge_personal_data")
    assert set(Example.objects.all()) == {taken, young} and old.pk


def test_the_list_costs_the_same_for_two_and_for_twenty(cast: Cast, client_of: Browser) -> None:
    url, own = "/groupes/sante/espace/exemples/", "/exemples/"
    call = a_call(cast)
    costs = []
    for count in (2, 18):
        for number in range(count):
            sent(cast, place=f"{count} {number}", target=call if number % 2 else cast.health)
        client, sender = client_of(cast.coordinator), client_of(cast.other_member)
        costs.append((queries_of(client, url), queries_of(sender, own)))
    assert costs[0] == costs[1] and max(costs[0]) <= 15, costs
