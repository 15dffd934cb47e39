"""The help over whatever screen is shown; Esc closes it and the keyboard goes back."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.models.keys.help_pages import HelpPage, page_for, search
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.screens.help.blocks import page_blocks
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.reading import Passage, Reading
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.edits import SearchEdit
from desk_app.ui.widgets.editors.field import Box
from desk_app.ui.widgets.text import Text

WIDTH, LIST_WIDTH, EDGE = 980, 260, 24
SHADE = 140  # of 255: how much of the screen below is darkened
REST_MS = 80
NOTHING = "没有查到。请换短一些的词，例如“打印”“口令”“备份”。"


class HelpOverlay(QWidget):
    """Made as a child of the window it lies over. Signals: ``closed``."""

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.search = SearchEdit()
        self.search.setPlaceholderText("搜索帮助")
        self.search.setAccessibleName("在帮助里搜索")
        self.listing = ListingModel()
        self.list = RowList("帮助目录", height=46)
        self.list.setModel(self.listing)
        self.title = Text("", theme.PAGE_TITLE, theme.SEMIBOLD)
        self.reading = Reading("帮助正文", margin=16)
        self.close_button = Button("收起", key="Esc", small=True)
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(REST_MS)
        self._searching.timeout.connect(self.refresh)
        self._panel = Panel()
        self._lay_out()
        self._connect()
        self.setAccessibleName("帮助，按 Esc 收起")
        self.hide()

    def open_on(self, screen: str) -> None:
        """Show the page that explains a screen; the keyboard goes into the search box."""
        before = QApplication.focusWidget()
        self._before = before
        if before is not None:
            before.destroyed.connect(self._forget)
        self.setGeometry(self._window.rect())
        self.search.clear()
        self.refresh()
        pages = search("")
        self.list.setCurrentIndex(self.listing.index(pages.index(page_for(screen)), 0))
        self._show()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self) -> None:
        """Go away and give the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()

    def refresh(self) -> None:
        """Show the pages that fit the words typed."""
        self._searching.stop()
        found = search(self.search.text())
        self.listing.fill([(RowLook(one.title, one.group), one) for one in found])
        if not found:
            self._show()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the Tab key inside while the help is open."""
        stops = [self.search, self.list, *self._passage(), self.close_button]
        at = next((i for i, one in enumerate(stops) if one.hasFocus()), -1)
        step = 1 if forward else -1
        target = stops[(at + step) % len(stops)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go a step back on Esc: from reading to the search box, from there away."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close when pressed beside the panel."""
        event.accept()
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_up()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window when it changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Darken the screen below."""
        shade = QColor(theme.INK_900)
        shade.setAlpha(SHADE)
        QPainter(self).fillRect(event.rect(), shade)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(px(4), px(10), 0, px(8))
        left.setSpacing(px(6))
        box = QHBoxLayout()
        box.setContentsMargins(px(8), 0, px(8), 0)
        box.addWidget(Box(self.search, lead="search"))
        left.addLayout(box)
        left.addWidget(self.list, 1)
        holder = QWidget()
        holder.setFixedWidth(px(LIST_WIDTH))
        holder.setLayout(left)
        head = QHBoxLayout()
        head.setContentsMargins(px(28), px(12), px(16), px(4))
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        right = QVBoxLayout()
        right.setSpacing(px(2))
        right.addLayout(head)
        right.addWidget(self.reading, 1)
        row = QHBoxLayout(self._panel)
        row.setContentsMargins(1, 1, 1, px(10))
        row.setSpacing(0)
        row.addWidget(holder)
        row.addLayout(right, 1)
        self._panel.setMaximumWidth(px(WIDTH))
        centred = QHBoxLayout(self)
        centred.setContentsMargins(px(EDGE), px(EDGE), px(EDGE), px(EDGE))
        centred.addStretch(1)
        centred.addWidget(self._panel, 100)
        centred.addStretch(1)

    def _connect(self) -> None:
        self.search.textEdited.connect(self._searching.start)
        self.search.moved.connect(self.list.move_mark)
        self.search.chosen.connect(self._enter)
        self.search.cleared.connect(self._escape)
        self.list.selectionModel().currentChanged.connect(self._show)
        self.list.opened.connect(self._enter)
        self.close_button.clicked.connect(self.close_up)
        self._window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _show(self) -> None:
        page = self.listing.thing(self.list.currentIndex())
        if isinstance(page, HelpPage):
            self.title.setText(page.title)
            self.reading.show_bit_by_bit(page_blocks(page))
        else:
            self.title.setText("没有查到")
            self.reading.show_blocks([Passage(NOTHING)])

    def _enter(self, index: QModelIndex | None = None) -> None:
        del index
        if self._searching.isActive():
            self.refresh()
        self.reading.enter()

    def _escape(self) -> None:
        if self.search.text():
            self.search.clear()
            self.refresh()
        else:
            self.close_up()

    def _passage(self) -> list[Passage]:
        tab = Qt.FocusPolicy.TabFocus
        return [one for one in self.reading.passages() if one.focusPolicy() & tab][:1]

    def _forget(self) -> None:
        self._before = None

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """Go away when the keyboard is taken elsewhere, for example by a lock or a new case."""
        del before
        if now is None or not self.isVisible() or now is self or self.isAncestorOf(now):
            return
        if now.window() is self.window():
            self._before = None
            self.hide()
            self.closed.emit()


class Panel(QWidget):
    """The sheet the help is written on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet, its left part white."""
        del event
        painter, box = paint.smooth(self), QRectF(self.rect())
        paint.rounded(painter, box, px(10), fill=theme.SURFACE)
        left = QRectF(px(LIST_WIDTH), 0, self.width() - px(LIST_WIDTH) - px(10), self.height())
        painter.fillRect(left, QColor(theme.CANVAS))
        right = QRectF(self.width() - px(20), 0, px(20), self.height())
        paint.rounded(painter, right, px(10), fill=theme.CANVAS)
        painter.fillRect(QRectF(px(LIST_WIDTH), 0, 1, self.height()), QColor(theme.LINE))
