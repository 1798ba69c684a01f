"""Meetings: dates, calendars, minutes."""
