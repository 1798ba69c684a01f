"""Dates, numbers and languages, in every template without loading (see settings)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from kit import formats
from kit.languages import address_decides, home_url, in_language

register = template.Library()


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """`1er mai 2020`, or `1 May 2020`; empty when there is no date."""
    return formats.day_words(value) if value else ""


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """`1er mai 2020 à 18 h 30`, or `1 May 2020, 18:30`; empty when there is none."""
    return formats.moment_words(value) if value else ""


@register.filter
def number(value: float | Decimal | str | None) -> str:
    """`3 123` and `14,8`, or `3,123` and `14.8`; empty when there is none."""
    return "" if value is None else formats.number_words(value)


@register.filter
def figure(typed: str | None) -> str:
    """`3123` of a content's figure as `3 123`; other words as they were typed."""
    return formats.figure_words(str(typed or ""))


@register.filter
def percent(value: float | Decimal | str | None) -> str:
    """`14,8 %`, or `14.8%`; empty when there is none."""
    return "" if value is None else formats.percent_words(value)


@register.simple_tag
def content_lang(language: str = "") -> SafeString:
    """The `lang` attribute of an element that holds words of the content.

    Written against the element's name, `<h1{% content_lang %}>`; it says something only
    when the interface speaks another language than the content. A content that does not
    say its language, as in the preview of a block, has that of the site.
    """
    language = language or settings.LANGUAGE_CODE
    return SafeString("") if language == _spoken() else format_html(' lang="{}"', language)


@register.simple_tag
def interface_lang(language: str = "") -> SafeString:
    """The `lang` attribute of words of the interface inside an element of the content.

    Twin of `content_lang`; it says something only when the two languages differ.
    """
    spoken = _spoken()
    same = (language or settings.LANGUAGE_CODE) == spoken
    return SafeString("") if same else format_html(' lang="{}"', spoken)


def _spoken() -> str:
    """The language of the interface, without its region."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


class Twin(NamedTuple):
    """A page in one language of the interface."""

    language: str
    name: str
    url: str


def _twins(path: str) -> list[Twin]:
    return [
        Twin(code, get_language_info(code)["name_local"].capitalize(), in_language(path, code))
        for code, _name in settings.LANGUAGES
    ]


def _has_twins(context: Context) -> bool:
    """Whether what is being shown stands at its address in both languages.

    Not so for what answers a form, and for refusals and lost addresses: Django hands an
    `exception` to those alone.
    """
    request: HttpRequest | None = context.get("request")
    return (
        request is not None
        and request.method in {"GET", "HEAD"}
        and address_decides(request.path_info)
        and "exception" not in context
    )


@register.inclusion_tag("components/language_links.html", takes_context=True)
def language_links(context: Context) -> dict[str, object]:
    """For the head: the French address as canonical, and both languages' addresses."""
    if not _has_twins(context):
        return {}
    request: HttpRequest = context["request"]
    twins = [
        twin._replace(url=request.build_absolute_uri(twin.url))
        for twin in _twins(request.get_full_path())
    ]
    return {"twins": twins, "canonical": twins[0]}


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> Twin:
    """The same page in the other language; its home page when there is no such page."""
    request: HttpRequest | None = context.get("request")
    path = request.get_full_path() if request and _has_twins(context) else home_url()
    return next(twin for twin in _twins(path) if twin.language != get_language())


@register.simple_tag
def spaced(mark: str) -> str:
    """A mark between two things that a template names: ` :` in French, `:` in English."""
    return f" {mark}" if formats.speaks_french() else mark
