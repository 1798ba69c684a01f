"""What an account's pages and letters say of a browser."""

from __future__ import annotations

from django import template

from people import devices

register = template.Library()


@register.filter
def device_name(user_agent: str) -> str:
    return devices.device_name(user_agent)
