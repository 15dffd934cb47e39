"""Backups: now, where to, and the second folder."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desk_app.records.backup import Backup
from desk_app.services.backup import backing_up
from desk_app.services.backup.backing_up import Automatic
from desk_app.services.desk.open_desk import Desk
from desk_app.ui import dialogs, theme
from desk_app.ui.models.printing.sender import documents
from desk_app.ui.tasks import Lane
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

ENDING = ".backup"
STALE = 1  # days after which the last backup is too old


class BackupPage(SectionPage):
    """Back up now, and choose the second folder."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "备份", "备份是加密的，做完会读一遍才算数。请另外放一份在别的磁盘或U盘上。"
        )
        self._desk = desk
        self.last = Text("", theme.BODY, color=theme.INK_700, wrap=True, tabular=True)
        self.now = Button("立即备份", kind="primary", icon="hard-drive")
        self.file = Button("备份到文件…", icon="download")
        self.now.clicked.connect(self.back_up)
        self.file.clicked.connect(self._choose_file)
        card = self.card("备份")
        card.add_words(self.last)
        self._row(card.body, self.file, self.now)
        self.second = Text("", theme.BODY, color=theme.INK_700, wrap=True)
        self.choose = Button("选第二备份位置…", icon="pencil-line")
        self.give_up = Button("不用第二备份位置", icon="x")
        self.choose.clicked.connect(self._choose_second)
        self.give_up.clicked.connect(self._no_second)
        card = self.card("第二备份位置", "每次自动备份时再复制一份到这里")
        card.add_words(self.second)
        self._row(card.body, self.give_up, self.choose)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Say when the last backup was made and where the second one goes."""
        desk = self._desk

        def work() -> tuple[tuple[Backup, ...], Path | None]:
            second = backing_up.second_folder(desk=desk)
            return backing_up.kept(folder=desk.folder, second=second), second

        self.run(work, self._found, lane=Lane.LONG)  # a stick or a share may be slow

    def back_up(self) -> None:
        """Make an automatic backup now."""
        desk, progress = self._desk, self.progress
        self.run(
            lambda: backing_up.automatic(desk=desk, stopped=progress.stopped),
            self._made,
            words="正在备份并读回核对",
            stoppable=True,
            lane=Lane.LONG,
        )

    def back_up_to(self, path: Path) -> None:
        """Write a backup to a file."""
        desk, progress = self._desk, self.progress
        self.run(
            lambda: backing_up.back_up(desk=desk, target=path, stopped=progress.stopped),
            self._written,
            words="正在备份并读回核对",
            stoppable=True,
            lane=Lane.LONG,
        )

    def set_second(self, folder: Path | None) -> None:
        """Set or give up the second folder."""
        desk = self._desk
        self.attempt(
            lambda: backing_up.set_second_folder(desk=desk, folder=folder), self._second_set
        )

    @staticmethod
    def _row(column: QVBoxLayout, *buttons: Button) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        column.addLayout(row)

    def _found(self, found: tuple[tuple[Backup, ...], Path | None]) -> None:
        backups, second = found
        newest = next(iter(backups), None)
        if newest is None:
            self.last.setText("还没有备份。请现在做一份。")
            self.named.emit("还没有", "error")
        else:
            made = f"{newest.made_at:%Y-%m-%d %H:%M}"
            told = [
                f"最近一份做于 {made}，有 {newest.filings} 件备案；自动备份共 {len(backups)} 份。",
                f"位置：{self._desk.folder / backing_up.FOLDER}",
            ]
            if newest.warning:
                told.append(newest.warning)
            told.append(backing_up.OF_THEIR_DAY)
            self.last.setText("\n".join(told))
            old = (self._desk.clock.today() - newest.made_at.date()).days > STALE
            self.named.emit(f"{newest.made_at:%m-%d}", "warn" if old or newest.warning else "ok")
        self.second.setText(str(second) if second else "没有设置。电脑坏了时，备份会一起丢失。")
        self.give_up.setVisible(second is not None)

    def _made(self, done: Automatic) -> None:
        said = f"已备份 {done.backup.filings} 件，并已读回核对。"
        if done.second is not None:
            said += f"第二份在 {done.second.parent}。"
        self._say(said, done.fault or "", done.backup.warning)
        self.refresh()

    def _written(self, done: Backup) -> None:
        said = f"已备份 {done.filings} 件到 {done.path.name}，并已读回核对。"
        self._say(said, done.warning)

    def _say(self, said: str, *warnings: str) -> None:
        self.banner.say(said + "".join(warnings), "warn" if any(warnings) else "ok")

    def _choose_file(self) -> None:
        name = f"备案备份-{self._desk.clock.today():%Y%m%d}{ENDING}"
        path = dialogs.save_as(self, "把备份存为", documents(), name, "备份 (*)")
        if path is not None:
            self.back_up_to(path)

    def _choose_second(self) -> None:
        folder = dialogs.choose_folder(self, "选择第二备份位置", documents())
        if folder is not None:
            self.set_second(folder)

    def _no_second(self) -> None:
        self.set_second(None)

    def _second_set(self, done: None) -> None:
        del done
        self.banner.say("第二备份位置已保存，下次自动备份起生效。", "ok")
        self.refresh()
