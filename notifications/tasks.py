"""What the worker does: `manage.py db_worker --backend post`."""

from __future__ import annotations

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task  # type: ignore[no-redef]

from .delivery import deliver_due


@task(backend="post")
def deliver() -> None:
    """Send what is due; what remains after a while is left to the next task."""
    if deliver_due():
        deliver.enqueue()
