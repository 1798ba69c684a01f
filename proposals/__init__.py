"""Each proposal of a published text, as one thing with a number and an address.

The words live in the text; a row here gives a proposal block its permanent number, and
keeps it through reordering, rewording, moves and republication.
"""
