"""Who may be in a room: the two rows of the matrix about co-writing sockets.

They rest on the same facts as the charter of texts (`contributions.standing`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum

from contributions.charter import holds
from contributions.enums import Verb, WorkState
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from contributions.standing import Case
from groups.models import Membership
from kit.access import AnyUser, Verdict, answer_for
from people.models import User

_DECIDED = (WorkState.VALIDATION, WorkState.VALIDATED)


class Mode(Enum):
    """How a person is in a room, or the code that closes. Who is `SHOWN` a text reads its
    present words, and nothing of what was deleted in it or set aside."""

    RW = "rw"
    RO = "ro"
    SHOWN = "shown"
    SIGNED_OUT = 4401
    FORBIDDEN = 4403

    @property
    def enters(self) -> bool:
        return self in (Mode.RW, Mode.RO, Mode.SHOWN)

    @property
    def word(self) -> str:
        """What a browser is told of it."""
        return "rw" if self is Mode.RW else "ro"

    @property
    def close_code(self) -> int | None:
        """The code with which to close the connection; None for who may stay."""
        return self.value if isinstance(self.value, int) else None


def mode_for(user: AnyUser, page: ContributionPage) -> Mode:
    """How `user` may be in the room of `page` now.

    Who writes for several rights has the widest. What rules remember of `user` is used:
    give an account that was just read, or ask `kit.access.forget` first.
    """
    return _mode(Case(user, page))


def admit(user: AnyUser, page: ContributionPage) -> Mode:
    """`mode_for` at the door of a room: a superuser's visit is noted in the text's life."""
    mode = mode_for(user, page)
    if mode.enters:
        note_superuser_access(user, page, Verb.READ_DRAFT)
    return mode


def _mode(case: Case) -> Mode:
    if not case.user.is_authenticated:
        return Mode.SIGNED_OUT
    if not case.user.is_active or case.state.trashed:
        return Mode.FORBIDDEN
    if case.member:
        return Mode.RW if holds(Verb.EDIT, case) else Mode.RO
    if case.superuser:
        return Mode.RO
    return Mode.SHOWN if case.moderator and case.state.work in _DECIDED else Mode.FORBIDDEN


def page_for_rules(page_id: int) -> ContributionPage:
    """The text with all that rules weigh of it, in two queries. Raises DoesNotExist.

    Its body is left out: it is long, and each batch of the log reads the rules again.
    """
    texts = ContributionPage.objects.with_states().defer("body")
    return texts.prefetch_related("record__associated_groups").get(pk=page_id)


def modes_of(person_ids: Collection[int], page: ContributionPage) -> dict[int, Mode]:
    """`mode_for` of several people at once, read afresh in two queries for all members.

    `page` is read with `page_for_rules`. A key that leads to nobody has no answer.
    """
    people = User.objects.in_bulk(list(person_ids))
    groups = [page.record.lead_group_id]
    groups += [group.pk for group in page.record.associated_groups.all()]
    rows = Membership.objects.current().filter(person__in=people, group__in=groups)
    roles: dict[int, set[str]] = {}
    for person_id, role in rows.values_list("person_id", "role"):
        roles.setdefault(person_id, set()).add(role)
    modes = {}
    for key, person in people.items():
        case = Case(person, page)
        # What the rule would read for each, read once for all.
        case.roles = frozenset(roles.get(key, ())) if person.is_active else frozenset()
        modes[key] = _mode(case)
    return modes


def is_inside(user: AnyUser, page: ContributionPage) -> bool:
    """Whether `user` is one of the text's people, or the technical administration: a named
    reader or a moderator reads words, and learns no names."""
    case = Case(user, page)
    return case.member or case.superuser


# -- Refused words -----------------------------------------------------------------------


def readers_of_refused(user: AnyUser, page: ContributionPage) -> Callable[[int | None], bool]:
    """Whether `user` may read what was refused of an author, by that author's key.

    One's own as long as one is among the text's people; all of it for its coordination.
    What is asked is read once, for however many authors.
    """
    case = Case(user, page)
    if not case.member or not holds(Verb.READ_DRAFT, case):
        return lambda author_id: False
    if case.coordinator:
        return lambda author_id: True
    return lambda author_id: author_id is not None and author_id == user.pk


def verdict_on_refused(user: AnyUser, page: ContributionPage, author_id: int | None) -> Verdict:
    """The answer to one piece of refused words: missing for everyone else."""
    return answer_for(user, readers_of_refused(user, page)(author_id), may_know=False)
