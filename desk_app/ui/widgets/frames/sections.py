"""A screen of several pages: a list of them at the left, the one chosen at the right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desk_app import files
from desk_app.errors import DeskError, StoppedError
from desk_app.ui import tasks, theme
from desk_app.ui.tasks import Lane
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.displays.progress import Progress
from desk_app.ui.widgets.displays.rows import LOOK_ROLE, RowList, RowLook
from desk_app.ui.widgets.editors.form import Form
from desk_app.ui.widgets.papers.paper_overlay import PaperOverlay
from desk_app.ui.widgets.text import Card, Pane, ScrollArea, Text

LIST_WIDTH, PAGE_WIDTH = 232, 1000
AGAIN_MS = 50
KEYS = "↑↓ 选择   Enter 进入   Esc 返回"
Result = TypeVar("Result")


class SectionPage(QWidget):
    """One page: a title, what it is for, what happened last, and cards in ``body``.

    ``named`` tells the few words of its row in the list and their kind.
    """

    named = Signal(str, str)

    def __init__(self, title: str, about: str = "") -> None:
        super().__init__()
        self._busy = False
        self._waiting: Callable[[], None] | None = None
        self.title = Text(title, theme.PAGE_TITLE, theme.SEMIBOLD)
        self.about = Text(about, theme.LABEL, color=theme.INK_500, wrap=True)
        self.banner, self.progress = Banner(), Progress()
        self._lay_out_page()
        if not about:
            self.about.hide()  # never shown by hand: without a parent yet, it would be a window
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _lay_out_page(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(px(PAGE_WIDTH))
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(px(24), px(6), px(24), px(18))
        self.body.setSpacing(px(10))
        holder = QWidget()
        side = QHBoxLayout(holder)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(inner, 100)
        side.addStretch(1)
        self.area = ScrollArea(holder)
        head = QVBoxLayout()
        head.setContentsMargins(px(24), px(14), px(24), px(2))
        head.setSpacing(px(4))
        for widget in (self.title, self.about, self.banner, self.progress):
            widget.setMaximumWidth(px(PAGE_WIDTH - 48))
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.area, 1)

    @property
    def dirty(self) -> bool:
        """Whether something was typed here that is not saved."""
        return False

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._busy

    def refresh(self) -> None:
        """Show how things stand; called whenever the page is turned to."""

    def typed(self) -> dict[str, Any]:
        """Return what was typed here and not saved, for ``type_again`` after a lock."""
        forms = [one.typed() if one.kept_while_locked else {} for one in self.findChildren(Form)]
        return {"forms": forms}

    def line_at(self) -> int:
        """Return which line of text has the keyboard, -1 where none has."""
        lines = self.findChildren(QLineEdit)
        return next((i for i, one in enumerate(lines) if one.hasFocus()), -1)

    def type_again(self, typed: Mapping[str, Any], *, line: int = -1, cursor: int = 0) -> None:
        """Put back what was typed and the caret, once the page shows how things stand."""
        if self._busy:
            again = partial(self.type_again, typed, line=line, cursor=cursor)
            QTimer.singleShot(AGAIN_MS, self, again)
            return
        for form, values in zip(self.findChildren(Form), typed.get("forms", ()), strict=False):
            if values:
                form.type_again(values)
        for edit in self.findChildren(QLineEdit)[line : line + 1] if line >= 0 else ():
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
            edit.setCursorPosition(cursor)

    def focus_first(self) -> None:
        """Put the keyboard onto the first thing there is to do."""
        for widget in self.area.findChildren(QWidget):
            reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if reached and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def card(self, title: str = "", note: str = "", action: QWidget | None = None) -> Card:
        """Add a card to the page and return it."""
        made = Card(title, note, action)
        made.body.setContentsMargins(px(16), px(8), px(16), px(12))
        made.body.setSpacing(px(6))
        self.body.addWidget(made)
        return made

    def run(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        *,
        words: str = "",
        whole: int = 0,
        stoppable: bool = False,
        lane: Lane = Lane.COUNTER,
    ) -> None:
        """Do work in a worker thread, one at a time; what goes wrong is said in the banner.

        With ``words`` the progress is shown meanwhile, and what is asked for while the page only
        looks something up comes after that. While a progress is shown, nothing else is begun.
        """
        if self._busy:
            if words and not self.progress.isVisibleTo(self):
                self._waiting = partial(
                    self.run, work, done, words=words, whole=whole, stoppable=stoppable, lane=lane
                )
            return
        self._busy = True
        if words:
            self.banner.say("")
            self.progress.begin(words, whole=whole, stoppable=stoppable)

        def told(result: Result) -> None:
            done(result)
            self._run_waiting()

        def refused(error: DeskError) -> None:
            self.fault(error)
            self._run_waiting()

        tasks.run(self, work, told, refused, ended=self._end, lane=lane)

    def attempt(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Do something quick here and now; what is refused is said in the banner."""
        try:
            with files.explained():
                result = work()
        except DeskError as error:
            self.fault(error)
        else:
            done(result)

    def fault(self, error: DeskError) -> None:
        """Say what went wrong."""
        self.banner.say(error.message, "warn" if isinstance(error, StoppedError) else "error")

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """Keep what has the keyboard in view."""
        del before
        if now is not None and self.area.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, px(40))

    def _run_waiting(self) -> None:
        """Do what was asked for meanwhile."""
        if self._waiting is not None and not self._busy:
            waiting, self._waiting = self._waiting, None
            waiting()

    def _end(self) -> None:
        self._busy = False
        self.progress.end()


