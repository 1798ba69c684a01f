"""What was reported of a passage says it no more once it is masked."""

from __future__ import annotations

import pytest

from contributions.actions.mask import mask
from contributions.actions.second_look import lift_mask
from moderation.models import Challenge, Report
from moderation.models.reports import Reason, Side
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
