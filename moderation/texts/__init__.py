"""The validation desk: one text, what changed in it, what was checked, who may decide."""
