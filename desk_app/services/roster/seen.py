"""Take the people out of a table as whoever looks at it sees them, and say what was left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desk_app.services.roster.headings import columns_of, recognise
from desk_app.services.roster.tables.sheets import Cell, Sheet, Span
from desk_app.services.roster.values import shown

_SEARCHED_ROWS = 20
_ENOUGH = 2
"""Known headings that make a row the heading row: a title above has none, a person's row none."""

_FOOT = re.compile(
    r"^(?:合计|总计|小计|共计|共\s*\d+\s*[人名]|填表|填报|制表|经办|审核|负责人|单位负责人|单位盖章|盖章|"
    r"联系人|注\s*[:：]|备注\s*[:：]|说明\s*[:：]|日期\s*[:：]|以上|以下空白)"
)
_MOST_OF_FOOT = 4  # filled cells of a row that is no person's
_NUMBERISH = re.compile(r"[0-9A-Za-z]{8,}")
_KEYS = ("applicant.id_number", "applicant.name")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One person's row; ``line`` is its number in the spreadsheet, from 1.

    ``sheet`` is named only where several are read together.
    """

    line: int
    cells: tuple[Cell, ...]
    sheet: str = ""

    @property
    def where(self) -> str:
        """Return how a person finds the row."""
        return f"{self.sheet}第 {self.line} 行"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A row that is not read as a person's; ``why`` is told, ``words`` are its first ones."""

    line: int
    why: str
    words: str
    sheet: str = ""

    @property
    def where(self) -> str:
        """Return how a person finds the row."""
        return f"{self.sheet}第 {self.line} 行"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a sheet says: headings, their fields, the people's rows, and what was left out."""

    sheet: str
    shown: bool
    headings: tuple[str, ...]
    columns: tuple[str | None, ...]
    lines: tuple[RosterLine, ...]
    left_out: tuple[LeftOut, ...]
    unseen_headings: tuple[str, ...]


def people_of(sheet: Sheet, *, hidden: bool = False) -> Table | None:
    """Return what a sheet says of people; None where it has no headings of a roster.

    ``hidden`` reads rows and columns too that are not seen.
    """
    place = _heading_row(sheet)
    if place is None:
        return None
    headings, below = _headings(sheet, place)
    dropped = frozenset() if hidden else sheet.unseen_columns
    unseen = tuple(text for i, text in enumerate(headings) if i in dropped and text)
    headings = tuple("" if i in dropped else text for i, text in enumerate(headings))
    columns = columns_of(headings)
    lines, left_out = list[RosterLine](), list[LeftOut]()
    for found in _rows(sheet, below, len(headings), columns, dropped, hidden=hidden):
        if isinstance(found, LeftOut):
            left_out.append(found)
        else:
            lines.append(found)
    return Table(
        sheet=sheet.name,
        shown=sheet.shown,
        headings=headings,
        columns=columns,
        lines=tuple(lines),
        left_out=tuple(left_out),
        unseen_headings=unseen,
    )


def _heading_row(sheet: Sheet) -> int | None:
    scored = [
        (sum(path is not None for path in columns_of(_texts(row))), -place)
        for place, row in enumerate(sheet.rows[:_SEARCHED_ROWS])
    ]
    known, place = max(scored, default=(0, 0))
    return -place if known >= _ENOUGH else None


def _headings(sheet: Sheet, place: int) -> tuple[tuple[str, ...], int]:
    """Return the heading of each column, and the row the people begin in.

    Headings may stand in two rows: what one says of several columns goes before what the other
    says of each.
    """
    upper, lower = place, place
    if place + 1 < len(sheet.rows) and _goes_on(sheet, place):
        lower = place + 1
    elif place > 0 and any(one.first == place - 1 for one in sheet.spans if one.left < one.right):
        upper = place - 1
    width = max(len(sheet.rows[row]) for row in range(upper, lower + 1))
    if upper == lower:
        return _texts(sheet.rows[place]), place + 1
    above, below = (_spread(sheet, row, width) for row in (upper, lower))
    joined = (_joined(first, second) for first, second in zip(above, below, strict=True))
    return tuple(joined), lower + 1


