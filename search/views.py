"""The search page: every visitor sees the same, and only what is published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kit.normalise import MAX_LENGTH, clean_query, fold_query
from kit.paging import page_of

from . import selectors


def search(request: HttpRequest) -> HttpResponse:
    """`?q=` looks in every kind; `&dans=<kind>` in one, a page at a time."""
    typed = request.GET.get("q", "")
    query = clean_query(typed)
    section = selectors.section_named(request.GET.get("dans", ""))
    found = list(selectors.find(query, section)) if fold_query(query) else []
    context = {
        "query": query,
        "asked": bool(typed.strip()),
        "searched": bool(fold_query(query)),
        "was_cut": len(typed) > MAX_LENGTH,
        "max_length": MAX_LENGTH,
        "section": section,
        "found": found,
        "total": sum(each.count for each in found),
        "page_obj": page_of(found[0].results, request) if section and found else None,
    }
    return render(request, "search/search.html", context)
