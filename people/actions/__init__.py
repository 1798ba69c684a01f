"""One verb a file: check, change. Nothing else writes mandates and closes accounts."""
