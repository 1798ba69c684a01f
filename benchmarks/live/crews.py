"""Processes of simulated people, and what their answers say together."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TYPISTS = Path(__file__).with_name("typists.py")


class Crew:
    """So many processes of typists; use as a context."""

    def __init__(self, processes: int = 2) -> None:
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        self.processes = [
            subprocess.Popen(
                [sys.executable, str(TYPISTS)], env=environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )
            for _ in range(processes)
        ]  # fmt: skip

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *error: object) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def order(self, *orders: dict[str, Any]) -> list[dict[str, Any]]:
        """The answers of the first processes to these orders, carried out at once."""
        busy = list(zip(self.processes, orders, strict=False))
        for process, order in busy:
            assert process.stdin is not None
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
        return [_answer(process) for process, _order in busy]

    def come(self, port: int, page: int, keys: Sequence[str]) -> None:
        """Have people enter a room, shared out among the processes."""
        self.order(
            *({"do": "come", "port": port, "page": page, "keys": k} for k in self.shares(keys))
        )

    def shares(self, keys: Sequence[str]) -> list[list[str]]:
        count = len(self.processes)
        return [share for n in range(count) if (share := list(keys[n::count]))]

    def type(self, people: int, seconds: float) -> list[dict[str, Any]]:
        """Have those who are there type."""
        return self.order(*(self._turns(people, {"do": "type", "seconds": seconds})))

    def echo(self, port: int, people: int, seconds: float) -> list[dict[str, Any]]:
        order = {"do": "echo", "port": port, "seconds": seconds}
        turns = self._turns(people, order)
        shares = self.shares(["" for _ in range(people)])
        return self.order(*({**t, "people": len(s)} for t, s in zip(turns, shares, strict=True)))

    def _turns(self, people: int, order: dict[str, Any]) -> list[dict[str, Any]]:
        shares = self.shares(["" for _ in range(people)])
        firsts = [sum(map(len, shares[:n])) for n in range(len(shares))]
        return [{**order, "first": first, "of": people} for first in firsts]

    def leave(self) -> None:
        self.order(*({"do": "leave"} for _ in self.processes))


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("a process of typists ended")
    answer: dict[str, Any] = json.loads(line)
    return answer


def latencies(answers: Sequence[dict[str, Any]]) -> list[float]:
    """Seconds from each key to each person who got it."""
    sent = {key: at for answer in answers for key, at in answer["sent"].items()}
    return [
        at - sent[key]
        for answer in answers
        for got in answer["got"]
        for key, at in got.items()
        if key in sent
    ]


def spread(seconds: Sequence[float]) -> str:
    return f"p50 {1000 * statistics.median(seconds):6.2f} ms, p95 {1000 * p95(seconds):6.2f} ms"


def p95(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
