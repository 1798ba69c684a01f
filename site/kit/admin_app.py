"""Wagtail's admin without the mails that it sends in the middle of a decision.

A refused or slow mail server would undo or hold a decision, and the subject would carry
a draft's title. People are told through an outbox instead.
"""

from wagtail.admin.apps import WagtailAdminAppConfig


class QuietAdminConfig(WagtailAdminAppConfig):
    default = False

    def ready(self) -> None:
        from wagtail import signals
        from wagtail.admin import signal_handlers
        from wagtail.models import TaskState, WorkflowState

        super().ready()
        for signal, sender, uid in (
            (signals.task_submitted, TaskState, "group_approval_task_submitted"),
            (signals.workflow_submitted, WorkflowState, "workflow_state_submitted"),
            (signals.workflow_rejected, WorkflowState, "workflow_state_rejected"),
            (signals.workflow_approved, WorkflowState, "workflow_state_approved"),
        ):
            if not signal.disconnect(sender=sender, dispatch_uid=f"{uid}_email_notification"):
                raise RuntimeError(f"{signal_handlers.__name__} changed: {uid} is not connected.")
