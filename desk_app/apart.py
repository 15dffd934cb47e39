"""Work on what somebody brought, in a process of its own with bounds.

A file made to do harm, or a library that breaks on it, ends that process and not the program with
a case half typed.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

Given = TypeVar("Given")
Answer = TypeVar("Answer")
_MEMORY = 3 << 30  # bytes


def answer(work: Callable[[Given], Answer], given: Given, *, seconds: int) -> Answer | None:
    """Return what a function of a module makes of something, or None where it came to no end."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_answer, args=(there,), daemon=True)
    process.start()
    there.close()
    try:
        here.send((work, given))
        return here.recv() if here.poll(seconds) else None
    except (EOFError, OSError):
        return None
    finally:
        here.close()
        process.kill()
        process.join()
        process.close()


def _answer(pipe: Connection) -> None:
    _bound_memory()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a library says of its own end helps nobody
    try:
        work, given = pipe.recv()
        pipe.send(work(given))
    except BaseException:  # noqa: BLE001 - the panic of a library is no Exception
        pipe.send(None)


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
