"""A paper as it is laid out: pages of lines of text, rules and filled shapes, in millimetres.

Positions count from the top left corner of the page. Nothing here knows of PDF: sheets put
things down, tests look at them, ``paint`` turns them into a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from forms.fonts.chains import SONG
from forms.kit.layout.text import BODY

MM = 72 / 25.4  # points in a millimetre
A4 = (210.0, 297.0)
A4_LANDSCAPE = (297.0, 210.0)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres, ``top`` counted downwards from the top of the page."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the position of the right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Return the position of the lower edge."""
        return self.top + self.height

    def inset(self, across: float, down: float = 0.0) -> Self:
        """Return the box without a margin on either side."""
        return type(self)(
            self.left + across, self.top + down, self.width - 2 * across, self.height - 2 * down
        )

    def holds(self, other: "Box", slack: float = 0.05) -> bool:
        """Return whether another box lies within this one, give or take ``slack``."""
        return (
            other.left >= self.left - slack
            and other.right <= self.right + slack
            and other.top >= self.top - slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class Run:
    """One line of text; ``left`` and ``base`` are where its base line starts.

    ``value`` tells what was filled in from what is printed on the blank form; ``hidden`` text
    is in the text layer only. ``spacing`` is in points.
    """

    left: float
    base: float
    text: str
    size: float = BODY
    face: str = SONG
    spacing: float = 0.0
    gray: float = 0.0
    value: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight or bent line through the points; ``weight`` in points."""

    points: tuple[Point, ...]
    weight: float = 0.5
    gray: float = 0.0
    dashed: bool = False
    value: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """Rectangles filled in one go, such as the modules of a QR code."""

    boxes: tuple[Box, ...]
    gray: float = 0.0
    value: bool = False


@dataclass(frozen=True, slots=True)
class CellText:
    """What a cell was asked to show, and on which lines it does; kept for checks."""

    field: str
    text: str
    lines: tuple[str, ...]
    box: Box
    size: float
    spacing: float = 0.0
    on_annex: bool = False


@dataclass(slots=True)
class Page:
    """One page and what stands on it, in the order it is drawn."""

    size: tuple[float, float] = A4
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    cells: list[CellText] = field(default_factory=list)

    def frame(self, box: Box, weight: float) -> None:
        """Rule the four sides of a box."""
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        self.rules.append(Rule(corners, weight))


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole paper, laid out. ``title`` and ``author`` go into the file's description.

    ``pages`` may be an iterator where a file of many papers is painted as it is laid out.
    """

    title: str
    author: str
    subject: str
    pages: Iterable[Page]
    annexed: tuple[str, ...] = ()  # titles of what stands on the annex
