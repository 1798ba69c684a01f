"""The tables of `moderation`."""

from .reports import Challenge, Report

__all__ = ["Challenge", "Report"]
