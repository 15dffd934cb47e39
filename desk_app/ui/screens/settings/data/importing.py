"""Bring in another counter's or an older installation's records: look first, then for real."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.records.merging import Clash, Merging, Outcome, Seen
from desk_app.services.backup import backing_up
from desk_app.services.desk.open_desk import Desk
from desk_app.services.lists import differences, importing
from desk_app.services.lists.importing import Origin
from desk_app.ui import dialogs, theme
from desk_app.ui.models.listing import ListingModel, masked
from desk_app.ui.models.printing.sender import documents
from desk_app.ui.tasks import Lane
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.progress import Progress
from desk_app.ui.widgets.displays.reading import Passage, Reading
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.form import Form, FormRow
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

KINDS = "清单或备份 (*.jsonl *.backup *.deskbackup *.db);;所有文件 (*)"
ROW_HEIGHT, ROWS, HEIGHT = 48, 4, 210
NAMED = 5  # of the numbers left out; more would not fit
PILLS = {Outcome.NEW: "ok", Outcome.KNOWN: "plain", Outcome.CLASH: "error"}
ORDER = (Outcome.CLASH, Outcome.NEW, Outcome.KNOWN)
SECRETS = (
    FormRow(
        name="passphrase",
        label="那份数据的口令",
        at=(0, 0, 6),
        kind="secret",
        longest=200,
        helper="那边任一人员的口令；备份用做备份那天的",
    ),
    FormRow(
        name="staff_no",
        label="那边的工号",
        at=(0, 6, 6),
        kind="latin",
        longest=20,
        required=False,
        helper="不知道就留空",
    ),
)
NOTHING_CHOSEN = "还没有选。可以选别的窗口导出的 JSONL 清单、备份文件，或旧电脑的数据文件夹。"


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What was looked at, and what it would do."""

    origin: Origin
    merging: Merging


