"""The rows of `permissions.md` on the validation desk, publication and withdrawal, asked over
HTTP by each role; the columns are those of `tests.contributions.test_rules.ROLES`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from contributions.enums import Verb
from contributions.models import ContributionRecord
from groups.models import Call
from tests.cast import Cast, fresh, text_in
from tests.contributions.test_rules import LETTERS, ROLES, expected
from tests.over_http import Ask, Keys, Laid, hold, laid_by

from .at_the_desk import with_a_hand

pytestmark = pytest.mark.django_db

#: Whom no rule of these rooms tells from the role beside them: a delegate from a director, a
#: group's associated coordination from its own, who left or was asked to read from any account.
ASKED = [role for role in ROLES if role not in ("delegate", "associated", "gone", "reader")]

#           anon acc mem coo ass mod net dir del odi par oth gon rea sup
DESK = "     L  4   4   4   4   ✓   4   4   4   4   4   4   4   4   ✓"
NOT_OWN = "  L  4   4   4   4   3   4   4   4   4   4   4   4   4   ✓"
LIST = "     L  4   4   4   4   ✓   ✓   4   4   4   4   4   4   4   ✓"
WRONG_TIME = "L  3   3   ✓   ✓   ✓   3   3   3   3   3   3   3   3   ✓"
TOLD = "     L  3   3   3   3   3   3   3   3   3   3   3   3   3   3"

#: A text that moved on leads who moderates to where it stands.
_DESK = {"validation": DESK, "own": DESK, "validated": DESK, "drafting": DESK}
_DECIDES = {"validation": DESK, "own": NOT_OWN, "drafting": DESK}
_MINUTE = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")


def charter(verb: Verb, *states: str, own: str = "") -> dict[str, str]:
    """The cells of the charter; `own` names a text in which the moderator had a hand."""
    letters = {state: letter for letter, state in LETTERS.items()}
    cells = {state: dict(expected(verb, letters[state])) for state in states}
    if own:
        cells[own] = dict(cells[states[0]]) | {"moderator": "3"}
    return {state: " ".join(cells[state][role] for role in ROLES) for state in cells}


def acts() -> list[tuple[str, Ask]]:
    found = []
    for slug, cells, sent in (
        ("valider", charter(Verb.VALIDATE, "validation", "drafting", own="own"), {}),
        ("renvoyer", charter(Verb.RETURN, "validation", "drafting", own="own"), {"note": "À revoir."}),
        ("publier", charter(Verb.PUBLISH, "validated", "drafting", own="own_validated"), {}),
        ("programmer", charter(Verb.SCHEDULE, "validated", "drafting"), {"minute": _MINUTE}),
        ("annuler-programmation", charter(Verb.UNSCHEDULE, "scheduled", "drafting"), {}),
        ("rappeler-valide", charter(Verb.RECALL_VALIDATED, "scheduled", "drafting"), {"note": "Une erreur."}),
    ):  # fmt: skip
        address = f"/contributions/{{}}/{slug}/"
        # A form that comes at the wrong moment is told where the text stands: its page is
        # asked for instead, and holds a form where one may be sent.
        drafting = {"drafting": cells.pop("drafting")}
        found += [("text", Ask(address, drafting)), ("text", Ask(address, cells, sent))]
    return found


#: Everyone who is signed in is refused alike, whether a text is there or not.
_WITHDRAW = charter(Verb.WITHDRAW, "published", "drafting", "validated")
_COPIED = charter(Verb.COPY, "drafting")
_NO_COPY = " L  3   4   4   4   3   3   3   3   3   3   4   3   3   4"
ASKS: list[tuple[str, Ask]] = [
    ("text", Ask("/moderation/textes/{}/", _DESK)),
    ("text", Ask("/moderation/textes/{}/controle/", _DECIDES, {})),
    ("text", Ask("/moderation/textes/{}/renvoyer/", _DECIDES)),
    ("returned", Ask("/moderation/textes/{}/renvoyer/", {"validation": DESK, "own": NOT_OWN},
                     {"note": "À revoir.", "form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"})),
    ("list", Ask("/moderation/liste-de-controle/?page={}", {"any": LIST}, missing=LIST)),
    ("list", Ask("/moderation/liste-de-controle/?page={}", {"any": LIST},
                 {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}, missing=LIST)),
    ("call", Ask("/moderation/lots/{}/", {"validated": DESK, "empty": DESK})),
    ("call", Ask("/moderation/lots/{}/", {"validated": DESK}, {"minute": _MINUTE, "texts": "1"})),
    ("call", Ask("/moderation/lots/{}/", {"validated": DESK}, {"cancel": _MINUTE})),
    *acts(),
    ("text", Ask("/contributions/{}/retirer/", _WITHDRAW, missing=TOLD,
                 known_to=("member", "coordinator", "moderator", "network", "director", "superuser"))),
    ("text", Ask("/contributions/{}/retirer/",
                 {"published": _WITHDRAW["published"], "drafting": WRONG_TIME, "validated": WRONG_TIME},
                 {"note": "Une personne se reconnaît."}, missing=TOLD,
                 known_to=("member", "coordinator", "moderator", "network", "director", "superuser"))),
    ("text", Ask("/contributions/{}/copier/", _COPIED, {"title": "Une copie"}, missing=_NO_COPY)),
]  # fmt: skip


def lay(cast: Cast) -> dict[str, Keys]:
    """A text of each state, and a call: kind → case → key."""
    states = ("drafting", "validation", "validated", "scheduled", "published")
    texts = {state: text_in(cast, state, f"Texte {state}") for state in states}
    texts["own"] = with_a_hand(text_in(cast, "validation", "Le sien"), cast.moderator)
    texts["own_validated"] = with_a_hand(
        text_in(cast, "validated", "Le sien, validé"), cast.moderator
    )
    call = Call.objects.create(title="Saisine", opened_by=cast.network)
    empty = Call.objects.create(title="Sans texte", opened_by=cast.network)
    ContributionRecord.objects.filter(page=texts["validated"]).update(call=call)
    numbers = {name: int(fresh(text).record.pk) for name, text in texts.items()}
    return {
        "text": numbers, "returned": numbers, "list": {"any": 1},
        "call": {"validated": call.pk, "empty": empty.pk},
    }  # fmt: skip


laid_out = laid_by(lambda cast, _reader: lay(cast))


@pytest.mark.parametrize("role", ASKED)
def test_each_role_gets_the_answer_of_the_matrix(laid_out: Laid, role: str) -> None:
    hold(ASKS, laid_out, role)
