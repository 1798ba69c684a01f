"""Whether a page offers to send an example."""

from __future__ import annotations

from django import template

from examples.rules import can_send
from groups.models import Call, WorkingGroupPage
from kit.access import AnyUser

register = template.Library()


@register.simple_tag
def may_send_example(user: AnyUser | None, target: Call | WorkingGroupPage) -> bool:
    """False for the preview of a page, which has no person of its own."""
    return user is not None and can_send(user, target)
