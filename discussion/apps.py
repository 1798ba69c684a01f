from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "discussion"
    verbose_name = _("Remarques")

    def ready(self) -> None:
        from django.db.models.signals import pre_save
        from django_comments_xtd.models import publish_or_unpublish_on_pre_save

        # Saving a parent would publish its moderated answers again.
        pre_save.disconnect(publish_or_unpublish_on_pre_save, sender="discussion.Remark")
