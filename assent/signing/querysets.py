"""Sets of signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from assent.models import Signature  # noqa: F401


class SignatureQuerySet(models.QuerySet["Signature"]):
    def told(self) -> Self:
        """Those that were not cancelled: standing, or withdrawn on a date."""
        return self.filter(cancelled_at__isnull=True)

    def standing(self) -> Self:
        """Those under which a centre's name stands today."""
        return self.told().filter(withdrawn_at__isnull=True)
