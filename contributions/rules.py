"""Who may do what with a text: the charter, one function a verb.

Each `can_<verb>(user, page)` is asked by pages, the admin's gate, Wagtail's permission
testers and actions alike. `verdict(verb, user, page)` adds what a refusal may tell: who
is named in an article learns that the text exists and why not; everyone else gets the
same answer as for a text that does not exist. `standing.py` holds the facts that
predicates weigh, `charter.py` how they are asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from groups.rules import memberships_of
from kit.access import AnyUser, Verdict, answer_for

from .charter import (
    CHARTER,
    abilities,
    article,
    can,
    holds,
    only_the_moment_is_wrong,
    verdict,
    verdict_on_missing,
)
from .enums import PublicState, Verb, WorkState
from .models.versions import Version
from .standing import HANDS_ON, Case, Standing, had_a_hand

if TYPE_CHECKING:
    from .models import ContributionPage

__all__ = [
    "CHARTER",
    "HANDS_ON",
    "Case",
    "Standing",
    "abilities",
    "can",
    "had_a_hand",
    "only_the_moment_is_wrong",
    "verdict",
    "verdict_on_missing",
]

M, C, D, MOD, NET = (
    Standing.MEMBER,
    Standing.COORDINATOR,
    Standing.DIRECTOR,
    Standing.MODERATOR,
    Standing.NETWORK,
)


# -- Reading ---------------------------------------------------------------------------


@article(Verb.READ_DRAFT)
def can_read_draft(case: Case) -> bool:
    """The text in progress, its previews, history, comparisons and files."""
    return case.superuser or case.member or (case.reads_by_grant and not case.state.trashed)


@article(Verb.READ_FROZEN)
def can_read_frozen(case: Case) -> bool:
    """The version under review, in validation or validated."""
    decided = case.state.work in (WorkState.VALIDATION, WorkState.VALIDATED)
    transmitted = decided and case.record.reviewed_version_id in case.addressed
    return transmitted or _works_on_frozen(case)


def _works_on_frozen(case: Case) -> bool:
    """Reads it because their group, centre or task is to say something of it."""
    if case.superuser or case.member:
        return True
    if case.reads_version_by_grant(case.record.reviewed_version_id):
        return not case.state.trashed
    if case.state.work is WorkState.REVIEW:
        return case.asked_now
    if case.state.work in (WorkState.VALIDATION, WorkState.VALIDATED):
        return case.moderator or case.asked_now
    return False


@article(Verb.READ_PUBLISHED, *Standing, why=gettext_lazy("Ce texte n'est pas publié."))
def can_read_published(case: Case) -> bool:
    """What the public reads."""
    return case.state.public.is_read_by_all


@article(Verb.READ_WITHDRAWN)
def can_read_withdrawn(case: Case) -> bool:
    """A withdrawn text, its versions and its reasons."""
    if case.state.public is not PublicState.WITHDRAWN:
        return False
    if case.superuser or case.member or case.moderator or case.network or case.asked_director:
        return True
    return bool(case.addressed)


@article(Verb.SEE_PROGRESS)
def can_see_progress(case: Case) -> bool:
    """Title, group, state and dates, without a word of the text."""
    return case.superuser or case.member or case.moderator or case.network or case.asked_director


def can_read_version(user: AnyUser, version: Version, page: ContributionPage) -> bool:
    """One frozen version: as published, as withdrawn, as the one under decision, or as
    one of the group's own."""
    return _reads_version(Case(user, page), version)


def readable_versions(user: AnyUser, page: ContributionPage) -> list[Version]:
    """The versions of a text that `user` may read, in a constant number of queries."""
    case = Case(user, page)
    return [version for version in page.record.versions.all() if _reads_version(case, version)]


def _reads_version(case: Case, version: Version) -> bool:
    if case.user.is_authenticated and not case.user.is_active:
        return False
    if case.state.trashed:
        return case.superuser or case.member
    if case.superuser or case.member or case.reads_version_by_grant(version.pk):
        return True
    if version.pk in case.addressed:
        return True
    if version.published_at is not None:
        return holds(Verb.READ_PUBLISHED, case) or holds(Verb.READ_WITHDRAWN, case)
    return _is_under_decision(case, version) and holds(Verb.READ_FROZEN, case)


