"""Calls: one screen opens them, shows progress without text, moves dates everywhere."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.write import write
from contributions.models import ContributionPage
from groups.enums import Role, Step
from groups.models import Call, Membership
from tests.cast import Cast

from .helpers import Browser, answers, only, queries_of, text

LIST, NEW = "/coordination/saisines/", "/coordination/saisines/nouvelle/"


def a_call(cast: Cast, count: int = 1) -> Call:
    asked = [AskedOf(cast.health, f"Texte {n}") for n in range(count)]
    return open_call("Sortir de la crise", asked, by=cast.network)[0]


def form_for(cast: Cast, **words: object) -> dict[str, object]:
    return {
        "title": "Après la crise", "question": "Que faire ?", "asked_by": "L'agence",
        "writing_due": "2090-01-10", "review_due": "2090-01-20",
        f"groupe-{cast.health.pk}-asked": "on",
        f"groupe-{cast.health.pk}-title": "Santé : ce que nous proposons",
        f"groupe-{cast.housing.pk}-asked": "on",
        f"groupe-{cast.housing.pk}-title": "Habitat : ce que nous proposons",
        f"groupe-{cast.health.pk}-coordinator": cast.member.pk,
    } | words  # fmt: skip


def test_calls_are_the_network_s_alone(cast: Cast, client_of: Browser) -> None:
    call = a_call(cast)
    for url in (LIST, NEW, f"{LIST}{call.pk}/", f"{LIST}999999/", "/coordination/"):
        allowed = () if "999999" in url else ("network", "superuser")
        assert answers(client_of, cast, url) == only(*allowed), url


def test_the_addresses_are_the_promised_ones() -> None:
    names = {"calls": LIST, "call_new": NEW}
    assert {name: reverse(f"contributions:{name}") for name in names} == names
    assert reverse("contributions:call", args=[3]) == f"{LIST}3/"


def test_one_screen_opens_a_call_for_several_groups(cast: Cast, client_of: Browser) -> None:
    sent = client_of(cast.network).post(NEW, form_for(cast))
    call = Call.objects.get()
    assert sent["Location"] == f"{LIST}{call.pk}/"
    texts = ContributionPage.objects.filter(record__call=call).order_by("title")
    assert [(page.title, page.record.lead_group) for page in texts] == [
        ("Habitat : ce que nous proposons", cast.housing),
        ("Santé : ce que nous proposons", cast.health),
    ]
    assert {page.record.effective_due(Step.WRITING) for page in texts} == {call.writing_due}
    row = Membership.objects.current().get(person=cast.member, group=cast.health)
    assert (row.role, row.centre) == (Role.COORDINATOR, cast.north)


def test_a_call_sent_twice_is_opened_once(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.network)
    seen = browser.get(NEW).context["form"]["seen"].value()
    sent = [browser.post(NEW, form_for(cast, seen=seen)) for _ in range(2)]
    assert [response.status_code for response in sent] == [302, 302]
    assert sent[0]["Location"] == sent[1]["Location"]
    assert (Call.objects.count(), ContributionPage.objects.count()) == (1, 2)


def test_what_a_call_lacks_is_named_and_what_was_typed_is_kept(
    cast: Cast, client_of: Browser
) -> None:
    key = f"groupe-{cast.health.pk}"
    for words in (
        {"title": ""}, {f"{key}-title": ""}, {"review_due": "2090-01-01"},
        {f"{key}-coordinator": cast.other_member.pk}, {"writing_due": "0001-01-01"},
        {"question": "a\x00b"},
    ):  # fmt: skip
        sent = client_of(cast.network).post(NEW, form_for(cast, **words))
        assert (sent.status_code, Call.objects.count()) == (422, 0), words
        assert "Habitat : ce que nous proposons" in text(sent)
    none = {f"groupe-{group.pk}-asked": "" for group in (cast.health, cast.housing)}
    sent = client_of(cast.network).post(NEW, form_for(cast, **none))
    assert "Cochez au moins un groupe." in text(sent)


def test_a_closed_group_is_not_asked(cast: Cast, client_of: Browser) -> None:
    cast.housing.record.closed_at = timezone.now()
    cast.housing.record.save()
    assert "Habitat" not in text(client_of(cast.network).get(NEW))


def test_progress_shows_no_word_of_the_texts(cast: Cast, client_of: Browser) -> None:
    call = a_call(cast)
    page = ContributionPage.objects.get(record__call=call)
    write(page, by=cast.member, summary="Un secret de brouillon.")
    for url in (LIST, f"{LIST}{call.pk}/", "/coordination/", "/espace/"):
        seen = text(client_of(cast.network).get(url))
        assert "Sortir de la crise" in seen
        assert "secret" not in seen
    assert "Texte 0" in text(client_of(cast.network).get(f"{LIST}{call.pk}/"))


def test_a_date_moves_for_all_texts_and_may_be_taken_away(cast: Cast, client_of: Browser) -> None:
    call = a_call(cast, 2)
    browser, url = client_of(cast.network), f"{LIST}{call.pk}/"
    for typed, due in (("2090-03-01", "2090-03-01T22:59:00+00:00"), ("", None)):
        assert browser.post(url, {"step": "review", "due": typed}).status_code == 302
        dues = {
            page.record.effective_due(Step.REVIEW)
            for page in ContributionPage.objects.filter(record__call=call)
        }
        assert [at.isoformat() if at else None for at in dues] == [due]


def test_a_date_that_is_none_is_named(cast: Cast, client_of: Browser) -> None:
    call = a_call(cast)
    for words in ({"step": "review", "due": "demain"}, {"step": "autre", "due": ""}):
        sent = client_of(cast.network).post(f"{LIST}{call.pk}/", words)
        assert sent.status_code == 422
    call.refresh_from_db()
    assert call.review_due is None


def test_a_date_shown_is_the_date_typed(cast: Cast, client_of: Browser) -> None:
    cast.member.time_zone = "America/Martinique"
    cast.member.save()
    call = a_call(cast)
    browser, url = client_of(cast.network), f"{LIST}{call.pk}/"
    browser.post(url, {"step": "writing", "due": "2090-03-01"})
    assert 'value="2090-03-01"' in text(browser.get(url))


def test_calls_cost_the_same_for_two_and_for_twenty(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.network)

    def costs() -> dict[str, int]:
        call = Call.objects.order_by("pk").first()
        assert call is not None
        urls = (LIST, NEW, "/coordination/", f"{LIST}{call.pk}/")
        return {url: queries_of(browser, url) for url in urls}

    first = a_call(cast, 2)
    a_call(cast, 2)
    Call.objects.update(writing_due=timezone.now() + timedelta(days=3))
    two = costs()
    for _ in range(18):
        a_call(cast, 1)
    record_call = ContributionPage.objects.exclude(record__call=first)
    for page in record_call:
        page.record.call = first
        page.record.save()
    assert costs() == two
