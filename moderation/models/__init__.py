"""The tables of `moderation`."""

from .claims import Claim
from .reports import Challenge, Report

__all__ = ["Challenge", "Claim", "Report"]
