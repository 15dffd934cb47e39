"""The data folder: where it is, checking it, the computer, and what has had its time."""

from PySide6.QtWidgets import QApplication, QHBoxLayout

from desk_app.errors import RefusedError
from desk_app.records.inspection import Inspection
from desk_app.services.backup import anchors, backing_up, retention
from desk_app.services.backup.retention import Due, Purged
from desk_app.services.desk.open_desk import Desk
from desk_app.services.start import health
from desk_app.services.start.health import Finding
from desk_app.ui import dialogs, theme
from desk_app.ui.tasks import Lane
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.progress import Progress
from desk_app.ui.widgets.displays.reading import Passage, Reading
from desk_app.ui.widgets.editors.edits import LatinEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

HEIGHT = 250


class DataPage(SectionPage):
    """Check the records and the computer; delete what has had its time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("数据", "资料加密保存在本机的数据文件夹里。请不要手工改动里面的文件。")
        self._desk = desk
        self._due: Due | None = None
        self._make_folder_card()
        self._make_due_card()
        self.body.addStretch(1)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            # Else the program would stay for minutes, for an outcome nobody sees.
            application.aboutToQuit.connect(self.progress.ask_to_stop)

    def _make_folder_card(self) -> None:
        self.folder = Text(str(self._desk.folder), theme.BODY, color=theme.INK_700, wrap=True)
        self.verify = Button("核对资料", kind="primary", icon="shield-check")
        self.doctor = Button("检查电脑", icon="stethoscope")
        self.verify.clicked.connect(self.check_records)
        self.doctor.clicked.connect(self.check_computer)
        self.reading = Reading("检查结果", margin=4)
        self.reading.setFixedHeight(px(HEIGHT))
        self.reading.hide()
        self.heads = Field(
            FieldSpec(
                label="日结单上的校验值",
                required=False,
                placeholder="例如 412-9f2c5a07b1e4d833",
                helper="几张用空格隔开",
            ),
            LatinEdit(max_length=400),
        )
        card = self.card("数据文件夹")
        card.add_words(self.folder)
        card.body.addWidget(self.heads)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.doctor)
        row.addWidget(self.verify)
        card.body.addLayout(row)
        card.body.addWidget(self.reading)

    def _make_due_card(self) -> None:
        self.words = Text("", theme.BODY, color=theme.INK_700, wrap=True)
        self.purge = Button("清除到期的记录…", kind="danger", icon="trash-2")
        self.purge.clicked.connect(self._ask)
        card = self.card("到期的记录")
        card.add_words(self.words)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.purge)
        card.body.addLayout(row)

    def refresh(self) -> None:
        """Count what has had its time."""
        desk = self._desk
        self.run(lambda: retention.due(desk=desk), self._counted, lane=Lane.LONG)

    def check_records(self) -> None:
        """Read all records and say what is wrong."""
        desk, progress, areas = self._desk, self.progress, tuple(backing_up.Area)
        try:
            heads = anchors.expect_heads(self.heads.text().split())
        except RefusedError as refused:
            self.heads.set_error(refused.message)
            return
        self.heads.clear_state()

        def work() -> Inspection:
            return backing_up.verify(
                desk=desk,
                heads=heads,
                progress=lambda area: progress.tell(areas.index(area), area.label),
                stopped=progress.stopped,
            )

        self.run(
            work,
            self._checked,
            words="正在核对（可以离开这一页）",
            whole=len(areas),
            stoppable=True,
            lane=Lane.LONG,
        )

    def check_computer(self) -> None:
        """Look at program, disk, fonts and printing."""
        folder = self._desk.folder
        self.run(
            lambda: health.examine(folder), self._examined, words="正在检查", lane=Lane.PRINTER
        )

    def _checked(self, found: Inspection) -> None:
        if not found.faults:
            self.reading.hide()
            self.banner.say(
                f"资料完好：{found.filings} 件备案，{found.entries} 条历史，校验码 {found.head}。"
                f"{found.compared}",
                "ok",
            )
            return
        self.banner.say(f"发现 {len(found.faults)} 处问题，请按下面的说明处理。", "error")
        self._show(
            [
                Passage(one.finding, one.remedy, tags=[(one.area, "error")], boxed=True)
                for one in found.faults
            ]
        )

    def _examined(self, found: tuple[Finding, ...]) -> None:
        wrong = sum(not one.ok for one in found)
        if wrong:
            self.banner.say(f"{wrong} 项需要处理，请看下面的说明。", "warn")
        else:
            self.banner.say("电脑检查完毕，都正常。", "ok")
        self._show(
            [
                Passage(
                    one.detail,
                    one.remedy,
                    tags=[(one.subject, "ok" if one.ok else "warn")],
                    boxed=True,
                )
                for one in found
            ]
        )

    def _show(self, passages: list[Passage]) -> None:
        self.reading.show_blocks(passages)
        self.reading.show()
        self.reading.enter()

    def _counted(self, due: Due) -> None:
        self._due = due
        self.purge.setEnabled(due.filings > 0)
        told = f"结束满 {due.years} 年（{due.before} 以前）的备案有 {due.filings} 件。"
        self.words.setText(told if due.filings else f"{told}现在没有要清除的。")

    def _ask(self) -> None:
        due = self._due
        if due is None or not due.filings:
            return
        question = dialogs.Question(
            self,
            f"清除 {due.filings} 件到期的记录？",
            f"{due.before} 以前结束的备案连同打印记录永久删除，不能找回。"
            "请先确认已按档案要求另行保存。以前的备份里仍有它们，直到备份轮换掉。",
            yes="永久清除",
            no="不清除",
            kind="danger",
        )
        question.agreed.connect(self._take_away)
        question.open()

    def _take_away(self) -> None:
        """Delete what was agreed to; what is typed meanwhile could not be saved."""
        due, desk = self._due, self._desk
        if due is None or self.busy:
            return
        working = dialogs.Working(self, "正在清除到期的记录")

        def work(progress: Progress) -> Purged:
            return retention.take_away(desk=desk, agreed=due, stopped=progress.stopped)

        self.run(working.around(work), self._taken_away, lane=Lane.LONG)
        working.open()

    def _taken_away(self, done: Purged) -> None:
        self.banner.say(f"已清除 {done.filings} 件。", "ok")
        self.refresh()
