"""The blocks of a contribution. Each keeps its id for life; headings are blocks too."""

from .body import BODY_BLOCKS, ContributionBody

__all__ = ["BODY_BLOCKS", "ContributionBody"]
