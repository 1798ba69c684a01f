"""What a director owes: one page for all, one word a call and a date, none once answered."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assent.actions.extend import extend
from assent.models import AnswerKind, Round
from assent.reminders import DUE, OVER, remind, tell_over
from contributions.actions.close_review import close_review
from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.open_review import open_review
from contributions.actions.write import write
from contributions.models import ContributionPage
from groups.models import Call
from notifications.kinds import Line, kinds
from notifications.models import Notice
from tests.cast import Cast, complete_body, fresh, text_in
from tests.work.helpers import Browser, answers, only, queries_of, text

from .rounds import again, say, speaker

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2031, 6, 9, 12, 0))
DAY = timedelta(days=1)
OWED = "/espace/avis/"


def due(page: ContributionPage, day: datetime | None) -> None:
    Round.objects.filter(record=page.record).update(due=day)


def of_a_call(
    cast: Cast, count: int, day: datetime | None = None
) -> tuple[Call, list[ContributionPage]]:
    """Texts of one call, each in review."""
    asked = [AskedOf(cast.health, f"Chaleur et santé {number}") for number in range(count)]
    call, pages = open_call("Chaleurs", asked, by=cast.network)
    for page in pages:
        write(
            page, by=cast.member, summary="Il fait chaud.", approach="Trois réunions.",
            body=complete_body(),
        )  # fmt: skip
        open_review(fresh(page), by=cast.coordinator)
        due(page, day)
    return call, [fresh(page) for page in pages]


def told(kind: str = DUE) -> list[Notice]:
    return list(Notice.objects.filter(kind=kind).order_by("pk"))


def knows(notice: Notice) -> bool:
    return kinds[notice.kind].may_know(again(notice.person), notice)


def line_for(notice: Notice) -> Line:
    return kinds[notice.kind].line(notice.data, again(notice.person))


# -- The page


def test_only_who_speaks_for_a_centre_has_this_page(cast: Cast, client_of: Browser) -> None:
    text_in(cast, "review")
    assert answers(client_of, cast, OWED) == only("director")
    assert client_of(cast.director).post(OWED).status_code == 405


def test_it_gathers_the_texts_of_a_call_and_tells_those_that_are_done(
    cast: Cast, client_of: Browser
) -> None:
    _call, pages = of_a_call(cast, 2, timezone.now() + 2 * DAY)
    alone = text_in(cast, "review")
    say(pages[0], cast.director, cast.north, AnswerKind.RESERVE)
    seen = client_of(cast.director).get(OWED)
    assert [call.title for call in seen.context["calls"]] == ["Chaleurs", ""]
    first, _without = seen.context["calls"]
    assert [one.answer is None for one in first.owed] == [True, False]
    assert seen.context["waiting"] == 2
    for page in (*pages, alone):
        assert f'href="/contributions/{page.record.pk}/avis/nord/"' in text(seen)
    assert "Accord avec réserve" in text(seen)


def test_what_is_submitted_is_owed_no_more(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    close_review(page, by=cast.coordinator)
    assert "Aucun texte n'attend" in text(client_of(cast.director).get(OWED))


def test_six_texts_cost_what_two_do(cast: Cast, client_of: Browser) -> None:
    of_a_call(cast, 2)
    browser = client_of(cast.director)
    few = queries_of(browser, OWED)
    of_a_call(cast, 6)
    assert queries_of(browser, OWED) == few


def test_a_person_s_space_says_it_in_one_line_a_call(cast: Cast, client_of: Browser) -> None:
    _call, pages = of_a_call(cast, 2, timezone.now() + 2 * DAY)
    browser = client_of(cast.director)
    seen = browser.get("/espace/")
    assert [str(task.what) for task in seen.context["desk"].expected] == [
        "Donner la réponse de votre centre sur 2 textes"
    ]
    say(pages[0], cast.director, cast.north, AnswerKind.CONSENT)
    [task] = browser.get("/espace/").context["desk"].expected
    assert task.url == f"/contributions/{pages[1].record.pk}/avis/nord/"
    say(pages[1], cast.director, cast.north, AnswerKind.CONSENT)
    assert not browser.get("/espace/").context["desk"].expected


# -- Reminders


def test_a_director_with_six_texts_of_a_call_is_told_once(cast: Cast) -> None:
    of_a_call(cast, 6, NOW + 2 * DAY)
    assert remind(NOW) == 1 and remind(NOW + timedelta(minutes=1)) == 0
    [notice] = told()
    line = line_for(notice)
    assert notice.person == cast.director and line.about == "Chaleurs"
    assert "sur 6 textes" in line.headline and "Chaleur et santé 5" in line.words
    assert line.private and line.url.startswith("/avis/lien/")


def test_it_is_said_again_on_the_last_day_and_leads_to_one_page(
    cast: Cast, client_of: Browser
) -> None:
    _call, pages = of_a_call(cast, 2, NOW + 2 * DAY)
    assert [remind(NOW), remind(NOW + 1.5 * DAY), remind(NOW + 1.6 * DAY)] == [1, 1, 0]
    assert client_of(cast.director).get(line_for(told()[0]).url)["Location"] == OWED
    say(pages[0], cast.director, cast.north, AnswerKind.CONSENT)
    line = line_for(told()[1])
    assert "sur 2 textes" not in line.headline and line.words == "Chaleur et santé 1"


def test_only_those_who_owe_are_reminded(cast: Cast) -> None:
    page = text_in(cast, "review")
    due(page, NOW + 2 * DAY)
    speaker(cast, "sud", cast.south)
    say(page, cast.director, cast.north, AnswerKind.ABSTENTION)
    assert remind(NOW) == 1
    assert [one.person.email for one in told()] == ["sud@example.org"]


@pytest.mark.parametrize(("day", "count"), [(4 * DAY, 0), (-DAY, 0), (None, 0), (2 * DAY, 1)])
def test_only_a_date_that_is_near_presses_a_centre(
    cast: Cast, day: timedelta | None, count: int
) -> None:
    due(text_in(cast, "review"), NOW + day if day else None)
    assert remind(NOW) == count


def test_a_word_that_waits_is_forgotten_once_answered_extended_or_the_mandate_over(
    cast: Cast,
) -> None:
    page = text_in(cast, "review")
    due(page, timezone.now() + 2 * DAY)
    remind(timezone.now())
    [notice] = told()
    assert knows(notice)
    extend(page, by=cast.coordinator, due=timezone.now() + 9 * DAY)
    assert not knows(notice)
    due(page, datetime.fromisoformat(notice.data["due"]))
    assert knows(notice)
    cast.director.mandates.update(ends_at=timezone.now())
    assert not knows(notice)
    cast.director.mandates.update(ends_at=None)
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    assert not knows(notice)


def test_a_reminder_holds_no_word_of_a_text(cast: Cast) -> None:
    due(text_in(cast, "review"), NOW + DAY)
    remind(NOW)
    assert "Rapprocher" not in str(told()[0].data)
    assert line_for(told()[0]).about == "Rapprocher la santé"


def test_the_coordination_is_told_once_that_the_date_has_passed(cast: Cast) -> None:
    page = text_in(cast, "review")
    due(page, NOW)
    assert [tell_over(NOW), tell_over(NOW + timedelta(hours=1))] == [1, 0]
    [notice] = told(OVER)
    line = line_for(notice)
    assert notice.person == cast.coordinator and knows(notice)
    assert line.url == f"/contributions/{page.record.pk}/avis/"
    assert "Accord : 0" in line.words and "Sans réponse : 2 · ·" in line.words
    assert not tell_over(NOW + 8 * DAY)
    due(page, None)
    close_review(page, by=cast.coordinator)
    assert not knows(notice)


def test_twenty_texts_of_a_call_are_reminded_for_the_price_of_two(cast: Cast) -> None:
    def cost(day: datetime) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert remind(day - DAY) == 1
        return len(queries)

    of_a_call(cast, 2, NOW)
    few = cost(NOW)
    of_a_call(cast, 8, NOW + 9 * DAY)
    assert cost(NOW + 9 * DAY) == few
