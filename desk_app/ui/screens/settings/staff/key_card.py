"""The data key: replaced on a supervisor's word, with how far it is, and what is still owed."""

from collections.abc import Callable

from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import rekeying
from desk_app.ui import dialogs, theme
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

ABOUT = "有人离开、重设被人知道的口令、更换恢复码时自动更换；平时不用管。"
WHOLE = 100
WORDS = "正在更换数据密钥（请不要关机）"


class KeyCard:
    """A card on a page that replaces the data key."""

    def __init__(self, page: SectionPage, desk: Desk) -> None:
        self._page, self._desk = page, desk
        self.renew = Button("更换数据密钥…", kind="danger", icon="key-round", small=True)
        self.renew.clicked.connect(self._ask)
        self.words = Text(ABOUT, theme.BODY, color=theme.INK_700, wrap=True)
        card = page.card("数据密钥", "旧口令配上旧的密钥文件，从此打不开以后的资料", self.renew)
        card.add_words(self.words)

    def show(self) -> None:
        """Say what is owed."""
        desk = self._desk
        self._page.attempt(lambda: rekeying.owed(desk=desk), self._found)

    def progress(self) -> Callable[[float], None]:
        """Return what tells the page how far it is; called in a worker thread."""
        progress = self._page.progress
        return lambda part: progress.tell(int(part * WHOLE), WORDS)

    def _found(self, owed: str | None) -> None:
        self.words.setText(owed or ABOUT)

    def _ask(self) -> None:
        question = dialogs.Question(
            self._page,
            "更换数据密钥？",
            "全部资料会重新加密一遍，资料多时要几分钟，其间不能办理。每个人的口令和恢复码都不变。"
            "以前的备份仍用当时的口令打开。",
            yes="更换",
            no="不更换",
            kind="danger",
        )
        question.agreed.connect(self._renew)
        question.open()

    def _renew(self) -> None:
        desk, progress = self._desk, self._page.progress

        def work() -> str:
            rekeying.rekey(desk=desk, progress=self.progress(), stopped=progress.stopped)
            return rekeying.outcome(desk=desk)

        self._page.run(work, self._done, words=WORDS, whole=WHOLE, stoppable=True)

    def _done(self, became: str) -> None:
        self._page.banner.say(became, "ok")
        self.show()
