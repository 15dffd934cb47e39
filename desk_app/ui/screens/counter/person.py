"""Identity first: what follows from the number, and what is known of this person already."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desk_app.policy.people.identity import IdentityVerdict, check_identity, is_complete
from desk_app.policy.people.names import mask_name, normalise_name
from desk_app.policy.people.phone import check_phone
from desk_app.policy.regions import place
from desk_app.policy.vocabulary import Sex
from desk_app.records.field_table import FIELDS
from desk_app.records.filing import FilingRecord
from desk_app.services.case.card import place_of
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import drafts
from desk_app.services.finding import searching
from desk_app.services.server.presence import ServerLostError
from desk_app.ui.models.case.case import CaseModel
from desk_app.ui.models.case.purpose import Purpose, purpose_of
from desk_app.ui.screens.counter.fields.form import CounterForm
from desk_app.ui.screens.counter.keeper import DraftKeeper
from desk_app.ui.widgets.editors.field import Field

NUMBER, PHONE = "applicant.id_number", "applicant.phone"
MOBILE_LENGTH = 11
UNKNOWN = "连不上服务器，查不到以前的备案，接通后自动查"
# What "as last time" takes over: never the documents, the consent or the period.
REPEATED = tuple(path for path, field in FIELDS.items() if field.again)


class PersonPanel(QObject):
    """Follows the identity number while it is typed."""

    def __init__(self, desk: Desk, case: CaseModel, form: CounterForm, keeper: DraftKeeper) -> None:
        super().__init__()
        self._desk, self._case, self._form, self._keeper = desk, case, form, keeper
        self._last: FilingRecord | None = None
        self._looked_up = ""
        self._replaced: FilingRecord | None = None
        form.typed.connect(self._typed)
        form.as_last_time.connect(self.repeat_last)

    def begin(self, replaced: FilingRecord | None) -> None:
        """Start with another case; ``replaced`` is the filing it changes."""
        self._looked_up, self._last, self._replaced = "", None, replaced
        self._follow(self._case.get(NUMBER), settled=True)

    def settled(self, path: str) -> None:
        """Follow a field the clerk has finished with."""
        if path == NUMBER:
            self._form.kind.settle()
            self._follow(self._case.get(NUMBER), settled=True)
        elif path == "agent.id_number":
            self._form.agent_kind.settle()

    def repeat_last(self) -> None:
        """Take over the data of this person's last filing; keep what was typed already."""
        if self._last is None:
            return
        self._form.binding.keep_what_is_typed()
        before = CaseModel()
        before.load(self._last.case.model_dump(mode="json"))
        for path in REPEATED:
            if before.get(path) and not self._case.get(path):
                self._case.set(path, before.get(path))
        self._form.binding.show_case()
        self._keeper.save()
        self._form.binding.focus("place")

    def _typed(self, path: str) -> None:
        """Judge a value as soon as it is long enough; a shorter one is left in peace."""
        editor = self._form.binding.editor(path)
        if not isinstance(editor, Field):
            return
        text = editor.text()
        if path == NUMBER:
            self._typed_number(editor, text)
        elif path.endswith("phone"):
            self._typed_phone(editor, text)
        elif editor.error:
            editor.clear_state()

    def _typed_number(self, editor: Field, text: str) -> None:
        kind = self._form.kind.guess(text)
        if not is_complete(text, kind):
            editor.clear_state()
            self._form.facts.show_facts(())
            self._form.say_about_person("", warn=False, offer=False)
            self._looked_up = ""
            return
        self._follow(text, settled=False)

    @staticmethod
    def _typed_phone(editor: Field, text: str) -> None:
        verdict = check_phone(text) if len(text) >= MOBILE_LENGTH else None
        if verdict and verdict.ok:
            editor.set_ok()
        elif editor.error:
            editor.clear_state()

    def _follow(self, number: str, *, settled: bool) -> None:
        if not number:
            self._form.facts.show_facts(())
            self._form.say_about_person(self._change_words(), warn=False, offer=False)
            return
        kind = self._form.kind.guess(number)
        verdict = check_identity(number, kind=kind, today=self._desk.clock.today())
        editor = self._form.binding.editor(NUMBER)
        if isinstance(editor, Field):
            if verdict.problems:
                editor.set_error(verdict.problems[0])
            elif not settled:
                editor.set_ok(f"{len(verdict.number)} 位，核对无误")
        self._form.facts.show_facts(_facts(verdict, self._case), _region_note(verdict))
        if not verdict.ok:
            return
        if not settled and kind.value == self._case.get("applicant.id_kind"):
            self._case.set(NUMBER, number)  # who it is, is asked now and not on leaving the field
        try:
            lives_in = place_of(self._case.get("applicant.household_address"))
            household = lives_in or verdict.region_code
            self._form.prefer_places(household=household, recent=self._recent())
            self._look_up(verdict)
        except ServerLostError:
            self._looked_up = ""
            self._form.say_about_person(UNKNOWN, warn=True, offer=False)

    def look_again(self) -> None:
        """Look the person up again: the server is back."""
        self._follow(self._case.get(NUMBER), settled=True)

    def _look_up(self, verdict: IdentityVerdict) -> None:
        """Find earlier filings and drafts of this person, once for each number."""
        if self._looked_up == verdict.number:
            return
        self._looked_up = verdict.number
        history = searching.history_of(
            desk=self._desk, id_kind=verdict.kind, id_number=verdict.number
        )
        self._last = history[0] if history else None
        words, warn = self._words(history, self._waiting_drafts(verdict.number))
        named = self._other_name(history)
        if named:
            words, warn = f"{named}；{words}", True
        offer = self._last is not None and self._replaced is None
        self._form.say_about_person(words, warn=warn, offer=offer)

    def _other_name(self, history: Sequence[FilingRecord]) -> str:
        """Say the name this number is filed under, where another one was typed."""
        name = normalise_name(self._case.get("applicant.name"))
        if not history or not name or name == history[0].case.applicant.name:
            return ""
        return f"本机登记的姓名是 {mask_name(history[0].case.applicant.name)}"

    def _words(self, history: Sequence[FilingRecord], waiting: int) -> tuple[str, bool]:
        if self._replaced is not None:
            return self._change_words(), False
        today = self._desk.clock.today()
        active = [one for one in history if one.in_force(today)]
        if active:
            first = active[0].case
            where = place(first.place)
            name = where.name if where else first.place
            return f"已有生效备案：{name}，{first.begin.isoformat()} 起", True
        if waiting:
            return "有未办完的草稿，在左侧列表中", True
        if history:
            return f"以前办过 {len(history)} 次", False
        return "本机没有以前的备案", False

    def _change_words(self) -> str:
        if self._replaced is None:
            return ""
        purpose = purpose_of(self._replaced, self._case.data())
        act = "补齐材料" if purpose == Purpose.COMPLETE else "变更备案"
        return f"正在{act}：{self._replaced.number}"

    def _waiting_drafts(self, number: str) -> int:
        own = self._keeper.draft.id if self._keeper.draft else None
        waiting = drafts.open_drafts(desk=self._desk, everywhere=True)
        return sum(
            1
            for one in waiting
            if one.id != own and (one.data.get("applicant") or {}).get("id_number") == number
        )

    def _recent(self) -> tuple[str, ...]:
        """Return the places filed today, the latest first."""
        listed = searching.today(desk=self._desk)
        return tuple(dict.fromkeys(one.place for one in listed))[:4]


def _facts(verdict: IdentityVerdict, case: CaseModel) -> list[tuple[str, str]]:
    """Return what follows from the number, or from the card where the number says nothing."""
    facts: list[tuple[str, str]] = []
    sex = case.get("applicant.sex")
    stated = Sex(sex) if sex in set(Sex) else None
    birth = verdict.birth.isoformat() if verdict.birth else case.get("applicant.birth")
    said = verdict.sex or stated
    if said:
        facts.append(("性别", said.label))
    if birth:
        facts.append(("出生日期", birth))
    if verdict.age is not None:
        facts.append(("年龄", f"{verdict.age} 岁"))
    return facts


def _region_note(verdict: IdentityVerdict) -> str:
    return f"发证时户籍：{verdict.region_name}" if verdict.region_name else ""
