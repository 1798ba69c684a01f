"""What followers are told, by a chore, once each, in their language."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.publish import publish
from contributions.actions.replace import replace
from contributions.actions.withdraw import withdraw
from notifications.models import Letter
from people.models import User
from proposals.actions.close_reply import close_reply
from proposals.followers import news
from proposals.followers.actions.confirm import confirm
from proposals.followers.actions.follow import follow
from proposals.followers.news import tell_due
from proposals.models import Follower
from tests.cast import Cast, fresh, text_in
from tests.pages.conftest import Seen

from .following import (
    ANA,
    ClientOf,
    first,
    followed_by_ana,
    letters,
    told,
    unhurried,
)
from .handing import answered as reply_to
from .handing import to_partner
from .test_projection import ahead, republish, reworded, without

__all__ = ["unhurried"]
pytestmark = pytest.mark.django_db


def test_an_answer_is_told_once_it_is_public(cast: Cast) -> None:
    text = text_in(cast, "published")
    row = text.proposals.get(rank=1)
    follow(row, by=cast.account), followed_by_ana(row)
    follow(text.proposals.get(rank=2), by=cast.member)
    sent = to_partner(cast, text)
    reply_to(cast, sent, words="Entre nous.")
    assert told(cast.account) == [] and letters() == []
    reply_to(cast, sent, words="Pour tous.", agreed=True)
    assert told(cast.account) == ["answered"]
    assert told(cast.member) == [], "another proposal of the text"
    [letter] = letters()
    assert "Agence du Sud" in letter.text and f"/propositions/{row.pk}/" in letter.text
    assert "Pour tous." not in letter.text


def test_an_edition_tells_who_follows_what_stays_and_what_left(cast: Cast) -> None:
    text = text_in(cast, "published")
    stays, leaves = text.proposals.order_by("-rank")
    follow(stays, by=cast.account), follow(leaves, by=cast.partner)
    republish(cast, text, without("Aller vers"))
    assert (told(cast.account), told(cast.partner)) == (["republished"], ["removed"])
    republish(cast, text, reworded("Stabiliser", "Garantir"))
    assert told(cast.account) == ["republished", "republished"]
    assert told(cast.partner) == ["removed"], "what left is not told again"


def test_one_event_is_one_letter_to_one_address(cast: Cast) -> None:
    text, newer = text_in(cast, "published"), text_in(cast, "published", "La suite")
    for row in text.proposals.all():
        followed_by_ana(row), followed_by_ana(row, "leo@ailleurs.org")
        follow(row, email="attend@ailleurs.org")
    replace(text, by=cast.moderator, successor=newer)
    assert sorted(one.address for one in letters()) == [ANA, "leo@ailleurs.org"]
    withdraw(fresh(text), by=cast.coordinator, note="Motif.")
    withdraw(fresh(text), by=cast.moderator)
    assert len(letters()) == 4
    assert "retiré" in letters()[-1].subject


def test_news_are_read_in_one_s_own_language(cast: Cast, client_of: ClientOf) -> None:
    row = first(cast)
    follow(row, by=cast.account)
    follow(row, email=ANA, language="en")
    confirm(Follower.objects.get(email=ANA))
    republish(cast, fresh(row.page), reworded("Stabiliser", "Garantir"))
    assert told(cast.account) == ["republished"]
    seen = Seen(client_of(cast.account).get("/espace/nouvelles/"))
    assert f"Proposition n° {row.pk} : reprise dans une nouvelle édition du texte" in seen.words.replace("\u202f", " ")  # fmt: skip
    assert "/en/propositions/" in letters()[0].text


def test_who_did_it_and_an_inactive_account_are_told_nothing(cast: Cast) -> None:
    row = first(cast)
    follow(row, by=cast.moderator), follow(row, by=cast.account)
    User.objects.filter(pk=cast.account.pk).update(is_active=False)
    republish(cast, fresh(row.page), reworded("Stabiliser", "Garantir"))
    assert told(cast.moderator) == told(cast.account) == []


def test_an_answer_that_comes_out_with_its_text_is_told_once(cast: Cast) -> None:
    text = text_in(cast, "published")
    stays = text.proposals.order_by("rank")[0]
    reply_to(cast, to_partner(cast, text), words="À la première.", agreed=True)
    follow(stays, by=cast.account)
    followed_by_ana(stays)
    validated = ahead(cast, text, reworded("Stabiliser", "Garantir"))
    sent = to_partner(cast, validated)
    reply_to(cast, sent, words="À la suivante.", agreed=True)
    assert told(cast.account) == []
    publish(fresh(text), by=cast.moderator)
    assert sorted(told(cast.account)) == ["answered", "republished"]
    assert [one.subject for one in letters() if "réponse" in one.subject]
    republish(cast, fresh(text), lambda raw: raw)
    assert sorted(told(cast.account)) == ["answered", "republished", "republished"]


def test_many_followers_do_not_lengthen_a_publication(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A publication writes that there is something to tell; a chore writes to each."""
    text = text_in(cast, "published")
    row = text.proposals.order_by("rank")[0]

    def cost(many: int) -> int:
        for number in range(many):
            followed_by_ana(row, f"a{many}-{number}@ailleurs.org")
        ahead(cast, fresh(text), reworded("Stabiliser", f"Garantir {many}"))
        with CaptureQueriesContext(connection) as queries:
            publish(fresh(text), by=cast.moderator)
        return len(queries)

    posted = Letter.objects.filter(kind="proposals.follow_letter")
    few = cost(1)
    assert not posted.exists() and len(letters()) == 1
    monkeypatch.setattr(news, "_LETTERS_AT_ONCE", 5)
    assert cost(12) == few
    assert posted.count() == 1 and len(letters()) == 1 + 13, "each once, a few at a time"
    assert tell_due(timezone.now()) == 0, "told once"


def test_an_answer_that_was_closed_meanwhile_is_not_told(cast: Cast) -> None:
    text = text_in(cast, "published")
    follow(text.proposals.order_by("rank")[0], by=cast.account)
    made = reply_to(cast, to_partner(cast, text), agreed=True)
    close_reply(made, by=cast.network, reason="Une personne y est nommée.")
    assert told(cast.account) == []
