"""One verb a file: check, change, log. Nothing else writes groups and memberships."""
