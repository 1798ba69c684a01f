"""A text that says a name which nothing else says, and where it may still stand."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField, TextField
from wagtail.models import Revision

from contributions.models import ContributionPage, Mask, Version
from proposals.models import Proposal
from tests.cast import Cast, fresh, text_in

#: A word that is nowhere else, with what makes words hard to find.
NAME = "Zélie d’Arcanaille"
WHY = "Une habitante se reconnaît."


def named(cast: Cast, state: str) -> ContributionPage:
    return text_in(cast, state, f"Le cas de {NAME}", mark=f"chez {NAME}")


def rows_that_say(word: str) -> list[str]:
    """Every column of words of every table where a word stands, revisions and logs of
    live writing left aside: they are masked when they are read."""
    kept = {Revision, Mask}
    tables = connection.introspection.table_names()
    found = []
    for model in apps.get_models():
        if model in kept or model._meta.app_label == "cowriting":
            continue
        if model._meta.db_table not in tables:
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, CharField | TextField) or field.get_internal_type() == "JSONField":
                values = model._base_manager.values_list(field.attname, flat=True)
                if any(says(value, word) for value in values):
                    found.append(f"{model._meta.label}.{field.name}")
    return found


def says(value: Any, word: str) -> bool:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return word.casefold() in said.casefold()


def row_of(text: ContributionPage) -> dict[str, Any]:
    names = ("title", "draft_title", "summary", "approach", "body")
    row = fresh(text)
    said = {name: str(getattr(row, name)) for name in names}
    said["versions"] = str(list(Version.objects.values_list("title", flat=True)))
    said["proposals"] = str(list(Proposal.objects.values_list("title", "text")))
    return said
