"""Papers of the hall: the sheet a day is closed with, and the ledger of a period."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.policy.vocabulary import Role
from desk_app.services.day import day
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.ui.models.printing.sender import Sender
from desk_app.ui.screens.day.exporting import MASKED, masks
from desk_app.ui.tasks import Lane
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.editors.dates import understand
from desk_app.ui.widgets.editors.form import Form, FormRow
from desk_app.ui.widgets.frames.paper_box import PaperBox
from desk_app.ui.widgets.frames.sections import SectionPage


class PaperPage(SectionPage):
    """A form that says which paper, and the paper once it is made.

    ``work`` makes it in a worker thread from what was typed; ``changed`` tells that it did.
    """

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        title: str,
        about: str,
        *,
        rows: Sequence[FormRow],
        work: Callable[[Mapping[str, str]], IssuedPaper],
        make: str,
    ) -> None:
        super().__init__(title, about)
        self._desk, self._work = desk, work
        self.paper: IssuedPaper | None = None
        self.form = Form(rows)
        self.make = Button(make, kind="primary", key="Ctrl Enter", icon="file-text")
        self.make.clicked.connect(self.make_paper)
        self.box = PaperBox(title)
        self.spool = Sender(desk, self)
        self.spool.said.connect(self.banner.say)
        self.box.print_wanted.connect(self._print)
        self.box.save_wanted.connect(self._save)
        row = QHBoxLayout()
        row.setSpacing(px(10))
        row.addWidget(self.form, 1)
        row.addWidget(self.make)
        self.card().body.addLayout(row)
        self.card().body.addWidget(self.box)
        self.body.addStretch(1)

    def keys(self) -> dict[str, Callable[[], None]]:
        """Return the keys of this page."""
        return {"Ctrl+Return": self.make_paper}

    def make_paper(self) -> None:
        """Make the paper in a worker thread and show it."""
        if not self.make.isEnabled() or not self.form.check():
            return
        values = self.form.values()
        self.run(lambda: self._work(values), self._made, words="正在生成", lane=Lane.LONG)

    def _day(self, text: str) -> date:
        """Return a day of the form, which was checked before."""
        today = self._desk.clock.today()
        return understand(text, today=today) or today

    def _made(self, paper: IssuedPaper) -> None:
        self.paper = paper
        self.banner.say(f"《{paper.title}》已生成，请核对后打印。", "ok")
        self.box.show_pdf(paper.pdf)
        self.changed.emit()

    def _print(self) -> None:
        if self.paper is not None:
            self.spool.print([self.paper])

    def _save(self) -> None:
        if self.paper is not None:
            self.spool.save(self.paper)


class ClosingPage(PaperPage):
    """Close a day of this counter."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "日结",
            "汇总本窗口一天的件数、编号和打印份数，附历史记录的校验码；由主管核对后签字留存。",
            rows=(
                FormRow(
                    name="day",
                    label="日期",
                    at=(0, 0, 5),
                    kind="date",
                    today=desk.clock.today,
                    helper="t 今天",
                ),
            ),
            work=self._close,
            make="生成日结单",
        )
        if desk.clerk.role is not Role.SUPERVISOR:
            self.make.setEnabled(False)
            self.banner.say("日结由主管办理。请主管登录后再打印日结单。", "info")

    def refresh(self) -> None:
        """Propose today."""
        if not self.form.values()["day"]:
            self.form.set_values({"day": self._desk.clock.today().isoformat()})

    def _close(self, values: Mapping[str, str]) -> IssuedPaper:
        return day.close_day(desk=self._desk, day=self._day(values["day"]))


class LedgerPage(PaperPage):
    """The ledger of a period."""

    def __init__(self, desk: Desk) -> None:
        today = desk.clock.today
        super().__init__(
            desk,
            "台账",
            f"逐件列出一段时间的备案，一次最多 {day.LONGEST_LEDGER} 件。完整号码由主管打印。",
            rows=(
                FormRow(name="first", label="开始日期", at=(0, 0, 4), kind="date", today=today),
                FormRow(name="last", label="结束日期", at=(0, 4, 4), kind="date", today=today),
                FormRow(
                    name="mask",
                    label="证件号码",
                    at=(0, 8, 4),
                    kind="choice",
                    options=masks(desk),
                ),
            ),
            work=self._list,
            make="生成台账",
        )

    def refresh(self) -> None:
        """Propose the month so far, identity numbers masked."""
        if not self.form.values()["first"]:
            today = self._desk.clock.today()
            first = today.replace(day=1).isoformat()
            self.form.set_values({"first": first, "last": today.isoformat(), "mask": MASKED})

    def _list(self, values: Mapping[str, str]) -> IssuedPaper:
        first, last = self._day(values["first"]), self._day(values["last"])
        masked = values["mask"] == MASKED
        return day.ledger(desk=self._desk, first=first, last=last, masked=masked)
