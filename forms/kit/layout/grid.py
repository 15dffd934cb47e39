"""Ruled tables from data rows: labels and values on one grid, with sections at the side."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.errors import TextDoesNotFitError
from forms.fonts.chains import HEI
from forms.kit.layout.contents import RISE, TEXT, Content, Ground, Label, Value
from forms.kit.layout.drawing import MM, Box, Rule, Run
from forms.kit.layout.text import BODY, Style

OUTER, INNER = 1.0, 0.5  # weights of rules in points
BAND = Style(face=HEI, size=BODY)
_TIGHT = 0.85  # of the least heights, before a form is refused
_LAST_STRETCH = 2.5  # mm a row may still grow when a short form leaves a page half empty


@dataclass(frozen=True, slots=True)
class Cell:
    """A content over ``span`` columns of the grid."""

    content: Content
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side. ``open_above`` leaves out the rule over the row.

    Room that is left on a page goes to all rows up to ``most`` millimetres each, then up to
    ``stretch`` more to those that have it, then a little to all.
    """

    cells: tuple[Cell, ...]
    least: float = 7.0
    most: float = 8.8
    stretch: float = 0.0
    open_above: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one title, written downwards in the band at their left."""

    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Sections over one set of columns; ``band`` is the width of the title band, 0 for none."""

    columns: tuple[float, ...]
    sections: tuple[Section, ...]
    band: float = 0.0

    @property
    def width(self) -> float:
        """Return the whole width in millimetres."""
        return self.band + sum(self.columns)


def pair(title: str, content: Content, span: int = 1) -> tuple[Cell, Cell]:
    """Return the cells of a label and its value."""
    return Cell(Label(title)), Cell(content, span)


def filled(
    title: str,
    field: str,
    text: str | None,
    span: int = 1,
    *,
    lines: int = 2,
    style: Style = TEXT,
) -> tuple[Cell, Cell]:
    """Return the cells of a label and of the text filled in for it."""
    return pair(title, Value(field, title, text or "", style, lines), span)


def row(
    *cells: Cell | tuple[Cell, ...], least: float = 7.0, most: float = 8.8, stretch: float = 0.0
) -> Row:
    """Return a row of cells and pairs; keywords are those of Row."""
    flat: list[Cell] = []
    for cell in cells:
        flat.extend(cell if isinstance(cell, tuple) else (cell,))
    return Row(tuple(flat), least, most, stretch)


def row_height(table: Table, line: Row, lines: int, tight: float = 1.0) -> float:
    """Return the least height of a row whose values may take ``lines`` lines."""
    needs = [line.least * tight]
    start = 0
    for cell in line.cells:
        width = sum(table.columns[start : start + cell.span])
        needs.append(cell.content.height(width, lines))
        start += cell.span
    return max(needs)


def _rows(table: Table) -> list[Row]:
    return [line for section in table.sections for line in section.rows]


def fill(ground: Ground, table: Table, room: Box, most_lines: int = 4) -> float:
    """Draw a table that must stay within ``room`` on one page; return where it ends.

    Values take as many lines as the page has room for; those that still do not fit go to the
    annex. Raises TextDoesNotFitError when even single lines are too many.
    """
    for lines, tight in (*((lines, 1.0) for lines in range(most_lines, 0, -1)), (1, _TIGHT)):
        heights = [row_height(table, line, lines, tight) for line in _rows(table)]
        if sum(heights) <= room.height:
            grown = _stretched(_rows(table), heights, room.height)
            place(ground, table, room, grown, lines)
            return room.top + sum(grown)
    raise TextDoesNotFitError


def _stretched(rows: Sequence[Row], heights: list[float], room: float) -> list[float]:
    """Return the heights with the room that is left shared out."""
    for wants in (
        [max(0.0, line.most - height) for line, height in zip(rows, heights, strict=True)],
        [line.stretch for line in rows],
        [_LAST_STRETCH] * len(rows),
    ):
        share = min(1.0, (room - sum(heights)) / (sum(wants) or 1.0))
        heights = [height + want * share for height, want in zip(heights, wants, strict=True)]
    return heights


def place(ground: Ground, table: Table, room: Box, heights: Sequence[float], lines: int) -> None:
    """Draw a table with the row heights given, its rules and its bands."""
    top, number = room.top, 0
    right = room.left + table.width
    for section in table.sections:
        section_top = top
        for i, line in enumerate(section.rows):
            height = heights[number]
            left = room.left if i == 0 else room.left + table.band
            if number and not line.open_above:
                ground.page.rules.append(Rule(((left, top), (right, top)), INNER))
            _place_row(ground, table, line, Box(room.left + table.band, top, 0, height), lines)
            top += height
            number += 1
        if table.band:
            box = Box(room.left, section_top, table.band, top - section_top)
            _place_band(ground, section.title, box)
    ground.page.frame(Box(room.left, room.top, table.width, top - room.top), OUTER)


def _place_row(ground: Ground, table: Table, line: Row, at: Box, lines: int) -> None:
    left, start = at.left, 0
    for cell in line.cells:
        width = sum(table.columns[start : start + cell.span])
        box = Box(left, at.top, width, at.height)
        if start or table.band:
            edge = ((box.left, box.top), (box.left, box.bottom))
            ground.page.rules.append(Rule(edge, INNER))
        cell.content.place(ground, box, lines)
        left, start = box.right, start + cell.span


def _place_band(ground: Ground, title: str, box: Box) -> None:
    """Write a section's title downwards, spread a little, on the middle of the band."""
    if not title:
        return
    size = BAND.size
    step = min(size * 1.35 / MM, (box.height - 2) / len(title))
    size = min(size, step * MM / 1.02)
    base = box.top + box.height / 2 - (len(title) - 1) * step / 2 + size * RISE / MM
    for character in title:
        left = box.left + (box.width - size / MM) / 2
        ground.page.runs.append(Run(left, base, character, size, BAND.face))
        base += step
