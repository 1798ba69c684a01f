"""A text's parts and its addresses, for the templates that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context

from contributions.beside import Beneath, shown_beneath
from contributions.public import Part, Reading, reading_of
from contributions.selectors import open_grants
from kit.languages import in_language

if TYPE_CHECKING:
    from contributions.models import BlockAssignment, ContributionPage, ReadingGrant

register = template.Library()


@register.simple_tag(takes_context=True)
def read_text(context: Context, page: ContributionPage) -> Reading:
    """The parts of `page`, with the numbers of the proposals that the context holds
    under `proposals_by_block`; without them, proposals bear no number."""
    return reading_of(page, context.get("proposals_by_block") or None)


@register.simple_tag(takes_context=True)
def beneath_text(context: Context, page: ContributionPage) -> list[Beneath]:
    """What upper rooms show under a text that the public reads."""
    return shown_beneath(context["request"], page)


@register.simple_tag(takes_context=True)
def permanent_address(context: Context, thing: Any) -> str:
    """The address that `thing` keeps for ever, whole, the same in every language."""
    request: HttpRequest = context["request"]
    path = in_language(thing.get_absolute_url(), settings.LANGUAGE_CODE)
    return request.build_absolute_uri(path)


@register.filter
def writer_of(part: Part, writers: dict[str, BlockAssignment]) -> BlockAssignment | None:
    """Who is entrusted with a part of a draft, if anyone is."""
    return writers.get(str(part.block.id))


@register.simple_tag
def who_else_reads(page: ContributionPage) -> list[ReadingGrant]:
    """To whom a text in the editor is open besides its groups; nobody before its first
    saving."""
    record = getattr(page, "record", None) if page.pk else None
    return open_grants(record) if record else []
