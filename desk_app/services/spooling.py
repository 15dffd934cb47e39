"""Send papers to a printer through CUPS, and learn what became of them.

The PDF itself is handed over, so that the paper stays vector; A4, never scaled. It goes
through a pipe: no file with personal data is left behind.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.errors import EnvironmentFailureError
from desk_app.policy.vocabulary import Labelled
from desk_app.records.print_job import PrintOutcome

_REQUEST = re.compile(r"request id is (?P<queue>.+)-(?P<job>\d+) \(")
_LISTED = re.compile(r"^\S+-(?P<job>\d+)\s")
_STOPPED = re.compile(r"^printer (?P<name>\S+) disabled", re.MULTILINE)
_FAILURES = ("cancel", "abort", "error", "unsupported", "stopped")
_PATIENCE = 30
"""Seconds a command of the printing system may take."""


class SpoolState(Labelled):
    """Where a job stands in the printing system."""

    QUEUED = "queued", "排队中"
    DONE = "done", "已送达打印机"
    FAILED = "failed", "打印失败"


OUTCOMES = {SpoolState.DONE: PrintOutcome.PRINTED, SpoolState.FAILED: PrintOutcome.FAILED}
"""What became of the papers of a job; while it is queued nothing did yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolJob:
    """A job that the printing system has taken."""

    queue: str
    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolStatus:
    """What became of a job; ``reason`` is what the printing system says, where it says anything."""

    state: SpoolState
    reason: str = ""


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


def send(*, pdf: bytes, title: str, printer: str, copies: int = 1) -> SpoolJob:
    """Give a PDF to a printer and return its job.

    ``title`` is shown in the queue, where anybody can read it: a record number, never a name.
    Raises EnvironmentFailureError when the printing system does not take it.
    """
    if not available():
        raise EnvironmentFailureError(
            "本机没有打印命令（lp），请先安装打印服务，或把表单存为 PDF 再打印。"
        )
    options = ("-o", "media=A4", "-o", "print-scaling=none")
    done = _run("lp", "-d", printer, "-n", str(copies), *options, "-t", title, "-", content=pdf)
    taken = _REQUEST.search(done.stdout)
    if taken is None:
        raise EnvironmentFailureError(
            f"打印机“{printer}”没有接受任务，请检查打印机名称和连接后重试。"
            f"（{done.stderr.strip()[:200]}）"
        )
    return SpoolJob(queue=taken["queue"], job=int(taken["job"]))


def status(jobs: Sequence[SpoolJob]) -> dict[SpoolJob, SpoolStatus]:
    """Return what became of jobs; one the printing system no longer lists has left it."""
    if not jobs:
        return {}
    waiting = _listed("not-completed")
    ended = _listed("completed")
    stopped = set(_STOPPED.findall(_run("lpstat", "-p").stdout))
    return {job: _status(job, waiting, ended, stopped) for job in jobs}


def _status(
    job: SpoolJob, waiting: dict[int, str], ended: dict[int, str], stopped: set[str]
) -> SpoolStatus:
    if job.job in waiting:
        if job.queue in stopped:
            return SpoolStatus(
                state=SpoolState.FAILED, reason="打印机已停用，请检查纸张和连接后重新启用。"
            )
        return SpoolStatus(state=SpoolState.QUEUED, reason=waiting[job.job])
    said = ended.get(job.job, "")
    if any(word in said.lower() for word in _FAILURES):
        return SpoolStatus(state=SpoolState.FAILED, reason=said)
    return SpoolStatus(state=SpoolState.DONE)


def _listed(which: str) -> dict[int, str]:
    """Return the jobs of one kind with what is said of each: its status and its alerts."""
    said: dict[int, str] = {}
    current: int | None = None
    for line in _run("lpstat", "-W", which, "-l", "-o").stdout.splitlines():
        started = _LISTED.match(line)
        if started:
            current = int(started["job"])
            said[current] = ""
        elif current is not None and line.strip().startswith(("Status:", "Alerts:")):
            text = line.partition(":")[2].strip()
            said[current] = f"{said[current]} {text}".strip()
    return said


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
