"""django-comments-xtd stores threads, and nothing else of it is reached."""

from __future__ import annotations

from pathlib import Path

import django_comments_xtd
import pytest
from babel.messages.pofile import read_po
from django.db.models.signals import pre_save
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.translation import gettext, override
from django_comments_xtd.models import publish_or_unpublish_on_pre_save

from discussion.models import Reaction, Remark

#: The addresses that its documentation has one include.
NAMES = (
    "comments-xtd-sent", "comments-xtd-confirm", "comments-xtd-reply", "comments-xtd-mute",
    "comments-xtd-flag", "comments-xtd-like", "comments-xtd-dislike", "comments-xtd-api-create",
    "comments-xtd-api-list", "comments-xtd-api-feedback", "comments-post-comment",
    "comments-flag", "comments-delete", "comments-approve", "comments-url-redirect",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_none_of_its_addresses_is_mounted(name: str) -> None:
    assert name not in get_resolver().reverse_dict
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("model", [Remark, Reaction])
def test_saving_a_remark_publishes_no_other(model: type[Remark]) -> None:
    receivers = pre_save._live_receivers(model)  # type: ignore[attr-defined]
    assert publish_or_unpublish_on_pre_save not in [one for group in receivers for one in group]


def test_its_french_is_compiled() -> None:
    """The package ships the source of its French alone."""
    folder = Path(django_comments_xtd.__file__).parent / "locale" / "fr" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as file:
        shipped = [message for message in read_po(file, locale="fr") if message.id]
    own = [one for one in shipped if isinstance(one.id, str) and one.string and not one.fuzzy]
    assert len(own) > 50
    with override("fr"):
        english = [one.id for one in own if gettext(one.id) == one.id != one.string]
    assert english == []


def test_its_french_overrides_nobody_s() -> None:
    """It says `Name` and `Post` too, which others say otherwise."""
    with override("fr"):
        assert gettext("Delete") == "Supprimer"
        assert (
            gettext("Notify me about follow-up comments") == "M'avertir des commentaires suivants"
        )
