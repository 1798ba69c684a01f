"""The rows of `permissions.md` on transmissions, answers and followers, asked over HTTP by
each role; the columns are those of `tests.contributions.test_rules.ROLES`."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from contributions.actions.withdraw import withdraw
from contributions.models import ContributionPage
from media.models import SiteDocument
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import User
from proposals.actions.close_reply import close_reply
from proposals.actions.end_transmission import end_transmission
from proposals.actions.open_reply import open_reply
from proposals.actions.transmit import Addressee, transmit
from proposals.followers.actions.follow import follow
from proposals.followers.links import stop_token_of, token_of
from proposals.models import Follower, Reply
from tests.cast import Cast, person, text_in
from tests.contributions.test_rules import ROLES
from tests.over_http import EVERYONE, HIDDEN, NO_TOKEN, NOBODY, Ask, Keys, Laid, hold, laid_by

from .handing import answered, by_link, to_partner, version_of

pytestmark = pytest.mark.django_db

#: Whom no rule of these rooms tells from the role beside them: a delegate from a director, an
#: associated group's coordination from the text's own, who left or was asked to read from any
#: account.
ASKED = [role for role in ROLES if role not in ("delegate", "associated", "gone", "reader")]

#           anon acc mem coo ass mod net dir del odi par oth gon rea sup
TOO_EARLY = "L  4   3   3   3   3   3   4   4   4   4   4   4   4   3"
SENDS = "    L  4   3   ✓   ✓   ✓   ✓   3   3   4   4   4   4   4   ✓"
SENDS_P = "  L  4   3   ✓   ✓   ✓   ✓   3   3   3   4   4   4   4   ✓"
NOT_NOW = " L  4   3   3   3   3   3   3   3   3   4   4   4   4   3"
READS_D = "  L  4   3   3   3   4   3   4   4   4   4   4   4   4   3"
READS = "    L  4   ✓   ✓   ✓   4   ✓   4   4   4   4   4   4   4   ✓"
RECORDS = "  L  4   3   ✓   ✓   4   ✓   4   4   4   4   4   4   4   ✓"
PARTNERS = " L  4   4   4   4   4   4   4   4   4   ✓   4   4   4   4"
WAITING = "  L  4   4   ✓   ✓   4   ✓   4   4   4   4   4   4   4   ✓"
PROOF = "    L  4   ✓   ✓   ✓   4   ✓   4   4   4   ✓   4   4   4   ✓"
PROOF_M = "  L  4   ✓   ✓   ✓   ✓   ✓   4   4   4   ✓   4   4   4   ✓"
PROOF_E = "  L  4   ✓   ✓   ✓   ✓   ✓   4   4   4   4   4   4   4   ✓"
OPENS = "    L  4   3   3   3   4   ✓   4   4   4   4   4   4   4   ✓"
OPENED = "   L  3   3   3   3   3   ✓   3   3   3   3   3   3   3   ✓"
CLOSES = "   L  3   3   3   3   ✓   ✓   3   3   3   3   3   3   3   ✓"
CLOSED = "   L  4   3   3   3   ✓   ✓   4   4   4   4   4   4   4   ✓"

_TEXT = "/contributions/{}"
_SENT = {"drafting": TOO_EARLY, "validated": SENDS, "published": SENDS_P, "withdrawn": SENDS_P}
_READ = {"drafting": READS_D, "validated": READS, "published": READS}
_RECEIVED = {"open": PARTNERS, "withdrawn": PARTNERS, "of_another": HIDDEN, "by_link": HIDDEN}
_LINKS = {"open": EVERYONE, "ended": NOBODY}
_BY_LINK: dict[str, Any] = {"missing": NOBODY, "nothing": NO_TOKEN}
_REPLY = "/propositions/reponses/{}/"
ASKS: list[tuple[str, Ask]] = [
    ("text", Ask(f"{_TEXT}/transmissions/", _SENT)),
    ("text", Ask(f"{_TEXT}/transmissions/", _SENT | {"withdrawn": NOT_NOW}, {"organisation": "Une ville"})),
    ("text", Ask(f"{_TEXT}/reponses/", _READ)),
    ("text", Ask(f"{_TEXT}/reponses/", {"validated": RECORDS, "published": RECORDS}, {"words": "Oui."})),
    ("list", Ask("/espace/recus/?page={}", {"any": PARTNERS}, missing=PARTNERS)),
    ("list", Ask("/propositions/sans-reponse/?page={}", {"any": WAITING}, missing=WAITING)),
    ("received", Ask("/espace/recus/{}/", _RECEIVED | {"ended": HIDDEN})),
    ("received", Ask("/espace/recus/{}/", _RECEIVED | {"ended": PARTNERS}, {"received": "1"})),
    ("received", Ask("/espace/recus/{}/", {"open": PARTNERS, "of_another": HIDDEN},
                     {"words": "Nous l'étudions."})),
    ("link", Ask("/transmis/{}/", _LINKS, None, **_BY_LINK)),
    ("link", Ask("/transmis/{}/", {"open": EVERYONE}, {"received": "1"}, **_BY_LINK)),
    ("link", Ask("/transmis/{}/", {"open": EVERYONE}, {"words": "Oui."}, **_BY_LINK)),
    ("link", Ask("/transmis/{}/fichiers/autre.png", {"open": NOBODY}, None, **_BY_LINK)),
    # Who may close an answer reads what proves it.
    ("reply", Ask(f"{_REPLY}piece/", {
        "private": PROOF, "public": PROOF_M, "with_file": EVERYONE, "closed": PROOF_M,
        # Of a transmission that was ended: its addressee reads nothing there any more.
        "to_come": PROOF_E})),
    ("reply", Ask(f"{_REPLY}ouvrir/", {"private": OPENS, "public": OPENED, "closed": CLOSED,
                                       "to_come": OPENS}, {})),
    ("reply", Ask(f"{_REPLY}refermer/", {"private": OPENS, "public": CLOSES, "closed": CLOSED,
                                         "to_come": CLOSED})),
    ("reply", Ask(f"{_REPLY}refermer/", {"private": OPENS, "public": CLOSES}, {"reason": "Un nom."})),
    ("proposal", Ask("/propositions/{}/suivre/", {"published": EVERYONE}, missing=NOBODY)),
    ("proposal", Ask("/propositions/{}/suivre/", {"published": EVERYONE}, {"set": "follow"}, NOBODY)),
    ("proposal", Ask("/propositions/{}/flux/", {"published": EVERYONE}, missing=NOBODY)),
    ("confirm", Ask("/propositions/suivi/{}/", {"published": EVERYONE}, None, **_BY_LINK)),
    ("stop", Ask("/propositions/suivi/{}/fin/", {"published": EVERYONE}, {}, **_BY_LINK)),
]  # fmt: skip


def lay(cast: Cast) -> dict[str, Keys]:
    """Texts that were transmitted and answered, in each state: kind → case → key."""
    states = ("drafting", "validated", "published", "withdrawn")
    texts = {
        state: text_in(cast, "published" if state == "withdrawn" else state, f"Texte {state}")
        for state in states
    }
    for text in texts.values():
        text.record.associated_groups.add(cast.housing)
    public = texts["published"]
    other = person("autre_partenaire")
    entrust(other, MandateKind.PARTNER, by=cast.superuser)
    sent = to_partner(cast, public)
    linked, token = by_link(cast, public)
    over, over_token = by_link(cast, public, email="over@example.org", organisation="Ville du Sud")
    ended = to_partner(cast, texts["validated"])
    keys: dict[str, Keys] = {
        "text": {state: int(text.record.pk) for state, text in texts.items()},
        "list": {"any": 1},
        "received": {
            "open": sent.pk, "by_link": linked.pk, "ended": ended.pk,
            "withdrawn": to_partner(cast, texts["withdrawn"]).pk,
            "of_another": _to(cast, public, other),
        },
        "link": {"open": token, "ended": over_token},
        "reply": _replies(cast, public, texts["validated"], sent, ended),
    }  # fmt: skip
    for each in (over, ended):
        end_transmission(each, by=cast.coordinator)
    withdraw(texts["withdrawn"], by=cast.coordinator, note="Un motif.")
    withdraw(texts["withdrawn"], by=cast.moderator)
    return keys | _followed(public)


def _to(cast: Cast, text: ContributionPage, partner: User) -> int:
    to = Addressee("Autre agence", account=partner)
    return int(transmit(version_of(text), to=to, by=cast.coordinator)[0].pk)


def _replies(
    cast: Cast, text: ContributionPage, to_come: ContributionPage, sent: Any, ended: Any
) -> Keys:
    """By the partner, each with a file: private, public without and with it, closed again,
    and one to a text that is not public yet."""

    def made(words: str, transmission: Any = sent) -> Reply:
        document = SiteDocument(
            title=words, file=ContentFile(words.encode(), "preuve.txt"),
            uploaded_by_user=cast.partner, collection=cast.health.record.collection,
        )  # fmt: skip

        def keep() -> SiteDocument:
            document.save()
            return document

        return answered(cast, transmission, words=words, keep=keep, digest=words)

    replies = {name: made(name) for name in ("private", "public", "with_file", "closed")}
    replies["to_come"] = made("to_come", ended)
    for name in ("public", "with_file", "closed", "to_come"):
        open_reply(replies[name], by=cast.network, with_file=name in ("with_file", "to_come"))
    close_reply(replies["closed"], by=cast.network, reason="Un nom.")
    return {name: reply.pk for name, reply in replies.items()}


def _followed(text: ContributionPage) -> dict[str, Keys]:
    row = text.proposals.order_by("rank")[0]
    follow(row, email="ana@ailleurs.org")
    follower = Follower.objects.get(email="ana@ailleurs.org")
    return {
        "proposal": {"published": row.number},
        "confirm": {"published": token_of(follower)},
        "stop": {"published": stop_token_of([follower])},
    }


laid_out = laid_by(lambda cast, _reader: lay(cast))


@pytest.mark.parametrize("role", ASKED)
def test_each_role_gets_the_answer_of_the_matrix(laid_out: Laid, role: str) -> None:
    _roles, keys = laid_out
    end = Ask(f"{_TEXT}/transmissions/", {"published": SENDS_P}, {"end": keys["received"]["open"]})
    hold([*ASKS, ("text", end)], laid_out, role)
