"""What was reported of a passage says it no more once it is masked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contributions.actions.mask import mask
from contributions.actions.second_look import lift_mask
from contributions.models import ContributionPage
from moderation.actions.contest import contest
from moderation.actions.decide_report import decide_report
from moderation.actions.report import report as report_it
from moderation.actions.rule import rule
from moderation.models import Challenge, Report
from moderation.models.reports import Outcome, Reason, Ruling, Side
from moderation.reports.places import Place
from notifications.models import Letter, Notice
from tests.cast import Cast, fresh, text_in

pytestmark = pytest.mark.django_db


def test_a_report_of_a_name_says_it_no_more(cast: Cast) -> None:
    text = text_in(cast, "published", "Le cas de Zélie Arcanaille")
    report = Report.objects.create(
        address=text.url, title=text.title, quote="Zélie Arcanaille", record=text.record,
        reason=Reason.RESIDENT, words="Zélie Arcanaille est ma voisine.", name="Ada",
    )  # fmt: skip
    challenge = Challenge.objects.create(
        report=report, side=Side.REPORTER, words="Zélie Arcanaille !"
    )
    made = mask(text, by=cast.coordinator, words="Zélie Arcanaille", reason="Une voisine.")
    report.refresh_from_db()
    challenge.refresh_from_db()
    said = (report.title, report.quote, report.words, report.address, challenge.words)
    assert not any("rcanaille" in words for words in said)
    assert report.address == f"/contributions/{text.record.pk}/"
    assert report.words == f"{made.mark} est ma voisine."
    lift_mask(made, by=cast.moderator, reason="Accord donné.")
    report.refresh_from_db()
    assert report.words == "Zélie Arcanaille est ma voisine."
    assert fresh(text).title == "Le cas de Zélie Arcanaille"


NAME = "Zélie Arcanaille"


def reported(page: ContributionPage, **more: Any) -> Report:
    place = Place(page.url, page.title, page.record, None)
    told = {"words": f"{NAME} est nommée.", "quote": NAME, "reason": Reason.RESIDENT}
    return report_it(place, name="Ada", email="ada@example.net", **(told | more))


def test_news_and_letters_of_a_report_say_it_no_more(cast: Cast) -> None:
    text = text_in(cast, "published", f"Le cas de {NAME}")
    decided = reported(text)
    decide_report(decided, by=cast.moderator, outcome=Outcome.KEPT, decision=f"{NAME} est connue.")
    decided.refresh_from_db()
    heard = contest(words=f"{NAME} est ma voisine.", side=Side.REPORTER, report=decided)
    rule(heard, by=cast.coordinator, ruling=Ruling.UPHELD, decision=f"{NAME} reste.")
    told = Notice.objects.filter(kind__startswith="moderation.")
    assert any("rcanaille" in json.dumps(notice.data) for notice in told)
    assert any("rcanaille" in letter.text for letter in Letter.objects.all())
    mask(text, by=cast.coordinator, words=NAME, reason="Une voisine.")
    assert {notice.data["text"] for notice in told.all()} == {text.record.pk}
    for notice in Notice.objects.all():
        assert "rcanaille" not in json.dumps(notice.data).lower(), notice.kind
    for letter in Letter.objects.filter(kind__startswith="moderation."):
        assert "rcanaille" not in letter.subject + letter.text + letter.html, letter.kind


def test_reports_and_decisions_written_after_a_mask_hide_it_too(cast: Cast) -> None:
    text = text_in(cast, "published", mark=NAME)
    mask(text, by=cast.coordinator, words=NAME, reason="Une voisine.")
    made = reported(fresh(text))
    made = decide_report(made, by=cast.moderator, outcome=Outcome.KEPT, decision=f"{NAME} !")
    heard = contest(words=f"{NAME} ?", side=Side.REPORTER, report=made)
    heard = rule(heard, by=cast.coordinator, ruling=Ruling.UPHELD, decision=f"{NAME}.")
    said = made.words + made.quote + made.decision + heard.words + heard.decision
    assert "rcanaille" not in said


def test_a_decision_locks_the_text_before_the_report_as_a_mask_does(cast: Cast) -> None:
    """The other way round, each would wait for the other on PostgreSQL."""

    def locks_the_text_first(act: Any) -> None:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            act()
        said = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
        page, row = (
            next(at for at, sql in enumerate(said) if f'FROM "{table}' in sql)
            for table in ("wagtailcore_page", "moderation_")
        )
        assert page < row, said[:3]

    made = reported(text_in(cast, "published"))
    facts: dict[str, Any] = {"outcome": Outcome.KEPT, "decision": "Rien à cacher."}
    locks_the_text_first(lambda: decide_report(made, by=cast.moderator, **facts))
    made.refresh_from_db()
    heard = contest(words="Si.", side=Side.REPORTER, report=made)
    ruling: dict[str, Any] = {"ruling": Ruling.UPHELD, "decision": "Non."}
    locks_the_text_first(lambda: rule(heard, by=cast.coordinator, **ruling))
