"""Give a centre's answer to a round, or change it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from assent.actions.base import answering
from assent.carrying import carried, is_of_the_director
from assent.enums import AnswerKind
from assent.models import Answer, Owing, Round
from assent.models.rounds import WORDS_MAX
from assent.passages import blocks_of
from assent.rules import is_delegate_for
from contributions.actions.base import write_event
from contributions.enums import EventKind
from contributions.models import Mask
from kit.access import Refused
from kit.clock import moment
from people.models import Centre, User


def answer(
    round_: Round,
    *,
    centre: Centre,
    kind: str,
    by: User,
    words: str = "",
    is_public: bool = False,
    block_id: UUID | None = None,
    at: datetime | None = None,
) -> Answer:
    """Say it in the centre's name, in the place of what it said before, which is kept.

    The same words again from the same office change nothing. Raises NotNow when the round
    is closed or its date gone by, and Refused where words or a block lack, or where the
    director has answered and a delegate would change it.
    """
    when = moment(at)
    with answering(round_, centre, by, when) as open_round:
        said = _said(open_round, AnswerKind(kind), words.strip(), is_public, block_id)
        return put_answer(open_round, centre, by, when, said)


def _said(
    round_: Round, kind: AnswerKind, words: str, is_public: bool, block_id: UUID | None
) -> Answer:
    """The answer as it would be, unsaved. Raises Refused for what it lacks."""
    if len(words) > WORDS_MAX:
        raise Refused(_("Ces mots sont trop longs : %(max)s signes au plus.") % {"max": WORDS_MAX})
    if kind is AnswerKind.RESERVE and not words:
        raise Refused(_("Dites quelle est la réserve de votre centre."))
    if kind is AnswerKind.OBJECTION:
        if not words:
            raise Refused(_("Dites le motif de l'objection."))
        require_block(round_, block_id)
    words = Mask.objects.cover(round_.record.page_id, words)
    return Answer(
        kind=kind, words=words, is_public=is_public and kind is AnswerKind.RESERVE,
        block_id=block_id if kind is AnswerKind.OBJECTION else None,
    )  # fmt: skip


def require_block(round_: Round, block_id: UUID | None) -> None:
    """Raises Refused for an objection to no block of the version."""
    if block_id is None:
        raise Refused(_("Choisissez le passage du texte sur lequel porte l'objection."))
    if block_id not in blocks_of(round_.version):
        raise Refused(_("Ce passage n'est pas dans la version relue : choisissez-en un autre."))


def put_answer(round_: Round, centre: Centre, by: User, when: datetime, said: Answer) -> Answer:
    """Make `said` the centre's answer; the caller holds the lock and has asked the rule."""
    as_delegate = is_delegate_for(by, centre)
    before = round_.answers.filter(centre=centre, is_current=True).first()
    if before is not None:
        if before.as_delegate == as_delegate and _says_the_same(before, said):
            return before
        if as_delegate and is_of_the_director(before):
            raise Refused(_("La direction du centre a répondu : sa réponse l'emporte."))
        before.is_current = False
        before.save(update_fields=["is_current"])
    elif as_delegate and said.confirms is None and is_of_the_director(carried(round_, centre)):
        raise Refused(
            _("La direction du centre a répondu au tour d'avant : vous pouvez confirmer sa réponse, elle seule peut la changer.")
        )  # fmt: skip
    owing = Owing.objects.get(round=round_, centre=centre)
    said.round, said.centre, said.centre_name = round_, centre, owing.centre_name
    said.by, said.as_delegate, said.at, said.is_current = by, as_delegate, when, True
    said.save()
    page = round_.record.page
    write_event(
        page, EventKind.CENTRE_ANSWERED, by, when, version=round_.version,
        round=round_.pk, centre=owing.centre_name, answer=said.pk,
    )  # fmt: skip
    return said


def _says_the_same(one: Answer, other: Answer) -> bool:
    names = ("kind", "words", "is_public", "block_id")
    return all(getattr(one, name) == getattr(other, name) for name in names)
