"""Long work under way: a bar, how far it is, and a way to stop it."""

import threading

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.text import Text


class Gauge(QWidget):
    """A bar filled to some part, or, where the whole is not known, a third that stands for it."""

    def __init__(self) -> None:
        super().__init__()
        self._part: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(10))

    def sizeHint(self) -> QSize:
        """Return a width that any layout may stretch."""
        return QSize(px(120), px(10))

    def set_part(self, part: float | None) -> None:
        """Fill the bar to a part of one, or say with None that the whole is not known."""
        self._part = part
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        del event
        painter, box = paint.smooth(self), QRectF(self.rect())
        paint.rounded(painter, box, px(4), fill=theme.TRACK)
        wide = box.width() * (1 / 3 if self._part is None else min(1.0, self._part))
        paint.rounded(painter, QRectF(0, 0, wide, box.height()), px(4), fill=theme.PRIMARY)


class Progress(QWidget):
    """Shown while work runs; ``tell`` and ``stopped`` are for the thread that works.

    ``stop_wanted`` tells that the clerk pressed the button.
    """

    stop_wanted = Signal()
    _told = Signal(int, str)

    def __init__(self, unit: str = "件") -> None:
        super().__init__()
        self._unit, self._whole, self._words = unit, 0, ""
        self._stop = threading.Event()
        self.gauge = Gauge()
        self.label = Text("", theme.LABEL, theme.MEDIUM, theme.INK_700, tabular=True)
        self.stop = Button("停止", key="Esc", small=True)
        self.stop.clicked.connect(self.ask_to_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(4), 0, px(4))
        row.setSpacing(px(12))
        row.addWidget(self.label)
        row.addWidget(self.gauge, 1)
        row.addWidget(self.stop)
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.hide()

    def begin(self, words: str, *, whole: int = 0, stoppable: bool = True) -> None:
        """Show that work begins; ``whole`` is how much there is, 0 where nobody knows."""
        self._words, self._whole = words, whole
        self._stop.clear()
        self.stop.setVisible(stoppable)
        self.stop.setEnabled(True)
        self._show(0)
        self.show()

    def end(self) -> None:
        """Go away."""
        self.hide()

    def tell(self, count: int, at: str = "") -> None:
        """Say how much is done, or ``at`` what the work is now; may be called from any thread."""
        self._told.emit(count, at)

    def stopped(self) -> bool:
        """Tell whether the work should stop; may be called from any thread."""
        return self._stop.is_set()

    def ask_to_stop(self) -> None:
        """Ask the work to stop at the next occasion."""
        self._stop.set()
        self.stop.setEnabled(False)
        self.label.setText("正在停止…")
        self.stop_wanted.emit()

    def _show(self, count: int, at: str = "") -> None:
        if self._stop.is_set():
            return
        done = f" {count} {self._unit}" if count else ""
        self.label.setText(f"{self._words}：{at}…" if at else f"{self._words}…{done}")
        self.setAccessibleName(self.label.text())
        self.gauge.set_part(count / self._whole if self._whole else None)
