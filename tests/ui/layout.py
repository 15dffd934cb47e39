"""What is on a screen: all that can be reached, whether it says its name, whether it has room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def focusable(screen):
    """Return what the keyboard can come to on a screen."""
    return [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and widget.isEnabled()
    ]


def nameless(screen):
    """Return what the keyboard can come to and does not say its name."""
    found = []
    for widget in focusable(screen):
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not spoken.text(QAccessible.Text.Name):
            found.append(widget)
    return found


def check_layout(window):
    """No editor or button is narrower than its words, none lies over its neighbour."""
    QApplication.processEvents()
    for widget in window.findChildren(QAbstractButton):
        if widget.isVisible() and widget.text() and not widget.property("elides"):
            assert widget.width() >= widget.minimumSizeHint().width(), widget.text()
    for parent in window.findChildren(QWidget):
        if parent.layout() is None or not parent.isVisible():
            continue
        items = [parent.layout().itemAt(at).widget() for at in range(parent.layout().count())]
        boxes = [(one, one.geometry()) for one in items if one is not None and one.isVisible()]
        if type(parent.layout()).__name__ == "QStackedLayout":
            continue
        for at, (one, box) in enumerate(boxes):
            for other, second in boxes[at + 1 :]:
                assert not box.intersects(second), (parent, one, other)
