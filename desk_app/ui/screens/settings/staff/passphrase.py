"""One's own passphrase: everybody may change theirs, and let this computer's keyring know it."""

from desk_app.errors import RefusedError
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys.passphrases import known_words
from desk_app.services.people import ways_in
from desk_app.ui import theme
from desk_app.ui.models.strength import Meter
from desk_app.ui.screens.settings.form_page import Editor, EditorPage, Values
from desk_app.ui.widgets.editors.choices import Option, Segmented
from desk_app.ui.widgets.editors.form import FormRow
from desk_app.ui.widgets.text import Text

ROWS = (
    FormRow(name="old", label="现在的口令", at=(0, 0, 4), kind="secret", longest=200),
    FormRow(
        name="new",
        label="新口令",
        at=(0, 4, 4),
        kind="secret",
        longest=200,
        helper="至少 8 个字符，越长越好",
    ),
    FormRow(name="again", label="再输一次新口令", at=(0, 8, 4), kind="secret", longest=200),
)
EMPTY = {row.name: "" for row in ROWS}
ASKED, REMEMBERED = "asked", "remembered"
WAYS = (Option(ASKED, "每次输入口令"), Option(REMEMBERED, "用系统钥匙串登录"))
KEYRING = (
    "系统钥匙串由 Windows 或桌面系统保管。用它登录不用输口令，"
    "但能打开这台电脑账户的人也就能用您的名义登录。几个人共用的电脑，请选“每次输入口令”。"
)
NO_KEYRING = "这台电脑没有可用的系统钥匙串，登录时请输入口令。"


class PassphrasePage(EditorPage):
    """Who is signed in changes their passphrase, and how they are let in on this computer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("我的口令", "口令只有本人知道，不要告诉别人，也不要写在纸上贴在桌边。")
        self._desk = desk
        self._way = ASKED  # that holds now
        self.editor = Editor(
            self,
            self.card("更换口令"),
            ROWS,
            read=_empty,
            save=self._change,
            done=_changed,
            words="更换口令",
        )
        known = known_words(desk.hall, desk.clerk.name, desk.clerk.staff_no)
        self.meter = Meter(self.editor.form.field("new"), lambda: known)
        card = self.card("在这台电脑上登录")
        self.words = Text("", theme.BODY, color=theme.INK_700, wrap=True)
        self.ways = Segmented("登录方式", WAYS)
        self.ways.chosen.connect(self._choose)
        self.ways.hide()
        card.add_words(self.words)
        card.body.addWidget(self.ways)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Empty the form, and ask the computer for its keyring."""
        self.editor.show()
        desk = self._desk
        self.run(lambda: ways_in.is_remembered(desk=desk), self._found)

    def _end(self) -> None:
        super()._end()
        self.ways.set_code(self._way)  # whatever was chosen: what holds

    def _found(self, remembered: bool | None) -> None:
        self.words.setText(NO_KEYRING if remembered is None else KEYRING)
        self.ways.setVisible(remembered is not None)
        self._way = REMEMBERED if remembered else ASKED
        self.ways.set_code(self._way)

    def _choose(self, way: str) -> None:
        desk = self._desk

        def work() -> bool:
            wanted = way == REMEMBERED
            if wanted != ways_in.is_remembered(desk=desk):
                (ways_in.remember if wanted else ways_in.forget)(desk=desk)
            return wanted

        self.run(work, self._chosen)

    def _chosen(self, remembered: bool) -> None:
        self._way = REMEMBERED if remembered else ASKED
        self.ways.set_code(self._way)
        said = (
            "已记入系统钥匙串。下次在这台电脑上，登录界面可以不输口令。"
            if remembered
            else "已取消。下次登录请输入口令。"
        )
        self.banner.say(said, "ok")

    def _change(self, values: Values) -> None:
        if values["new"] != values["again"]:
            raise RefusedError("两次输入的新口令不一样，请重新输入。")
        ways_in.change_passphrase(desk=self._desk, old=values["old"], new=values["new"])


def _empty() -> Values:
    return EMPTY


def _changed(kept: None) -> str:
    del kept
    return "口令已更换，下次登录用新口令。以前的备份仍用当时的口令打开。"
