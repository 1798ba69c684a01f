"""Who transmits a text, who reads what was transmitted, who records and opens an answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contributions.lifecycle import state_of
from contributions.models import ContributionPage, ContributionRecord, Version
from contributions.querysets import addressed_to
from contributions.standing import Case, Standing, addressed_versions
from groups.enums import Role
from groups.rules import memberships_of
from kit.access import AnyUser, Verdict, answer_for
from people.rules import is_moderator, is_network, is_partner

from .models import Reply, Transmission

#: Who learns that a text exists when they may not transmit it, or record an answer to it.
_TOLD_OF_TRANSMITTING = frozenset(
    {Standing.MEMBER, Standing.COORDINATOR, Standing.MODERATOR, Standing.NETWORK, Standing.DIRECTOR}
)
_TOLD_OF_RECORDING = frozenset({Standing.MEMBER, Standing.COORDINATOR, Standing.NETWORK})


# -- Transmitting ----------------------------------------------------------------------


def transmissible(page: ContributionPage) -> list[Version]:
    """The versions of a text that may be handed on today: the validated one, then the one
    that the public reads."""
    state, record = state_of(page), page.record
    if state.trashed:
        return []
    public = state.public.is_read_by_all
    found = [record.validated_version, record.current_version if public else None]
    return list({version.pk: version for version in found if version}.values())


def verdict_on_transmitting(user: AnyUser, page: ContributionPage) -> Verdict:
    """The answer to handing a version on: the text's coordination, the moderation and the
    network, once a version is validated or published."""
    case = Case(user, page)
    allowed = _transmits(case)
    if allowed and not transmissible(page):
        reason = _("Seule une version validée ou publiée se transmet.")
        return answer_for(user, False, may_know=True, reason=reason)
    return _answer(case, allowed, _TOLD_OF_TRANSMITTING, _who_transmits())


def verdict_on_transmissions(user: AnyUser, page: ContributionPage) -> Verdict:
    """The answer to seeing to whom a text was transmitted, and to ending it: the same
    people, whatever became of the text since."""
    case = Case(user, page)
    allowed = _transmits(case)
    if allowed and not (transmissible(page) or was_transmitted(page.record)):
        return verdict_on_transmitting(user, page)
    return _answer(case, allowed, _TOLD_OF_TRANSMITTING, _who_transmits())


def was_transmitted(record: ContributionRecord) -> bool:
    return Transmission.objects.filter(version__record=record).exists()


def is_told_of_transmissions(user: AnyUser, page: ContributionPage) -> bool:
    """Who reads, in the life of a text, to whom it was handed: its people, and those who may
    hand it on."""
    case = Case(user, page)
    return case.superuser or case.member or _transmits(case)


def is_told_of_replies(user: AnyUser, page: ContributionPage) -> bool:
    """Who reads, in the life of a text, what was answered, public or not."""
    return bool(verdict_on_replies(user, page))


def _who_transmits() -> str:
    return _("L'animation du groupe, la modération et la coordination transmettent un texte.")


def _transmits(case: Case) -> bool:
    """Whatever the moment."""
    if not case.user.is_authenticated or not case.user.is_active:
        return False
    return case.superuser or case.coordinator or case.moderator or case.network


def _answer(case: Case, allowed: bool, told: frozenset[Standing], reason: str) -> Verdict:
    tells = case.superuser or not case.standings.isdisjoint(told)
    return answer_for(case.user, allowed, may_know=case.knows and tells, reason=reason)


# -- Receiving -------------------------------------------------------------------------


def received_by(user: AnyUser) -> QuerySet[Transmission]:
    """What is open today to the account of a partner: nothing once their mandate ended."""
    if not user.is_authenticated or not user.is_active or not is_partner(user):
        return Transmission.objects.none()
    rows = Transmission.objects.open().filter(addressee=user.pk)
    return rows.filter(version__record__trashed_at__isnull=True)


@addressed_versions.register
def versions_received(user: AnyUser, record: ContributionRecord) -> Iterable[int]:
    return received_by(user).filter(version__record=record).values_list("version", flat=True)


@addressed_to.register
def all_versions_received(user: AnyUser) -> Iterable[int]:
    return received_by(user).values_list("version", flat=True)


def verdict_on_list_received(user: AnyUser) -> Verdict:
    """The answer to the list of what was transmitted to oneself: partners."""
    return answer_for(user, user.is_active and is_partner(user), may_know=False)


def verdict_on_received(user: AnyUser, transmission: Transmission | None) -> Verdict:
    """The answer to reading, acknowledging and answering: the account that received it, as
    long as it is open and their mandate holds."""
    mine = transmission is not None and received_by(user).filter(pk=transmission.pk).exists()
    return answer_for(user, mine, may_know=False)


# -- Answers ---------------------------------------------------------------------------


def verdict_on_recording(user: AnyUser, page: ContributionPage) -> Verdict:
    """The answer to recording, with a proof, what an addressee answered: the text's
    coordination and the network."""
    case = Case(user, page)
    allowed = _records(case)
    if allowed and not (transmissible(page) or was_transmitted(page.record)):
        reason = _("Une réponse porte sur une version transmise, validée ou publiée.")
        return answer_for(user, False, may_know=True, reason=reason)
    reason = _("L'animation du groupe et la coordination nationale enregistrent une réponse.")
    return _answer(case, allowed, _TOLD_OF_RECORDING, reason)


def verdict_on_replies(user: AnyUser, page: ContributionPage) -> Verdict:
    """The answer to reading every answer to a text, public or not: its people and the
    network."""
    case = Case(user, page)
    active = user.is_authenticated and user.is_active
    reads = active and (case.superuser or case.member or case.network)
    if reads and not (transmissible(page) or was_transmitted(page.record)):
        return verdict_on_recording(user, page)
    return answer_for(user, reads, may_know=False)


def can_open(user: AnyUser, reply: Reply) -> bool:
    """Make an answer public: the network; one that was closed, the moderation too."""
    return _decides(user) or (reply.closed_at is not None and _moderates(user, reply))


def can_close(user: AnyUser, reply: Reply) -> bool:
    """Close an answer that was made public: the network, and the moderation, which reads it
    as everyone does. Never the group by itself: an answer that displeases it is not its to
    hide."""
    return _decides(user) or _moderates(user, reply)


def verdict_on_opening(user: AnyUser, reply: Reply | None) -> Verdict:
    """The answer to `can_open`; who reads the answer is told why not."""
    return answer_for(
        user, reply is not None and can_open(user, reply),
        may_know=reply is not None and _knows(user, reply),
        reason=_("Une réponse est publique si le destinataire l'accepte, ou si la coordination nationale le décide."),
    )  # fmt: skip


def verdict_on_closing(user: AnyUser, reply: Reply | None) -> Verdict:
    """The answer to `can_close`; who reads the answer is told why not."""
    return answer_for(
        user, reply is not None and can_close(user, reply),
        may_know=reply is not None and _knows(user, reply),
        reason=_("La coordination nationale ou la modération referment une réponse publique, avec un motif."),
    )  # fmt: skip


def _decides(user: AnyUser) -> bool:
    return user.is_active and (user.is_superuser or is_network(user))


def _moderates(user: AnyUser, reply: Reply) -> bool:
    """A moderator, about what was opened to everyone, or was until it was closed."""
    was_public = reply.is_public or reply.closed_at is not None
    return user.is_authenticated and user.is_active and is_moderator(user) and was_public


def _knows(user: AnyUser, reply: Reply) -> bool:
    return _is_read_by_all(reply) or bool(verdict_on_replies(user, reply.record.page))


def _is_read_by_all(reply: Reply) -> bool:
    return Reply.objects.public().filter(pk=reply.pk).exists()


def can_read_reply(user: AnyUser, reply: Reply) -> bool:
    """One answer: everyone once it is public, else the text's people, the network, and the
    account that it came from."""
    return _is_read_by_all(reply) or _reads_inside(user, reply)


def can_read_proof(user: AnyUser, reply: Reply) -> bool:
    """The file of an answer: everyone where it was opened with it, else the same people."""
    return (reply.file_is_public and _is_read_by_all(reply)) or _reads_inside(user, reply)


def _reads_inside(user: AnyUser, reply: Reply) -> bool:
    sent = reply.transmission
    own = sent is not None and reply.recorded_by_id == sent.addressee_id
    if own and sent is not None and verdict_on_received(user, sent):
        return True
    # Who may close it reads what it closes.
    if _moderates(user, reply):
        return True
    return bool(verdict_on_replies(user, reply.record.page))


def verdict_on_proof(user: AnyUser, reply: Reply | None) -> Verdict:
    return answer_for(user, reply is not None and can_read_proof(user, reply), may_know=False)


def _records(case: Case) -> bool:
    """Whatever the moment."""
    if not case.user.is_authenticated or not case.user.is_active:
        return False
    return case.superuser or case.coordinator or case.network


# -- What waits ------------------------------------------------------------------------


def groups_followed(user: AnyUser) -> list[int]:
    """The groups that `user` coordinates."""
    return [key for key, role in memberships_of(user).items() if role == Role.COORDINATOR]


def verdict_on_unanswered(user: AnyUser) -> Verdict:
    """The answer to the list of what waits for an answer: who coordinates a group, and the
    network."""
    allowed = user.is_active and (
        user.is_superuser or is_network(user) or bool(groups_followed(user))
    )
    return answer_for(user, allowed, may_know=False)
