"""Persons, what they are mandated for, and the centres they work in.

A person signs in with an e-mail address; what they may do comes from dated facts
(a `Mandate` here, a `Membership` in `groups`), never from a flag on the account.
"""
