"""What the directory tells the rooms above."""

from django.dispatch import Signal

#: `person`, `by`, `at`: an account has just been closed. Sent inside the transaction.
account_closed = Signal()

#: `invitation`, `person`, `at`: an invitation has just been accepted by `person`, whose
#: account may be a minute old. Sent inside the transaction.
invitation_accepted = Signal()
