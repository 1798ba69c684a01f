"""What the text tells the rooms above.

Sent inside the transaction of the action, so that what a receiver writes (a proposal's
row, a message for the outbox) lands with the change or not at all. A receiver must not
send mail nor call another machine.
"""

from django.dispatch import Signal

#: `page`, `version`, `by`, `at`: a version has just become what the public reads.
text_published = Signal()

#: `page`, `version`, `by`, `at`: what the public reads was corrected in its form alone; no
#: edition ended, and nobody is told of a publication.
form_corrected = Signal()

#: `page`, `by`, `at`, `reason`: the public no longer reads the text.
text_withdrawn = Signal()

#: `page`, `event`: any line was written in the life of a text.
life_written = Signal()

#: `page`, `covers`: a passage is hidden from now on, or shown again; what quotes the text
#: follows at once (see `masks.words.Cover`).
passages_covered = Signal()

#: `page`, `assignment`, `by`, `at`: a block was entrusted, or its date changed.
block_assigned = Signal()

#: `page`, `assignment`, `by`, `at`: its writer, or the coordination, says it is written.
block_done = Signal()

#: `page`, `assignment`, `by`, `at`: a block has no writer any more; `by` is None when the
#: writer left the groups of the text.
block_released = Signal()

#: `page`, `request`, `by`, `at`: a group was asked to carry a text or to write with another.
move_asked = Signal()

#: `page`, `request`, `by`, `at`: the other group answered, or the first took it back.
move_answered = Signal()
