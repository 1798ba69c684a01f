"""Pages of the site itself, with what is known and what is still to be filled in."""

from __future__ import annotations

from django.template.loader import render_to_string

from demo.source import read
from home.foundation import DUTY_PAGES
from home.models import HomePage, StandardPage
from people.models import User

HEADLINE = "Écrire ensemble, d'une seule voix, et suivre chaque proposition"
INTRODUCTION = (
    "Des groupes de travail écrivent ensemble, les centres relisent, le réseau valide : "
    "voici leurs contributions, et chaque proposition avec son adresse."
)


def load_pages(by: User) -> None:
    """Fill the legal pages that say nothing yet; what somebody wrote is left as it is.

    Each has its template under `templates/demo/`.
    """
    home = HomePage.objects.get()
    if not home.introduction and not home.revisions.exists():
        home.headline, home.introduction = HEADLINE, INTRODUCTION
        home.save_revision(user=by, log_action=False).publish(user=by, log_action=False)
    facts = read("17_legal_pages")["pages_legales"]
    for page in StandardPage.objects.child_of(home).filter(slug__in=DUTY_PAGES, body=""):
        body = render_to_string(f"demo/{page.slug.replace('-', '_')}.html", facts)
        page.body, page.owner = body.strip(), by
        page.save_revision(user=by, log_action=False).publish(user=by, log_action=False)
