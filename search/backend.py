"""The database's search behind a guard, for every search box: ours and the admin's.

Named by `WAGTAILSEARCH_BACKENDS`. A query that holds an odd quote or NUL would otherwise
answer 500 on the public page, the page chooser and the documents; and accents, plurals
and inclusive forms would be found on one database and not on the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from modelsearch.backends.base import BaseSearchResults, EmptySearchResults
from modelsearch.backends.database import SearchBackend as database_backend
from modelsearch.query import And, Not, Or, Phrase, PlainText

from kit.normalise import fold_query

from .folding import Folded


def SearchBackend(params: dict[str, Any]) -> Any:
    """The database's backend for this site, guarded."""
    if connection.vendor == "postgresql":
        # Words are folded here; PostgreSQL's own stemming would fold them otherwise.
        params = {"SEARCH_CONFIG": "simple", **params}
    backend = database_backend(params)
    backend.__class__ = _guarded(type(backend))
    return backend


def folded_query(query: Any) -> Any:
    """A query in the words of the index, whatever its shape; None when no word is left.

    Wagtail's own search boxes parse what is typed into query objects: quotes become
    phrases, so the words inside must be folded too.
    """
    if isinstance(query, str):
        return fold_query(query) or None
    if isinstance(query, PlainText):
        words = fold_query(query.query_string)
        return PlainText(words, query.operator, query.boost) if words else None
    if isinstance(query, Phrase):
        words = fold_query(query.query_string)
        return Phrase(words) if words else None
    if isinstance(query, And | Or):
        parts = [part for part in map(folded_query, query.subqueries) if part is not None]
        return type(query)(parts) if len(parts) > 1 else next(iter(parts), None)
    if isinstance(query, Not):
        part = folded_query(query.subquery)
        return Not(part) if part is not None else None
    return query


def _folding(base: type) -> type:
    class FoldingIndex(base):  # type: ignore[misc,valid-type]
        def add_items(self, model: Any, items: Iterable[Any]) -> None:
            super().add_items(model, [Folded(item) for item in items])

    FoldingIndex.__name__ = f"Folding{base.__name__}"
    return FoldingIndex


def _guarded(base: Any) -> type:
    class Guarded(base):  # type: ignore[misc]
        index_class = _folding(base.index_class)

        def search(self, query: Any, *args: Any, **kwargs: Any) -> BaseSearchResults:
            return self._ask(super().search, query, *args, **kwargs)

        def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> BaseSearchResults:
            return self._ask(super().autocomplete, query, *args, **kwargs)

        @staticmethod
        def _ask(ask: Any, query: Any, *args: Any, **kwargs: Any) -> BaseSearchResults:
            folded = folded_query(query)
            return EmptySearchResults() if folded is None else ask(folded, *args, **kwargs)

    Guarded.__name__ = f"Guarded{base.__name__}"
    return Guarded
