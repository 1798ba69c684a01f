"""Who opens which address of examples, asked over HTTP by each role; the columns are those
of `tests.contributions.test_rules.ROLES`."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.contributions.test_rules import ROLES
from tests.over_http import HIDDEN, Ask, Keys, Laid, hold, laid_by

from .test_examples import WORDS, a_call, sent

pytestmark = pytest.mark.django_db

#           anon acc mem coo ass mod net dir del odi par oth gon rea sup
NETWORK = "  L  4   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   4   ✓   4   4   4"
INSIDE = "   L  4   ✓   ✓   4   4   4   4   4   4   4   4   4   4   4"
TO_GROUP = " L  4   ✓   ✓   4   4   4   4   4   4   4   ✓   4   4   4"
TO_CALL = "  L  4   ✓   ✓   4   4   ✓   4   4   4   4   ✓   4   4   4"
DECIDE_G = " L  4   ✓   ✓   4   4   4   4   4   4   4   3   4   4   4"
DECIDE_C = " L  4   ✓   ✓   4   4   3   4   4   4   4   3   4   4   4"

_ONE, _LIST = "/exemples/{}/", "/groupes/{}/espace/exemples/"
_READ, _DECIDE = ({"group": TO_GROUP, "call": TO_CALL}, {"group": DECIDE_G, "call": DECIDE_C})
_WHY = {"aside": "1", "reason": "Déjà dit."}
ASKS: list[tuple[str, Ask]] = [
    ("slug", Ask("/exemples/?page={}", {"group": NETWORK}, None, NETWORK)),
    ("slug", Ask("/exemples/envoyer/?groupe={}", {"group": NETWORK}, None, HIDDEN)),
    ("slug", Ask("/exemples/envoyer/?groupe={}", {"group": NETWORK}, WORDS, HIDDEN)),
    ("call", Ask("/exemples/envoyer/?saisine={}", {"call": NETWORK}, None, HIDDEN)),
    ("example", Ask(_ONE, _READ)),
    ("example", Ask(_ONE, _DECIDE, _WHY)),
    ("example", Ask(_ONE, _DECIDE, {"take": "1"})),
    ("slug", Ask(_LIST, {"group": INSIDE}, None, HIDDEN, "nulle-part")),
]


def lay(cast: Cast) -> dict[str, Keys]:
    call = a_call(cast)
    return {
        "slug": {"group": "sante"},
        "call": {"call": call.pk},
        "example": {"group": sent(cast).pk, "call": sent(cast, target=call).pk},
    }


laid_out = laid_by(lambda cast, _reader: lay(cast))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_answer_of_the_table(laid_out: Laid, role: str) -> None:
    hold(ASKS, laid_out, role)
