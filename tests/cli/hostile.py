"""Every command with what nobody should give it, made from the rows of the commands themselves."""

import json
import os
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from desk_app.cli.commands import COMMANDS
from desk_app.cli.words import Argument, Command

WINDOWS = frozenset({"window", "demo"})
"""Commands that open a window: their arguments are a folder and a reader, tried with the others."""

TEXTS = (
    "",
    "9" * 5000,
    "\ud800",
    "𬭚𖫖䶮𠮷\U00031cea",
    "NaN",
    "../../x",
    "\x1b[2J",
    "9999-12-31",
    "0000-00-00",
    "1e999",
    "CON",
    "'; drop table filing;--",
    "a=b=c",
    "A" * 300,
)
_FLAGS = frozenset({"store_true", "store_const"})


def files(folder: Path) -> tuple[Path, ...]:
    """Make files that are nothing any command wants, and return their paths."""
    deep = "[" * 100_000
    contents: dict[str, bytes] = {
        "deep.json": deep.encode(),
        "number.json": b'[{"place":' + b"9" * 5000 + b"}]",
        "nan.json": b'[{"begin": 1e999, "applicant": NaN}]',
        "twice.json": b'[{"begin": "a", "begin": "b"}]',
        "surrogate.json": b'[{"place": "\\ud800", "\\udfff": 1}]',
        "scalar.json": b"5",
        "utf16.json": "[]".encode("utf-16"),
        "gbk.json": '[{"place": "长沙"}]'.encode("gbk"),
        "deep.toml": b"a=" + deep.encode(),
        "number.toml": b"a=" + b"9" * 5000,
        "lines.jsonl": b"[" * 50_000 + b"\n" + b"9" * 5000 + b"\n",
        "zeros.deskhall": bytes(1000),
        "empty": b"",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    facts = {"format": "desk-app-hall-package-1", "label": "x", "made_at": "y", "fonts": {}}
    with zipfile.ZipFile(folder / "bomb.deskhall", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("package.json", json.dumps({**facts, "files": {"holidays.toml": ""}}))
        archive.writestr("holidays.toml", bytes(201 * 1024 * 1024))
    with zipfile.ZipFile(folder / "list.deskbackup", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("backup.json", deep)
    made = [folder / name for name in (*contents, "bomb.deskhall", "list.deskbackup")]
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.csv")
        made += [folder / "pipe.csv", Path("/dev/zero")]
    return (*made, folder, folder / "not there.json")


def invocations(command: Command) -> Iterator[tuple[Argument, ...]]:
    """Yield the arguments a command takes: the least it needs, then all of them."""
    needed = tuple(one for one in command.arguments if _is_needed(one))
    yield needed
    if needed != command.arguments:
        yield command.arguments


def words(command: Command, text: str, file: Path) -> Iterator[list[str]]:
    """Yield command lines in which everything that can be anything is ``text`` or ``file``."""
    for arguments in invocations(command):
        chosen = [_choices(one) for one in arguments if not _is_option(one)]
        for positional in product(*(choices or [None] for choices in chosen)):
            line = [command.name]
            line += [one or text for one in _filled(arguments, positional, text, file)]
            yield line


def every(text: str, file: Path) -> Iterator[list[str]]:
    """Yield such command lines of all commands but those that open a window."""
    for command in COMMANDS:
        if command.name not in WINDOWS:
            yield from words(command, text, file)


def _filled(
    arguments: tuple[Argument, ...], positional: tuple[str | None, ...], text: str, file: Path
) -> Iterator[str]:
    left = iter(positional)
    for one in arguments:
        if not _is_option(one):
            yield next(left) or _value(one, text, file)
    for one in arguments:
        if _is_option(one) and one.names[0] != "--host":
            flag = one.options.get("action") in _FLAGS
            chosen = (_choices(one) or [_value(one, text, file)])[0]
            yield one.names[0] if flag else f"{one.names[0]}={chosen}"


def _value(argument: Argument, text: str, file: Path) -> str:
    kind = argument.options.get("metavar") or ""
    if "type" in argument.options:
        return "1"
    is_file = any(word in kind for word in ("FILE", "PATH", "MAP", "DIR"))
    return str(file) if is_file or argument.names[0] == "file" else text


def _choices(argument: Argument) -> list[str]:
    return list(argument.options.get("choices", ()))


def _is_option(argument: Argument) -> bool:
    return argument.names[0].startswith("-")


def _is_needed(argument: Argument) -> bool:
    if _is_option(argument):
        return bool(argument.options.get("required"))
    return argument.options.get("nargs") != "?"
