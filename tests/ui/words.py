"""Find text on the screen that is cut: labels lower or narrower than what is written in them."""

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy

from desk_app.ui.widgets.text import OneLine

ROUNDING = 1  # pixels
LONG = "这是一句很长的话，用来看看提示条在窄窗口里会不会被切掉一截：" * 3


def settle():
    """Let layouts come to rest: words that wrap anew move what lies below them a turn later."""
    for _ in range(4):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def cut(window):
    """Return what is written in every visible label that has no room for all of it."""
    settle()
    return [
        label.text()
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.text() and not _gives_way(label) and not _whole(label)
    ]


def _gives_way(label):
    """Some words end in … by design, or are a note that leaves room to the words before it."""
    ignored = QSizePolicy.Policy.Ignored
    return isinstance(label, OneLine) or label.sizePolicy().horizontalPolicy() == ignored


def _whole(label):
    room, metrics = label.contentsRect(), QFontMetricsF(label.font())
    lines = label.text().split("\n")
    if label.wordWrap():
        return label.height() + ROUNDING >= label.heightForWidth(label.width())
    wide = max(metrics.horizontalAdvance(line) for line in lines)
    high = metrics.height() * len(lines)
    return room.width() + ROUNDING >= wide and room.height() + ROUNDING >= high
