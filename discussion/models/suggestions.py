"""Other words proposed for a passage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User

from .remarks import Remark


class Suggestion(models.Model):
    """The words that a remark proposes in the place of its `quote`; its discussion, its
    outcome and its author are the remark's. `replacement` may be empty: to take away."""

    remark = models.OneToOneField(
        Remark, related_name="suggestion", primary_key=True, on_delete=models.CASCADE
    )
    replacement = models.TextField(_("mots proposés"), blank=True)
    rebased_at = models.DateTimeField(null=True, blank=True)
    rebased_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )

    wagtail_reference_index_ignore = True
