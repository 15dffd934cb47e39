"""Open a roster: find its heading row, tell which column is what, and take the rows out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desk_app.errors import RefusedError
from desk_app.services.roster.headings import BY_PATH, COLUMNS, columns_of, is_ignored
from desk_app.services.roster.sheets import Cell, Sheet, read_sheets
from desk_app.services.roster.values import shown

_SEARCHED_ROWS = 20
_ENOUGH = 2
"""Known headings that make a row the heading row: a title above has none, a person's row none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One filled row; ``line`` is its number in the spreadsheet, from 1."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A roster as it was read: ``columns`` is the field of each column, to be confirmed.

    ``sheets`` are the names of all the sheets of its file.
    """

    sheet: str
    headings: tuple[str, ...]
    columns: tuple[str | None, ...]
    lines: tuple[RosterLine, ...]
    sheets: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings nothing was made of, so that the clerk can say what they are."""
        pairs = zip(self.headings, self.columns, strict=True)
        return tuple(text for text, path in pairs if path is None and not is_ignored(text))

    @property
    def absent(self) -> tuple[str, ...]:
        """The required fields that no column fills."""
        return tuple(one.path for one in COLUMNS if one.required and one.path not in self.columns)

    def with_columns(self, named: Mapping[str, str | None]) -> "Roster":
        """Return the roster with some headings standing for other fields, None for nothing.

        Raises RefusedError for a heading or a field there is not, or a field given twice.
        """
        unknown = [heading for heading in named if heading not in self.headings]
        if unknown:
            raise RefusedError(f"名册里没有“{'、'.join(unknown)}”这一列，请照表头写。")
        wrong = [path for path in named.values() if path is not None and path not in BY_PATH]
        if wrong:
            known = "、".join(f"{one.path}（{one.title}）" for one in COLUMNS)
            raise RefusedError(f"没有名为“{'、'.join(wrong)}”的项目，可用的是：{known}。")
        taken = set(named.values())
        columns = tuple(
            named.get(heading, None if path in taken else path)
            for heading, path in zip(self.headings, self.columns, strict=True)
        )
        return self.mapped(columns)

    def mapped(self, columns: Sequence[str | None]) -> "Roster":
        """Return the roster with the field of each column, by place, None for nothing.

        Raises RefusedError for a field that is given twice.
        """
        filled = [path for path in columns if path is not None]
        if len(filled) != len(set(filled)):
            raise RefusedError("有两列被当作同一个项目，请每个项目只指定一列。")
        return replace(self, columns=tuple(columns))

    def example(self, place: int) -> str:
        """Return the first thing that stands in a column, or nothing."""
        texts = (shown(line.cells[place]).strip() for line in self.lines)
        return next((text for text in texts if text), "")


def read(path: Path, *, sheet: str | None = None) -> Roster:
    """Read a roster from the first sheet with recognisable headings, or from the named one.

    Raises RefusedError where there is none, or nobody in it.
    """
    sheets = read_sheets(path)
    wanted = [one for one in sheets if sheet is None or one.name == sheet]
    if not wanted:
        names = "、".join(one.name for one in sheets)
        raise RefusedError(f"名册里没有这张工作表，有的是：{names}。")
    for one in wanted:
        place = _heading_row(one)
        if place is not None:
            return replace(_roster(one, place), sheets=tuple(each.name for each in sheets))
    raise RefusedError(
        "没有找到表头。请让第一行写“姓名、证件号码、联系电话、就医地”等栏目，"
        "或请单位用本程序的空白名册填写。"
    )


def _heading_row(sheet: Sheet) -> int | None:
    scored = [
        (sum(path is not None for path in columns_of([shown(cell) for cell in row])), -place)
        for place, row in enumerate(sheet.rows[:_SEARCHED_ROWS])
    ]
    known, place = max(scored, default=(0, 0))
    return -place if known >= _ENOUGH else None


def _roster(sheet: Sheet, place: int) -> Roster:
    headings = _texts(sheet.rows[place])
    lines = tuple(
        RosterLine(line=number, cells=_cells(row, len(headings)))
        for number, row in enumerate(sheet.rows[place + 1 :], place + 2)
        if any(shown(cell).strip() for cell in row)
    )
    if not lines:
        raise RefusedError("名册里只有表头，没有人员，请填写后再试。")
    return Roster(sheet=sheet.name, headings=headings, columns=columns_of(headings), lines=lines)


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(shown(cell).strip() for cell in row)


def _cells(row: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return (*row[:width], *[""] * (width - len(row)))
