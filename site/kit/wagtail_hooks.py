"""What the house changes in Wagtail, whatever the app."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from .links import LivePageLinkHandler


@hooks.register("register_rich_text_features", order=100)
def link_to_live_pages_alone(features: FeatureRegistry) -> None:
    """After Wagtail's own, whose place it takes."""
    features.register_link_type(LivePageLinkHandler)


@hooks.register("insert_global_admin_css", order=100)
def wear_the_ink() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
