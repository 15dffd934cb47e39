"""Give papers to a printer from the command line, wait a while, and tell what became of them."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk_app.errors import EnvironmentFailureError, Stopped
from desk_app.records.print_job import SpooledRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import tracing
from desk_app.services.papers.spooling import ON_ITS_WAY, NotAnsweredError, SpoolState, SpoolStatus

_EVERY_S = 0.3
_LATER = "过后用 show 可看结果；打印前会先查清上一次。"
_LOOK = "看过打印机后用 desk-app printed 编号 yes（或 no）记下。"
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
            lines.append(sent(self.job))
        state = self.status.state
        more = _LATER if state in ON_ITS_WAY else _LOOK if state is SpoolState.UNKNOWN else ""
        lines.append(self.status.words + more)
        return lines

    def answer(self) -> dict[str, Any]:
        """Word it for a program."""
        return {
            "queue": self.job.queue if self.job else None,
            "job": self.job.number if self.job else None,
            "state": self.status.state.value,
            "message": self.status.words,
        }


def sent(job: SpooledRecord) -> str:
    """Say that a job was given to a printer."""
    return f"已送去打印：打印机 {job.queue}，任务号 {job.number}。"


def send(
    *,
    desk: Desk,
    give: Callable[[], SpooledRecord],
    wait_s: float,
    stopped: Stopped = lambda: False,
) -> Printed:
    """Give papers to a printer and wait so many seconds for the end of their job."""
    try:
        job = give()
    except NotAnsweredError as error:
        return Printed(job=None, status=_failed(SpoolState.UNKNOWN, error))
    except EnvironmentFailureError as error:
        return Printed(job=None, status=_failed(SpoolState.FAILED, error))
    return wait(desk=desk, jobs=[job], wait_s=wait_s, stopped=stopped)[0]


def wait(
    *,
    desk: Desk,
    jobs: Sequence[SpooledRecord],
    wait_s: float,
    stopped: Stopped = lambda: False,
) -> tuple[Printed, ...]:
    """Wait so many seconds for the end of jobs and return what became of each, in its place."""
    end = time.monotonic() + wait_s
    known = _heard(desk, jobs)
    while time.monotonic() < end and not stopped():
        left = [job for job in jobs if known[job].state in ON_ITS_WAY]
        if not left:
            break
        time.sleep(_EVERY_S)
        known |= _heard(desk, left)
    return tuple(Printed(job=job, status=known[job]) for job in jobs)


def _heard(desk: Desk, jobs: Sequence[SpooledRecord]) -> dict[SpooledRecord, SpoolStatus]:
    try:
        return dict(zip(jobs, tracing.follow_all(desk=desk, jobs=jobs), strict=True))
    except EnvironmentFailureError as error:  # of the records: the jobs are at the printer
        why = f"没能记下打印结果：{error.message}"
        return dict.fromkeys(jobs, SpoolStatus(state=SpoolState.UNKNOWN, reason=why))


def report(printed: Mapping[str, Printed]) -> Iterator[str]:
    """Say of the jobs of filings how many ended how, and what became of each that is not out."""
    many = Counter(one.status.state.label for one in printed.values())
    yield "打印：" + "；".join(f"{label} {count} 件" for label, count in many.items())
    for number, one in printed.items():
        if one.status.state is not SpoolState.DONE:
            yield f"  · {number}：{one.lines()[-1]}"


def _failed(state: SpoolState, error: EnvironmentFailureError) -> SpoolStatus:
    return SpoolStatus(state=state, reason=error.message)
