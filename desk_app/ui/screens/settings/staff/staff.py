"""The people of the hall: who works here, as what, their passphrases, the recovery code."""

from collections.abc import Callable
from dataclasses import replace

from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.records.hall import ClerkRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import rekeying
from desk_app.services.keys.passphrases import known_words
from desk_app.services.people import people, ways_in
from desk_app.services.people.people import Member
from desk_app.ui import dialogs
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.models.strength import Meter
from desk_app.ui.screens.settings.form_page import Editor, Values
from desk_app.ui.screens.settings.staff.code_card import CodeCard
from desk_app.ui.screens.settings.staff.key_card import WHOLE, KeyCard
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.choices import Option
from desk_app.ui.widgets.editors.form import FormRow
from desk_app.ui.widgets.frames.sections import SectionPage

ROW_HEIGHT, ROWS = 46, 5
ROLES = tuple(Option(one.value, one.label) for one in Role)
NAME = FormRow(name="name", label="姓名", at=(0, 0, 6), longest=50, helper="印在表单的经办人处")
ROLE = FormRow(name="role", label="角色", at=(0, 6, 6), kind="choice", options=ROLES)

FORGOTTEN, SEEN = "forgotten", "seen"
WHY = FormRow(
    name="why",
    label="为什么重设",
    at=(1, 0, 12),
    kind="choice",
    options=(
        Option(FORGOTTEN, "本人忘记了"),
        Option(SEEN, "被别人知道了（同时更换数据密钥）"),
    ),
)


def _passphrase_rows(line: int) -> tuple[FormRow, FormRow]:
    return (
        FormRow(
            name="passphrase",
            label="口令",
            at=(line, 0, 6),
            kind="secret",
            longest=200,
            helper="至少 8 个字符，由本人输入",
        ),
        FormRow(name="again", label="再输一次", at=(line, 6, 6), kind="secret", longest=200),
    )


