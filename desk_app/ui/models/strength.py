"""Says below a passphrase, while it is typed, how long it would stand."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desk_app.policy.passphrases.passphrases import Level, Strength, missing
from desk_app.services.keys import passphrases
from desk_app.ui.tasks import Latest, ignore
from desk_app.ui.widgets.editors.field import Field

DELAY_MS = 120
Known = Callable[[], tuple[str, ...]]


class Meter(QObject):
    """Watches a field in which a new passphrase is chosen; what stands below it is true."""

    def __init__(self, field: Field, known: Known) -> None:
        """Judge by ``known``, the words that whoever guesses knows; asked each time."""
        super().__init__(field)
        self._field, self._known = field, known
        self.latest = Latest(self, delay_ms=DELAY_MS)
        field.typed.connect(self.judge)

    def judge(self) -> None:
        """Judge what stands in the field now."""
        text, known = self._field.edit.text(), self._known()
        self._field.clear_state()
        if missing(text):
            if text:
                self._field.set_hint(f"还差 {missing(text)} 个字符")
            return
        self.latest.ask(
            lambda: passphrases.judge(text, known),
            lambda found: self._show(text, found),
            ignore,  # what takes the passphrase judges again
        )

    def _show(self, text: str, strength: Strength) -> None:
        if self._field.edit.text() != text:
            return
        show = {
            Level.REFUSED: self._field.set_error,
            Level.FAIR: self._field.set_hint,
            Level.GOOD: self._field.set_ok,
        }
        show[strength.level](strength.words)
