"""One verb a file: lock, read again, ask the rule, change, write the event.

All take the text as a page, who acts as `by`, and the moment as `at` (now when left
out). They raise `Refused` (or Http404) when the rule says no, `NotNow` when the text has
meanwhile moved on, and `Incomplete` when parts are missing.
"""
