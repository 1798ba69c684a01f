"""What a browser may forget: how many of its frames with an update are durable."""

from __future__ import annotations


class Acks:
    """Counts the frames of one connection that carried an update, from 1.

    The number that is acknowledged covers every frame up to it, so that one that is not
    settled yet holds back those that follow.
    """

    def __init__(self) -> None:
        self._received = self._acknowledged = 0
        self._settled: set[int] = set()
        self._missed: set[int] = set()

    def receive(self) -> int:
        """The number of the frame that just came."""
        self._received += 1
        return self._received

    def miss(self, number: int) -> None:
        """This frame was not kept: the browser is asked for all it has, and settling that
        answer settles this one."""
        self._missed.add(number)

    def settle(self, number: int, *, whole: bool = False) -> int | None:
        """The frame is durable; `whole`, when it answered for all that was missed before.

        Returns the count to acknowledge, None while it is no other than before.
        """
        self._settled.add(number)
        if whole:
            filled = {missed for missed in self._missed if missed < number}
            self._settled |= filled
            self._missed -= filled
        before = self._acknowledged
        while self._acknowledged + 1 in self._settled:
            self._acknowledged += 1
            self._settled.remove(self._acknowledged)
        return self._acknowledged if self._acknowledged > before else None
