"""Our two steps on Wagtail's workflow. They ask `rules.py` and act through `actions/`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from contributions import rules, selectors
from contributions.actions.close_review import close_review
from contributions.actions.recall import recall
from contributions.actions.return_text import return_text
from contributions.actions.validate import validate
from contributions.enums import Verb
from kit.access import AnyUser

_ACTIONS: dict[Verb, Callable[..., Any]] = {
    Verb.CLOSE_REVIEW: close_review,
    Verb.RECALL: recall,
    Verb.VALIDATE: validate,
    Verb.RETURN: return_text,
}


class StepTask(Task):
    """A step whose doors are verbs: (Wagtail's name for it, our verb, needs words)."""

    doors: ClassVar[list[tuple[str, Verb, bool]]] = []

    class Meta:
        abstract = True

    def get_actions(self, obj: Page, user: AnyUser) -> list[tuple[str, str, bool]]:
        """What `user` may do at this step of `obj`, and nothing that is then refused."""
        return [
            (name, str(verb.label), needs_words)
            for name, verb, needs_words in self.doors
            if rules.can(verb, user, obj.specific)
        ]

    def on_action(
        self, task_state: TaskState, user: AnyUser, action_name: str, **kwargs: Any
    ) -> None:
        """Act on the text of the task state itself, whatever address was asked.

        Raises what the action raises; KeyError for a door that this step lacks.
        """
        verbs = {name: verb for name, verb, _words in self.doors}
        page = task_state.workflow_state.content_object.specific
        _ACTIONS[verbs[action_name]](
            page, by=user, note=kwargs.get("comment", ""), task_state_id=task_state.pk
        )

    def user_can_access_editor(self, obj: Page, user: AnyUser) -> bool:
        return False

    def locked_for_user(self, obj: Page, user: AnyUser) -> bool:
        return True

    def get_task_states_user_can_moderate(
        self, user: AnyUser, **kwargs: Any
    ) -> QuerySet[TaskState]:
        return selectors.task_states_waiting_for(user).filter(task_id=self.pk)


class GroupReviewTask(StepTask):
    """The group reads its frozen text; its coordination closes the review."""

    doors: ClassVar[list[tuple[str, Verb, bool]]] = [
        ("approve", Verb.CLOSE_REVIEW, False),
        ("reject", Verb.RECALL, True),
    ]

    class Meta:
        verbose_name = _("relecture du groupe")

    @classmethod
    def get_description(cls) -> str:
        return str(_("L'animation du groupe clôt la relecture et soumet le texte au réseau."))


class NetworkValidationTask(StepTask):
    """A moderator who wrote and submitted nothing of the text validates or returns it."""

    doors: ClassVar[list[tuple[str, Verb, bool]]] = [
        ("approve", Verb.VALIDATE, False),
        ("reject", Verb.RETURN, True),
    ]

    class Meta:
        verbose_name = _("validation du réseau")

    @classmethod
    def get_description(cls) -> str:
        return str(_("La modération du réseau valide le texte, ou le renvoie avec des remarques."))
