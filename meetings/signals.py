"""What meetings tell, inside the transaction of the action that did it.

A receiver must not send mail nor call another machine.
"""

from django.dispatch import Signal

#: `poll`, `by`, `at`: members are asked for their dates.
poll_opened = Signal()

#: `poll`, `by`, `at`: there is more time to answer.
poll_extended = Signal()

#: `meeting`, `by`, `at`: a meeting has its date; `series`: it comes back.
meeting_fixed = Signal()

#: `meeting`, `by`, `at`, `following`: its date or its place changed.
meeting_moved = Signal()

#: `meeting`, `by`, `at`, `following`: it will not take place.
meeting_cancelled = Signal()

#: `meeting`, `by`, `at`: attendees may amend the minutes, until `amend_until`.
minutes_to_amend = Signal()

#: `meeting`, `by`, `at`: the minutes are frozen.
minutes_frozen = Signal()

#: `task`, `by`, `at`: somebody has something to do.
task_assigned = Signal()
