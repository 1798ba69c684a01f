"""What every site has before anyone adds a word: its first pages and its one workflow."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sites.models import Site as CommentsSite
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from contributions.models import GroupReviewTask, NetworkValidationTask
from groups.models import WorkingGroupIndexPage

from .models import HomePage, StandardPage

#: Address and title of the pages that a public site owes its readers.
DUTY_PAGES = {
    "mentions-legales": "Mentions légales",
    "accessibilite": "Accessibilité",
    "donnees-personnelles": "Données personnelles",
}
WORKFLOW_NAME = "Relecture du groupe, puis validation du réseau"


@transaction.atomic
def lay_foundation() -> HomePage:
    """Create what is missing of it and change nothing that is there. Idempotent."""
    home = _home()
    _workflow(_group_index(home))
    _duties(home)
    CommentsSite.objects.get_or_create(
        pk=settings.SITE_ID, defaults={"domain": "localhost", "name": settings.SITE_NAME}
    )
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    return home


def _home() -> HomePage:
    existing = HomePage.objects.first()
    if existing:
        return existing
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    # Wagtail's welcome page is in the way of ours, which takes its address.
    for page in root.get_children().filter(slug="home"):
        if page.specific_class is Page:
            page.delete()
    root = Page.objects.get(pk=root.pk)
    home = HomePage(title=settings.SITE_NAME, slug="home")
    root.add_child(instance=home)
    site, _made = Site.objects.get_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": settings.SITE_NAME},
    )
    site.root_page, site.site_name = home, settings.SITE_NAME
    site.save()
    return home


def _group_index(home: HomePage) -> WorkingGroupIndexPage:
    existing = WorkingGroupIndexPage.objects.first()
    if existing:
        return existing
    index = WorkingGroupIndexPage(title="Groupes de travail", slug="groupes")
    home.add_child(instance=index)
    return index


def _duties(home: HomePage) -> None:
    """The pages that the law asks for, named in the footer of every page."""
    for slug, title in DUTY_PAGES.items():
        if not home.get_children().filter(slug=slug).exists():
            home.add_child(instance=StandardPage(title=title, slug=slug))


def _workflow(index: WorkingGroupIndexPage) -> None:
    """One workflow for all groups, on the page under which they all stand."""
    if WorkflowPage.objects.filter(page=index).exists():
        return
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    steps = [
        GroupReviewTask.objects.get_or_create(name="Relecture du groupe")[0],
        NetworkValidationTask.objects.get_or_create(name="Validation du réseau")[0],
    ]
    for order, step in enumerate(steps):
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=step.task_ptr, defaults={"sort_order": order}
        )
    WorkflowPage.objects.create(page=index, workflow=workflow)