@dataclass(frozen=True, slots=True)
class Section:
    """One row of the list: its name, its title, what it holds, and how its page is made."""

    name: str
    title: str
    note: str
    make: Callable[[], SectionPage]


class Sections(QWidget):
    """Signals: ``left`` on Esc in the list."""

    left = Signal()

    def __init__(self, title: str, sections: Sequence[Section]) -> None:
        super().__init__()
        self.sections = tuple(sections)
        self.pages: dict[str, SectionPage] = {}
        self._model = QStandardItemModel(self)
        for section in self.sections:
            item = QStandardItem(section.title)
            item.setEditable(False)
            self._model.appendRow(item)
            self._look(item, RowLook(section.title, section.note))
        self.list = RowList(title, height=48)
        self.list.setModel(self._model)
        self.list.selectionModel().currentChanged.connect(self._turn)
        self.list.opened.connect(self._enter)
        self._pages = QStackedLayout()
        self._lay_out(title)
        keys.bind(self, {"Esc": self._escape})
        keys.bind(self.list, {"Right": self.enter})

    @property
    def page(self) -> SectionPage | None:
        """The page shown."""
        shown = self._pages.currentWidget()
        return shown if isinstance(shown, SectionPage) else None

    def open(self, name: str = "") -> None:
        """Turn to a section, the one shown last by default, with the keyboard in the list."""
        at = next((i for i, one in enumerate(self.sections) if one.name == name), -1)
        if at < 0:
            at = max(0, self.list.currentIndex().row())
        self.list.setCurrentIndex(self._model.index(at, 0))
        self._turn()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def page_name(self) -> str:
        """The name of the section shown."""
        return next((name for name, one in self.pages.items() if one is self.page), "")

    def enter(self) -> None:
        """Go from the list into the page."""
        if self.page is not None:
            self.page.focus_first()

    def unsaved(self) -> tuple[str, ...]:
        """Return the titles of the sections in which something typed is not saved."""
        return tuple(
            one.title
            for one in self.sections
            if one.name in self.pages and self.pages[one.name].dirty
        )

    def _lay_out(self, title: str) -> None:
        pane = Pane(theme.SURFACE, edge="right")
        pane.setFixedWidth(px(LIST_WIDTH))
        heading = Text(title, theme.INPUT, theme.SEMIBOLD)
        heading.setContentsMargins(px(16), 0, 0, px(6))
        keys = Text(KEYS, theme.CAPTION, color=theme.INK_500)
        keys.setContentsMargins(px(16), px(6), 0, 0)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, px(14), 1, px(8))
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self.list, 1)
        column.addWidget(keys)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(pane)
        row.addLayout(self._pages, 1)

    def _turn(self) -> None:
        """Show the page of the row that is marked; it is made when first needed."""
        at = self.list.currentIndex().row()
        if at < 0:
            return
        section = self.sections[at]
        page = self.pages.get(section.name)
        if page is None:
            page = self.pages[section.name] = section.make()
            item = self._model.item(at)
            page.named.connect(_Namer(self, item, section))
            self._pages.addWidget(page)
            self._chain(page)
        self._pages.setCurrentWidget(page)
        if not page.dirty and not page.busy:
            page.refresh()

    def _chain(self, page: SectionPage) -> None:
        """Let the Tab key go from the list into the page; Qt puts new widgets at the very end."""
        last: QWidget = self.list
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                QWidget.setTabOrder(last, widget)
                last = widget

    def _enter(self, index: QModelIndex) -> None:
        del index
        self.enter()

    def _escape(self) -> None:
        page = self.page
        overlays = page.findChildren(PaperOverlay) if page is not None else []
        large = next((one for one in overlays if one.isVisible()), None)
        if large is not None:
            large.close_up()
        elif page is not None and page.progress.isVisible():
            page.progress.ask_to_stop()
        elif self.list.hasFocus():
            self.left.emit()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _look(item: QStandardItem, look: RowLook) -> None:
        item.setData(look, LOOK_ROLE)
        item.setData(look.spoken(), Qt.ItemDataRole.AccessibleTextRole)

    def rename(self, item: QStandardItem, section: Section, pill: str, kind: str) -> None:
        """Show a few words at the right of a row."""
        self._look(item, RowLook(section.title, section.note, pill, kind))


class _Namer:
    """Passes on the words of a row; a method of its own for each, as ``connect`` wants."""

    def __init__(self, owner: Sections, item: QStandardItem, section: Section) -> None:
        self._owner, self._item, self._section = owner, item, section

    def __call__(self, pill: str, kind: str) -> None:
        """Pass the words on."""
        self._owner.rename(self._item, self._section, pill, kind)
