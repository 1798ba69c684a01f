"""Acts of the story while a text is reviewed: centres say what they think of it."""

from __future__ import annotations

from collections.abc import Callable

from assent.actions.answer import answer
from assent.enums import AnswerKind
from assent.selectors import open_round_of
from demo.act import Act
from people.enums import CENTRE_MANDATES
from people.models import Centre

_KINDS = {
    "accord": AnswerKind.CONSENT,
    "réserve": AnswerKind.RESERVE,
    "abstention": AnswerKind.ABSTENTION,
}


def _answer(act: Act) -> None:
    """For the centre that the person speaks for, in the round that is open."""
    asked = open_round_of(act.stage.text(act.ref))
    assert asked is not None
    centre = Centre.objects.get(mandates__person=act.by, mandates__kind__in=CENTRE_MANDATES)
    answer(
        asked, centre=centre, kind=_KINDS[act.details["reponse"]], by=act.by, words=act.note,
        is_public=act.details.get("publique", False), at=act.at,
    )  # fmt: skip


#: Doers by the name of their act, for `story.py`.
CONSENTING: dict[str, Callable[[Act], None]] = {"donner l'avis": _answer}
