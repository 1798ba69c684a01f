"""django-comments-xtd without its signal.

Saving a remark would show its hidden answers again. Our own `ready` could not undo that:
this package stands after ours among the installed apps, and connects afterwards.
"""

from django_comments_xtd.apps import CommentsXtdConfig


class QuietCommentsConfig(CommentsXtdConfig):
    default = False

    def ready(self) -> None:
        """Nothing of what it does when it starts: it connects that signal alone."""
