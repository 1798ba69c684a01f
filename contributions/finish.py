"""What Wagtail does when a workflow ends: for our texts, nothing is published.

Named by the setting `WAGTAIL_FINISH_WORKFLOW_ACTION`, which Wagtail imports while its own
models are being made: this module imports no model, and asks the page's type.
"""

from __future__ import annotations

from typing import Any

from wagtail.workflows import publish_workflow_state


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    """Mark the reviewed version of a contribution as validated; publish other pages,
    as Wagtail does."""
    page = workflow_state.content_object.specific
    validated = getattr(page, "workflow_validated", None)
    if validated is None:
        publish_workflow_state(workflow_state, user=user)
        return
    validated()