def _goes_on(sheet: Sheet, place: int) -> bool:
    """Tell whether the headings go on in the next row: merged above it, or names of columns."""
    below = _texts(sheet.rows[place + 1])
    known = sum(recognise(text) is not None for text in below)
    merged = any(
        one.first == place and (one.last > place or one.right > one.left) for one in sheet.spans
    )
    people = any(_NUMBERISH.search(text) for text in below)
    return merged and known > 0 and not people


def _spread(sheet: Sheet, row: int, width: int) -> list[str]:
    """Return the texts of a heading row, each over all the columns it is merged over."""
    texts = list(_texts(sheet.rows[row]))
    texts.extend([""] * (width - len(texts)))
    for span in sheet.spans:
        if span.first <= row <= span.last and span.left < width:
            said = sheet.rows[span.first][span.left : span.left + 1]
            text = shown(said[0]).strip() if said else ""
            for column in range(span.left, min(span.right + 1, width)):
                texts[column] = text
    return texts


def _joined(above: str, below: str) -> str:
    """Return the heading two rows give a column: the whole where it is known, else the part."""
    if not above or above == below:
        return below or above
    if not below:
        return above
    whole = f"{above}{below}"
    return whole if recognise(whole) is not None or recognise(below) is None else below


def _rows(
    sheet: Sheet,
    first: int,
    width: int,
    columns: Sequence[str | None],
    dropped: frozenset[int],
    *,
    hidden: bool,
) -> Iterator[RosterLine | LeftOut]:
    """Yield each filled row under the headings, as a person's or as left out."""
    waiting: RosterLine | None = None
    for place in range(first, len(sheet.rows)):
        cells = _cells(sheet, place, width, dropped)
        if not any(shown(cell).strip() for cell in cells):
            continue
        why = "" if hidden else sheet.unseen.get(place, "")
        if not why and _is_foot(cells, columns):
            why = "不是人员"
        if why:
            yield LeftOut(line=place + 1, why=why, words=_words(cells))
            continue
        if waiting is not None and _same_person(sheet, place, columns):
            waiting = _filled_up(waiting, cells)
            told = f"与{waiting.where}是同一人（单元格合并）"
            yield LeftOut(line=place + 1, why=told, words=_words(cells))
            continue
        if waiting is not None:
            yield waiting
        waiting = RosterLine(line=place + 1, cells=cells)
    if waiting is not None:
        yield waiting


def _cells(sheet: Sheet, place: int, width: int, dropped: frozenset[int]) -> tuple[Cell, ...]:
    """Return the cells of a row; a cell merged over several rows counts for each of them."""
    row = list(sheet.rows[place][:width])
    row.extend([""] * (width - len(row)))
    for span in sheet.spans:
        if span.first < place <= span.last and span.left < width:
            head = sheet.rows[span.first][span.left : span.left + 1]
            row[span.left] = head[0] if head else ""
    return tuple("" if i in dropped else cell for i, cell in enumerate(row))


def _is_foot(cells: Sequence[Cell], columns: Sequence[str | None]) -> bool:
    """Tell whether a row sums up or is signed, and names nobody."""
    filled = [shown(cell).strip() for cell in cells if shown(cell).strip()]
    number = columns.index(_KEYS[0]) if _KEYS[0] in columns else -1
    has_number = number >= 0 and _NUMBERISH.search(shown(cells[number])) is not None
    return len(filled) <= _MOST_OF_FOOT and not has_number and bool(_FOOT.match(filled[0]))


def _same_person(sheet: Sheet, place: int, columns: Sequence[str | None]) -> bool:
    """Tell whether the cell that names a person is merged with the row above."""
    wanted = [columns.index(path) for path in _KEYS if path in columns]
    return any(
        one.first < place <= one.last and one.left <= wanted[0] <= one.right
        for one in sheet.spans
        if wanted
    )


def _filled_up(line: RosterLine, cells: Sequence[Cell]) -> RosterLine:
    """Return a person's row with what only the row below says."""
    pairs = zip(line.cells, cells, strict=True)
    return replace(line, cells=tuple(one if shown(one).strip() else other for one, other in pairs))


def _words(cells: Sequence[Cell]) -> str:
    filled = (shown(cell).strip() for cell in cells)
    return next((text for text in filled if text), "")[:20]


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(shown(cell).strip() for cell in row)


__all__ = ["LeftOut", "RosterLine", "Span", "Table", "people_of"]
