"""The kind of identity document, guessed from the number and changed by the clerk."""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desk_app.policy.people.identity import detect_kind
from desk_app.policy.vocabulary import IdKind
from desk_app.ui import theme
from desk_app.ui.models.case.case import CaseModel
from desk_app.ui.widgets.button import LinkButton


class KindChooser(QObject):
    """A link that shows the kind of document and opens the list of kinds (digits choose)."""

    def __init__(self, case: CaseModel, group: str = "applicant") -> None:
        super().__init__()
        self._case, self._path, self._number = case, f"{group}.id_kind", f"{group}.id_number"
        self._by_hand = False
        self.link = LinkButton(IdKind.RESIDENT_ID.label, name="证件类型，Alt+↓ 更改", arrow=True)
        self.link.setToolTip("更改证件类型（在号码栏按 Alt+↓）")
        self.link.clicked.connect(self.open)
        self._menu = QMenu(self.link)
        self._menu.setFont(theme.font(theme.BODY))
        self._menu.setStyleSheet(theme.MENU_SHEET)
        for number, kind in enumerate(IdKind, start=1):
            action = QAction(f"&{number % 10}  {kind.label}", self._menu)
            action.setData(kind.value)
            self._menu.addAction(action)
        self._menu.triggered.connect(self._choose)
        case.loaded.connect(self._start_anew)

    @property
    def kind(self) -> IdKind:
        """The kind that holds at present."""
        code = self._case.get(self._path)
        return IdKind(code) if code in set(IdKind) else IdKind.RESIDENT_ID

    def open(self) -> None:
        """Show the list of kinds."""
        self._menu.popup(self.link.mapToGlobal(QPoint(0, self.link.height())))

    def guess(self, number: str) -> IdKind:
        """Return the kind that fits what is typed, unless the clerk has chosen one."""
        return self.kind if self._by_hand else detect_kind(number)

    def fix(self, kind: IdKind) -> None:
        """Take over the kind of a card that was read: there is nothing to guess."""
        self._by_hand = True
        self._case.set(self._path, kind.value)
        self.show_kind()

    def settle(self) -> None:
        """Take over the kind that fits the number, unless the clerk has chosen one."""
        number = self._case.get(self._number)
        if number:
            self._case.set(self._path, self.guess(number).value)
            self.show_kind()

    def show_kind(self) -> None:
        """Show the kind that holds."""
        if self.link.text() != self.kind.label:
            self.link.set_text(self.kind.label)

    def _choose(self, action: QAction) -> None:
        self._by_hand = True
        self._case.set(self._path, str(action.data()))
        self.show_kind()

    def _start_anew(self) -> None:
        number = self._case.get(self._number)
        self._by_hand = bool(number) and self.kind != detect_kind(number)
        self.show_kind()
