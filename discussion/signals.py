"""What remarks tell: sent inside the transaction of the action that changed them."""

from django.dispatch import Signal

#: `remark`, `by`, `at`: somebody remarked on a text; `by` is None for an invited reader.
remarked = Signal()

#: `remark`, `by`, `at`: somebody answered in a thread.
answered = Signal()

#: `remark`, `people` (keys of accounts), `by`, `at`: a remark names people for the first time.
mentioned = Signal()

#: `remark`, `by`, `at`: a remark has an outcome.
ended = Signal()

#: `remark`, `by`, `at`: a remark, or an answer, is hidden, with a reason.
hidden = Signal()

#: `opinion`, `at`: an invited reader gave an opinion of a version, or changed it.
opined = Signal()
