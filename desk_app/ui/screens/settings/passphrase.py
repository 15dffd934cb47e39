"""One's own passphrase: everybody may change theirs."""

from desk_app.errors import RefusedError
from desk_app.services import people
from desk_app.services.desk import Desk
from desk_app.ui.screens.settings.form_page import FormPage, Values
from desk_app.ui.widgets.form import FormRow

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


def passphrase_page(desk: Desk) -> FormPage:
    """Return the page on which who is signed in changes their passphrase."""

    def read() -> Values:
        return EMPTY

    def save(values: Values) -> None:
        if values["new"] != values["again"]:
            raise RefusedError("两次输入的新口令不一样，请重新输入。")
        people.change_passphrase(desk=desk, old=values["old"], new=values["new"])

    def done(kept: None) -> str:
        del kept
        return "口令已更换，下次登录用新口令。以前的备份仍用当时的口令打开。"

    about = "口令只有本人知道，不要告诉别人，也不要写在纸上贴在桌边。"
    return FormPage("我的口令", about, ROWS, read=read, save=save, done=done, words="更换口令")
