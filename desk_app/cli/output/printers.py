"""Give papers to a printer from the command line, wait a while, and tell what became of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk_app.errors import EnvironmentFailureError
from desk_app.records.print_job import SpooledRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import tracing
from desk_app.services.papers.spooling import ON_ITS_WAY, NotAnsweredError, SpoolState, SpoolStatus

_EVERY_S = 0.3
_LATER = "过后用 show 可看结果；打印前会先查清上一次。"
_ACCEPTED = frozenset({SpoolState.QUEUED, SpoolState.DONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What became of a set of papers; ``job`` is None where the printing system took none."""

    job: SpooledRecord | None
    status: SpoolStatus

    @property
    def code(self) -> int:
        """The exit code: 0 once they are out or wait in their queue, else 3."""
        return 0 if self.status.state in _ACCEPTED else 3

    def lines(self) -> list[str]:
        """Word it for a person."""
        lines = []
        if self.job is not None:
            lines.append(f"已送去打印：打印机 {self.job.queue}，任务号 {self.job.number}。")
        waiting = self.status.state in ON_ITS_WAY
        lines.append(self.status.words + (_LATER if waiting else ""))
        return lines

    def answer(self) -> dict[str, Any]:
        """Word it for a program."""
        return {
            "queue": self.job.queue if self.job else None,
            "job": self.job.number if self.job else None,
            "state": self.status.state.value,
            "message": self.status.words,
        }


def send(*, desk: Desk, give: Callable[[], SpooledRecord], wait_s: float) -> Printed:
    """Give papers to a printer and wait so many seconds for the end of their job."""
    try:
        job = give()
    except NotAnsweredError as error:
        return Printed(job=None, status=_failed(SpoolState.UNKNOWN, error))
    except EnvironmentFailureError as error:
        return Printed(job=None, status=_failed(SpoolState.FAILED, error))
    end = time.monotonic() + wait_s
    status = tracing.follow(desk=desk, job=job)
    while status.state in ON_ITS_WAY and time.monotonic() < end:
        time.sleep(_EVERY_S)
        status = tracing.follow(desk=desk, job=job)
    return Printed(job=job, status=status)


def _failed(state: SpoolState, error: EnvironmentFailureError) -> SpoolStatus:
    return SpoolStatus(state=state, reason=error.message)
