"""A child of this process that is killed at the n-th operation on files: for deeds cut off."""

import os
import signal
from collections.abc import Callable

OPERATIONS = ("replace", "unlink", "fsync", "mkdir", "rename")


def cut_off(deed: Callable[[], object], at: int) -> bool:
    """Do something in a child that is killed before its operation ``at``; tell whether it was."""
    child = os.fork()
    if child == 0:
        left = [at]

        def cutting(whole):
            def operation(*given, **named):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return whole(*given, **named)

            return operation

        for name in OPERATIONS:
            setattr(os, name, cutting(getattr(os, name)))
        code = 1
        try:
            deed()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        raise AssertionError("the deed itself failed")
    return False
