"""Errors a clerk can act on. Anything else that is raised is a bug."""

from collections.abc import Callable

Stopped = Callable[[], bool]
"""Tells whether whoever waits for long work wants it to stop; asked now and then, in any thread."""


class DeskError(Exception):
    """Say in one Chinese sentence what is wrong and what to do.

    ``message`` is shown as it is; it never holds a name, an ID number or a phone.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RefusedError(DeskError):
    """The input cannot be accepted; the clerk or applicant can mend it."""


class EnvironmentFailureError(DeskError):
    """The computer stands in the way: disk, folder, printer, damaged file."""


class StoppedError(DeskError):
    """Long work was stopped, as whoever waits for it wished; nothing half-done is left."""


def expect_wanted(stopped: Stopped | None, said: str) -> None:
    """Raise StoppedError saying ``said`` when ``stopped`` says that nobody wants the work."""
    if stopped is not None and stopped():
        raise StoppedError(said)


class StateConflictError(DeskError):
    """The record is not in a state that allows this, or somebody changed it meanwhile."""


def sentence(error: BaseException) -> str | None:
    """Return what to say of an error that is none of ours and no bug either, or None."""
    if isinstance(error, MemoryError):
        return "内存不够，这件事没有办完。请关闭其他程序后再试；文件很大的，请分成几份。"
    if isinstance(error, RecursionError):
        return "文件的内容一层套一层，套得太深，读不了。请核对这个文件是不是要用的那一个。"
    if isinstance(error, UnicodeError):
        return "文字或文件名里有无法识别的字符，这件事没有办完。请核对后重新输入。"
    return None
