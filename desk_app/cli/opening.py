"""Open the desk a command works at: its folder, its passphrase, its counter."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from desk_app import logs, paths
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.services import opening
from desk_app.services.desk import Desk

DEFAULT_COUNTER = 1


def folder(options: argparse.Namespace) -> Path:
    """Return the data folder the command was given, or the usual one."""
    return paths.data_folder(options.data)


def open_desk(options: argparse.Namespace) -> Desk:
    """Sign in with the passphrase of the command and open the records."""
    place = folder(options)
    if not opening.is_set_up(place):
        raise EnvironmentFailureError(f"{place} 里还没有数据，请先用 desk-app init 初始化。")
    logs.set_up(place)
    return opening.unlock(
        folder=place,
        passphrase=passphrase(options),
        clock=Clock(),
        staff_no=options.staff,
        counter=options.counter,
    )


def passphrase(options: argparse.Namespace, *, new: bool = False) -> str:
    """Return the passphrase from the file, the environment, or the person at the keyboard."""
    if options.passphrase_file:
        lines = Path(options.passphrase_file).read_text(encoding="utf-8").splitlines()
        return lines[0] if lines else ""
    given = os.environ.get("DESK_PASSPHRASE")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise RefusedError(
            "没有口令：请用 --passphrase-file 指定口令文件，或设置环境变量 DESK_PASSPHRASE。"
        )
    typed = getpass.getpass("口令：")
    if new and getpass.getpass("再输一次：") != typed:
        raise RefusedError("两次输入的口令不一致，请重来。")
    return typed
