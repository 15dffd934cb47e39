"""The cells of a page with what is printed in them, and which label and heading a cell has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forms.kit.layout.drawing import Box
from forms.reading.cells import find_cells
from forms.reading.labels import Labels
from forms.reading.lines import Blank, Line, Tick, Word, read_lines
from forms.reading.marks import Glyph, PageMarks, shared

_TOUCH = 1.6  # mm between neighbours: the rule between them, doubled perhaps
_BESIDE = 0.5  # share of the lower cell's height that neighbours have in common
_COVERS = 0.9  # share of a cell that its heading spans
_WIDER = 1.4  # a heading spans more than the cell below it
_SQUARE_TOUCH = 0.4  # mm between squares that are a table, not check boxes
_APART = 4.0  # mm between two tables
_INSIDE = 0.4  # mm between the side of a cell and an underline in it
_ROOM = 9.0  # mm: a row of a table is seldom lower than a square of this size


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it is and the lines printed in it."""

    box: Box
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Return all it says, without spaces."""
        return "".join("".join(line.text.split()) for line in self.lines)

    @property
    def empty(self) -> bool:
        """Whether nothing is printed in it."""
        return not self.lines

    @property
    def is_label(self) -> bool:
        """Whether it only says something: no check box, no underlined blank."""
        parts = [part for line in self.lines for part in line.parts]
        asks = any(isinstance(one, Tick) or _ruled(one) for one in parts)
        return any(isinstance(one, Word) for one in parts) and not asks

    @property
    def is_heading(self) -> bool:
        """Whether it says one line, perhaps after one check box."""
        parts = [one for line in self.lines for one in line.parts if not isinstance(one, Blank)]
        ticked = parts[1:] if parts and isinstance(parts[0], Tick) else parts
        return bool(ticked) and all(isinstance(one, Word) for one in ticked)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page taken apart: cells with their text, and the lines outside tables."""

    size: tuple[float, float]
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]
    squares: tuple[Box, ...]

    def left_of(self, cell: Cell) -> Cell | None:
        """Return the cell directly left of one; None at the side of a table."""
        near = [
            one
            for one in self.cells
            if abs(cell.box.left - one.box.right) < _TOUCH
            and _tall(one, cell) >= _BESIDE * min(one.box.height, cell.box.height)
        ]
        return max(near, key=lambda one: _tall(one, cell), default=None)

    def above(self, cell: Cell) -> Cell | None:
        """Return the cell directly above one that has its width; None for none such."""
        for one in self.cells:
            touches = abs(cell.box.top - one.box.bottom) < _TOUCH
            if touches and _wide(one, cell) >= _COVERS * max(one.box.width, cell.box.width):
                return one
        return None


def take_apart(marks: PageMarks) -> Sheet:
    """Return a page as cells and lines; small squares that touch each other are cells too."""
    known = [*(f.box for f in marks.fields), *(one.ink for one in marks.glyphs if one.tick)]
    framed = [one for one in marks.squares if not any(_same(one, box) for box in known)]
    ticks, tables = _parted(framed)
    rules = [*marks.rules, *(side for one in tables for side in _sides(one))]
    boxes = find_cells(rules)
    inside: dict[int, list[Glyph]] = {}
    for glyph in (*marks.glyphs, *(one.glyph for one in marks.fields)):
        inside.setdefault(_at(boxes, *glyph.middle), []).append(glyph)
    squares: dict[int, list[Box]] = {}
    for one in ticks:
        middle = one.left + one.width / 2, one.top + one.height / 2
        squares.setdefault(_at(boxes, *middle), []).append(one)
    cells = [
        Cell(
            box,
            tuple(read_lines(inside.get(i, ()), _within(rules, box), squares.get(i, ()), box)),
        )
        for i, box in enumerate(boxes)
    ]
    page = Box(0, 0, *marks.size)
    loose = [one for one in rules if not any(_borders(one, box) for box in boxes)]
    lines = read_lines(inside.get(-1, ()), loose, squares.get(-1, ()), page)
    return Sheet(marks.size, tuple(cells), tuple(lines), tuple(ticks))


