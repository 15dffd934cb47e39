"""The standard streams: anything can be printed anywhere, and it is known what was not."""

import codecs
import contextlib
import errno
import io
import os
import sys

from desk_app import files
from desk_app.errors import EnvironmentFailureError

_VISIBLE = "desk-visible"
_STANDARD = 3  # descriptors that belong to the streams whether or not they are open


class OutputLostError(EnvironmentFailureError):
    """What a command had to tell could not be written; what it did is done."""


class ReaderGoneError(OutputLostError):
    """Whoever read the output has seen enough."""


def prepare() -> None:
    """Print what the console or pipe cannot hold as ``[U+2CB5A]``; never fail for a character.

    A program started with a stream closed would give its number to the next file it opens, and
    whatever is printed would end in there: such a stream leads nowhere instead.
    """
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _fill_closed()
    codecs.register_error(_VISIBLE, _named)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_VISIBLE)


def _fill_closed() -> None:
    while (descriptor := os.open(os.devnull, os.O_RDWR)) < _STANDARD:
        pass
    os.close(descriptor)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123
            setattr(sys, name, stream)


def _named(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(f"[U+{ord(character):04X}]" for character in wrong), error.end


def holds(text: str) -> bool:
    """Tell whether standard output can print a text as it is."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def write(text: str, *, now: bool = False) -> None:
    """Write to standard output, ``now`` to have it there before anything else happens.

    Raises OutputLostError where it cannot be written.
    """
    try:
        sys.stdout.write(text)
        if now:
            sys.stdout.flush()
    except (OSError, ValueError) as error:
        raise _lost(error) from error


def flush() -> None:
    """Have everything written that was printed; raise OutputLostError where it cannot be."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        raise _lost(error) from error


def leave() -> None:
    """Have written what can be, on the way out, where it is too late to say what cannot."""
    with contextlib.suppress(OutputLostError):
        flush()


def complain(text: str) -> None:
    """Write to standard error, if there is anybody to read it."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()


def _lost(error: OSError | ValueError) -> OutputLostError:
    """Lead standard output nowhere from now on, and return what to say."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    if isinstance(error, BrokenPipeError) or _is_gone_on_windows(error):
        return ReaderGoneError("接收结果的程序已关闭，后面的结果没有送到。")
    why = files.sentence(error) if isinstance(error, OSError) else "输出已关闭。"
    return OutputLostError(
        f"结果没有写出来：{why}命令要办的事可能已经办好，请先用 find 或 show 查看，不要急着重办。"
    )


def _is_gone_on_windows(error: OSError | ValueError) -> bool:
    # There a pipe whose reader left is an invalid argument.
    return sys.platform == "win32" and isinstance(error, OSError) and error.errno == errno.EINVAL