def _is_under_decision(case: Case, version: Version) -> bool:
    """The version before those who decide, or one whose form alone it corrects: it was put
    to them under that number."""
    record = case.record
    if version.pk in (record.reviewed_version_id, record.validated_version_id):
        return True
    decided = record.validated_version or record.reviewed_version
    corrects = decided is not None and decided.corrects_id is not None
    return corrects and decided is not None and version.pk in decided.same_text()


def verdict_on_version(user: AnyUser, version: Version, page: ContributionPage) -> Verdict:
    return answer_for(user, can_read_version(user, version, page), may_know=False)


# -- Writing ---------------------------------------------------------------------------


@article(
    Verb.EDIT, M, C, later=(MOD,), why=gettext_lazy("Vous pouvez lire ce texte, non l'écrire.")
)
def can_edit(case: Case) -> bool:
    """Write, import, restore: the group's people while it drafts."""
    return case.superuser or case.member


@article(Verb.RESTORE, M, C, later=(MOD,))
def can_restore(case: Case) -> bool:
    """Take an older version up again, as a new revision."""
    return case.superuser or case.member


@article(
    Verb.COPY,
    M,
    C,
    why=gettext_lazy("On copie ce que l'on peut lire, vers un groupe où l'on écrit."),
)
def can_copy(case: Case) -> bool:
    """Start a new text from this one; others than its people copy what is published.

    Who is in no group has nowhere to copy to, and is told so whatever the text.
    """
    if case.state.trashed:
        return False
    if case.superuser or case.member:
        return True
    return holds(Verb.READ_PUBLISHED, case) and bool(memberships_of(case.user))


@article(Verb.GRANT_READING, M, C, why=gettext_lazy("L'animation du groupe ouvre la lecture."))
def can_grant_reading(case: Case) -> bool:
    """Open a draft or a version to named readers until a date."""
    return case.superuser or case.coordinator


@article(Verb.REMARK, M, C, why=gettext_lazy("On ne remarque plus un texte à la corbeille."))
def can_remark(case: Case) -> bool:
    """Remark and suggest: whoever reads what is being worked on, named readers included; an
    addressee answers instead."""
    if case.state.trashed:
        return False
    return _works_on_frozen(case) or bool(case.grants)


@article(Verb.TAKE_BLOCK, M, C, superuser=False)
def can_take_block(case: Case) -> bool:
    """Take a block to write, and say that one's own is written."""
    return case.member


@article(Verb.ASSIGN, M, C, why=gettext_lazy("L'animation du groupe répartit l'écriture."))
def can_assign(case: Case) -> bool:
    """Say who writes which block, by when."""
    return case.superuser or case.coordinator


@article(Verb.SET_DATES, M, C, why=gettext_lazy("L'animation du groupe fixe les échéances."))
def can_set_dates(case: Case) -> bool:
    """Set and extend the text's own dates."""
    return case.superuser or case.coordinator


# -- Towards a decision ----------------------------------------------------------------


@article(Verb.PROPOSE, M, C, superuser=False)
def can_propose(case: Case) -> bool:
    """Tell the coordination that the text is ready for review."""
    return case.member


@article(Verb.OPEN_REVIEW, M, C, D, why=gettext_lazy("L'animation du groupe ouvre la relecture."))
def can_open_review(case: Case) -> bool:
    """Freeze a version and ask the group to read it."""
    return case.superuser or case.coordinator


@article(Verb.CLOSE_REVIEW, M, C, D, why=gettext_lazy("L'animation du groupe clôt la relecture."))
def can_close_review(case: Case) -> bool:
    """Close the review and submit the text to the network."""
    return case.superuser or case.coordinator


@article(Verb.RECALL, M, C, D, why=gettext_lazy("L'animation du groupe rappelle le texte."))
def can_recall(case: Case) -> bool:
    """Take a submission back before its decision."""
    return case.superuser or case.coordinator


