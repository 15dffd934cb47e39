"""Take a list of filings away: which, in what form, masked or whole."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from desk_app.policy.vocabulary import FilingStatus, FilingType, Role
from desk_app.services.desk.open_desk import Desk
from desk_app.services.lists import exporting
from desk_app.services.lists.exporting import Exported, Wanted
from desk_app.services.people import people
from desk_app.ui import dialogs
from desk_app.ui.models.printing.sender import documents
from desk_app.ui.tasks import Lane
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.editors.candidates import Candidate, fitting
from desk_app.ui.widgets.editors.choices import Option
from desk_app.ui.widgets.editors.dates import understand
from desk_app.ui.widgets.editors.form import Form, FormRow
from desk_app.ui.widgets.frames.sections import SectionPage

MASKED, WHOLE = "masked", "whole"
MASKS = (Option(MASKED, "打星号"), Option(WHOLE, "完整号码"))
FORMS = {
    "xlsx": Option("xlsx", "Excel 表格"),
    "csv": Option("csv", "CSV"),
    "jsonl": Option("jsonl", "JSONL"),
}
ANY = "any"
TYPES = (Candidate(ANY, "全部类型"), *(Candidate(one.value, one.label) for one in FilingType))
STATES = (
    Candidate(ANY, "全部状态"),
    *(Candidate(one.value, one.label) for one in FilingStatus if one is not FilingStatus.DRAFT),
)


class ExportPage(SectionPage):
    """Choose filings and write them to a file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "导出清单",
            "导出会记入操作记录。打星号的清单可给人看；完整的清单请放好，用完删除。",
        )
        self._desk = desk
        self.form = Form(self._rows())
        self.start = Button("导出…", kind="primary", key="Ctrl Enter", icon="download")
        self.start.clicked.connect(self.export)
        self.card("导出哪些").body.addWidget(self.form)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.start)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def keys(self) -> dict[str, Callable[[], None]]:
        """Return the keys of this page."""
        return {"Ctrl+Return": self.export}

    def refresh(self) -> None:
        """Propose the month so far, masked."""
        if self.form.values()["since"]:
            return
        today = self._desk.clock.today()
        self.form.set_values(
            {
                "since": today.replace(day=1).isoformat(),
                "until": today.isoformat(),
                "type": ANY,
                "status": ANY,
                "clerk": ANY,
                "form": "xlsx",
                "mask": MASKED,
            }
        )

    def export(self) -> None:
        """Ask where to, then write."""
        if self.busy or not self.form.check():
            return
        if self._day("since") > self._day("until"):
            self.form.complain("until", "结束日期早于开始日期，请改正")
            return
        ending = self.form.values()["form"]
        name = f"备案清单-{self._day('since'):%Y%m%d}-{self._day('until'):%Y%m%d}.{ending}"
        kinds = f"{FORMS[ending].title} (*.{ending})"
        chosen = dialogs.save_as(self, "把清单存为", documents(), name, kinds)
        if chosen is not None:
            self.save_to(chosen if chosen.suffix else chosen.with_suffix(f".{ending}"))

    def save_to(self, path: Path) -> None:
        """Write what was chosen to a file, telling how far it is; it can be stopped."""
        desk, wanted, progress = self._desk, self._wanted(), self.progress
        masked = self.form.values()["mask"] == MASKED

        def work() -> Exported:
            return exporting.export(
                desk=desk,
                target=path,
                wanted=wanted,
                masked=masked,
                progress=progress.tell,
                stopped=progress.stopped,
            )

        self.run(work, self._done, words="正在导出", stoppable=True, lane=Lane.LONG)

    def _done(self, done: Exported) -> None:
        hidden = "，证件号码和电话已打星号" if done.masked else "，含完整证件号码，请妥善保管"
        self.banner.say(f"已导出 {done.rows} 件到 {done.path.name}{hidden}。", "ok")

    def _wanted(self) -> Wanted:
        values = self.form.values()
        return Wanted(
            since=self._day("since"),
            until=self._day("until"),
            type=None if values["type"] == ANY else FilingType(values["type"]),
            status=None if values["status"] == ANY else FilingStatus(values["status"]),
            staff_no=None if values["clerk"] == ANY else values["clerk"],
        )

    def _day(self, name: str) -> date:
        today = self._desk.clock.today()
        return understand(self.form.values()[name], today=today) or today

    def _rows(self) -> tuple[FormRow, ...]:
        today = self._desk.clock.today
        whole = self._desk.clerk.role is Role.SUPERVISOR
        return (
            FormRow(name="since", label="受理日期从", at=(0, 0, 4), kind="date", today=today),
            FormRow(name="until", label="到", at=(0, 4, 4), kind="date", today=today),
            FormRow(name="clerk", label="经办人", at=(0, 8, 4), kind="lookup", find=self._clerks),
            FormRow(
                name="type",
                label="备案类型",
                at=(1, 0, 4),
                kind="lookup",
                find=partial(fitting, TYPES),
            ),
            FormRow(
                name="status",
                label="状态",
                at=(1, 4, 4),
                kind="lookup",
                find=partial(fitting, STATES),
            ),
            FormRow(
                name="mask",
                label="证件号码和电话",
                at=(1, 8, 4),
                kind="choice",
                options=masks(self._desk),
                helper="" if whole else "完整号码由主管导出",
            ),
            FormRow(
                name="form",
                label="文件格式",
                at=(2, 0, 8),
                kind="choice",
                options=tuple(FORMS.values()),
                helper="给人看用 Excel；给其他程序或另一台窗口导入用 JSONL",
            ),
        )

    def _clerks(self, text: str) -> list[Candidate]:
        every = [
            Candidate(one.clerk.staff_no, f"{one.clerk.name}  {one.clerk.staff_no}")
            for one in people.every(desk=self._desk)
        ]
        return fitting((Candidate(ANY, "全部经办人"), *every), text)


def masks(desk: Desk) -> tuple[Option, ...]:
    """Return how identity numbers may be shown; whole only to a supervisor."""
    return MASKS if desk.clerk.role is Role.SUPERVISOR else MASKS[:1]
