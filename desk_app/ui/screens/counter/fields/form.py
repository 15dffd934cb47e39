"""The centre of the counter: applicant, agent, type, place and period, further fields."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_app.policy.days.dates import read_day
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.regions import Place, find_places, within_province
from desk_app.records.field_table import label
from desk_app.ui import theme
from desk_app.ui.models.case.case import CaseModel
from desk_app.ui.screens.counter.fields import rows
from desk_app.ui.screens.counter.fields.binding import Binding, Via
from desk_app.ui.screens.counter.fields.card_line import CardLine
from desk_app.ui.screens.counter.fields.kinds import KindChooser
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.facts import Facts
from desk_app.ui.widgets.editors.candidates import Candidate, CandidateField
from desk_app.ui.widgets.editors.choices import CardGrid, Option, Segmented
from desk_app.ui.widgets.editors.dates import DateField, understand
from desk_app.ui.widgets.editors.edits import LatinEdit, TextEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.text import Card, GridCard

MAX_WIDTH = 1000
LONGEST_PASTE = 4000
"""Far beyond what any field takes: what is too long is told, never cut."""
ROOM = 90  # kept above and below the field in hand: its label, its help, the card's title
PLACE_FOOT = "↑↓ 选择   Enter 确认   也可输入行政区划代码"


class CounterForm(QScrollArea):
    """All editors of a case, tied to it by ``binding``.

    Signals: ``typed`` with the path of a field while it is typed in, ``as_last_time`` when the
    clerk wants the data of the person's last filing.
    """

    typed = Signal(str)
    as_last_time = Signal()

    def __init__(self, case: CaseModel, *, rules: Rulebook, today: Callable[[], date]) -> None:
        super().__init__()
        self._case, self._rules, self._today = case, rules, today
        self._households: tuple[str, ...] = ()
        self._recent: tuple[str, ...] = ()
        self.binding = Binding(case)
        self.facts = Facts("自动带出", empty="性别、生日、年龄、户籍地")
        self.kind = KindChooser(case)
        self.agent_kind = KindChooser(case, group="agent")
        self._column = self._lay_out()
        case.loaded.connect(self._show_parts)
        case.changed.connect(self._show_parts)

    def prefer_places(self, *, household: str | None, recent: Sequence[str]) -> None:
        """Offer these places first: the one of the identity number, then the latest used."""
        self._households = (f"{household[:4]}00", household) if household else ()
        self._recent = tuple(recent)

    def add_card(self, card: QWidget) -> None:
        """Add a card below all others."""
        self._column.insertWidget(self._column.count() - 1, card)

    def propose_end(self, words: str) -> None:
        """Show in the empty field what the end will be if it is left empty."""
        self._field("end").edit.setPlaceholderText(words)

    def set_margin(self, margin: int) -> None:
        """Keep the cards this far from both sides."""
        self._page_column.setContentsMargins(margin, px(10), margin, px(6))

    def say_about_person(self, words: str, *, warn: bool, offer: bool) -> None:
        """Say beside the heading what is known of this person, and offer the last data."""
        note = self.applicant.heading.note
        note.setText(words or "参保人本人信息")
        note.setFont(theme.font(theme.CAPTION, theme.MEDIUM if words else theme.REGULAR))
        note.set_color(theme.WARN if warn else theme.PRIMARY_DARK if words else theme.INK_500)
        self.last_time.setVisible(offer)

    def _lay_out(self) -> QVBoxLayout:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(px(8))
        self.last_time = Button("沿用上次", key="F3", icon="history", small=True)
        self.last_time.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.last_time.clicked.connect(self.as_last_time)
        self.last_time.hide()
        self.card = CardLine(self.last_time)
        self.applicant = self._applicant_card()
        self.agent = self._card("代办人", "填写后加打授权委托书", rows.AGENT)
        self.agent.setVisible(False)
        self.type_card = self._type_card()
        self.place = self._place_card()
        self.extra = self._extra_card()
        cards = (self.applicant, self.agent, self.type_card, self.place, self.extra)
        for card in (self.card.banner, *cards):
            column.addWidget(card)
        column.addStretch(1)
        self._page_column = column
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().setStyleSheet(theme.SCROLL_SHEET)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return column

    def _applicant_card(self) -> Card:
        card = self._card("申请人", "参保人本人信息", rows.APPLICANT, action=self.card.actions)
        card.grid.addWidget(self.facts, 0, 8, 1, 4)
        return card

    def _type_card(self) -> Card:
        card = Card("备案类型", f"按数字键 1–{len(rows.TYPE_OPTIONS)} 直接选择")
        grid = CardGrid("备案类型", rows.TYPE_OPTIONS, columns=4)
        self.binding.add("type", grid, Via(_shown_type, _take_type))
        card.body.addWidget(grid)
        return card

    def _place_card(self) -> Card:
        return self._card("就医地与期限", "备案到地市，不必选定医院", rows.PLACE)

    def _extra_card(self) -> Card:
        note = "标 * 的按备案类型必填，其余选填"
        card = GridCard("补充信息", note, columns=rows.EXTRA_COLUMNS)
        self._extra_grid = card.grid
        self._extras: list[tuple[rows.ExtraRow, Field]] = []
        for row in rows.EXTRA:
            self._extras.append((row, self._editor(row)))
        options = rows.OUTPATIENT_OPTIONS
        outpatient = Segmented(label("outpatient"), options, required=False, helper="部分市适用")
        self.binding.add("outpatient", outpatient)
        self._outpatient = outpatient
        self._arrange_extras()
        return card

    def ask_for(self, fields: Sequence[str]) -> None:
        """Mark the further fields that the filing type cannot do without."""
        for row, field in self._extras:
            field.set_required(required=row.path in fields or bool(row.kinds))
        self._outpatient.set_required(required="outpatient" in fields)

    def _arrange_extras(self) -> None:
        """Show the further fields of the filing type first, then those that always may be."""
        option = _shown_type(self._case)
        at = 0
        for row, field in self._extras:
            if row.kinds:
                wanted = self._case.get("applicant.id_kind") in row.kinds
            else:
                wanted = not row.types or option in row.types or bool(self._case.get(row.path))
            at += self._put_extra(field, at, wanted=wanted)
        self._put_extra(self._outpatient, at, wanted=option in self._rules.outpatient_choice)

    def _put_extra(self, editor: QWidget, at: int, *, wanted: bool) -> int:
        """Put an editor into the next place, or take it away; return how many places it took."""
        self._extra_grid.removeWidget(editor)
        line, column = divmod(at, rows.EXTRA_COLUMNS)
        self._extra_grid.addWidget(editor, line, column)
        # Only now: without a parent it would become a window of its own.
        editor.setVisible(wanted)
        if not wanted:
            self._extra_grid.removeWidget(editor)
        return int(wanted)

    def _card(
        self,
        title: str,
        note: str,
        fields: Sequence[rows.FieldRow],
        action: QWidget | None = None,
    ) -> GridCard:
        card = GridCard(title, note, action, columns=rows.COLUMNS)
        for row in fields:
            editor = self._choice(row) if row.kind == "choice" else self._editor(row)
            card.grid.addWidget(editor, row.span[0], row.span[1], 1, row.span[2])
        return card

    def _editor(self, row: rows.FieldRow | rows.ExtraRow) -> Field:
        basic = row if isinstance(row, rows.FieldRow) else None
        spec = FieldSpec(
            label=row.label or label(row.path),
            required=basic is not None and basic.required,
            lead=row.lead,
            placeholder=row.placeholder,
            helper=basic.helper if basic else "",
            tag=basic.tag if basic else "",
        )
        field: Field
        if row.kind == "place":
            field = CandidateField(spec, self._find_places, foot=PLACE_FOOT)
        elif row.kind == "date":
            base = self._begin if row.path == "end" else None
            field = DateField(spec, today=self._today, base=base, read=read_day)
        else:
            edit = (LatinEdit if row.kind == "latin" else TextEdit)(max_length=LONGEST_PASTE)
            field = Field(spec, edit, tag=self._tag(row.path))
        field.edit.setObjectName(row.path)
        field.edit.textEdited.connect(self._tell_typing)
        field.edit.focused.connect(self._bring_into_view)
        field.edit.installEventFilter(self)
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.binding.add(row.path, field)
        return field

    def _choice(self, row: rows.FieldRow) -> Segmented:
        insurance = tuple(
            Option(kind, rows.INSURANCE_NAMES[kind]) for kind in self._rules.insurances
        )
        options = {"applicant.insurance": insurance, "method": rows.METHOD_OPTIONS}[row.path]
        choice = Segmented(label(row.path), options)
        self.binding.add(row.path, choice)
        return choice

    def _tag(self, path: str) -> QWidget | None:
        chooser = {"applicant.id_number": self.kind, "agent.id_number": self.agent_kind}.get(path)
        return chooser.link if chooser else None

    def _field(self, path: str) -> Field:
        editor = self.binding.editor(path)
        if not isinstance(editor, Field):
            raise TypeError(path)
        return editor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the kinds of document on Alt+↓ in the field of an identity number."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            chooser = {
                "applicant.id_number": self.kind,
                "agent.id_number": self.agent_kind,
            }.get(watched.objectName())
            if chooser and alt and event.key() == Qt.Key.Key_Down:
                chooser.open()
                return True
        return super().eventFilter(watched, event)

    def _tell_typing(self) -> None:
        self.typed.emit(self.sender().objectName())

    def _bring_into_view(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self.ensureWidgetVisible(sender, 0, px(ROOM))

    def _show_parts(self, path: str = "") -> None:
        """Show the agent's card only where somebody acts for the applicant."""
        if path in {"", "type", "variant", "applicant.id_kind"}:
            self._arrange_extras()
        if path in {"", "agent.name"}:
            self.agent.setVisible(bool(self._case.get("agent.name")))
        self.kind.show_kind()
        self.agent_kind.show_kind()

    def _begin(self) -> date | None:
        return understand(self._case.get("begin"), today=self._today())

    def _find_places(self, text: str) -> list[Candidate]:
        found = find_places(
            text, prefer=self._households, used=self._recent, region=self._rules.region, limit=7
        )
        return [self._candidate(one) for one in found]

    def _candidate(self, found: Place) -> Candidate:
        badge = ""
        if found.code in self._households:
            badge = "户籍地"
        elif found.code in self._recent:
            badge = "最近用过"
        elif found.to_verify:
            badge = "需核实"
        elif within_province(self._rules.region, found):
            badge = "省内"
        province = "" if found.province == found.name else found.province
        return Candidate(
            code=found.code,
            title=found.name,
            note=province,
            badge=badge,
            detail=found.pinyin[0].replace(" ", ""),
            shown=found.full_name,
        )


def _shown_type(case: CaseModel) -> str:
    return rows.type_option(case.get("type"), case.get("variant"))


def _take_type(case: CaseModel, option: str) -> None:
    filing_type, variant = rows.type_codes(option)
    case.set("variant", variant or None)
    case.set("type", filing_type)
