"""Meetings of working groups: finding a date, the agenda, who was there, what was decided."""
