"""Examples from the field, in three fields, that a group can turn into findings.

Anyone of the network sends one to a call or to a group (what, where, what it shows); a group
takes it into a text it drafts, with where it comes from.
"""
