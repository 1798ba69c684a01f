"""What tests of actions look at: the facts of a text, and the lines of its life."""

from __future__ import annotations

from typing import Any

from django.forms.models import model_to_dict
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from contributions.freezing import content_hash
from contributions.models import ContributionPage, ContributionRecord, TextEvent, Version


def kinds(text: ContributionPage) -> list[str]:
    """The kinds of the events of a text, oldest first."""
    lines = TextEvent.objects.filter(record__page=text.pk).order_by("pk")
    return list(lines.values_list("kind", flat=True))


def last_event(text: ContributionPage) -> TextEvent:
    return TextEvent.objects.filter(record__page=text.pk).latest("pk")


def facts(text: ContributionPage) -> dict[str, Any]:
    """Everything that an action could change, to be compared before and after."""
    record = ContributionRecord.objects.get(page=text.pk)
    page = ContributionPage.objects.get(pk=text.pk)
    workflows = WorkflowState.objects.filter(object_id=str(text.pk)).order_by("pk")
    steps = TaskState.objects.filter(workflow_state__in=workflows).order_by("pk")
    return {
        "record": model_to_dict(record),
        "page": (page.live, page.title, page.slug, page.url_path, page.latest_revision_id),
        "words": page.serializable_data(),
        "revisions": [(r.pk, content_hash(r)) for r in page.revisions.order_by("pk")],
        "versions": list(Version.objects.filter(record=record).order_by("pk").values()),
        "workflows": list(workflows.values("pk", "status")),
        "steps": list(steps.values("pk", "status")),
        "events": kinds(text),
        "log": PageLogEntry.objects.filter(page=text.pk).count(),
    }


def public_words(text: ContributionPage) -> str:
    """The hash of what the public reads: the page's own row."""
    page = ContributionPage.objects.get(pk=text.pk)
    revision = page.live_revision
    shown = page.serializable_data()
    assert revision is not None
    revision.content = shown
    return content_hash(revision)
