"""Open the desk a command works at: its folder, its passphrase, its counter."""

import argparse
import getpass
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desk_app import logs, paths
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.services import opening, passphrases, resuming
from desk_app.services.desk import Desk

DEFAULT_COUNTER = 1


def folder(options: argparse.Namespace) -> Path:
    """Return the data folder the command was given, or the usual one."""
    return paths.data_folder(options.data)


def settled_folder(options: argparse.Namespace) -> Path:
    """Return the data folder, after what was cut off in it was ended, and say that it was."""
    place = folder(options)
    for done in resuming.resume(folder=place):
        sys.stderr.write(f"注意：{done}\n")
    return place


def open_desk(options: argparse.Namespace) -> Desk:
    """Sign in with the passphrase of the command and open the records."""
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
        counter=options.counter,
    )
    warning = opening.clock_warning(desk=desk)
    if warning is not None:
        sys.stderr.write(f"注意：{warning}\n")
    if passphrases.is_weak(desk=desk, passphrase=given):
        sys.stderr.write(f"注意：{passphrases.HINT_IN_WORDS}\n")
    return desk


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
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        return lines[0] if lines else ""
    given = os.environ.get(wanted.variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise RefusedError(
            f"没有{wanted.name}：请用 {wanted.option} 指定所在的文件，"
            f"或设置环境变量 {wanted.variable}。"
        )
    typed = getpass.getpass(f"{wanted.name}：")
    if twice and getpass.getpass("再输一次：") != typed:
        raise RefusedError(f"两次输入的{wanted.name}不一致，请重来。")
    return typed
