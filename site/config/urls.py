"""Every address of the site, in the order in which they are tried."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from people.account import account

#: One door: every other sign-in leads to it, and is tried before what it belongs to.
_DOOR = RedirectView.as_view(pattern_name="account_login", query_string=True)


def _no_password(request: HttpRequest, **which: int) -> HttpResponse:
    """Where the password of a page or a collection would be asked: people have accounts."""
    return redirect("account_login")


#: Files and the editing rooms: each of these is named in `kit.languages` too.
urlpatterns: list[URLPattern | URLResolver] = [
    # Under Wagtail's own name, which the gate opens to all.
    path("admin/login/", _DOOR, name="wagtailadmin_login"),
    path("django-admin/login/", _DOOR),
    path("admin/account/", account, name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("media.urls")),
    path("documents/authenticate_with_password/<int:restriction>/", _no_password),
    path("documents/", include(wagtaildocs_urls)),
    *staticfiles_urlpatterns(),
]

#: What people read: in French at `/`, in English at `/en/`.
urlpatterns += i18n_patterns(
    path("_util/login/", _DOOR),
    path("", include("demo.urls")),
    path("_util/authenticate_with_password/<int:restriction>/<int:page>/", _no_password),
    path("", include("people.urls")),
    # Before the acts on a text, whose addresses have any last word.
    path("", include("cowriting.urls")),
    path("", include("discussion.urls")),
    path("", include("examples.urls")),
    path("", include("assent.urls")),
    path("", include("errata.urls")),
    path("", include("proposals.urls")),
    path("", include("moderation.urls")),
    path("", include("contributions.urls")),
    path("", include("meetings.urls")),
    path("", include("notifications.urls")),
    path("", include("search.urls")),
    path("", include("kit.urls")),
    path("", include("home.urls")),
    path("", include("groups.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
