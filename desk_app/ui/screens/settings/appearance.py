"""How large the window is drawn."""

from collections.abc import Callable

from desk_app.services.desk.open_desk import Desk
from desk_app.services.settings import type_size
from desk_app.ui import theme
from desk_app.ui.widgets.editors.choices import CardGrid, Option
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

NOTES = {"标准": "屏幕小时看得最全", "大": "大 15%", "特大": "大 30%"}


class AppearancePage(SectionPage):
    """Choose the size; it is applied at once."""

    def __init__(
        self, desk: Desk, *, unsaved: Callable[[], tuple[str, ...]], renewed: Callable[[Desk], None]
    ) -> None:
        super().__init__("外观", "只改变本机窗口的大小，不影响打印的表单。")
        self._desk, self._unsaved, self._renewed = desk, unsaved, renewed
        options = [Option(name, name, NOTES[name]) for name in type_size.SIZES]
        self.sizes = CardGrid("界面字号", options, columns=3)
        self.sizes.chosen.connect(self._choose)
        card = self.card("界面字号", "按数字键选择，立即生效")
        card.body.addWidget(self.sizes)
        sample = "申请人 林某华 · 证件号码 440399 · 𬭚𫖮䶮𠮷"
        card.body.addWidget(Text(sample, theme.BODY, color=theme.INK_700))
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Show the size in use."""
        self.sizes.set_code(type_size.read(self._desk.folder))

    def _choose(self, name: str) -> None:
        open_forms = self._unsaved()
        if open_forms:
            self.refresh()
            told = "、".join(open_forms)
            self.banner.say(f"“{told}”里有没保存的内容，请先保存或还原，再改字号。", "warn")
        elif name != type_size.read(self._desk.folder):
            self.attempt(lambda: type_size.keep(self._desk.folder, name), self._kept)

    def _kept(self, done: None) -> None:
        del done
        self._renewed(self._desk)
