"""The way through damage, backups and parting: pages over the window, work behind it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError
from desk_app.policy.vocabulary import Role
from desk_app.records.backup import Backup
from desk_app.services.backup import backing_up, restoring
from desk_app.services.backup.backing_up import Automatic, Damage
from desk_app.services.backup.restoring import Loss
from desk_app.services.desk import timekeeping
from desk_app.services.desk.open_desk import Desk
from desk_app.services.people.rolewatch import News
from desk_app.services.start import gaps
from desk_app.ui.dialogs import Question, TypedQuestion
from desk_app.ui.main_window import MainWindow
from desk_app.ui.models import losses
from desk_app.ui.models.guardian import Guardian
from desk_app.ui.screens.damage import DamagePage
from desk_app.ui.screens.parting import Parting

Restore = Callable[..., object]
MOST_LINES = 8
_DAY_ASKED = "确实是对的，请照手机或日历写上今天的日期（例如 2026-11-21），会记入操作记录。"
BLIND = "现在的资料打不开，没法逐件核对会少什么；备份以后办的都要照纸质表补录。"
KEPT = "恢复时，现在的文件会另存在数据文件夹里，不会删除。"


class Rescue(QObject):
    """Offers to go back to the newest good backup.

    ``restore_wanted`` tells what restores: it is called with ``folder``, ``clock`` and
    ``window`` once every desk is closed. ``left`` tells that nobody wants to now.
    """

    restore_wanted = Signal(object)
    left = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._backup: Backup | None = None
        self._loss: Loss | None = None
        self.page = DamagePage()
        self.page.restore_wanted.connect(self._restore)
        self.page.left.connect(self.left)

    def tell(self, damage: Damage) -> None:
        """Say what was found while the records are open."""
        words = [damage.message]
        if damage.backup is not None:
            lost = damage.loss
            words.append(losses.describe(damage.backup, lost) if lost is not None else BLIND)
            words.append(KEPT)
        self._show(words, damage.backup, damage.loss)

    def tell_closed(self, message: str, folder: Path) -> None:
        """Say that the records cannot be opened at all, and what backup there is."""
        found = backing_up.kept(folder=folder)
        newest = next(iter(found), None)
        words = [message]
        if newest is not None:
            words += [
                losses.contents(newest),
                *filter(None, [restoring.fuller(found)]),
                BLIND,
                KEPT,
            ]
        self._show(words, newest, None)

    def _show(self, words: list[str], backup: Backup | None, loss: Loss | None) -> None:
        self._backup, self._loss = backup, loss
        self._window.show_apart(self.page)
        self.page.open("\n".join(words), offer=backup is not None)

    def _restore(self, passphrase: str) -> None:
        if self._backup is not None:
            path = self._backup.path
            restore: Restore = partial(
                restoring.restore, path=path, passphrase=passphrase, lost=self._loss
            )
            self.restore_wanted.emit(restore)


class Safety(QObject):
    """Watches over one desk's records as long as its screens are open.

    ``restore_wanted`` as of ``Rescue``.
    """

    restore_wanted = Signal(object)

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._before: QWidget | None = None
        self.guardian = Guardian(desk, self)
        self.rescue = Rescue(window)
        self.parting: Parting | None = None
        self.rescue.restore_wanted.connect(self.restore_wanted)
        self.rescue.left.connect(self._go_back)
        self.guardian.people_changed.connect(self._tell_people)
        self.guardian.damaged.connect(self._damaged)
        self.guardian.warned.connect(self._warn)
        self.guardian.short.connect(self._tell_missing)
        self.guardian.urged.connect(self._urge)
        self.guardian.reminded.connect(self._remind)
        self.guardian.parted.connect(self._parted)
        self.guardian.part_failed.connect(self._not_parted)
        window.close_wanted.connect(self.part)

    def begin(self) -> None:
        """Look at the clock, and a little later at everything else."""
        self.guardian.begin()

    def part(self) -> None:
        """Back up, then let the window close; the clerk need not wait for it."""
        if self.parting is None:
            self.parting = Parting()
            self.parting.again_wanted.connect(self._try_again)
            self.parting.leave_wanted.connect(self._leave)
        elif self._window.current() is self.parting:
            return
        self._try_again()

    def end(self) -> None:
        """Give up watching: the screens are gone."""
        self.guardian.stop()
        self._window.close_wanted.disconnect(self.part)
        for page in (self.rescue.page, self.parting):
            if page is not None:
                page.deleteLater()
        self.rescue.deleteLater()
        self.deleteLater()

    def _try_again(self) -> None:
        if self.parting is not None:
            self._window.show_apart(self.parting)
            self.parting.begin()
            self.guardian.part()

    def _leave(self) -> None:
        self.guardian.stop()
        self._window.let_close()

    def _parted(self, made: Automatic | None) -> None:
        if made is not None and made.fault and self.parting is not None:
            self.parting.fail(made.fault, made=True)
        else:
            self._window.let_close()

    def _not_parted(self, words: str) -> None:
        if self.parting is not None:
            self.parting.fail(words, made=False)

    def _damaged(self, damage: Damage) -> None:
        if self._window.current() is not self.parting:
            self._before = self._window.current()
            self.rescue.tell(damage)

    def _go_back(self) -> None:
        if self._before is self._window.door:
            self._window.show_door()
        elif self._before is not None:
            self._window.return_inside(self._before)

    def _tell_missing(self, words: str) -> None:
        """Say what is missing; a supervisor may go on without it."""
        title = "最后的记录不齐全"
        mine = gaps.blocks(desk=self._desk) and self._desk.clerk.role is Role.SUPERVISOR
        yes, no = ("确认缺少，继续登记", "先不登记") if mine else ("知道了", "")
        question = Question(self._window, title, words, yes=yes, no=no, kind="danger")
        if mine:
            question.agreed.connect(self._accept_missing)
        question.open()

    def _accept_missing(self) -> None:
        try:
            gaps.accept(desk=self._desk)
        except DeskError as error:
            self._window.toast.say(error.message, "warn")
        else:
            self._window.toast.say("已记下缺少的记录，可以登记了；缺的编号不会再发。")

    def _warn(self, words: str) -> None:
        question = TypedQuestion(
            self._window,
            "电脑时钟可能不对",
            words + _DAY_ASKED,
            label="今天的日期",
            judge=partial(timekeeping.other_day, self._desk.clock),
            yes="时钟是对的",
            no="去调时钟",
        )
        question.said.connect(self.guardian.believe_clock)
        question.open()

    def _tell_people(self, news: News) -> None:
        """List who became what; it is told again at each signing in until somebody agrees."""
        lines = list(news.lines[:MOST_LINES])
        if len(news.lines) > MOST_LINES:
            lines.append(f"还有 {len(news.lines) - MOST_LINES} 条，见“设置 → 人员”。")
        question = Question(
            self._window, "人员和角色有变动，请核对", "\n".join(lines), yes="看过了", kind="tell"
        )
        question.agreed.connect(partial(self.guardian.acknowledge, news))
        question.open()

    def _urge(self, words: str) -> None:
        Question(self._window, "钥匙需要处理", words, yes="知道了", kind="danger").open()

    def _remind(self, words: str) -> None:
        self._window.toast.say(words, "warn")
