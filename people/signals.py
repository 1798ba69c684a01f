"""What the directory tells the rooms above."""

from django.dispatch import Signal

#: `person`, `by`, `at`: an account has just been closed. Sent inside the transaction.
account_closed = Signal()
