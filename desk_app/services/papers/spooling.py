"""Send papers to a printer through CUPS, and learn what became of them.

The PDF itself is handed over, so that the paper stays vector; A4, never scaled. It goes
through a pipe: no file with personal data is left behind. What became of a job is asked of
the printing system's own job states, never read from the words its commands print.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk_app.devices import ipp
from desk_app.devices.ipp import JobState
from desk_app.errors import EnvironmentFailureError
from desk_app.policy.vocabulary import Labelled
from desk_app.records.print_job import PrintOutcome

_REQUEST = re.compile(r"request id is (?P<queue>.+)-(?P<job>\d+) \(")
_PATIENCE = 30
"""Seconds a command of the printing system may take."""


class SpoolState(Labelled):
    """Where a job stands in the printing system."""

    QUEUED = "queued", "排队中"
    UNANSWERED = "unanswered", "打印服务没有回答，还不知道印出没有"
    DONE = "done", "已送达打印机"
    HANDED_OVER = "handed_over", "已交给打印系统"
    FAILED = "failed", "打印失败"
    CANCELLED = "cancelled", "已取消打印"
    UNKNOWN = "unknown", "不知道印出没有，请看打印机"


OUTCOMES = {
    SpoolState.DONE: PrintOutcome.PRINTED,
    SpoolState.HANDED_OVER: PrintOutcome.HANDED_OVER,
    SpoolState.FAILED: PrintOutcome.FAILED,
    SpoolState.CANCELLED: PrintOutcome.CANCELLED,
}
"""What became of the papers of a job, where that is known."""
ON_ITS_WAY = frozenset({SpoolState.QUEUED, SpoolState.UNANSWERED})
"""States that are asked after again; after any other nothing more is expected."""

_STATES = {
    JobState.PENDING: SpoolState.QUEUED,
    JobState.HELD: SpoolState.QUEUED,
    JobState.PROCESSING: SpoolState.QUEUED,
    JobState.STOPPED: SpoolState.QUEUED,
    JobState.CANCELED: SpoolState.CANCELLED,
    JobState.ABORTED: SpoolState.FAILED,
    JobState.COMPLETED: SpoolState.DONE,
}
_NO_COMMAND = "本机没有打印命令（lp），请先安装打印服务，或把表单存为 PDF 再打印。"
_GONE = "打印系统里已经没有这个任务。"
_GONE_WITH_QUEUE = "打印机“{}”已从系统里删除，任务也没有了。"
_PAUSED = "打印机“{}”已停用，任务还在等，恢复后会打出；不等了请先取消任务。"
_NO_QUEUE = "打印机“{}”已从系统里删除。"
_HELD = "任务被挂起，放行后会打出。"
_SLOW = "打印机一直没有收完，请看它是否开着、接好，有没有纸。"
_SLOW_S = 20
_BEGUN = "取消时已开始打印，可能出了几页，请看打印机。"
_ABORTED = "打印系统放弃了这个任务，请检查打印机。"
_WAITING_FOR = {
    "media-empty": "打印机缺纸。",
    "media-needed": "打印机缺纸。",
    "media-jam": "打印机卡纸。",
    "toner-empty": "打印机没有墨粉。",
    "marker-supply-empty": "打印机没有墨粉。",
    "cover-open": "打印机的盖子开着。",
    "door-open": "打印机的门开着。",
    "input-tray-missing": "打印机的纸盒没有装好。",
    "offline": "打印机没有接通。",
    "timed-out": "打印机没有回应。",
    "connecting-to-device": "正在连接打印机。",
}
"""What a printer says it lacks; each keyword may end in -error, -warning or -report."""


class NotAnsweredError(EnvironmentFailureError):
    """The printing system did not answer when it was given a job, and may have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolJob:
    """A job that the printing system has, or may have where ``job`` is 0.

    ``title`` is what it was sent under; ``mark`` tells it from others that have its number.
    """

    queue: str
    job: int
    title: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolStatus:
    """What became of a job; ``reason`` is a sentence, where there is more to say."""

    state: SpoolState
    reason: str = ""

    @property
    def words(self) -> str:
        """The state and the reason as one sentence."""
        return f"{self.state.label}。{self.reason}" if self.reason else f"{self.state.label}。"


def available() -> bool:
    """Tell whether this computer can be told to print."""
    return shutil.which("lp") is not None and shutil.which("lpstat") is not None


def printers() -> tuple[str, ...]:
    """Return the names of the printers, the default one first."""
    if not available():
        return ()
    names = _run("lpstat", "-e").stdout.split("\n")
    default = default_printer()
    found = [name.strip() for name in names if name.strip()]
    return tuple(sorted(found, key=lambda name: (name != default, name)))


def default_printer() -> str:
    """Return the name of the system's default printer; nothing where it has none."""
    return _run("lpstat", "-d").stdout.partition(": ")[2].strip() if available() else ""


