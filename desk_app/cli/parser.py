"""The parser of the whole command line, made from the rows of ``commands``."""

import argparse
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from desk_app import __version__
from desk_app.cli.commands import COMMANDS
from desk_app.cli.words import COMMON, DEVICE, Argument


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are in Chinese where the clerk's IT person reads them."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words of the command and leave with exit code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"命令写法不对：{message}\n用 {self.prog} --help 查看写法。\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(prog="desk-app", description="异地就医备案窗口")
    parser.add_argument("--version", action="version", version=__version__)
    _add(parser, (*COMMON, DEVICE))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help)
        sub.set_defaults(dated=command.dated)
        _add(sub, command.arguments)
        # The common options may stand before or after the command; given after, they win.
        _add(sub, COMMON, default=argparse.SUPPRESS)
    return parser


def _add(parser: argparse.ArgumentParser, arguments: Iterable[Argument], **extra: Any) -> None:
    for argument in arguments:
        parser.add_argument(*argument.names, help=argument.help, **{**argument.options, **extra})
