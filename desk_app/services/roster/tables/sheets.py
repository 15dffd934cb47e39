"""What a table of a file is to whoever looks at it, and how long it may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta

MAX_ROWS = 20_000
MAX_COLUMNS = 300
MAX_UNPACKED = 500_000_000
HIDDEN, FILTERED, STRUCK = "隐藏的行", "筛选掉的行", "划掉的行"
NO_RESULT = "#没有结果"
"""Stands in a cell whose formula was never worked out."""

TOO_LONG = f"名册超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列，请删去远处多余的单元格，或分成几份再试。"
LOCKED = "名册文件有打开密码，请去掉密码后另存再试。"
UNREADABLE = "名册文件打不开，可能已损坏，或扩展名与内容不符。请用表格软件打开后另存为 xlsx 再试。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Cells merged into one: first and last row, first and last column, all from 0."""

    first: int
    last: int
    left: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table; ``rows[0]`` is its first row, empty or not.

    ``unseen`` says of rows, by place, why a person does not see them or reads them as crossed
    out; ``unseen_columns`` are the places of hidden columns. ``fault`` says why nothing of a
    table was read.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    shown: bool = True
    unseen: Mapping[int, str] = field(default_factory=dict)
    unseen_columns: frozenset[int] = frozenset()
    spans: tuple[Span, ...] = ()
    fault: str = ""


class SheetError(Exception):
    """Tells a reader's refusal in the words for the clerk."""


def expect_size(rows: int, columns: int) -> None:
    """Refuse a table that is longer or wider than any roster; raise SheetError."""
    if rows > MAX_ROWS + 1 or columns > MAX_COLUMNS:
        raise SheetError(TOO_LONG)
