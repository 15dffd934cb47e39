"""The last place an error comes to: a sentence and an exit code, whatever it is."""

import argparse
import contextlib

from desk_app import logs, paths
from desk_app.cli.output import output
from desk_app.cli.output.streams import OutputLostError, ReaderGoneError, complain
from desk_app.errors import DeskError, EnvironmentFailureError, sentence

DONE, REFUSED, USAGE, FAILED = 0, 1, 2, 3


def end(error: BaseException, options: argparse.Namespace) -> int:
    """Say what went wrong and return the exit code; what nobody foresaw is logged, too.

    The log and the sentence name the kind of the error and the place in the program: its own
    text may hold what was typed.
    """
    if isinstance(error, ReaderGoneError):
        return DONE
    if isinstance(error, KeyboardInterrupt):
        complain("\n已中断。\n")
        return FAILED
    as_json = getattr(options, "json", False) and not isinstance(error, OutputLostError)
    output.failure(words(error, options), as_json=as_json)
    refused = isinstance(error, DeskError) and not isinstance(error, EnvironmentFailureError)
    return REFUSED if refused else FAILED


def words(error: BaseException, options: argparse.Namespace) -> str:
    """Return what to say of an error, having logged it if nobody foresaw it."""
    if isinstance(error, KeyboardInterrupt):
        return "已中断。"
    if isinstance(error, DeskError):
        return error.message
    if isinstance(error, OSError):
        return output.explain_os_error(error)
    _log(error, options)
    return sentence(error) or (
        f"程序出了意外（{type(error).__name__}，{logs.place(error)}），这件事可能没有办完。"
        "已经报告办好的不受影响；请用 find 或 show 核对后再办，并把这句话告诉管理员。"
    )


def _log(error: BaseException, options: argparse.Namespace) -> None:
    with contextlib.suppress(OSError, RuntimeError):
        folder = paths.data_folder(getattr(options, "data", None))
        if folder.is_dir():
            logs.set_up(folder)
            logs.note_error(error)
