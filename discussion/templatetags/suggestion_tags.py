"""What the templates of suggestions ask."""

from __future__ import annotations

from django import template

from contributions.changes import Run
from discussion.models import Remark
from discussion.suggestions.differences import difference

register = template.Library()


@register.filter
def runs_of(remark: Remark) -> tuple[Run, ...]:
    """What a suggestion keeps, takes away and puts in, in order."""
    return difference(remark)
