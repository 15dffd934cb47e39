"""Commands in children of this process, which has everything imported already."""

import os
import signal
import sys
from pathlib import Path
from select import select

from desk_app.cli import main


class Command:
    """A command that runs beside this process; what it prints is read at its end."""

    def __init__(self, folder: Path, *words: str, by: str, **given: str) -> None:
        reading, writing = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            code = 9
            try:
                os.environ.update(DESK_PASSPHRASE=by, **given)
                for descriptor in (1, 2):
                    os.dup2(writing, descriptor)
                code = self._run([*words, "--data", str(folder), "--json"])
            finally:
                os._exit(code)
        os.close(writing)
        self._reading = reading
        self.code, self.said = -1, ""

    @staticmethod
    def _run(words: list[str]) -> int:
        sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8") for n in (1, 2))
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
        code = main(words)
        sys.stdout.flush()
        sys.stderr.flush()
        return code

    def end(self) -> "Command":
        """Wait for it; the code is below 0 for one that was killed."""
        with os.fdopen(self._reading, encoding="utf-8") as pipe:
            self.said = pipe.read()
        self.code = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
        return self

    def kill(self, after: float) -> "Command":
        """Kill it after so many seconds, or as soon as it says something; wait for it."""
        select([self._reading], [], [], after)
        os.kill(self._child, signal.SIGKILL)
        return self.end()
