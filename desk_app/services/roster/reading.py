"""Open a roster: tell which sheets name people, which column is what, and what was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desk_app.errors import RefusedError
from desk_app.services.roster.headings import BY_PATH, COLUMNS, columns_of, is_ignored
from desk_app.services.roster.seen import LeftOut, RosterLine, Table, people_of
from desk_app.services.roster.tables.files import read_sheets
from desk_app.services.roster.tables.sheets import Cell, Sheet
from desk_app.services.roster.values import shown

ALL_SHEETS = "全部"
"""Asks for every sheet that names people."""

_NO_HEADINGS = (
    "没有找到表头。请让第一行写“姓名、证件号码、联系电话、就医地”等栏目，"
    "或请单位用本程序的空白名册填写。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A roster as it was read: ``columns`` is the field of each column, to be confirmed.

    ``sheets`` are the names of all the sheets of its file that name people, shown ones first;
    ``left_out`` are the rows, ``unread`` the sheets, ``unseen`` the headings of hidden columns
    that were not read.
    """

    sheet: str
    headings: tuple[str, ...]
    columns: tuple[str | None, ...]
    lines: tuple[RosterLine, ...]
    sheets: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unread: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

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


def read(path: Path, *, sheet: str | None = None, hidden: bool = False) -> Roster:
    """Read a roster as whoever made it sees it.

    ``sheet`` names one of its sheets, or all of them; without it the only one that is shown and
    names people is read. ``hidden`` reads too what is hidden, filtered out or crossed out. Raises
    RefusedError where nobody is named, and where several sheets name people and none was chosen.
    """
    sheets = read_sheets(path)
    if sheet is not None and sheet not in {ALL_SHEETS, *(one.name for one in sheets)}:
        names = "、".join(one.name for one in sheets)
        raise RefusedError(f"名册里没有这张工作表，有的是：{names}。")
    asked = [one for one in sheets if one.fault and sheet in {one.name, ALL_SHEETS}]
    if asked or all(one.fault for one in sheets):
        raise RefusedError((asked or sheets)[0].fault if sheets else _NO_HEADINGS)
    found = [table for one in sheets if (table := people_of(one, hidden=hidden)) is not None]
    found.sort(key=lambda table: not table.shown)
    if not found:
        raise RefusedError(_NO_HEADINGS)
    return _told(sheets, found, _chosen(found, sheet, hidden=hidden))


def _chosen(found: Sequence[Table], sheet: str | None, *, hidden: bool) -> list[Table]:
    """Return the tables to be read; raise RefusedError where somebody has to choose."""
    peopled = [one for one in found if one.lines]
    seen = [one for one in peopled if one.shown or hidden]
    if sheet == ALL_SHEETS:
        chosen = seen
    elif sheet is not None:
        chosen = [one for one in found if one.sheet == sheet]
    else:
        chosen = seen
        if len(seen) > 1:
            counts = "、".join(f"{one.sheet}（{len(one.lines)} 人）" for one in seen)
            raise SeveralSheetsError(
                f"名册里有 {len(seen)} 张工作表都写了人员：{counts}。"
                f"请选一张，或选“{ALL_SHEETS}”。",
                tuple(one.sheet for one in seen),
            )
    if any(one.lines for one in chosen):
        return chosen
    if any(one.left_out for one in (chosen or found)):
        raise RefusedError(
            "名册里看得见的行没有人员（隐藏、筛选掉和划掉的不算）。请单位改好后再试，"
            "或选择连隐藏的一起读。"
        )
    raise RefusedError("名册里只有表头，没有人员，请填写后再试。")


class SeveralSheetsError(RefusedError):
    """Several sheets name people; ``sheets`` are those to choose from."""

    def __init__(self, message: str, sheets: tuple[str, ...]) -> None:
        super().__init__(message)
        self.sheets = sheets


def _told(sheets: Sequence[Sheet], found: Sequence[Table], chosen: Sequence[Table]) -> Roster:
    """Return the chosen tables as one roster that tells what it left out."""
    names = {one.sheet for one in chosen}
    unread = [
        _unread(one, found)
        for one in sheets
        if one.name not in names and (one.fault or any(one.rows))
    ]
    several = len(chosen) > 1
    headings = _united(chosen)
    return Roster(
        sheet=ALL_SHEETS if several else chosen[0].sheet,
        headings=headings,
        columns=columns_of(headings),
        lines=tuple(_placed(chosen, headings, several=several)),
        sheets=tuple(one.sheet for one in found if one.lines),
        left_out=tuple(
            replace(row, sheet=one.sheet if several else "")
            for one in chosen
            for row in one.left_out
        ),
        unread=tuple(unread),
        unseen=tuple(dict.fromkeys(text for one in chosen for text in one.unseen_headings)),
    )


def _unread(sheet: Sheet, found: Sequence[Table]) -> str:
    """Say of a sheet that was not read what it is."""
    if sheet.fault:
        return f"{sheet.name}（太长，不像名册）"
    table = next((one for one in found if one.sheet == sheet.name), None)
    many = f"{len(table.lines)} 人" if table is not None and table.lines else "没有人员"
    return f"{sheet.name}（{'' if sheet.shown else '隐藏，'}{many}）"


def _united(chosen: Sequence[Table]) -> tuple[str, ...]:
    """Return the headings of several tables, each field and each unknown heading once."""
    if len(chosen) == 1:
        return chosen[0].headings
    headings = dict[str, str]()
    for one in chosen:
        for heading, path in zip(one.headings, one.columns, strict=True):
            if heading:
                headings.setdefault(path or heading, heading)
    return tuple(headings.values())


def _placed(
    chosen: Sequence[Table], headings: Sequence[str], *, several: bool
) -> Sequence[RosterLine]:
    if not several:
        return chosen[0].lines
    columns = columns_of(headings)
    keys = [path or heading for heading, path in zip(headings, columns, strict=True)]
    placed = []
    for one in chosen:
        own = [path or heading for heading, path in zip(one.headings, one.columns, strict=True)]
        places = [own.index(key) if key in own else -1 for key in keys]
        placed += [
            RosterLine(
                line=line.line,
                sheet=one.sheet,
                cells=tuple(line.cells[at] if at >= 0 else "" for at in places),
            )
            for line in one.lines
        ]
    return placed


__all__ = ["ALL_SHEETS", "Cell", "LeftOut", "Roster", "RosterLine", "SeveralSheetsError", "read"]
