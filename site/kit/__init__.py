"""What every room uses and none owns: access, the admin's gate, blocks, pages, tags.

Floor 0: this package imports no app.
"""
