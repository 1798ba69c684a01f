"""Readers without an account: what their link opens, what they are written, what is shown of
what they said."""
