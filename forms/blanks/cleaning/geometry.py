"""Where a page of any file lies (visible part, turn, unit), and how it is made upright."""

from dataclasses import dataclass
from typing import Any

from pikepdf import Matrix

from forms.blanks.cleaning.copying import rectangle
from forms.blanks.cleaning.objects import inherited, number
from forms.kit.layout.drawing import MM, Box

Edges = tuple[float, float, float, float]

_LETTER: Edges = (0.0, 0.0, 612.0, 792.0)  # what every reader takes where a file says nothing
_QUARTER = 90
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """The visible part of a page as it is stored, in its own units, and how it is turned."""

    edges: Edges
    quarters: int = 0
    unit: float = 1.0

    @property
    def upright(self) -> bool:
        """Whether the page is stored as it is read, from the origin."""
        return self.edges[:2] == (0.0, 0.0) and self.quarters == 0 and self.unit == 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height as a reader sees the page, in points."""
        left, bottom, right, top = self.edges
        width, height = (right - left) * self.unit, (top - bottom) * self.unit
        return (width, height) if self.quarters % 2 == 0 else (height, width)

    @property
    def matrix(self) -> Matrix:
        """Return what brings the stored page upright to the origin, in points."""
        left, bottom, right, top = self.edges
        turned = (
            (1, 0, 0, 1, -left, -bottom),
            (0, -1, 1, 0, -bottom, right),
            (-1, 0, 0, -1, right, top),
            (0, 1, -1, 0, top, -left),
        )[self.quarters]
        return Matrix(*(value * self.unit for value in turned))

    def moved(self, edges: Edges) -> Edges:
        """Return where a rectangle of the stored page lies on the upright one."""
        matrix = self.matrix
        x, y = zip(matrix.transform(edges[:2]), matrix.transform(edges[2:]), strict=True)
        return tuple(round(edge, _DIGITS) for edge in (min(x), min(y), max(x), max(y)))  # type: ignore[return-value]


def ground(page: Any) -> Ground:
    """Return where a page lies; boxes are cut to the sheet, as readers do."""
    sheet = rectangle(inherited(page, "/MediaBox")) or _LETTER
    if not _has_area(sheet):
        sheet = _LETTER
    crop = rectangle(inherited(page, "/CropBox")) or sheet
    cut = (
        max(sheet[0], crop[0]),
        max(sheet[1], crop[1]),
        min(sheet[2], crop[2]),
        min(sheet[3], crop[3]),
    )
    turn, unit = number(inherited(page, "/Rotate")), number(page.get("/UserUnit"))
    return Ground(
        cut if _has_area(cut) else sheet,
        round((turn or 0) / _QUARTER) % 4,
        unit if unit and unit > 0 else 1.0,
    )


def box_of(edges: Edges, height: float) -> Box:
    """Return a rectangle in points from the foot of a page as a box in millimetres."""
    left, bottom, right, top = edges
    return Box(left / MM, (height - top) / MM, (right - left) / MM, (top - bottom) / MM)


def _has_area(edges: Edges) -> bool:
    return edges[2] - edges[0] > 1 and edges[3] - edges[1] > 1
