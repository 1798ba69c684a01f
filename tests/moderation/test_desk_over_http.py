"""The rows of `permissions.md` on reports, challenges, masks and the desk, asked over HTTP
by each role; the columns are those of `tests.contributions.test_rules.ROLES`."""

from __future__ import annotations

import pytest

from contributions.actions.mask import mask
from moderation.actions.contest import contest
from moderation.actions.decide_report import decide_report
from moderation.models import Report
from moderation.models.reports import Outcome, Side
from moderation.reports.links import contest_path, follow_path
from tests.cast import Cast, text_in
from tests.contributions.test_rules import ROLES
from tests.over_http import EVERYONE, NO_TOKEN, NOBODY, Ask, Keys, Laid, hold, laid_by

from .reporting import reported

pytestmark = pytest.mark.django_db

STATES = ("drafting", "validation", "published")

#          anon acc mem coo ass mod net dir del odi par oth gon rea sup
HANDLES = "  L  3   3   ✓   ✓   ✓   3   3   3   3   3   3   3   3   ✓"
NO_REPORT = "L  3   3   3   3   4   3   3   3   3   3   3   3   3   4"
MASKS = "    L  3   3   ✓   ✓   ✓   ✓   3   3   3   3   3   3   3   ✓"
LOOKS = "    L  3   3   ✓   ✓   ✓   ✓   3   3   3   3   3   3   3   3"
NO_MASK = "  L  3   3   3   3   3   3   3   3   3   3   3   3   3   3"
DESK = "     L  4   4   ✓   ✓   ✓   ✓   4   4   4   4   4   4   4   ✓"

_REPORT, _CHALLENGE = "/moderation/signalements/{}/", "/moderation/contestations/{}/"
_MASK, _NEW_MASK = "/moderation/masques/{}/", "/contributions/{}/masquer/"
_TAKE = "/moderation/prendre/report/{}/"
_PUBLISHED, _EACH = {"published": HANDLES}, dict.fromkeys(STATES, MASKS)
_OF_LETTER = {"published": EVERYONE}
_WHY = {"words": "soins reportés", "reason": "Une voisine se reconnaît."}
ASKS: list[tuple[str, Ask]] = [
    ("report", Ask(_REPORT, _PUBLISHED, None, NO_REPORT)),
    ("report", Ask(_REPORT, _PUBLISHED, {"outcome": "kept", "decision": "Non."}, NO_REPORT)),
    ("challenge", Ask(_CHALLENGE, _PUBLISHED, None, NO_REPORT)),
    ("challenge", Ask(_CHALLENGE, _PUBLISHED, {"ruling": "upheld", "decision": "Non."}, NO_REPORT)),
    ("text", Ask(_NEW_MASK, _EACH, None, NO_MASK)),
    ("text", Ask(_NEW_MASK, _EACH, _WHY, NO_MASK)),
    ("text", Ask(_NEW_MASK, _EACH, _WHY | {"confirm": "1"}, NO_MASK)),
    ("mask", Ask(_MASK, _EACH, None, NO_MASK)),
    ("mask", Ask(_MASK, dict.fromkeys(STATES, LOOKS), {"confirm": "1"}, NO_MASK,
                 known_to=("superuser",))),
    ("mask", Ask(_MASK, {"published": LOOKS}, {"lift": "1", "reason": "Non."}, NO_MASK,
                 known_to=("superuser",))),
    ("report", Ask(_TAKE, {"published": DESK}, {}, DESK)),
    ("report", Ask("/moderation/?voir=report&page={}", {"published": DESK}, None, DESK)),
    ("followed", Ask("/signaler/suivi/{}/", _OF_LETTER, None, NOBODY, NO_TOKEN)),
    ("contested", Ask("/signaler/contester/{}/", _OF_LETTER, None, NOBODY, NO_TOKEN)),
    ("text", Ask("/signaler/?page=/contributions/{}/", dict.fromkeys(STATES, EVERYONE),
                 None, EVERYONE)),
]  # fmt: skip


def lay(cast: Cast) -> dict[str, Keys]:
    """What the superuser hid, and what others reported, decided and contested."""
    keys: dict[str, Keys] = {kind: {} for kind in {kind for kind, _ask in ASKS}}
    for state in STATES:
        text = text_in(cast, state)
        text.record.associated_groups.add(cast.housing)
        made = mask(text, by=cast.superuser, words="trois ans", reason="Une date la désigne.")
        keys["text"][state], keys["mask"][state] = text.record.pk, made.pk
    address = text.get_url()
    kept = decide_report(
        reported(address, "Un autre passage."), by=cast.moderator_two, outcome=Outcome.KEPT,
        decision="Rien ne la désigne.",
    )  # fmt: skip
    kept = Report.objects.get(pk=kept.pk)
    made_challenge = contest(words="On la reconnaît.", side=Side.REPORTER, report=kept)
    other = decide_report(
        reported(address, "Un troisième."), by=cast.moderator_two, outcome=Outcome.KEPT,
        decision="Non plus.",
    )  # fmt: skip
    keys["report"]["published"] = reported(address).pk
    keys["challenge"]["published"] = made_challenge.pk
    keys["followed"]["published"] = _token(follow_path(other))
    keys["contested"]["published"] = _token(contest_path(other, Side.REPORTER))
    return keys


def _token(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[1]


laid_out = laid_by(lambda cast, _reader: lay(cast))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_answer_of_the_matrix(laid_out: Laid, role: str) -> None:
    hold(ASKS, laid_out, role)
