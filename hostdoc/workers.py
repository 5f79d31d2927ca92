"""Several processes that work on tasks, each on one at a time. One that dies loses that task and no other."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import Pipe, Process, parent_process
from multiprocessing.connection import Connection, wait
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def shared(work: Callable[[Task], Result], tasks: Sequence[Task], count: int) -> Iterator[tuple[int, Result | None]]:
    """The number of each task with its result, as they come; None where the process that had it died.

    `work` is a function of a module; tasks and results travel between processes. Whoever stops reading ends them all.
    """
    waiting = iter(range(len(tasks)))
    processes: dict[Connection, Process] = {}
    busy: dict[Connection, int] = {}

    def start() -> None:
        line, theirs = Pipe()
        process = Process(target=_serve, args=(work, theirs), daemon=True)
        process.start()
        theirs.close()
        processes[line] = process
        send(line)

    def send(line: Connection) -> None:
        number = next(waiting, None)
        if number is not None:
            busy[line] = number
            with suppress(OSError):  # one that died is found when its result is waited for
                line.send(tasks[number])

    try:
        for _ in range(min(count, len(tasks))):
            start()
        while busy:
            ready = wait(list(busy))
            for line in [line for line in busy if line in ready]:
                number = busy.pop(line)
                result = None
                try:
                    result = line.recv()
                    send(line)
                except (EOFError, OSError):
                    line.close()
                    processes.pop(line).join()
                    start()
                yield number, result
    finally:
        for line, process in processes.items():
            line.close()
            process.terminate()
        for process in processes.values():
            process.join()


def _serve(work: Callable[[Task], Result], line: Connection) -> None:
    """Works until nobody asks any more. Ctrl-C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None
    while line in wait([line, parent.sentinel]):
        try:
            task = line.recv()
        except (EOFError, OSError):
            return
        line.send(work(task))
