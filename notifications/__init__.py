"""What people are told, where, and how often.

Rooms register their kinds of news; an event writes one row a person in the transaction of
its change, and the rest (mail at once, digests, the list on the site) follows from it.
"""
