"""Who shows again what was hidden; who hides is the charter's (`Verb.MASK`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.charter import verdict
from contributions.enums import Verb
from contributions.models.masks import Mask
from contributions.models.versions import Version
from contributions.rules import can_mask
from contributions.standing import Case
from kit.access import AnyUser, Verdict, forbidden

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def verdict_on_second_look(user: AnyUser, mask: Mask, page: ContributionPage) -> Verdict:
    """Whether `user` may look at what another person hid."""
    if mask.made_by_id != user.pk or not can_mask(user, page):
        return verdict(Verb.MASK, user, page)
    return forbidden(_("Une autre personne que vous doit regarder ce que vous avez masqué."))


def was_agreed_without(mask: Mask, page: ContributionPage) -> bool:
    """Whether the version under decision, or the public one, was frozen while this passage
    was hidden in it."""
    record = page.record
    present = (record.validated_version, record.reviewed_version, record.current_version)
    keys = {key for version in present if version is not None for key in version.same_text()}
    first = Version.objects.filter(pk__in=keys, corrects__isnull=True)
    return first.filter(created_at__gte=mask.made_at).exists()


def verdict_on_lifting(user: AnyUser, mask: Mask, page: ContributionPage) -> Verdict:
    """Whether `user` may show it again: what two persons agreed to hide, only the moderation
    or the network; what stood hidden in the text that was answered and validated, only the
    moderation, and nobody who had a hand in it: they are words that nobody agreed to."""
    looks, case = verdict_on_second_look(user, mask, page), Case(user, page)
    if looks and was_agreed_without(mask, page):
        if (case.moderator or case.superuser) and not case.had_a_hand:
            return looks
        return forbidden(
            _("Le texte a été figé sans ce passage : la modération seule peut l'y remettre, et personne qui ait mis la main au texte.")
        )  # fmt: skip
    if not looks or mask.confirmed_at is None:
        return looks
    if case.superuser or case.moderator or case.network:
        return looks
    return forbidden(
        _("Deux personnes ont décidé ce masque : la modération ou la coordination le lève.")
    )