def expect(printer: str) -> None:
    """Raise EnvironmentFailureError, naming those there are, where there is no such printer."""
    if not available():
        raise EnvironmentFailureError(_NO_COMMAND)
    names = printers()
    if printer.partition("/")[0] not in names:  # behind the stroke stands one of its settings
        known = f"本机有：{'、'.join(names)}。" if names else "本机还没有打印机。"
        raise EnvironmentFailureError(f"没有名为“{printer}”的打印机，{known}")


def send(*, pdf: bytes, title: str, printer: str, copies: int = 1) -> SpoolJob:
    """Give a PDF to a printer and return its job.

    ``title`` is shown in the queue, where anybody can read it: a record number, never a name.
    Raises EnvironmentFailureError when the printing system does not take it, and
    NotAnsweredError when nobody knows whether it did.
    """
    if not available():
        raise EnvironmentFailureError(_NO_COMMAND)
    options = ("-o", "media=A4", "-o", "print-scaling=none")
    words = ("lp", "-d", printer, "-n", str(copies), *options, "-t", title, "-")
    try:
        done = _run(*words, content=pdf)
    except EnvironmentFailureError:
        raise NotAnsweredError(
            f"打印服务没有响应，不知道“{printer}”收到任务没有。请看打印机；程序过后会再查。"
        ) from None
    taken = _REQUEST.search(done.stdout)
    if taken is None:
        raise EnvironmentFailureError(
            f"打印机“{printer}”没有接受任务，请检查打印机名称和连接后重试。"
            f"（{done.stderr.strip()[:200]}）"
        )
    job = SpoolJob(queue=taken["queue"], job=int(taken["job"]), title=title)
    return replace(job, mark=_mark(job))


def status(jobs: Sequence[SpoolJob]) -> dict[SpoolJob, SpoolStatus]:
    """Return what became of jobs, by the printing system's own states."""
    if not jobs:
        return {}
    told: dict[SpoolJob, SpoolStatus] = {}
    try:
        with ipp.connected() as system:
            for job in jobs:
                told[job] = _status(system, job)
    except ipp.NoAnswerError:
        silent = SpoolStatus(state=SpoolState.UNANSWERED)
        return {job: told.get(job, silent) for job in jobs}
    return told


def _mark(job: SpoolJob) -> str:
    """Return what tells a job from later ones of its number; nothing where nobody answers."""
    try:
        with ipp.connected() as system:
            found = system.job(job.job)
    except ipp.NoAnswerError:
        return ""
    return found.mark if found is not None else ""


def _status(system: ipp.Connection, job: SpoolJob) -> SpoolStatus:
    found = _found(system, job)
    if found is None:
        gone = _GONE if system.queue(job.queue) is not None else _GONE_WITH_QUEUE.format(job.queue)
        return SpoolStatus(state=SpoolState.UNKNOWN, reason=gone)
    state = _STATES[found.state]
    if state is SpoolState.QUEUED:
        return SpoolStatus(state=state, reason=_waits_for(system, job, found))
    if state is SpoolState.CANCELLED and found.begun:
        return SpoolStatus(state=state, reason=_BEGUN)
    return SpoolStatus(state=state, reason=_ABORTED if state is SpoolState.FAILED else "")


def _found(system: ipp.Connection, job: SpoolJob) -> ipp.Job | None:
    """Return a job as the printing system has it, never another one under its number."""
    if not job.job:
        named = (one for one in system.jobs() if one.title == job.title)
        return max(named, key=lambda one: one.number, default=None)  # restored records say it twice
    found = system.job(job.job)
    if found is None:
        return None
    same = found.mark == job.mark if job.mark else found.title == job.title
    return found if same else None


def _waits_for(system: ipp.Connection, job: SpoolJob, found: ipp.Job) -> str:
    queue = system.queue(job.queue)
    if queue is None:
        return _NO_QUEUE.format(job.queue)
    if found.state is JobState.HELD:
        return _HELD
    said = "".join(
        dict.fromkeys(
            words
            for keyword, words in _WAITING_FOR.items()
            if any(reason.startswith(keyword) for reason in queue.reasons)
        )
    )
    if said or not queue.stopped:
        slow = found.state is JobState.PROCESSING and found.busy_s >= _SLOW_S
        return said or (_SLOW if slow else "")
    return _PAUSED.format(job.queue)


def _run(*words: str, content: bytes | None = None) -> "Answer":
    # The words come from this module and from the list of printers; no shell is involved.
    try:
        done = subprocess.run(  # noqa: S603
            words,
            input=content,
            stdin=None if content is not None else subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise EnvironmentFailureError("打印服务没有响应，请稍后重试，或重启打印服务。") from None
    return Answer(
        stdout=done.stdout.decode("utf-8", "replace"), stderr=done.stderr.decode("utf-8", "replace")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command of the printing system wrote."""

    stdout: str
    stderr: str
