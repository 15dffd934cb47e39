"""Bring the papers of a roster to the hall's printer or into a folder, and say what came of it.

Papers that went somewhere already are made again first, as reprints where they came out: each
paper that leaves the counter has a job of its own in the records.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import tracing
from desk_app.services.roster import delivering
from desk_app.services.roster.registering import RegisteredRoster
from desk_app.ui.models.printing import sending
from desk_app.ui.models.printing.following import Following
from desk_app.ui.models.printing.sending import GIVING, NO_PRINTER, Sending, Way
from desk_app.ui.tasks import Lane
from desk_app.ui.widgets.frames.sections import SectionPage

Result = TypeVar("Result")


class RosterSender(QObject):
    """Prints and saves for one page, whose banner says how it went.

    ``renewed`` tells the papers that were made again.
    """

    renewed = Signal(object)

    def __init__(self, desk: Desk, page: SectionPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._done: RegisteredRoster | None = None
        self._used = False
        self._following = Following(self, advice="处理后按 Ctrl+P 再打。")
        self._following.said.connect(page.banner.say)

    def take(self, done: RegisteredRoster | None) -> None:
        """Answer from now on for other papers."""
        self._following.hush()
        self._done, self._used = done, False

    def print(self) -> None:
        """Send the papers to the hall's printer as one job and follow it."""
        self._with_fresh(self._print)

    def save_into(self, folder: Path) -> None:
        """Write the papers into a folder as one file."""

        def save() -> None:
            self._save(folder)

        self._with_fresh(save)

    def _with_fresh(self, act: Callable[[], None]) -> None:
        """Act on the papers; make them again before where they were brought somewhere."""
        desk, done, progress = self._desk, self._done, self._page.progress
        if done is None or self._page.busy or self._following.active:
            return
        if not self._used:
            act()
            return

        def work() -> RegisteredRoster:
            return delivering.again(
                desk=desk,
                done=done,
                progress=lambda count, _: progress.tell(count),
                stopped=progress.stopped,
            )

        def made(fresh: RegisteredRoster) -> None:
            if progress.stopped():
                self._page.banner.say("已停止，没有再出表单。", "warn")
                return
            self.take(fresh)
            self.renewed.emit(fresh)
            act()

        whole = len({job.filing for job in done.jobs})
        words = "正在再出一次表单"
        self._page.run(work, made, words=words, whole=whole, stoppable=True, lane=Lane.LONG)

    def _save(self, folder: Path) -> None:
        desk, done = self._desk, self._done
        if done is None:
            return
        self._used = True

        def saved(file: Path | None) -> None:
            if file is not None:
                self._page.banner.say(f"整份表单已存为 {file.name}。", "ok")

        self._page.run(
            lambda: delivering.save(desk=desk, done=done, folder=folder), saved, words="正在保存"
        )

    def _print(self) -> None:
        desk = self._desk
        self._run(lambda: sending.way(desk), self._print_there)

    def _print_there(self, to: Way | None) -> None:
        desk, done = self._desk, self._done
        if to is None:
            self._page.banner.say(NO_PRINTER, "warn")
        elif done is not None:
            self._used = True
            self._run(lambda: _print(desk, done, to), self._following.follow)

    def _run(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        self._page.run(work, then, words=GIVING, lane=Lane.PRINTER)


def _print(desk: Desk, done: RegisteredRoster, to: Way) -> Sending:
    """Give the papers to a printer as one job; meant for a worker thread.

    Raises EnvironmentFailureError when the papers are not taken, ValueError where there are none.
    """
    if done.pdf is None:
        raise ValueError("nothing to print")
    if to.takes_pdf:
        job = delivering.send(desk=desk, done=done, printer=to.name)
        return Sending((), partial(tracing.follow, desk=desk, job=job))
    sending.draw(to, done.pdf, partial(tracing.settle, desk=desk, papers=done.jobs))
    return Sending((), None)
