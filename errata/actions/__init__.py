"""One verb a file: lock the text, read again, ask the rule, compare the texts, write."""
