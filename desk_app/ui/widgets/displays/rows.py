"""Lists of two-line rows: today's cases, search results, papers."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint

LOOK_ROLE = Qt.ItemDataRole.UserRole
PILLS = {
    "ok": (theme.OK, theme.OK_TINT),
    "warn": (theme.WARN, theme.WARN_TINT),
    "error": (theme.ERROR, theme.ERROR_TINT),
    "plain": (theme.INK_700, theme.TRACK),
    "info": (theme.PRIMARY_DARK, theme.PRIMARY_TINT),
}


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row shows: two words left and right on two lines, the upper right as a pill."""

    title: str
    note: str
    pill: str = ""
    kind: str = "plain"
    corner: str = ""

    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        return "，".join(part for part in (self.title, self.note, self.pill, self.corner) if part)


class RowDelegate(QStyledItemDelegate):
    """Draw a row from the ``RowLook`` under ``LOOK_ROLE``."""

    def __init__(self, view: QListView, *, height: int = 44, margin: int = 16) -> None:
        super().__init__(view)
        self._height, self._margin = px(height), px(margin)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row, the same for all."""
        del option, index
        return QSize(px(120), self._height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row."""
        look = index.data(LOOK_ROLE)
        if not isinstance(look, RowLook):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, margin = QRectF(option.rect), self._margin
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            ground = box.adjusted(margin - px(8), 1, px(8) - margin, -1)
            paint.rounded(painter, ground, px(6), fill=theme.PRIMARY_TINT)
            if state & QStyle.StateFlag.State_HasFocus:
                paint.rounded(painter, ground, px(6), line=theme.PRIMARY, width=2)
        rule = QRectF(box.x() + margin, box.bottom() - 1, box.width() - 2 * margin, 1)
        painter.fillRect(rule, QColor(theme.LINE))
        self._paint_words(painter, box.adjusted(margin, 0, -margin, 0), look)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRectF, look: RowLook) -> None:
        middle = box.center().y()
        used = 0.0
        alone = not look.note and not look.corner
        if look.pill:
            fg, bg = PILLS[look.kind]
            level = middle if alone else middle - px(8)
            used = paint.pill(painter, box.right(), level, look.pill, fg, bg)
        top = middle - px(11 if alone else 20)
        title = QRectF(box.x(), top, box.width() - used - px(6), px(22))
        face = theme.font(theme.LABEL, theme.MEDIUM)
        paint.write(painter, title, look.title, face, theme.INK_900)
        small = theme.font(theme.CAPTION, tabular=True)
        wide = theme.text_width(look.corner, small) if look.corner else 0.0
        corner = QRectF(box.right() - wide, middle + px(1), wide + 1, px(18))
        paint.write(painter, corner, look.corner, small, theme.INK_500, paint.RIGHT)
        note = QRectF(box.x(), middle + px(1), box.width() - wide - px(6), px(18))
        paint.write(painter, note, look.note, small, theme.INK_500)


class RowList(QListView):
    """A list of two-line rows; ``opened`` tells the row that was pressed or entered."""

    opened = Signal(QModelIndex)

    def __init__(self, name: str, *, height: int = 44, margin: int = 16) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(RowDelegate(self, height=height, margin=margin))
        self.verticalScrollBar().setStyleSheet(theme.SCROLL_SHEET)
        self.viewport().setAutoFillBackground(False)
        self.activated.connect(self.opened)
        self.clicked.connect(self.opened)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; the first row becomes current whenever it is filled anew."""
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self.mark_first)

    def mark_first(self) -> None:
        """Make the first row current."""
        if self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def move_mark(self, step: int) -> None:
        """Make a row further down (or, if negative, up) current."""
        rows = self.model().rowCount()
        if rows:
            at = self.currentIndex().row()
            target = max(0, min(rows - 1, at + step))
            self.setCurrentIndex(self.model().index(target, 0))
