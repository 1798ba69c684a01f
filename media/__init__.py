"""Images and documents, served by permission.

A file is public only while a page that is live uses it; otherwise it belongs to the
people of its collection, and to whoever a registered door lets read it.
"""
