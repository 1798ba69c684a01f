"""The screens of groups: thin, since actions hold the rules."""

from .coordination import decide, edit, for_coordination, new

__all__ = ["decide", "edit", "for_coordination", "new"]
