"""How large the blank's own words are, so that values beside them are set as large."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Matrix, TokenFilter, TokenType

from forms.kit.layout.drawing import MM, Box

_NUMBERS = frozenset({TokenType.integer, TokenType.real})
_AS_IT_IS = Matrix(1, 0, 0, 1, 0, 0)
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_LEAST, _MOST = 9.0, 14.0  # points: smaller is hard to read, larger is a title
_BESIDE, _ABOVE = 60.0, 3.0  # mm that words stand from the place they name
_STEP = 0.5
_ENOUGH = 3  # words of one size that say how large a page is lettered


@dataclass(frozen=True, slots=True)
class Word:
    """Where a piece of text begins, in millimetres from the top left, and its size in points."""

    left: float
    base: float
    size: float


def words_on(page: pikepdf.Page) -> tuple[Word, ...]:
    """Return the pieces of text that stand on an upright page itself."""
    reader = _Reader(float(page.mediabox[3]))
    page.get_filtered_contents(reader)
    return tuple(reader.found)


def size_beside(words: Sequence[Word], box: Box) -> float | None:
    """Return how large the words beside a place are, else those of the page; None without any."""
    beside = [
        word.size
        for word in words
        if box.top - _ABOVE <= word.base <= box.bottom + _ABOVE
        and box.left - _BESIDE <= word.left <= box.right + _BESIDE
    ]
    every = [word.size for word in words]
    for sizes, least in ((beside, 1), (every, _ENOUGH)):
        ranked = Counter(size for size in sizes if _LEAST <= size <= _MOST).most_common(1)
        if ranked and ranked[0][1] >= least:
            return ranked[0][0]
    return None


class _Reader(TokenFilter):
    """Follows the instructions of a page as far as they say where text stands and how large."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.found: list[Word] = []
        self._height = height
        self._numbers: list[float] = []
        self._saved: list[tuple[Matrix, float]] = []
        self._page, self._size = _AS_IT_IS, 0.0
        self._line, self._leading = _AS_IT_IS, 0.0

    def handle_token(self, token: Any = None) -> None:
        """Take one more token of the content."""
        if token.type_ in _NUMBERS:
            self._numbers.append(float(token.raw_value))
        elif token.type_ == TokenType.word:
            numbers, self._numbers = self._numbers, []
            self._follow(bytes(token.raw_value).decode("latin-1"), numbers)

    def _follow(self, operator: str, numbers: list[float]) -> None:
        if operator == "q":
            self._saved.append((self._page, self._size))
        elif operator == "Q" and self._saved:
            self._page, self._size = self._saved.pop()
        elif operator == "cm" and len(numbers) == 6:
            self._page = Matrix(*numbers) @ self._page
        elif operator == "Tf" and numbers:
            self._size = numbers[-1]
        else:
            self._follow_text(operator, numbers)

    def _follow_text(self, operator: str, numbers: list[float]) -> None:
        if operator == "BT":
            self._line = _AS_IT_IS
        elif operator == "Tm" and len(numbers) == 6:
            self._line = Matrix(*numbers)
        elif operator in {"Td", "TD"} and len(numbers) == 2:
            self._line = Matrix(1, 0, 0, 1, *numbers) @ self._line
            self._leading = -numbers[1] if operator == "TD" else self._leading
        elif operator == "TL" and numbers:
            self._leading = numbers[-1]
        elif operator in {"T*", "'", '"'}:
            self._line = Matrix(1, 0, 0, 1, 0, -self._leading) @ self._line
        if operator in _SHOWS:
            self._note()

    def _note(self) -> None:
        at = self._line @ self._page
        size = abs(self._size) * (at.c**2 + at.d**2) ** 0.5
        rounded = round(size / _STEP) * _STEP
        self.found.append(Word(at.e / MM, (self._height - at.f) / MM, rounded))
