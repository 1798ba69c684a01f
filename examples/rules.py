"""Who may do what with an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.models import ContributionPage
from contributions.selectors import records_of_groups
from cowriting.rules import Mode, mode_for
from groups.models import Call, WorkingGroupPage
from groups.rules import is_member, is_open, memberships_of
from kit.access import AnyUser, Verdict, answer_for
from people.enums import MandateKind
from people.rules import is_network, mandates_of

if TYPE_CHECKING:
    from .models import Example


def is_of_network(user: AnyUser) -> bool:
    """Whether `user` is in a group today, or holds a mandate; a partner's is none of the
    network's."""
    if not user.is_authenticated or not user.is_active:
        return False
    kinds = mandates_of(user).kinds - {MandateKind.PARTNER}
    return bool(kinds) or bool(memberships_of(user))


def takes_examples(target: Call | WorkingGroupPage) -> bool:
    """Whether a call, or a group, still takes examples."""
    if isinstance(target, Call):
        return target.closed_at is None
    return is_open(target)


def can_send(user: AnyUser, target: Call | WorkingGroupPage) -> bool:
    """Send an example: anyone of the network, while the call or the group is open."""
    return is_of_network(user) and takes_examples(target)


def groups_taking(user: AnyUser, example: Example) -> frozenset[int]:
    """The groups of `user` to which this example came."""
    mine = frozenset(memberships_of(user))
    if not mine or example.group_id:
        return mine & {example.group_id or 0}
    records = records_of_groups(list(mine)).filter(call=example.call_id, trashed_at__isnull=True)
    found: set[int] = set()
    for record in records.prefetch_related("associated_groups"):
        found |= {record.lead_group_id, *(group.pk for group in record.associated_groups.all())}
    return mine & found


def can_read(user: AnyUser, example: Example) -> bool:
    """Its sender, the people of the groups to which it came, and the network where it was
    sent to a call; `ExampleQuerySet.readable_by` is its twin."""
    if not user.is_authenticated or not user.is_active:
        return False
    if example.person_id == user.pk or (example.call_id and is_network(user)):
        return True
    return bool(groups_taking(user, example))


def can_decide(user: AnyUser, example: Example) -> bool:
    """Set it aside, or take it: the people of the groups to which it came."""
    return user.is_authenticated and user.is_active and bool(groups_taking(user, example))


def can_take_into(user: AnyUser, example: Example, page: ContributionPage) -> bool:
    """Make a finding of it in a text that one writes, of a group to which it came."""
    if not can_decide(user, example) or mode_for(user, page) is not Mode.RW:
        return False
    groups = {page.record.lead_group_id}
    groups |= {group.pk for group in page.record.associated_groups.all()}
    return bool(groups & groups_taking(user, example))


def verdict_on_sending(user: AnyUser, target: Call | WorkingGroupPage | None) -> Verdict:
    """The answer to sending an example: missing outside the network."""
    return answer_for(
        user,
        target is not None and can_send(user, target),
        may_know=target is not None and is_of_network(user),
        reason=_("Cette saisine ou ce groupe est fermé : les exemples n'y arrivent plus."),
    )


def verdict_on_network(user: AnyUser) -> Verdict:
    """The answer to one's own examples, and to choosing where one goes."""
    return answer_for(user, is_of_network(user), may_know=False)


def verdict_on_reading(user: AnyUser, example: Example | None) -> Verdict:
    return answer_for(user, example is not None and can_read(user, example), may_know=False)


def verdict_on_deciding(user: AnyUser, example: Example | None) -> Verdict:
    """The answer to taking it or setting it aside; who reads it is told why not."""
    return answer_for(
        user,
        example is not None and can_decide(user, example),
        may_know=example is not None and can_read(user, example),
        reason=_("Les groupes qui reçoivent cet exemple décident de sa suite."),
    )


def verdict_on_taking(user: AnyUser, example: Example, page: ContributionPage) -> Verdict:
    """The answer to making a finding of it in this text; who may not decide of the example,
    or knows nothing of the text, gets the answer for what does not exist."""
    groups = {page.record.lead_group_id}
    groups |= {group.pk for group in page.record.associated_groups.all()}
    inside = can_decide(user, example) and bool(groups & frozenset(memberships_of(user)))
    return answer_for(
        user,
        can_take_into(user, example, page),
        may_know=inside,
        reason=_("Ce texte ne s'écrit pas en ce moment : choisissez-en un autre."),
    )


def verdict_on_list(user: AnyUser, group: WorkingGroupPage | None) -> Verdict:
    """The answer to a group's list of examples: its people."""
    allowed = group is not None and user.is_active and is_member(user, group)
    return answer_for(user, allowed, may_know=False)
