"""Tell a code scanner that plays keyboard from a person at the keyboard.

Measured: scanners send a character every 2 to 8 ms, fast typists every 62 ms and more. A scan
is therefore a run of at least eight characters, none more than 30 ms after the one before it,
that ends in Enter or Tab just as quickly.
"""

from dataclasses import dataclass

SHORTEST = 8
GAP_MS = 30
ENDS = frozenset("\r\n\t")


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned code; so many characters of it were typed into whatever had the focus."""

    text: str

    @property
    def typed(self) -> int:
        """The number of characters to take back, the final Enter or Tab not counted."""
        return len(self.text)


class Wedge:
    """Is told every character that is typed and when, and says when they were a scan."""

    def __init__(self, *, shortest: int = SHORTEST, gap_ms: int = GAP_MS) -> None:
        self._shortest, self._gap_ms = shortest, gap_ms
        self._run: list[str] = []
        self._last: float | None = None

    @property
    def likely(self) -> bool:
        """Tell whether what has come so far is already too quick for a person."""
        return self._is_code(self._run)

    @property
    def begun(self) -> bool:
        """Tell whether the key fed last is the first of a run."""
        return len(self._run) == 1

    def feed(self, character: str, milliseconds: float) -> Scan | None:
        """Take one key's text and the time of it; return the scan it completes, or None.

        Keys without a text of their own (Shift, arrows) need not be fed. What an input method
        commits at once, and anything else that is not one printable character, ends a run.
        """
        quick = self._last is not None and 0 <= milliseconds - self._last <= self._gap_ms
        self._last = milliseconds
        run = self._run if quick else []
        if character in ENDS and len(character) == 1:
            self._run = []
            return Scan("".join(run)) if self._is_code(run) else None
        single = len(character) == 1 and character.isprintable()
        self._run = [*run, character] if single else []
        return None

    def _is_code(self, run: list[str]) -> bool:
        # A key that is held down repeats as quickly as a scanner sends.
        return len(run) >= self._shortest and len(set(run)) > 1
