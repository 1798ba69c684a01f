"""Sets of proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from .models import Proposal  # noqa: F401


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def public(self) -> Self:
        """Those whose text the public reads, removed ones included: their pages live on."""
        return self.filter(page__live=True, page__record__withdrawn_at__isnull=True)

    def standing(self) -> Self:
        """Public, still in the text, and the text not replaced: what lists show."""
        return self.public().filter(removed_at__isnull=True, page__record__replaced_by__isnull=True)
