"""The admin's route map: deny by default, nothing bound to a route that is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kit.gate import routes
from kit.page_gate import PAGE_ROUTES, answered_types

#: Routes that superusers alone open, on purpose. A new route of a later Wagtail is in
#: neither list and fails this test until somebody decides.
SUPERUSERS = {
    "-",
    "wagtail_bulk_action",
    "wagtailadmin_error_test",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_pages:confirm_workflow_cancellation",
    "wagtailadmin_pages:convert_alias",
    "wagtailadmin_pages:lock",
    "wagtailadmin_pages:revisions_unschedule",
    "wagtailadmin_pages:set_privacy",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_pages:unlock",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_api:pages:action",
    "wagtailadmin_api:pages:detail",
    "wagtailadmin_api:pages:find",
    "wagtailimages:preview",
    "wagtailimages:url_generator",
    "wagtailimages:url_generator_output",
}
#: Whole namespaces of the same kind.
SUPERUSERS_NAMESPACES = (
    "wagtailadmin_api:documents",
    "wagtailadmin_api:images",
    "wagtailadmin_collections",
    "wagtailadmin_reports",
    "wagtailadmin_workflows",
    "wagtailembeds",
    "wagtailredirects",
    "wagtailsites",
    "wagtailsnippets",
    "wagtailusers_groups",
    "wagtailusers_users",
)


def admin_routes() -> set[str]:
    """The full name of every route below `/admin/`."""
    return set(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            if path.startswith("admin/"):
                yield namespace + (entry.name or "-")
        elif "admin/".startswith(path[:6]) or path.startswith("admin/"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, path)


def is_closed(name: str) -> bool:
    return name in SUPERUSERS or name.rpartition(":")[0].startswith(SUPERUSERS_NAMESPACES)


def test_every_admin_route_is_bound_or_closed_on_purpose() -> None:
    undecided = {
        name for name in admin_routes() if name not in routes.names() and not is_closed(name)
    }
    assert undecided == set()


def test_no_route_is_both_bound_and_closed() -> None:
    assert {name for name in routes.names() if is_closed(name)} == set()


def test_nothing_is_bound_that_the_admin_no_longer_has() -> None:
    assert routes.names() - admin_routes() == set()


def test_every_route_about_a_page_is_answered_for_texts_or_groups() -> None:
    unanswered = {name for name, types in answered_types().items() if not types}
    assert unanswered == set()


def test_a_route_cannot_be_bound_twice() -> None:
    with pytest.raises(ValueError, match="bound twice"):
        routes.bind(lambda request, args, kwargs: None, "wagtailadmin_home")  # type: ignore[arg-type,return-value]


def test_page_routes_name_real_routes() -> None:
    assert set(PAGE_ROUTES) <= admin_routes()