class ImportPage(SectionPage):
    """Choose a source, see what would come in, bring it in.

    ``changed`` tells that records came in.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "导入", "把别的窗口或旧电脑的备案并进来。先预览，什么都不改；编号重复的不会并入。"
        )
        self._desk = desk
        self._path: Path | None = None
        self._agreed: _Agreed | None = None
        self._lay_out_source()
        self._lay_out_preview()
        self.body.addStretch(1)
        self.choose(None)

    def choose(self, path: Path | None) -> None:
        """Take a file or a folder to look at, or none."""
        self._path = path
        self.place.setText(str(path) if path else NOTHING_CHOSEN)
        needed = path is not None and importing.needs_passphrase(path)
        self.form.setVisible(needed)
        self.form.set_values({"passphrase": "", "staff_no": ""})
        self.preview.setEnabled(path is not None)
        self._offer(None)
        if needed:
            self.form.focus_first()
        elif path is not None:
            self.preview.setFocus()

    def look(self) -> None:
        """Say what bringing it in would do; changes nothing."""
        origin, desk, progress = self._origin(), self._desk, self.progress
        if origin is None:
            return
        self._offer(None)

        def work() -> Merging:
            return importing.look(
                desk=desk, origin=origin, progress=progress.tell, stopped=progress.stopped
            )

        def looked(seen: Merging) -> None:
            self._offer(_Agreed(origin, seen))

        self.run(work, looked, words="正在预览", stoppable=True, lane=Lane.LONG)

    def bring(self) -> None:
        """Back up, then bring in what was looked at; nothing else can be done meanwhile."""
        agreed, desk = self._agreed, self._desk
        if agreed is None or self.busy:
            return
        working = dialogs.Working(self, "正在备份并导入", whole=agreed.merging.whole)

        def work(progress: Progress) -> Merging:
            if backing_up.is_ours(desk=desk):
                backing_up.automatic(desk=desk, stopped=progress.stopped)
            return importing.bring(
                desk=desk,
                origin=agreed.origin,
                agreed=agreed.merging,
                progress=progress.tell,
                stopped=progress.stopped,
            )

        self.banner.say("")
        self.run(working.around(work), self._brought, lane=Lane.LONG)
        working.open()

    # -- the page -------------------------------------------------------------------------

    def _lay_out_source(self) -> None:
        self.file = Button("选文件…", icon="file-plus-2", small=True)
        self.folder = Button("选数据文件夹…", icon="hard-drive", small=True)
        self.file.clicked.connect(self._choose_file)
        self.folder.clicked.connect(self._choose_folder)
        self.place = Text("", theme.BODY, color=theme.INK_700, wrap=True)
        self.form = Form(SECRETS)
        self.preview = Button("预览", kind="primary", icon="eye")
        self.preview.clicked.connect(self.look)
        card = self.card("从哪里导入", "原来的文件不会改动")
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.file)
        row.addWidget(self.folder)
        row.addStretch(1)
        card.body.addLayout(row)
        card.add_words(self.place)
        card.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.preview)
        card.body.addLayout(row)

    def _lay_out_preview(self) -> None:
        self.found = self.card("预览", "↑↓ 逐件看；编号重复的在最前面")
        self.words = Text("", theme.BODY, color=theme.INK_700, wrap=True, tabular=True)
        self.listing = ListingModel()
        self.list = RowList("要导入的备案", height=ROW_HEIGHT)
        self.list.setModel(self.listing)
        self.list.selectionModel().currentChanged.connect(self._marked)
        self.reading = Reading("两边的不同", margin=4)
        self.reading.setFixedHeight(px(HEIGHT))
        self.go = Button("导入", kind="primary", icon="download")
        self.go.clicked.connect(self._ask)
        self.found.add_words(self.words)
        self.found.body.addWidget(self.list)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.go)
        self.found.body.addLayout(row)
        self.found.body.addWidget(self.reading)

    def _choose_file(self) -> None:
        path = dialogs.open_file(self, "选择要导入的文件", documents(), KINDS)
        if path is not None:
            self.choose(path)

    def _choose_folder(self) -> None:
        path = dialogs.choose_folder(self, "选择 records.db 所在的文件夹", documents())
        if path is not None:
            self.choose(path)

    def _origin(self) -> Origin | None:
        """Return what to read; None where something is missing, which is said beside it."""
        path = self._path
        if path is None or (importing.needs_passphrase(path) and not self.form.check()):
            return None
        values = self.form.values()
        return Origin(
            path=path,
            passphrase=values["passphrase"] or None,
            staff_no=values["staff_no"] or None,
        )

    # -- what would come in ---------------------------------------------------------------

    def _offer(self, agreed: _Agreed | None) -> None:
        self._agreed = agreed
        self.found.setVisible(agreed is not None)
        if agreed is None:
            return
        seen = agreed.merging
        self.words.setText(_told(seen) + (seen.doubt(self._desk.counter) or ""))
        rows = sorted(seen.listed, key=_rank)
        self.listing.fill([(_look(one), one) for one in rows])
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(px(ROW_HEIGHT) * max(1, min(len(rows), ROWS)) + px(4))
        self.go.set_text(f"导入 {seen.new} 件…")
        self.go.setEnabled(seen.new > 0)
        self._marked()
        (self.list if rows else self.preview).setFocus()

    def _marked(self) -> None:
        """Show below the list how the two filings of one number differ."""
        one = self.listing.thing(self.list.currentIndex())
        clashes = self._agreed.merging.clashes if self._agreed else ()
        number = one.number if isinstance(one, Seen) else ""
        clash = next((each for each in clashes if each.number == number), None)
        self.reading.setVisible(clash is not None)
        if clash is not None:
            self.reading.show_blocks(_differences(clash))

    def _ask(self) -> None:
        if self._agreed is None:
            return
        seen = self._agreed.merging
        left = f"编号重复的 {len(seen.clashes)} 件不导入。" if seen.clashes else ""
        question = dialogs.Question(
            self,
            f"导入 {seen.new} 件备案？",
            f"先自动备份一次，再导入。{left}导入后不能一键撤销，需要时从刚做的备份恢复。",
            yes="导入",
            no="不导入",
        )
        question.agreed.connect(self.bring)
        question.open()

    def _brought(self, done: Merging) -> None:
        self.choose(None)
        said = f"已导入 {done.arriving}；本机原来就有的 {done.known} 件没有动。"
        if done.clashes:
            numbers = "、".join(clash.number for clash in done.clashes[:NAMED])
            more = " 等" if len(done.clashes) > NAMED else ""
            said += (
                f"编号重复的 {len(done.clashes)} 件没有导入：{numbers}{more}。请核对两边的纸质表。"
            )
        self.banner.say(said, "warn" if done.clashes else "ok")
        self.changed.emit()
        self.file.setFocus()


def _told(seen: Merging) -> str:
    """Say what would become of everything that was found."""
    if not seen.whole:
        return "里面没有备案，不用导入。"
    said = (
        f"共 {seen.whole} 件：可导入 {seen.arriving}；本机已有相同的 {seen.known} 件，"
        f"编号重复而内容不同的 {len(seen.clashes)} 件。"
    )
    if seen.clashes:
        said += "重复的不会导入，请核对两边的纸质表，再由主管分别更正。"
    if len(seen.listed) < seen.whole:
        said += f"下面列出 {len(seen.listed)} 件。"
    return said


def _rank(one: Seen) -> tuple[int, str]:
    return ORDER.index(one.outcome), one.number


def _look(one: Seen) -> RowLook:
    note = f"{masked(one.name)} · {one.type.label}"
    label, kind = one.outcome.label, PILLS[one.outcome]
    return RowLook(one.number, note, label, kind, f"{one.day.isoformat()} 登记")


def _differences(clash: Clash) -> list[Passage]:
    """Return what differs, this desk's and the other's one below the other."""
    found = differences.differences(clash.here, clash.there)
    return [
        Passage(
            f"本机：{one.here or '（空）'}\n导入的：{one.there or '（空）'}",
            tags=[(one.title, "warn")],
            boxed=True,
        )
        for one in found
    ]