class StaffPage(SectionPage):
    """Add people, change them, close their way in, replace the recovery code."""

    def __init__(self, desk: Desk, renewed: Callable[[Desk], None]) -> None:
        super().__init__(
            "人员", "工号自动编排，停用后不再给别人。新增的人按 F12 锁屏后，选自己的名字登录。"
        )
        self._desk, self._renewed = desk, renewed
        self._staff_no = ""  # of who is marked; read by worker threads
        self._lay_out_list()
        self.adding = Editor(
            self,
            self.card("新增人员"),
            (NAME, ROLE, *_passphrase_rows(1)),
            read=_empty,
            save=self._add,
            done=self._added,
            words="新增",
        )
        self._chosen_card = self.card("修改所选人员")
        self.changing = Editor(
            self,
            self._chosen_card,
            (NAME, ROLE),
            read=self._values,
            save=self._change,
            done=self._changed,
        )
        self.resetting = Editor(
            self,
            self.card("重设所选人员的口令", "本人在场，自己输入"),
            (*_passphrase_rows(0), WHY),
            read=lambda: {"passphrase": "", "again": "", "why": FORGOTTEN},
            save=self._reset,
            done=self._was_reset,
            words="重设口令",
        )
        for editor in (self.changing, self.resetting):  # typed for whoever was marked
            editor.form.kept_while_locked = False
        self.meters = [
            Meter(self.adding.form.field("passphrase"), self._known_of_new),
            Meter(self.resetting.form.field("passphrase"), self._known_of_marked),
        ]
        self.recovery = CodeCard(self, desk)
        self.data_key = KeyCard(self, desk)
        self.body.addStretch(1)

    @property
    def dirty(self) -> bool:
        """Whether anything is typed that is not saved."""
        return any(one.dirty for one in (self.adding, self.changing, self.resetting))

    def refresh(self) -> None:
        """List everybody."""
        self.attempt(lambda: people.every(desk=self._desk), self._listed)

    def member(self) -> Member | None:
        """Return who is marked."""
        thing = self.listing.thing(self.list.currentIndex())
        return thing if isinstance(thing, Member) else None

    # -- the list -------------------------------------------------------------------------

    def _lay_out_list(self) -> None:
        self.listing = ListingModel()
        self.list = RowList("人员", height=ROW_HEIGHT)
        self.list.setModel(self.listing)
        self.list.selectionModel().currentChanged.connect(self._marked)
        self.leave = Button("停用所选人员…", kind="danger", icon="ban", small=True)
        self.leave.clicked.connect(self._ask_to_leave)
        card = self.card("人员", "↑↓ 选择，下面修改", self.leave)
        card.body.addWidget(self.list)

    def _listed(self, found: tuple[Member, ...]) -> None:
        self.listing.fill([(_look(one), one) for one in found])
        self.list.setFixedHeight(px(ROW_HEIGHT) * max(1, min(len(found), ROWS)) + px(4))
        self.adding.show()
        self.data_key.show()
        self._marked()

    def _marked(self) -> None:
        member = self.member()
        active = member is not None and member.clerk.active
        self._staff_no = member.clerk.staff_no if member else ""
        self.leave.setEnabled(active)
        for editor in (self.changing, self.resetting):
            editor.form.setEnabled(active)
            editor.button.setEnabled(active)
            editor.show()

    def _values(self) -> Values:
        member = self.member()
        if member is None:
            return {"name": "", "role": ""}
        return {"name": member.clerk.name, "role": member.clerk.role.value}

    def _known_of_new(self) -> tuple[str, ...]:
        return known_words(self._desk.hall, self.adding.form.values()["name"])

    def _known_of_marked(self) -> tuple[str, ...]:
        member = self.member()
        names = (member.clerk.name, member.clerk.staff_no) if member else ()
        return known_words(self._desk.hall, *names)

    # -- what can be done -----------------------------------------------------------------

    def _add(self, values: Values) -> ClerkRecord:
        _expect_same(values)
        return people.add(
            desk=self._desk,
            name=values["name"],
            role=Role(values["role"]),
            passphrase=values["passphrase"],
        )

    def _added(self, clerk: ClerkRecord) -> str:
        self.refresh()
        return f"已新增{clerk.role.label} {clerk.name}，工号 {clerk.staff_no}，现在就可以登录。"

    def _change(self, values: Values) -> ClerkRecord:
        return people.change(
            desk=self._desk,
            staff_no=self._staff_no,
            name=values["name"],
            role=Role(values["role"]),
        )

    def _changed(self, clerk: ClerkRecord) -> str:
        self.refresh()
        if clerk.staff_no == self._desk.clerk.staff_no:
            self._renewed(replace(self._desk, seat=replace(self._desk.seat, clerk=clerk)))
        return f"工号 {clerk.staff_no} 已改为 {clerk.name}（{clerk.role.label}）。"

    def _reset(self, values: Values) -> str:
        _expect_same(values)
        staff_no, seen = self._staff_no, values["why"] == SEEN
        ways_in.reset_passphrase(
            desk=self._desk, staff_no=staff_no, passphrase=values["passphrase"], seen=seen
        )
        became = rekeying.outcome(desk=self._desk) if seen else ""
        return f"工号 {staff_no} 的口令已重设，下次登录用新口令。{became}"

    @staticmethod
    def _was_reset(said: str) -> str:
        return said

    def _ask_to_leave(self) -> None:
        member = self.member()
        if member is None:
            return
        question = dialogs.Question(
            self,
            f"停用 {member.clerk.name}（工号 {member.clerk.staff_no}）？",
            "停用后不能再登录，经办过的备案仍写这个名字。停用不能撤销，回来工作时另取工号。",
            yes="停用",
            no="不停用",
            kind="danger",
        )
        question.agreed.connect(self._leave)
        question.open()

    def _leave(self) -> None:
        member, desk = self.member(), self._desk
        if member is not None:
            staff_no = member.clerk.staff_no
            progress = self.data_key.progress()

            def work() -> tuple[ClerkRecord, str]:
                clerk = people.deactivate(desk=desk, staff_no=staff_no, progress=progress)
                return clerk, rekeying.outcome(desk=desk)

            self.run(work, self._left, words="正在停用，并更换数据密钥", whole=WHOLE)

    def _left(self, done: tuple[ClerkRecord, str]) -> None:
        clerk, became = done
        self.refresh()
        said = f"{clerk.name}（工号 {clerk.staff_no}）已停用，不能再登录。{became}"
        self.banner.say(said, "ok")


def _expect_same(values: Values) -> None:
    if values["passphrase"] != values["again"]:
        raise RefusedError("两次输入的口令不一样，请重新输入。")


def _empty() -> Values:
    return {"name": "", "role": Role.CLERK.value, "passphrase": "", "again": ""}


def _look(member: Member) -> RowLook:
    clerk = member.clerk
    note = f"工号 {clerk.staff_no}"
    if not clerk.active:
        return RowLook(clerk.name, note, "已停用", "plain")
    if not member.can_sign_in:
        return RowLook(clerk.name, f"{note} · 随导入的资料而来，不能登录", "其他窗口", "plain")
    kind = "info" if clerk.role is Role.SUPERVISOR else "ok"
    return RowLook(clerk.name, note, clerk.role.label, kind)
