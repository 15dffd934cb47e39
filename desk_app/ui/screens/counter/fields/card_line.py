"""How the card reader stands, its button, and what is to be said of a card."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.models.reader import Standing
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.text import Text

READ, STOP = "读卡", "停止读卡"
COLORS = {
    Standing.LOOKING: theme.INK_500,
    Standing.READY: theme.PRIMARY_DARK,
    Standing.READING: theme.PRIMARY_DARK,
    Standing.READ: theme.OK,
}
AUTOMATIC = "自动读卡"


class CardLine(QObject):
    """The pieces stand in the form: ``actions`` in the applicant's heading, ``banner`` above.

    ``pressed`` tells that the button was.
    """

    pressed = Signal()

    def __init__(self, beside: QWidget) -> None:
        """Make the pieces; ``beside`` is another button of the heading."""
        super().__init__()
        self.banner = Banner()
        self.status = Text("", theme.CAPTION, theme.MEDIUM)
        self.button = Button(READ, key="F8", icon="id-card", small=True)
        self.button.setToolTip("读身份证、港澳台居民居住证、外国人永久居留身份证（F8）")
        self.button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.button.clicked.connect(self.pressed)
        self.actions = QWidget()
        row = QHBoxLayout(self.actions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        for widget in (self.status, beside, self.button):
            row.addWidget(widget)

    def say(self, words: str, kind: str = "warn") -> None:
        """Say what deserves a look until it was looked at; an empty text takes it away."""
        self.banner.say(words, kind)

    def show_standing(
        self, standing: Standing, words: str, *, asked: bool, automatic: bool
    ) -> None:
        """Say how the reader stands: in few words beside the button, a fault in full above."""
        self.button.set_text(STOP if asked else READ)
        failed = standing == Standing.FAILED
        self.say(words if failed else "")
        shown = "" if failed else words
        if automatic:
            shown = f"{AUTOMATIC}：{shown}" if shown else AUTOMATIC
        self.status.setText(shown)
        self.status.setVisible(bool(shown))
        self.status.set_color(COLORS.get(standing, theme.WARN))
