"""An addressee's public answer is reported like other public words, and masked or closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from contributions.actions.mask import mask
from kit.access import Refused
from moderation.actions.contest import contest
from moderation.actions.decide_report import decide_report
from moderation.actions.rule import rule
from moderation.models import Report
from moderation.models.reports import Outcome, Ruling, Side
from moderation.reports.forms import possible
from moderation.reports.news import those_who_may_rule
from moderation.reports.places import public_place
from moderation.reports.rules import (
    challenges_for,
    reports_for,
    verdict_on_handling,
    verdict_on_ruling,
)
from people.models import User
from proposals.actions.open_reply import open_reply
from proposals.models import Reply
from tests.cast import Cast, text_in
from tests.discussion.reacting import of
from tests.proposals.handing import answered, to_partner
from tests.work.helpers import text

from .reporting import reported

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def reply(cast: Cast) -> Reply:
    sent = to_partner(cast, text_in(cast, "published"))
    return answered(cast, sent, words="Madame Zyzomys s'en occupe.", agreed=True)


def address(reply: Reply, place: int = 0) -> str:
    row = reply.record.page.proposals.order_by("rank")[place]
    return f"/propositions/{row.pk}/#{reply.anchor}"


def of_reply(reply: Reply) -> Report:
    return reported(address(reply))


def test_the_page_of_a_proposal_names_each_answer_to_report(reply: Reply, client: Client) -> None:
    path, _hash, anchor = address(reply).partition("#")
    page = client.get(path).content.decode()
    assert f'id="{anchor}"' in page and f"?adresse={path}%23{anchor}" in page


def test_a_report_names_the_answer_that_everyone_reads_there(cast: Cast, reply: Reply) -> None:
    assert of_reply(reply).reply == reply
    elsewhere = public_place(address(reply, place=1), RequestFactory().get("/"))
    assert elsewhere is not None and elsewhere.reply is None, "an answer to another proposal"
    Reply.objects.update(opened_at=None)
    hidden = public_place(address(reply), RequestFactory().get("/"))
    assert hidden is not None and hidden.reply is None, "as what does not exist"


def test_who_gave_or_opened_an_answer_does_not_decide_of_it(cast: Cast, reply: Reply) -> None:
    made = of_reply(reply)
    Reply.objects.update(opened_by=cast.moderator)
    expected = {"moderator": False, "moderator_two": True, "coordinator": True, "network": False}
    made = Report.objects.get(pk=made.pk)
    for role, may in expected.items():
        assert bool(verdict_on_handling(of(cast, role), made)) is may, role
        assert (made in reports_for(of(cast, role))) is may, role


def test_a_reported_answer_is_closed_by_the_moderation_and_not_by_its_group(
    cast: Cast, client_of: ClientOf, reply: Reply
) -> None:
    made = of_reply(reply)
    closed = Outcome.CLOSED.value
    offers = {
        role: [value for value, _label in possible(made, of(cast, role))]
        for role in ("moderator", "coordinator")
    }
    assert offers == {
        "moderator": ["kept", "masked", closed, "abusive"],
        "coordinator": ["kept", "masked", "abusive"],
    }
    with pytest.raises(Refused):
        decide_report(made, by=cast.coordinator, outcome=closed, decision="Elle déplaît.")
    path = f"/moderation/signalements/{made.pk}/"
    browser = client_of(cast.moderator)
    assert "Madame Zyzomys" in text(browser.get(path))
    form = {"outcome": closed, "decision": "Une personne y est nommée."}
    assert browser.post(path, form).status_code == 302
    reply.refresh_from_db()
    assert not reply.is_public and reply.closing_reason == "Une personne y est nommée."
    assert "Zyzomys" not in text(client_of(None).get(address(reply).partition("#")[0]))
    assert Report.objects.get().outcome == closed


def test_a_name_that_stands_in_an_answer_alone_is_masked(cast: Cast, reply: Reply) -> None:
    made = of_reply(reply)
    mask(reply.record.page, by=cast.moderator, words="Madame Zyzomys", reason="Un nom.")
    reply.refresh_from_db()
    assert "Zyzomys" not in reply.words and reply.is_public
    decide_report(made, by=cast.moderator, outcome=Outcome.MASKED, decision="Le nom est masqué.")
    hidden = answered(cast, reply.transmission, words="Monsieur Tenrec dit non.")  # type: ignore[arg-type]
    assert not hidden.is_public
    with pytest.raises(Refused):
        mask(reply.record.page, by=cast.moderator, words="Monsieur Tenrec", reason="Un nom.")


def test_another_moderator_rules_and_the_answer_follows(cast: Cast, reply: Reply) -> None:
    kept = of_reply(reply)
    decide_report(kept, by=cast.moderator, outcome=Outcome.KEPT, decision="Rien de tel.")
    asked = contest(report=Report.objects.get(pk=kept.pk), side=Side.REPORTER, words="Si.")
    hears = {"coordinator": False, "moderator": False, "moderator_two": True, "superuser": True}
    for role, may in hears.items():
        assert bool(verdict_on_ruling(of(cast, role), asked)) is may, role
        assert challenges_for(of(cast, role)).exists() is may, role
    assert list(those_who_may_rule(asked)) == [cast.moderator_two]
    rule(asked, by=cast.moderator_two, ruling=Ruling.OVERTURNED, decision="En effet.")
    reply.refresh_from_db()
    assert not reply.is_public
    open_reply(reply, by=cast.network)
    closed = reported(address(reply), words="De nouveau.")
    decide_report(closed, by=cast.moderator_two, outcome=Outcome.CLOSED, decision="Un nom.")
    asked = contest(
        report=Report.objects.get(pk=closed.pk), side=Side.AUTHOR, words="À tort.",
        by=cast.coordinator,
    )  # fmt: skip
    rule(asked, by=cast.moderator, ruling=Ruling.OVERTURNED, decision="Elle peut se lire.")
    reply.refresh_from_db()
    assert reply.is_public


def test_an_answer_is_never_corrected_by_a_report(cast: Cast, reply: Reply) -> None:
    for outcome in (Outcome.CORRECTED, Outcome.HIDDEN):
        with pytest.raises(Refused):
            decide_report(of_reply(reply), by=cast.moderator, outcome=outcome, decision="Non.")
