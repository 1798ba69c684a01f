"""The rows of `permissions.md` on rounds and signatures, asked over HTTP by each role; the
columns are those of `tests.contributions.test_rules.ROLES`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assent.links import link_for
from assent.models import AnswerKind
from contributions.actions.grant_reading import grant_reading
from contributions.models import ContributionPage
from people.models import User
from tests.cast import Cast, fresh, text_in
from tests.contributions.test_rules import ROLES
from tests.over_http import HIDDEN, NO_TOKEN, NOTHING, Ask, Keys, Laid, hold, laid_by

from .rounds import block_of, round_of, say, second
from .signed import consented, published

pytestmark = pytest.mark.django_db

#           anon acc mem coo ass mod net dir del odi par oth gon rea sup
FOLLOWS_D = "L  4   ✓   ✓   ✓   ✓   ✓   4   4   4   4   4   4   4   ✓"
FOLLOWS = "  L  4   ✓   ✓   ✓   ✓   ✓   ✓   ✓   4   4   4   4   4   ✓"
LEADS_D = "  L  4   3   ✓   ✓   4   4   4   4   4   4   4   4   4   ✓"
LEADS = "    L  4   3   ✓   ✓   4   4   3   3   4   4   4   4   4   ✓"
TOO_EARLY = "L  4   3   3   3   4   4   4   4   4   4   4   4   4   3"
TOO_LATE = " L  4   3   3   3   4   4   3   3   4   4   4   4   4   3"
PUBLIC = "   L  4   3   3   3   4   4   3   3   3   4   4   4   4   3"
SPEAKS = "   L  4   3   3   3   4   4   ✓   ✓   4   4   4   4   4   3"
OF_OTHERS = "L  4   3   3   3   4   4   3   3   4   4   4   4   4   3"
SPEAKERS = " L  4   4   4   4   4   4   ✓   ✓   ✓   4   4   4   4   4"
SENT_TO = "  L  3   3   3   3   3   3   ✓   3   3   3   3   3   3   3"
#: A form that comes at the wrong moment is given back, to who could have sent it then.
_LATE_D = LEADS_D
#: Whoever speaks for the centre is told on a form that comes late what becomes of it.
GIVEN_BACK = SPEAKS

_ROUND, _BESIDE = "/contributions/{}/avis/", "/contributions/{}/"
_NO_ANSWER, _NO_SIGN = f"{NOTHING}/avis/nord", f"{NOTHING}/signatures/nord/signer"
_SAYS = {"kind": "reserve", "words": "Sous réserve de moyens."}
_READ = {"drafting": FOLLOWS_D, "review": FOLLOWS, "published": FOLLOWS}
_ANSWERS = {
    "review": SPEAKS, "of_others": OF_OTHERS, "validated": TOO_LATE,
    "drafting": HIDDEN, "not_asked": HIDDEN, "no_centre": HIDDEN,
}  # fmt: skip
#: A form is answered as its page is, but where words that come late are given back.
_ANSWERED = {name: _ANSWERS[name] for name in ("review", "drafting", "not_asked")}
_SIGNS = {
    "validated": SPEAKS, "published": SPEAKS, "review": TOO_LATE, "drafting": TOO_EARLY,
    "of_others": OF_OTHERS, "not_asked": HIDDEN, "no_centre": HIDDEN, "no_act": HIDDEN,
}  # fmt: skip
_SIGNED_NOW = {name: _SIGNS[name] for name in ("validated", "drafting", "of_others", "not_asked")}

ASKS: list[tuple[str, Ask]] = [
    ("text", Ask(_ROUND, _READ)),
    ("text", Ask(_ROUND, {"review": LEADS, "drafting": TOO_EARLY, "published": PUBLIC},
                 {"act": "extend"})),
    ("text", Ask(_ROUND, {"review": LEADS}, {"act": "second"})),
    ("text", Ask(_ROUND, {"second": LEADS, "drafting": TOO_EARLY}, {"act": "detach"})),
    ("answer", Ask(_BESIDE, _ANSWERS, nothing=_NO_ANSWER)),
    ("answer", Ask(_BESIDE, _ANSWERED | {"validated": GIVEN_BACK}, _SAYS, nothing=_NO_ANSWER)),
    ("text", Ask("/contributions/{}/signatures/", _READ | {"validated": FOLLOWS})),
    ("sign", Ask(_BESIDE, _SIGNS, nothing=_NO_SIGN)),
    ("sign", Ask(_BESIDE, _SIGNED_NOW | {"review": GIVEN_BACK}, {}, nothing=_NO_SIGN)),
    ("cancel", Ask(_BESIDE, {"published": SPEAKS}, {}, nothing=_NO_SIGN)),
    ("withdraw", Ask(_BESIDE, {"published": SPEAKS}, {"reason": "Nous nous retirons."}, nothing=_NO_SIGN)),
    ("text", Ask("/contributions/{}/ouvrir-relecture/", {"drafting": LEADS_D}, {})),
    ("text", Ask("/contributions/{}/clore-relecture/", {"calm": LEADS, "drafting": _LATE_D}, {})),
    ("list", Ask("/espace/avis/?page={}", {"any": SPEAKERS}, missing=SPEAKERS)),
    ("link", Ask("/avis/lien/{}/", {"review": SENT_TO}, nothing=NO_TOKEN)),
]  # fmt: skip


def lay(cast: Cast, reader: User) -> dict[str, Keys]:
    """A text of each state, and what each address asks of it: kind → case → key."""
    review = text_in(cast, "review")
    say(review, cast.director, cast.north, AnswerKind.OBJECTION)
    link = link_for(cast.director, round_id=round_of(review).pk, centre_id=cast.north.pk)
    again = second(cast)
    say(again, cast.director, cast.north, AnswerKind.OBJECTION, block_id=block_of(again))
    texts = {
        "drafting": text_in(cast, "drafting"), "review": review, "second": again,
        "calm": text_in(cast, "review", "Un texte calme"),
        "validated": text_in(cast, "validated"), "published": published(cast, consented(cast)),
    }  # fmt: skip
    numbers = {name: _told(cast, text, reader) for name, text in texts.items()}
    return {
        "text": numbers,
        "answer": _beside(numbers, "avis/nord") | {
            "of_others": f"{numbers['review']}/avis/sud",
            "not_asked": f"{numbers['review']}/avis/ouest",
            "no_centre": f"{numbers['review']}/avis/aucun",
        },
        "sign": _beside(numbers, "signatures/nord/signer") | {
            "of_others": f"{numbers['validated']}/signatures/sud/signer",
            "not_asked": f"{numbers['validated']}/signatures/ouest/signer",
            "no_centre": f"{numbers['validated']}/signatures/aucun/signer",
            "no_act": f"{numbers['validated']}/signatures/nord/offrir",
        },
        "cancel": _beside(numbers, "signatures/nord/annuler"),
        "withdraw": _beside(numbers, "signatures/nord/retirer"),
        "list": {"any": 1},
        "link": {"review": link.rstrip("/").rsplit("/", 1)[1]},
    }  # fmt: skip


def _told(cast: Cast, text: ContributionPage, reader: User) -> int:
    text.record.associated_groups.add(cast.housing)
    until = timezone.now() + timedelta(days=1)
    grant_reading(fresh(text), by=cast.coordinator, person=reader, until=until)
    return int(text.record.pk)


def _beside(numbers: dict[str, int], rest: str) -> dict[str, Any]:
    return {name: f"{number}/{rest}" for name, number in numbers.items()}


laid_out = laid_by(lay)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_answer_of_the_matrix(laid_out: Laid, role: str) -> None:
    hold(ASKS, laid_out, role)
