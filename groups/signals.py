"""What groups tell the rooms above, inside the transaction of the action."""

from django.dispatch import Signal

#: `call`, `step`, `due`, `by`, `at`: a date of a call, and so of its texts, was moved.
call_moved = Signal()
