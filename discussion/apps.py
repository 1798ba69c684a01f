from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "discussion"
    verbose_name = _("Remarques")

    def ready(self) -> None:
        from cowriting.extras import writing_extras

        from .writing import remarks_beside_writing

        writing_extras.register(remarks_beside_writing)

        from contributions.beside import (
            beneath_published,
            beside_draft,
            beside_version,
            beside_work,
            read_with_record,
        )
        from contributions.told_of_blocks import told_of_blocks
        from media.access import file_readers

        from . import masked, notifications, personal_data  # noqa: F401
        from .beside import beside
        from .files import read_by_remark
        from .links import beside as beside_links  # noqa: F401
        from .links import news  # noqa: F401
        from .reactions import personal_data as of_reactions  # noqa: F401
        from .reactions.selectors import beneath, links
        from .told import told
        from .waiting import links as links_to_remarks

        read_with_record.register("reactions_setting")
        beneath_published.register(beneath)
        beside_work.register(links_to_remarks)
        beside_work.register(links)
        beside_draft.register(beside)
        beside_version.register(beside)
        file_readers.register(read_by_remark)
        told_of_blocks.register(told)
