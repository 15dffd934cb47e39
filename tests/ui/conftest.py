"""The window's tests act as a clerk: they type, press and read the screen."""

import pytest
from PySide6.QtWidgets import QApplication

from desk_app.ui import theme


@pytest.fixture(scope="session")
def qapp(qapp):
    """The application with our fonts and colours, as the program sets it up."""
    theme.set_up(qapp)
    return qapp


@pytest.fixture
def stage(qtbot, qapp):
    """Show widgets in one window, with the keyboard in it."""
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    window = QWidget()
    column = QVBoxLayout(window)
    qtbot.addWidget(window)

    def show(*widgets, width=700, height=400):
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        return window

    return show
