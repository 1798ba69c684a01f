"""What the text tells the rooms above.

Sent inside the transaction of the action, so that what a receiver writes (a proposal's
row, a message for the outbox) lands with the change or not at all. A receiver must not
send mail nor call another machine.
"""

from django.dispatch import Signal

#: `page`, `version`, `by`, `at`: a version has just become what the public reads.
text_published = Signal()

#: `page`, `by`, `at`, `reason`: the public no longer reads the text.
text_withdrawn = Signal()

#: `page`, `event`: any line was written in the life of a text.
life_written = Signal()
