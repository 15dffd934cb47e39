"""The command line: one verb a command.

Exit codes: 0 done; 1 the input was refused, with a Chinese reason for each problem;
2 wrong usage; 3 the environment failed (disk, folder, key, missing library).
"""

import argparse
from collections.abc import Sequence

from desk_app import memory
from desk_app.cli.commands import BY_NAME
from desk_app.cli.output import edge, streams
from desk_app.cli.parser import build_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    memory.keep_private()
    streams.prepare()
    options = argparse.Namespace()
    try:
        build_parser().parse_args(arguments, options)
        code = BY_NAME[options.command or "window"].run(options)
        streams.flush()
    except SystemExit:  # the parser has said what there was to say
        streams.leave()
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - here all of them end
        return edge.end(error, options)
    return code
