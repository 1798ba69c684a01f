"""What `run_due` does for the post each minute, besides gathering digests."""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from .enums import LetterState
from .models import Letter, Notice
from .tasks import deliver

#: How long news and letters are kept: then nobody asks what they were told.
KEPT = timedelta(days=183)
#: Finished tasks say nothing that letters do not.
TASKS_KEPT = timedelta(days=1)
#: How late a letter may be before a task is thought to be lost.
PATIENCE = timedelta(seconds=30)


def wake_worker(now: datetime) -> int:
    """Have late letters sent: their wait is over, or their worker or its task was lost."""
    late = now - PATIENCE
    unsealed = Notice.objects.unsealed().filter(at__lte=late)
    if not (Letter.objects.due(late).exists() or unsealed.exists()):
        return 0
    path = deliver.module_path
    if DBTaskResult.objects.ready().filter(task_path=path).exists():
        return 0
    deliver.enqueue()
    return 1


def purge(now: datetime) -> int:
    """Forget what is old, and tasks that ended; how many rows."""
    old = now - KEPT
    done = (LetterState.SENT, LetterState.DROPPED, LetterState.DEAD)
    tasks = DBTaskResult.objects.filter(backend_name=deliver.backend)
    counts = [
        Notice.objects.filter(at__lt=old).delete()[0],
        Letter.objects.filter(state__in=done, created_at__lt=old).delete()[0],
        # Also those that a killed worker left as running.
        tasks.filter(started_at__lt=now - TASKS_KEPT).delete()[0],
    ]
    return sum(counts)
