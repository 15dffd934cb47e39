"""Go back to a backup, after seeing exactly what would be missing."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.records.backup import Backup
from desk_app.services.backup import backing_up, restoring
from desk_app.services.backup.restoring import Loss
from desk_app.services.desk.open_desk import Desk
from desk_app.ui import dialogs, theme
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.models.losses import describe
from desk_app.ui.tasks import Lane
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.form import Form, FormRow
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

ROW_HEIGHT, ROWS = 48, 4
ASK = FormRow(
    name="passphrase",
    label="做这份备份时主管的口令",
    at=(0, 0, 6),
    kind="secret",
    longest=200,
    helper="当天在岗的任一位主管的口令",
)


class RestorePage(SectionPage):
    """Choose a backup, see what would be missing, then go back to it.

    ``restore_wanted`` tells, once a supervisor has agreed, what restores: it is called with
    ``folder``, ``clock`` and ``window`` after every desk was closed.
    """

    restore_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "恢复", "资料损坏或误操作时，回到一份备份。现在的资料会另存在数据文件夹里，不会删除。"
        )
        self._desk = desk
        self._loss: Loss | None = None
        self._backup: Backup | None = None
        self.listing = ListingModel()
        self.list = RowList("自动备份", height=ROW_HEIGHT)
        self.list.setModel(self.listing)
        self.list.selectionModel().currentChanged.connect(self._marked)
        self.other = Button("选其他备份文件…", icon="search", small=True)
        self.other.clicked.connect(self._choose)
        card = self.card("选一份备份", "程序自动做的备份，新的在前", self.other)
        self.none = Text("还没有自动备份。", theme.BODY, color=theme.INK_500)
        card.body.addWidget(self.none)
        card.body.addWidget(self.list)
        told = self.card("恢复后会少什么")
        self.words = Text("请先选一份备份。", theme.BODY, color=theme.INK_700, wrap=True)
        told.add_words(self.words)
        self.form = Form([ASK])
        told.body.addWidget(self.form)
        self.go = Button("恢复到这份备份…", kind="danger", icon="history")
        self.go.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.go)
        told.body.addLayout(row)
        self.body.addStretch(1)
        self._offer(None)

    def refresh(self) -> None:
        """List the backups there are."""
        desk = self._desk

        def work() -> tuple[Backup, ...]:
            return backing_up.kept(folder=desk.folder, second=backing_up.second_folder(desk=desk))

        self.run(work, self._listed, lane=Lane.LONG)  # a stick or a share may be slow

    def look(self, path: Path) -> None:
        """Say what going back to a file would lose."""
        desk = self._desk
        self._offer(None)

        def work() -> tuple[Backup, Loss]:
            backup = restoring.look(path=path)
            return backup, restoring.loss(desk=desk, backup=backup)

        self.run(work, self._looked, words="正在核对备份", lane=Lane.LONG)

    def _listed(self, found: tuple[Backup, ...]) -> None:
        self.listing.fill([(_look(one), one) for one in found])
        self.none.setVisible(not found)
        self.list.setVisible(bool(found))
        self.list.setFixedHeight(px(ROW_HEIGHT) * max(1, min(len(found), ROWS)) + px(4))
        self._marked()

    def _marked(self) -> None:
        backup = self.listing.thing(self.list.currentIndex())
        if isinstance(backup, Backup) and (self._backup is None or backup != self._backup):
            self.look(backup.path)

    def _choose(self) -> None:
        path = dialogs.open_file(self, "选择备份文件", self._desk.folder, "备份 (*)")
        if path is not None:
            self.look(path)

    def _looked(self, found: tuple[Backup, Loss]) -> None:
        self._backup, self._loss = found
        self.words.setText(describe(*found))
        self._offer(self._backup)

    def _offer(self, backup: Backup | None) -> None:
        self._backup = backup
        self.go.setEnabled(backup is not None)
        if backup is None:
            self.words.setText("请先选一份备份。")

    def _ask(self) -> None:
        if self._backup is None or self._loss is None or not self.form.check():
            return
        question = dialogs.Question(
            self,
            "恢复到这份备份？",
            f"{describe(self._backup, self._loss)}\n恢复后需要重新登录。",
            yes="恢复",
            no="不恢复",
            kind="danger",
        )
        question.agreed.connect(self._go)
        question.open()

    def _go(self) -> None:
        if self._backup is not None and self._loss is not None:
            passphrase = self.form.values()["passphrase"]
            self.restore_wanted.emit(
                partial(
                    restoring.restore,
                    path=self._backup.path,
                    passphrase=passphrase,
                    lost=self._loss,
                )
            )


def _look(backup: Backup) -> RowLook:
    size = f"{backup.size / 1_000_000:.1f} MB"
    note = f"{backup.filings} 件 · 最后编号 {backup.last_number or '无'}"
    if backup.left_out:
        note += f" · {len(backup.left_out)} 个文件不在里面"
    return RowLook(f"{backup.made_at:%Y-%m-%d %H:%M}", note, size, "plain", backup.path.parent.name)
