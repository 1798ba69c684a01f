"""Who signs a text for a centre, and who sees which centres did."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from assent.models import Signature, SigningWindow
from assent.signing.delegates import kept_for_directors
from assent.signing.selectors import asked_by_window, centres_here
from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from contributions.rules import can
from contributions.standing import Case
from groups.deadlines import in_both_zones
from kit.access import ALLOWED, MISSING, SIGN_IN, AnyUser, Verdict, answer_for
from people.models import Centre, User
from people.rules import mandates_of


def invited_centres(page: ContributionPage, window: SigningWindow | None) -> set[int]:
    """Keys of the centres that may sign: those asked on this text, those that have come to
    its groups since, and those that signed it, which may always go back on it."""
    here = centres_here(page.record)
    if window is None:
        asked = Version.asked_centres.through.objects.filter(
            version=page.record.reviewed_version_id
        )
        return here.union(asked.values_list("centre", flat=True))
    signed = window.signatures.told().values_list("centre", flat=True)
    return here.union(asked_by_window([window])[window.pk], signed)


def verdict_on_seeing(user: AnyUser, page: ContributionPage | None) -> Verdict:
    """The answer to the page of a text's signatures: who follows its progress, and who
    speaks for a centre that may sign, or that signed an edition of it."""
    if page is None:
        return MISSING if user.is_authenticated else SIGN_IN
    allowed = can(Verb.SEE_PROGRESS, user, page) or _speaks_for_invited(user, page)
    return answer_for(user, allowed, may_know=False)


def _speaks_for_invited(user: AnyUser, page: ContributionPage) -> bool:
    centres = mandates_of(user).centres
    if not centres or page.record.trashed_at is not None:
        return False
    if Signature.objects.told().filter(window__record=page.record, centre__in=centres).exists():
        return True
    windows = page.record.signing_windows.filter(ended_at__isnull=True)
    return any(centres & invited_centres(page, window) for window in windows.order_by("-pk")[:1])


def verdict_on_signing(
    user: AnyUser, page: ContributionPage | None, centre: Centre | None,
    window: SigningWindow | None,
) -> Verdict:  # fmt: skip
    """Who signs, cancels or withdraws for a centre, whatever the moment: its director or
    the delegate, where the centre may sign. Their mandate counts, whatever they are else: a
    superuser signs as the director that they are, and never as a superuser."""
    if not user.is_authenticated:
        return SIGN_IN
    if page is None or centre is None or not user.is_active:
        return MISSING
    case, invited = Case(user, page), invited_centres(page, window)
    if centre.pk not in invited or case.state.trashed:
        return MISSING
    # Nothing is to be signed: who does not follow the text learns nothing of a draft.
    if window is None and not can(Verb.SEE_PROGRESS, user, page):
        return MISSING
    centres = mandates_of(user).centres
    if centre.pk in centres:
        return ALLOWED
    told = case.superuser or case.member or not invited.isdisjoint(centres)
    reason = _("Seule la direction du centre, ou sa délégation, signe pour lui.")
    return answer_for(user, False, may_know=told, reason=reason)


def may_still_sign(user: AnyUser, page: ContributionPage, window: SigningWindow) -> bool:
    """Whether somebody speaks for a centre that may sign here and has not, in time or late."""
    centres = mandates_of(user).centres
    if not centres or page.record.trashed_at is not None or why_over(page, window):
        return False
    assert isinstance(user, User), "nobody else has a mandate"
    signed = window.signatures.standing().values_list("centre", flat=True)
    unsigned = (centres & invited_centres(page, window)).difference(signed)
    kept = kept_for_directors(user, [window], unsigned)
    return any((window.pk, key) not in kept for key in unsigned)


# -- The moment ------------------------------------------------------------------------


def why_not_sign(
    page: ContributionPage, window: SigningWindow | None, standing: Signature | None
) -> str:
    """Why a centre cannot sign now; empty when it can."""
    if window is None:
        return _("Les centres signent un texte validé : celui-ci ne l'est pas.")
    if standing is not None:
        return _("%(centre)s a déjà signé ce texte.") % {"centre": standing.centre_name}
    return why_over(page, window)


def why_late(window: SigningWindow) -> str:
    """What to tell who thought that they would sign before the publication; empty where they
    still do."""
    if not window.signs_late:
        return ""
    return _(
        "Le texte a été publié entre-temps : la signature y paraîtrait comme tardive. Rien n'est signé."
    )


def why_not_cancel(window: SigningWindow | None, standing: Signature | None, at: datetime) -> str:
    """Why the signature cannot be cancelled now; empty when it can. What has become of the
    text meanwhile is no reason: two days are two days."""
    if window is None or standing is None:
        return _("Aucune signature de ce centre n'est à annuler.")
    if at > standing.cancel_until:
        until = in_both_zones(standing.cancel_until)
        return _(
            "La signature pouvait s'annuler jusqu'au %(date)s. Elle peut encore être retirée."
        ) % {"date": until}
    return ""


def why_not_withdraw(window: SigningWindow | None, standing: Signature | None, at: datetime) -> str:
    """Why the signature cannot be withdrawn now; empty when it can."""
    if window is None or standing is None:
        return _("Aucune signature de ce centre n'est à retirer.")
    if at <= standing.cancel_until:
        until = in_both_zones(standing.cancel_until)
        return _("Jusqu'au %(date)s, la signature s'annule : le public n'en lira rien.") % {
            "date": until
        }
    # Under an older edition that everyone may still read, a name can be withdrawn too.
    if window.ended_at is not None:
        return _("Le groupe a repris ce texte avant sa publication : la signature ne compte plus.")
    return ""


def for_the_director_alone() -> str:
    """Why a delegate does nothing in the name of their centre here."""
    return _("La direction du centre s'est prononcée : elle seule peut y revenir.")


def why_over(page: ContributionPage, window: SigningWindow) -> str:
    """Why nothing is signed any more under this text."""
    if window.ended_at is not None:
        return _("Ce texte a été repris par le groupe : il n'est plus à signer.")
    if window.published_at is not None and window.public_of_id is None:
        return _("Une édition plus récente de ce texte a pris sa place.")
    if window.published_at is not None and page.record.withdrawn_at is not None:
        return _("Ce texte a été retiré de la publication.")
    return ""
