"""The heart: a text that a group writes, its record, its versions, its way to the public.

`lifecycle.py` is the one table of states, `rules.py` the one place of permissions,
`actions/` the only writers of either.
"""
