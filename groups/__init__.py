"""Working groups, the people in them, and the calls that they answer.

Wagtail's own groups, page permissions and collections are kept in step with
memberships by the actions of this package; nothing else writes them.
"""