def context(sheet: Sheet, cell: Cell, label: Cell | None, known: Labels) -> str | None:
    """Return whose part of the form a cell is in: by the group left of it, or a heading above."""
    at = label or cell
    left: Cell | None = sheet.left_of(at)
    while left is not None:
        if left.is_label and (person := known.whose(left.text)):
            return person
        left = sheet.left_of(left)
    reach = (at.box.left, cell.box.right)
    over = [one for one in sheet.cells if one.is_heading and _heads(one, cell, reach)]
    nearest = max(over, key=lambda one: one.box.bottom, default=None)
    if nearest is not None:
        return known.whose(nearest.text)
    titles = [one for one in sheet.lines if _stands_over(one, sheet, cell)]
    title = max(titles, key=lambda one: one.box.bottom, default=None)
    return known.whose(title.text) if title else None


def _stands_over(line: Line, sheet: Sheet, cell: Cell) -> bool:
    """Tell whether a line is the last thing said before the table a cell is in."""
    words = [one for one in line.parts if isinstance(one, Word)]
    foot = line.box.bottom
    between = [
        one
        for one in sheet.cells
        if foot <= one.box.top + _TOUCH and one.box.bottom <= cell.box.top
    ]
    gaps = sorted((one.box.top, one.box.bottom) for one in (*between, cell))
    joined = all(
        below[0] - max(b for _, b in gaps[: i + 1]) < _APART for i, below in enumerate(gaps[1:])
    )
    return len(words) == 1 and foot <= cell.box.top + _TOUCH and joined


def _heads(one: Cell, cell: Cell, reach: tuple[float, float]) -> bool:
    """Tell whether a cell lies above another and spans it with its label."""
    spanned = shared((one.box.left, one.box.right), reach)
    is_wider = one.box.width > _WIDER * cell.box.width or reach[0] < cell.box.left
    return (
        one.box.bottom <= cell.box.top + _TOUCH
        and spanned >= _COVERS * (reach[1] - reach[0])
        and is_wider
    )


def _within(rules: Iterable[Box], cell: Box) -> list[Box]:
    """Return the rules that are drawn in a cell: underlines, not its sides."""
    return [one for one in rules if cell.inset(-_INSIDE, _INSIDE).holds(one)]


def _borders(rule: Box, cell: Box) -> bool:
    """Tell whether a rule runs along the top or the foot of a cell."""
    near = min(abs(rule.top - cell.top), abs(rule.bottom - cell.bottom)) < _TOUCH
    return near and shared((rule.left, rule.right), (cell.left, cell.right)) > _TOUCH


def _at(boxes: Sequence[Box], x: float, y: float) -> int:
    """Return the number of the smallest box a point is in, -1 for none."""
    holding = [
        (box.width * box.height, i)
        for i, box in enumerate(boxes)
        if box.left <= x <= box.right and box.top <= y <= box.bottom
    ]
    return min(holding)[1] if holding else -1


def _parted(squares: Iterable[Box]) -> tuple[list[Box], list[Box]]:
    """Return the squares that stand alone, and those that touch others of their size."""
    alone, touching = list[Box](), list[Box]()
    every = list(dict.fromkeys(squares))
    for one in every:
        near = any(other is not one and _touch(one, other) for other in every)
        (touching if near or one.height >= _ROOM else alone).append(one)
    return alone, touching


def _touch(one: Box, other: Box) -> bool:
    beside = min(abs(one.right - other.left), abs(other.right - one.left)) < _SQUARE_TOUCH
    return beside and abs(one.top - other.top) < _SQUARE_TOUCH


def _same(one: Box, other: Box) -> bool:
    """Tell whether a square is only drawn around a field, or over a character that is one."""
    x, y = other.left + other.width / 2, other.top + other.height / 2
    return one.left < x < one.right and one.top < y < one.bottom


def _sides(box: Box) -> tuple[Box, ...]:
    return (
        Box(box.left, box.top, box.width, 0),
        Box(box.left, box.bottom, box.width, 0),
        Box(box.left, box.top, 0, box.height),
        Box(box.right, box.top, 0, box.height),
    )


def _tall(one: Cell, other: Cell) -> float:
    return shared((one.box.top, one.box.bottom), (other.box.top, other.box.bottom))


def _wide(one: Cell, other: Cell) -> float:
    return shared((one.box.left, one.box.right), (other.box.left, other.box.right))


def _ruled(part: object) -> bool:
    return isinstance(part, Blank) and part.gap == "ruled"