@article(
    Verb.RECALL_VALIDATED,
    M,
    C,
    MOD,
    D,
    why=gettext_lazy("L'animation ou la modération rappelle un texte validé."),
)
def can_recall_validated(case: Case) -> bool:
    """Take a validated or scheduled text back, with a reason."""
    return case.superuser or case.coordinator or case.moderator


_NOT_ONE_S_OWN = gettext_lazy(
    "Une personne qui a écrit ou soumis le texte ne peut pas en décider : une autre personne de la modération doit le faire."
)


@article(Verb.VALIDATE, M, C, MOD, D, why=_NOT_ONE_S_OWN)
def can_validate(case: Case) -> bool:
    """Approve the frozen version: a moderator with no hand in the text."""
    return (case.superuser or case.moderator) and not case.had_a_hand


@article(Verb.RETURN, M, C, MOD, D, why=_NOT_ONE_S_OWN)
def can_return(case: Case) -> bool:
    """Send the text back to its group, with remarks."""
    return (case.superuser or case.moderator) and not case.had_a_hand


# -- Publication -----------------------------------------------------------------------


@article(Verb.PUBLISH, M, C, MOD, D, why=_NOT_ONE_S_OWN)
def can_publish(case: Case) -> bool:
    """Make the validated version live, exactly."""
    return (case.superuser or case.moderator) and not case.had_a_hand


@article(Verb.SCHEDULE, M, C, MOD, D, why=_NOT_ONE_S_OWN)
def can_schedule(case: Case) -> bool:
    """Have the validated version published at a minute to come."""
    return (case.superuser or case.moderator) and not case.had_a_hand


@article(Verb.UNSCHEDULE, M, C, MOD, D, why=_NOT_ONE_S_OWN)
def can_unschedule(case: Case) -> bool:
    """Cancel a publication to come; the text stays validated."""
    return (
        case.record.embargo_until is not None
        and (case.superuser or case.moderator)
        and not case.had_a_hand
    )


@article(
    Verb.OPEN_EDITION, M, C, why=gettext_lazy("L'animation du groupe ouvre une nouvelle édition.")
)
def can_open_edition(case: Case) -> bool:
    """Start work again beside the published text."""
    return case.superuser or case.coordinator


@article(
    Verb.REPLACE,
    *Standing,
    why=gettext_lazy("L'animation ou la modération déclare un texte remplacé."),
)
def can_replace(case: Case) -> bool:
    """Declare that a more recent text takes this one's place."""
    return case.superuser or ((case.moderator or case.follows_up) and not case.state.trashed)


@article(
    Verb.WITHDRAW,
    *Standing,
    why=gettext_lazy("Un retrait se décide à deux : l'animation du groupe et la modération."),
)
def can_withdraw(case: Case) -> bool:
    """Ask for, or confirm, a withdrawal: a coordinator, or who inherits the text, and a
    moderator, two persons."""
    return case.superuser or case.follows_up or case.moderator


@article(
    Verb.MASK,
    *Standing,
    why=gettext_lazy(
        "L'animation du groupe, la modération et la coordination masquent un passage."
    ),
)
def can_mask(case: Case) -> bool:
    """Hide a passage at once, in every version; look at what another person hid."""
    return case.superuser or case.coordinator or case.moderator or case.network


# -- Keeping house ---------------------------------------------------------------------


@article(Verb.MOVE)
def can_move(case: Case) -> bool:
    """Give the text to another group: the network, or who coordinates both."""
    return case.superuser or case.network or case.coordinator


@article(
    Verb.TRASH,
    M,
    C,
    why=gettext_lazy("On met à la corbeille ce que l'on a créé ; l'animation, tout brouillon."),
)
def can_trash(case: Case) -> bool:
    """Put a draft aside for thirty days: one's own, or any as coordinator."""
    own = case.member and case.record.created_by_id == case.user.pk
    return case.superuser or case.coordinator or own


@article(Verb.BRING_BACK, M, C)
def can_bring_back(case: Case) -> bool:
    """Take a draft out of the trash."""
    own = case.member and case.record.created_by_id == case.user.pk
    return case.superuser or case.coordinator or own


@article(Verb.DELETE)
def can_delete(case: Case) -> bool:
    """Delete for good: superusers, and never what has a frozen version."""
    return case.superuser and not case.record.versions.exists()
