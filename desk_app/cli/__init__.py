"""The command line: one verb a command.

Exit codes: 0 done; 1 the input was refused, with a Chinese reason for each problem;
2 wrong usage; 3 the environment failed (disk, folder, key, missing library).
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from desk_app.cli import output
from desk_app.cli.arguments import build_parser
from desk_app.errors import DeskError, EnvironmentFailureError

DONE, REFUSED, USAGE, FAILED = 0, 1, 2, 3

Runner = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    as_json = getattr(options, "json", False)
    try:
        return _runner(options.command or "window")(options)
    except EnvironmentFailureError as error:
        output.failure(error.message, as_json=as_json)
        return FAILED
    except DeskError as error:
        output.failure(error.message, as_json=as_json)
        return REFUSED
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return DONE
    except OSError as error:
        output.failure(output.explain_os_error(error), as_json=as_json)
        return FAILED
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断。\n")
        return FAILED


def _runner(command: str) -> Runner:
    """Return the function that runs ``command``, loading no more than that command needs."""
    if command in {"check-id", "guide"}:
        from desk_app.cli.rules import RUNNERS
    elif command in {"window", "demo", "selftest", "doctor"}:
        from desk_app.cli.program import RUNNERS
    elif command in {"blank", "calibrate", "overprint"}:
        from desk_app.cli.papers import RUNNERS
    elif command in {"backup", "restore", "verify"}:
        from desk_app.cli.safekeeping import RUNNERS
    elif command in {"official", "import", "purge", "day", "ledger"}:
        from desk_app.cli.upkeep import RUNNERS
    elif command == "rules":
        from desk_app.cli.rulebook import RUNNERS
    elif command in {"staff", "hall", "pack", "unpack", "roster", "card"}:
        return _runner_of_the_hall(command)
    else:
        from desk_app.cli.records import RUNNERS
    return RUNNERS[command]


def _runner_of_the_hall(command: str) -> Runner:
    if command == "staff":
        from desk_app.cli.staff import RUNNERS
    elif command == "roster":
        from desk_app.cli.rosters import RUNNERS
    elif command == "card":
        from desk_app.cli.card import RUNNERS
    else:
        from desk_app.cli.hall import RUNNERS
    return RUNNERS[command]
