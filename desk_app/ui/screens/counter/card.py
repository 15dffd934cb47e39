"""The identity card at the counter: F8 reads it, the case takes it in, differences are shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desk_app.devices.card import Card
from desk_app.policy.people.id_text import normalise_number
from desk_app.services.case import card as cards
from desk_app.services.case.card import CardChanges, Group
from desk_app.services.desk.open_desk import Desk
from desk_app.ui.models.case.case import CaseModel
from desk_app.ui.models.reader import CardReader, Standing
from desk_app.ui.screens.counter.card_dialog import CardDialog
from desk_app.ui.screens.counter.fields.form import CounterForm
from desk_app.ui.screens.counter.keeper import DraftKeeper
from desk_app.ui.widgets import keys


@dataclass(frozen=True, slots=True)
class Waiting:
    """A card that was read and says something else than what was typed."""

    card: Card
    group: Group


class CardPanel(QObject):
    """Takes cards into the case.

    Signals: ``taken`` with the group of fields the card was taken into, ``new_wanted`` when a
    case of its own is to be opened for the card's person.
    """

    taken = Signal(str)
    new_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        case: CaseModel,
        form: CounterForm,
        keeper: DraftKeeper,
        reader: CardReader,
    ) -> None:
        super().__init__()
        self._desk, self._case, self._form, self._keeper = desk, case, form, keeper
        self.reader = reader
        self.dialog: CardDialog | None = None
        self._waiting: Waiting | None = None
        self._later: Card | None = None  # read while another screen was open
        self._away = True
        self._busy_hands = False
        (self._escape,) = keys.bind(form, {"Esc": self.cancel})
        self._escape.setEnabled(False)
        reader.changed.connect(self._tell)
        reader.read.connect(self._read)
        form.card.pressed.connect(self.press)
        form.typed.connect(self._typed)
        case.loaded.connect(self._forget)

    def press(self) -> None:
        """Read a card; pressed again, stop, or look at the differences that wait."""
        if self.reader.asked:
            self.reader.cancel()
        elif self._waiting is not None:
            self._compare(self._waiting)
        else:
            self._form.card.say("")
            self._busy_hands = False
            self.reader.ask()

    def cancel(self) -> None:
        """Stop waiting for a card."""
        if self.reader.asked:
            self.reader.cancel()

    def arrive(self) -> None:
        """Hear of cards again; one that was laid down meanwhile is taken now."""
        self._away = False
        later, self._later = self._later, None
        if later is not None:
            self._read(later)

    def depart(self) -> None:
        """Leave the case alone while another screen is open."""
        self._away = True
        self.cancel()

    def leave(self, group: str, lacking: Sequence[str]) -> None:
        """Go on to the first of the fields that are lacking and that the card does not say.

        Nothing moves where the clerk is typing elsewhere already.
        """
        binding, widget = self._form.binding, QApplication.focusWidget()
        filled = (f"{group}.name", f"{group}.id_number")
        if any(binding.editor(path).isAncestorOf(widget) for path in filled if widget):
            any(binding.focus(path) for path in lacking if path.startswith(group))

    def take_in(self, card: Card) -> None:
        """Take a card into an empty case."""
        waiting = Waiting(card, "applicant")
        self._take(waiting, self._changes(waiting))

    # -- inside --------------------------------------------------------------------------

    def _typed(self) -> None:
        self._busy_hands = True

    def _forget(self) -> None:
        """Give up what belonged to the case before."""
        self._waiting = None
        self._form.card.say("")

    def _tell(self) -> None:
        reader = self.reader
        self._escape.setEnabled(reader.asked)  # else it belongs to others
        if reader.standing == Standing.READING or self._waiting is None:
            self._form.card.show_standing(
                reader.standing, reader.words, asked=reader.asked, automatic=reader.automatic
            )

    def _read(self, card: Card) -> None:
        if self._away:
            self._later = card
            return
        self._form.binding.keep_what_is_typed()
        waiting = Waiting(card, self._group(card))
        found = self._changes(waiting)
        if not found.other_person:
            self._take(waiting, found)
        if not found.differs:
            return
        self._waiting = waiting
        words = (
            "的号码与输入的不同" if found.other_person else f"与输入有 {len(found.differs)} 处不同"
        )
        self._form.card.say(f"{_hints(found)}证件{words}，请按 F8 对照后选择。", "warn")
        if not (self._busy_hands or self.reader.automatic):
            self._compare(waiting)

    def _group(self, card: Card) -> Group:
        """Return whose fields the keyboard is in; the applicant's own card is never an agent's."""
        own = normalise_number(self._case.get("applicant.id_number"))
        if own == normalise_number(card.number):
            return "applicant"
        widget = QApplication.focusWidget()
        binding = self._form.binding
        agents = [path for path in binding.paths if path.startswith("agent.")]
        inside = any(binding.editor(path).isAncestorOf(widget) for path in agents if widget)
        return "agent" if inside else "applicant"

    def _changes(self, waiting: Waiting) -> CardChanges:
        return cards.changes(
            case=self._case.data(),
            card=waiting.card,
            today=self._desk.clock.today(),
            group=waiting.group,
        )

    def _take(
        self, waiting: Waiting, found: CardChanges, fields: frozenset[str] = frozenset()
    ) -> None:
        """Put what the card fills, and its word for ``fields``, into the case."""
        after = cards.taken(case=self._case.data(), changes=found, fields=fields)
        self._put(waiting, after.get(waiting.group, {}))
        self._form.card.say(_hints(found), "warn")

    def _put(self, waiting: Waiting, person: dict[str, str]) -> None:
        group, binding = waiting.group, self._form.binding
        chooser = self._form.kind if group == "applicant" else self._form.agent_kind
        chooser.fix(cards.ID_KINDS[waiting.card.kind])
        for name in ("sex", "birth"):
            if name not in person:
                self._case.forget(f"{group}.{name}")
        for name, value in person.items():
            self._case.set(f"{group}.{name}", value)
        shown = [path for path in binding.paths if path.startswith(f"{group}.")]
        binding.reveal(path for path in shown if self._case.get(path))
        for path in shown:
            binding.show(path)
        binding.settled.emit(f"{group}.id_number")
        self.taken.emit(group)

    def _compare(self, waiting: Waiting) -> None:
        """Show both sides; what was typed meanwhile counts."""
        self._form.binding.keep_what_is_typed()
        found = self._changes(waiting)
        if not found.differs:
            self._settled()
            return
        may_replace = self._keeper.filing is None or waiting.group == "agent"
        dialog = CardDialog(self._form.window(), found, may_replace=may_replace)
        dialog.fields_chosen.connect(self._fields_chosen)
        dialog.person_chosen.connect(self._person_chosen)
        dialog.new_wanted.connect(self._begin_new)
        dialog.rejected.connect(self._settled)
        self.dialog = dialog
        dialog.open()

    def _fields_chosen(self, fields: frozenset[str]) -> None:
        waiting = self._waiting
        if waiting is not None:
            self._settled()
            self._take(waiting, self._changes(waiting), fields)

    def _person_chosen(self) -> None:
        waiting = self._waiting
        if waiting is not None:
            self._settled()
            after = cards.replaced(case=self._case.data(), card=waiting.card, group=waiting.group)
            self._put(waiting, after[waiting.group])

    def _begin_new(self) -> None:
        waiting = self._waiting
        self._settled()
        if waiting is not None:
            self.new_wanted.emit()
            self.take_in(waiting.card)

    def _settled(self) -> None:
        self._waiting = None
        self._form.card.say("")


def _hints(found: CardChanges) -> str:
    return "".join(hint.message for hint in found.hints)
