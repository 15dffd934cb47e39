"""The identity-card reader of this computer: which one, and whether it reads by itself."""

from collections.abc import Callable, Sequence

from desk_app.devices.reader import DeviceInfo
from desk_app.services.desk.open_desk import Desk
from desk_app.services.settings import reader_choice
from desk_app.services.settings.reader_choice import ReaderChoice
from desk_app.ui.screens.settings.form_page import Editor, EditorPage, Values
from desk_app.ui.widgets.editors.candidates import Candidate, fitting
from desk_app.ui.widgets.editors.choices import Option
from desk_app.ui.widgets.editors.form import FormRow

ANY = "any"
FIRST = Candidate(ANY, "自动寻找", "用第一台能用的")
ASKED, BY_ITSELF = Option("asked", "按 F8 才读"), Option("by_itself", "放上证件就读")


class ReaderPage(EditorPage):
    """Readers are looked for when the page is opened, in a worker thread."""

    def __init__(self, desk: Desk, renewed: Callable[[Desk], None]) -> None:
        super().__init__("读卡器", "只管这台电脑。没有读卡器也能办理，证件号码手工输入。")
        self._desk, self._renewed = desk, renewed
        self._found: tuple[DeviceInfo, ...] = ()
        self.editor = Editor(
            self,
            self.card("身份证读卡器"),
            (
                FormRow(
                    name="device",
                    label="用哪一台",
                    at=(0, 0, 6),
                    kind="lookup",
                    find=self._look_up,
                    helper="按 ↓ 列出找到的读卡器",
                ),
                FormRow(
                    name="way",
                    label="什么时候读",
                    at=(0, 6, 6),
                    kind="choice",
                    options=(ASKED, BY_ITSELF),
                    helper="放上就读时，同一张证件不会重复读",
                ),
            ),
            read=self._values,
            save=self._save,
            done=self._saved,
        )
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Show what is set, then look for readers."""
        self.editor.show()
        self.run(reader_choice.found, self._listed)

    def _listed(self, found: tuple[DeviceInfo, ...]) -> None:
        self._found = found
        if not self.dirty:
            self.editor.show()
        if not found:
            self.banner.say("没有找到读卡器。请接好并打开电源，装好驱动后再打开这一页。", "warn")

    def _look_up(self, text: str) -> Sequence[Candidate]:
        kept = reader_choice.read(self._desk.folder).device
        names = {reader_choice.name_of(one): one.title for one in self._found}
        if kept:
            names.setdefault(kept, kept)
        return fitting([FIRST, *(Candidate(name, title) for name, title in names.items())], text)

    def _values(self) -> Values:
        kept = reader_choice.read(self._desk.folder)
        way = BY_ITSELF if kept.automatic else ASKED
        return {"device": kept.device or ANY, "way": way.code}

    def _save(self, values: Values) -> Option:
        device = None if values["device"] == ANY else values["device"]
        way = BY_ITSELF if values["way"] == BY_ITSELF.code else ASKED
        chosen = ReaderChoice(automatic=way is BY_ITSELF, device=device)
        reader_choice.keep(self._desk.folder, chosen)
        return way

    def _saved(self, way: Option) -> str:
        self._renewed(self._desk)
        return f"已保存：{way.title}，办理页马上按新的来。"
