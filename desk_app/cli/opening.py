"""Open the desk a command works at: its folder, its passphrase, its counter."""

import argparse
import getpass
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desk_app import given, logs, paths
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.services.desk import counter_number, timekeeping
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import passphrases
from desk_app.services.people import keywatch, rolewatch
from desk_app.services.start import gaps, opening, resuming

DEFAULT_COUNTER = 1
_LONGEST_FILE = 64_000  # bytes of a file that should hold one line


def folder(options: argparse.Namespace) -> Path:
    """Return the data folder the command was given, or the usual one."""
    return paths.data_folder(options.data)


def settled_folder(options: argparse.Namespace) -> Path:
    """Return the data folder, after what was cut off in it was ended, and say that it was."""
    place = folder(options)
    for done in resuming.resume(folder=place):
        sys.stderr.write(f"注意：{done}\n")
    return place


def open_desk(
    options: argparse.Namespace, *, counter: int | None = None, take: bool = False
) -> Desk:
    """Sign in with the passphrase of the command and open the records.

    ``counter`` is the number that the command is about to give this computer, ``take`` whether
    from another one.
    """
    place = settled_folder(options)
    if not opening.is_set_up(place):
        raise EnvironmentFailureError(f"{place} 里还没有数据，请先用 desk-app init 初始化。")
    logs.set_up(place)
    given = passphrase(options)
    desk = opening.unlock(
        folder=place,
        passphrase=given,
        clock=Clock(),
        staff_no=options.staff,
        counter=counter or options.counter,
        take=take,
    )
    usual = counter_number.read(place) or counter_number.USUAL
    if desk.counter not in {usual, counter}:
        sys.stderr.write(
            f"注意：本机的窗口号是 {usual}，这次按 --counter 用 {desk.counter}。"
            "要改本机的窗口号，请用 desk-app counter。\n"
        )
    try:
        _judge_clock(desk, options)
    except BaseException:
        desk.close()
        raise
    warnings = (counter_number.doubt(desk=desk), gaps.remark(desk=desk), gaps.warning(desk=desk))
    for warning in (*filter(None, warnings), *keywatch.remarks(desk=desk)):
        sys.stderr.write(f"注意：{warning}\n")
    changes = rolewatch.news(desk=desk)
    for line in changes.lines if changes is not None else ():
        sys.stderr.write(f"注意：人员有变动：{line}。看过后用 desk-app staff list 确认。\n")
    if passphrases.is_weak(desk=desk, passphrase=given):
        sys.stderr.write(f"注意：{passphrases.HINT_IN_WORDS}\n")
    return desk


def _judge_clock(desk: Desk, options: argparse.Namespace) -> None:
    """Warn of a clock in doubt, or refuse what writes its day into records, unless it is right."""
    doubt = timekeeping.clock_warning(desk=desk)
    day = options.clock_is_right
    if day is not None and (doubt or timekeeping.lacks_supervisor(desk=desk)):
        timekeeping.confirm(desk=desk, day=day)
    elif doubt is not None and options.dated:
        raise timekeeping.ClockDoubtedError(
            f"{doubt}这次什么都没有办。电脑时钟确实是对的，请照手机或日历写上今天的日期再运行一次："
            "--clock-is-right 日期。"
        )
    elif doubt is not None:
        sys.stderr.write(f"注意：{doubt}\n")


def passphrase(options: argparse.Namespace, *, new: bool = False) -> str:
    """Return the passphrase from the file, the environment, or the person at the keyboard."""
    return secret(PASSPHRASE, options.passphrase_file, twice=new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Something typed unseen: what it is called, its option for a file, its variable."""

    name: str
    option: str
    variable: str


PASSPHRASE = Secret(name="口令", option="--passphrase-file", variable="DESK_PASSPHRASE")


def secret(wanted: Secret, file: str | None, *, twice: bool = False) -> str:
    """Return a secret from the first line of a file, the environment, or the keyboard."""
    if file:
        return _first_line(wanted, Path(file))
    given = os.environ.get(wanted.variable)
    if given is not None:
        return _printable(wanted, given)
    if not sys.stdin.isatty():
        raise RefusedError(
            f"没有{wanted.name}：请用 {wanted.option} 指定所在的文件，"
            f"或设置环境变量 {wanted.variable}。"
        )
    try:
        typed = getpass.getpass(f"{wanted.name}：")
        again = getpass.getpass("再输一次：") if twice else typed
    except EOFError:
        raise RefusedError(f"没有输入{wanted.name}。") from None
    if again != typed:
        raise RefusedError(f"两次输入的{wanted.name}不一致，请重来。")
    return _printable(wanted, typed)


def _first_line(wanted: Secret, path: Path) -> str:
    """Return the first line as any editor saves it, without its mark and its line end."""
    what = f"{wanted.name}文件"
    text = given.decoded(given.read(path, what=what, most=_LONGEST_FILE))
    if text is None or "\0" in text:
        raise RefusedError(f"{what}的文字编码无法识别，请用记事本另存为 UTF-8 后再试。")
    return next((_printable(wanted, line) for line in text.splitlines()), "")


def _printable(wanted: Secret, text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise RefusedError(
            f"{wanted.name}里有无法识别的字符，请用 {wanted.option} 给出。"
        ) from None
    return text
