"""Threads and lists that became long are shown by pages, and lead to what is not there."""

from __future__ import annotations

from typing import Any

import pytest

from contributions.models import ContributionPage
from discussion.actions.answer import answer
from discussion.actions.hide_remark import hide_remark
from discussion.actions.remark import remark
from discussion.actions.review import remark_by_link
from discussion.links import reading
from discussion.models import Remark, ReviewerLink
from discussion.views import review
from tests.cast import Cast, draft, text_in
from tests.work.helpers import Browser, queries_of, text

from .helpers import remark_on
from .pages import url
from .test_links import address, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four answers on the page of a thread, and three remarks on one of a list."""
    for room in ("discussion.selectors", "discussion.links.reading"):
        monkeypatch.setattr(f"{room}.ANSWERS_AT_MOST", 4)
        monkeypatch.setattr(f"{room}.PER_PAGE", 3)


def answered(made: Remark, cast: Cast, count: int) -> list[Remark]:
    return [answer(made, by=cast.coordinator, words=f"Réponse {n}.") for n in range(count)]


def test_a_thread_leads_to_its_older_answers_and_back(
    cast: Cast, client_of: Browser, short: None
) -> None:
    made = remark_on(draft(cast), cast.member)
    said = answered(made, cast, 10)
    browser, seen = client_of(cast.member), []
    address = url("thread", made)
    while address:
        response = browser.get(address)
        thread = response.context["shown"].thread
        seen = [one.pk for one in thread.answers] + seen
        assert len(thread.answers) <= 4
        assert ("Voir les dernières réponses" in text(response)) is ("avant" in address)
        address = f"?avant={thread.answers[0].pk}"
        assert (address in text(response)) is bool(thread.earlier)
        address = url("thread", made) + address if thread.earlier else ""
    assert seen == [one.pk for one in said]


def test_an_answer_is_found_on_the_page_where_it_stands(
    cast: Cast, client_of: Browser, short: None
) -> None:
    made = remark_on(draft(cast), cast.member)
    said = answered(made, cast, 10)
    browser = client_of(cast.member)
    for one in said:
        response = browser.get(url("thread", one), follow=True)
        assert f'id="remarque-{one.pk}"' in text(response), one.comment
        assert len(response.context["shown"].answers) <= 4


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 30, "²", ""])
def test_what_is_no_answer_shows_the_last_ones(
    cast: Cast, client_of: Browser, short: None, asked: str
) -> None:
    made = remark_on(draft(cast), cast.member)
    said = answered(made, cast, 6)
    shown = client_of(cast.member).get(url("thread", made), {"avant": asked}).context["shown"]
    assert [line.remark.pk for line in shown.answers] == [one.pk for one in said[-4:]]


def test_a_link_shows_its_remarks_by_pages_and_counts_them_all(
    cast: Cast, client_of: Browser, short: None
) -> None:
    link, token = read(cast)
    made = [_by_link(link, n) for n in range(8)]
    browser = client_of(None)
    pages = [browser.get(address(token), {"page": n}) for n in (1, 2, 3, "x")]
    shown = [[each.remark.pk for each in page.context["threads"]] for page in pages]
    keys = [one.pk for one in made]
    assert shown == [keys[:3], keys[3:6], keys[6:], keys[:3]]
    assert "Page 1 sur 3" in text(pages[0])
    assert pages[1].context["remarks"]["counts"] == {"page": {"open": 8, "all": 8}}
    of_block = browser.get(address(token, "review_block", "page"), {"page": 3})
    assert [each.remark.pk for each in of_block.context["threads"]] == keys[6:]
    assert of_block.context["count"] == {"open": 8, "all": 8}
    panel = browser.get(address(token, "review_block", "page"), headers={"x-fragment": "1"})
    assert "Voir toutes vos remarques sur ce passage" in text(panel)


def _by_link(link: ReviewerLink, number: int) -> Remark:
    return remark_by_link(link, words=f"Remarque {number}.", block_id="page")


def test_a_thread_by_a_link_leads_to_its_older_answers_and_shows_no_hidden_one(
    cast: Cast, client_of: Browser, short: None
) -> None:
    link, token = read(cast)
    made = _by_link(link, 1)
    said = answered(made, cast, 7)
    hide_remark(said[-1], by=cast.coordinator, reason="Un nom se lit.")
    thread = address(token, "review_thread", made.pk)
    browser = client_of(None)
    last = browser.get(thread)
    first = browser.get(f"{thread}?avant={said[2].pk}")
    assert [one.pk for one in last.context["thread"].answers] == [one.pk for one in said[2:6]]
    assert f"{thread}?avant={said[2].pk}" in text(last) and "2 réponses plus anciennes" in text(
        last
    )
    assert [one.pk for one in first.context["thread"].answers] == [one.pk for one in said[:2]]
    assert "Voir les dernières réponses" in text(first)
    assert browser.get(address(token, "review_thread", 2**63)).status_code == 404
    assert review.thread_by is reading.thread_by


def test_a_page_of_a_link_reads_no_more_rows_than_it_shows(
    cast: Cast, client_of: Browser, short: None
) -> None:
    link, token = read(cast)
    costs = []
    for count in (2, 20):
        for rank in range(count):
            answered(_by_link(link, 100 * count + rank), cast, 1)
        costs.append(queries_of(client_of(None), address(token)))
    assert costs[0] == costs[1] <= 40


def _panel(browser: Any, made: Remark, page: ContributionPage) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    where = url("block", page, made.block_id)
    headers = {"x-fragment": "1"}
    browser.get(where, headers=headers)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where, headers=headers).status_code == 200
    return len(queries)


@pytest.mark.parametrize("role", ["member", "coordinator", "moderator", "superuser"])
def test_the_panel_of_a_block_costs_twenty_queries_at_most(
    cast: Cast, client_of: Browser, role: str
) -> None:
    page, user = text_in(cast, "validation"), getattr(cast, role)
    version = page.record.reviewed_version
    costs = []
    for count in (2, 18):
        for number in range(count):
            where: Any = {"version": version} if role == "moderator" else {}
            by = user if role == "moderator" else cast.member
            made = remark_on(page, by, f"Remarque {count} {number}.", **where)
            answer(made, by=cast.coordinator, words="Merci.")
        costs.append(_panel(client_of(user), made, page))
    assert costs[0] == costs[1] <= 20, costs


def test_a_remark_on_the_whole_text_has_its_panel_too(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    made = remark(page, by=cast.member, words="Sur tout.", block_id="page")
    assert _panel(client_of(cast.member), made, page) <= 20
