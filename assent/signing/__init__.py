"""Centres sign, beside the group, what the network validated."""
