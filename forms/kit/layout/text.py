"""Break lines by Chinese rules and fit text into a cell.

No ，。） at the start of a line, no （《 at its end, Latin words and numbers whole,
—— and …… never parted. A mark that may not start a line pulls the character before it along.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from forms.fonts.chains import SONG, Chain, chain

BODY = 10.5  # 五号, the size forms are filled in at
SMALLEST = 8.0
STEP = 0.5
ONE_LINE_SMALLEST = 9.0  # below this a second line reads better than a smaller one
LEADING = 1.25  # line distance in type sizes

_NO_START = frozenset("，。、；：！？）》」』】〕〉”’…—·％‰℃,.;:!?)]}%~～")
_NO_END = frozenset("（《「『【〔〈“‘([{￥$№")
_UNITS = re.compile(r"\n|[!-~\u00c0-\u024f]+|——|……|.", re.DOTALL)
_HARD_SPACE = 0.01  # rounding room in points
_REMEMBERED = 2048  # texts: most lines of a paper are the same for everybody


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: face, largest and smallest size, space between characters in points."""

    face: str = SONG
    size: float = BODY
    smallest: float = SMALLEST
    spacing: float = 0.0
    gray: float = 0.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text that fits: its size in points and its lines; ``height`` in points."""

    size: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Return the height of the lines in points, leading included."""
        return len(self.lines) * self.size * LEADING


def wrap(text: str, width: float, size: float, face: str = SONG, spacing: float = 0.0) -> list[str]:
    """Return the lines of a text that are at most ``width`` points wide.

    A word wider than the line is broken where it must be; a space at the end of a line hangs
    over it, unseen. Raises UnprintableError.
    """
    return list(_wrapped(chain(face), text, width, size, spacing))


@lru_cache(maxsize=_REMEMBERED)
def _wrapped(face: Chain, text: str, width: float, size: float, spacing: float) -> tuple[str, ...]:
    measure = face.width
    room = width + _HARD_SPACE
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0.0
        for unit in _units(paragraph, room, size, face, spacing):
            step = measure(unit, size) + spacing * len(unit)
            while line and unit != " " and used + step - spacing > room:
                kept = _legal_end(line, unit)
                lines.append("".join(line[:kept]))
                line = line[kept:]
                used = sum(measure(u, size) + spacing * len(u) for u in line)
            line.append(unit)
            used += step
        lines.append("".join(line))
    return tuple(lines)


def _units(paragraph: str, room: float, size: float, face: Chain, spacing: float) -> list[str]:
    """Return what may not be parted, cutting up only what is wider than a whole line.

    The marks that must stay with a word are counted in: else one of them would have to stand
    where it may not.
    """
    measure = face.width
    found = _UNITS.findall(paragraph)
    units: list[str] = []
    for at, unit in enumerate(found):
        too_wide = len(unit) > 1 and measure(_with_marks(found, at), size, spacing) > room
        units.extend(unit if too_wide else (unit,))
    return units


def _with_marks(units: Sequence[str], at: int) -> str:
    """Return a unit with the marks before it that end no line and those that begin none after."""
    first, last = at, at + 1
    while first > 0 and units[first - 1][-1] in _NO_END:
        first -= 1
    while last < len(units) and units[last][0] in _NO_START:
        last += 1
    return "".join(units[first:last])


def _legal_end(line: Sequence[str], following: str) -> int:
    """Return how many units of a full line stay, so that no rule is broken by ``following``."""
    kept = len(line)
    while kept > 1 and (
        (following if kept == len(line) else line[kept])[0] in _NO_START
        or line[kept - 1][-1] in _NO_END
    ):
        kept -= 1
    first_illegal = (following if kept == len(line) else line[kept])[0] in _NO_START
    return len(line) if kept == 1 and first_illegal else kept


def fit(text: str, width: float, most_lines: int, style: Style) -> Fitted | None:
    """Return the text on at most ``most_lines`` lines of ``width`` points, or None.

    Shrinks a little first, then wraps, then shrinks to the smallest size that is still read
    with ease. Raises UnprintableError.
    """
    measure = chain(style.face).width
    single = max(style.smallest, ONE_LINE_SMALLEST if most_lines > 1 else style.smallest)
    if "\n" not in text:
        natural = measure(text, 1.0)
        gaps = style.spacing * max(len(text) - 1, 0)
        for size in _sizes(style.size, single):
            if natural * size + gaps <= width + _HARD_SPACE:
                return Fitted(size, (text,))
    for size in _sizes(max(style.size - STEP, style.smallest), style.smallest):
        lines = wrap(text, width, size, style.face, style.spacing)
        if len(lines) <= most_lines:
            return Fitted(size, tuple(lines))
    return None


def _sizes(largest: float, smallest: float) -> list[float]:
    steps = int((largest - smallest) / STEP + 1e-6)
    return [largest - STEP * i for i in range(steps + 1)]
