"""Say again, with one click, what a centre said before the text changed."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assent.actions.answer import put_answer
from assent.actions.base import answering
from assent.carrying import carried
from assent.models import Answer, Round
from contributions.actions.base import NotNow
from kit.access import Refused
from kit.clock import moment
from people.models import Centre, User


def confirm(round_: Round, *, centre: Centre, by: User, at: datetime | None = None) -> Answer:
    """Repeat in this round what the centre said in the one before, in the same words.

    Confirmed already, it is left as it is. Raises NotNow when the round is closed, its date
    gone by or another answer given meanwhile, and Refused where there is nothing to confirm.
    """
    when = moment(at)
    with answering(round_, centre, by, when) as open_round:
        before = open_round.answers.filter(centre=centre, is_current=True).first()
        if before is not None:
            if before.confirms_id is not None:
                return before
            raise NotNow(_("Votre centre a déjà répondu à ce tour."))
        earlier = carried(open_round, centre)
        if earlier is None:
            raise Refused(_("Il n'y a rien à confirmer : répondez à ce tour."))
        again = Answer(
            kind=earlier.kind, words=earlier.words, is_public=earlier.is_public,
            block_id=earlier.block_id, confirms=earlier,
        )  # fmt: skip
        return put_answer(open_round, centre, by, when, again)
