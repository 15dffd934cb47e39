"""What somebody sees who may not change a setting."""

from desk_app.ui import theme
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

WHY = (
    "这一项会影响全厅的表单和资料，只能由主管修改。"
    "需要修改时，请主管按 F12 锁屏后用自己的工号登录。"
)


class LockedPage(SectionPage):
    """Says who may change a setting, and how."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        card = self.card("需要主管办理")
        card.add_words(Text(WHY, theme.BODY, color=theme.INK_700, wrap=True))
        self.body.addStretch(1)
