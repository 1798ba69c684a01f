"""The desk, reports, masks."""
