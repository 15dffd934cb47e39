"""What a supervisor sets: one table, each row with its usual value and what it may be.

A new setting is a row here and its use, ``ROW.of(desk)``. It is kept with the records, noted in
the history, and set by a supervisor only; a ``Number`` in ``NUMBERS`` is asked for on the page
"安全" of the settings as well. What is of one computer is kept beside the records and not here:
``counter_number``, ``reader_choice``, ``type_size``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from desk_app.errors import RefusedError
from desk_app.policy.guidance.wrong_door import Neighbours
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Session
from desk_app.storage.people import settings
from desk_app.storage.upkeep import purge
from forms import catalogue

MOST_COPIES = 9
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class Setting(Generic[Value]):
    """A setting, by the name it is kept under; its values are what JSON can hold.

    ``deed`` says what is refused to anybody but a supervisor.
    """

    name: str
    usual: Value
    deed: str = "修改设置"

    def of(self, desk: Desk) -> Value:
        """Return the value in use."""
        with desk.database.reading() as session:
            return self.read(session)

    def read(self, session: Session) -> Value:
        """Return the value in use, in a transaction under way."""
        kept: Value | None = settings.get(session, name=self.name)
        return self.usual if kept is None else kept

    def set(self, desk: Desk, value: Value) -> None:
        """Set it; raise RefusedError for a wrong value, or to anybody but a supervisor."""
        require_supervisor(desk, self.deed)
        self.judge(value)
        with desk.database.writing() as session:
            self.write(session, desk, value)

    def judge(self, value: Value) -> None:
        """Raise RefusedError for a value it cannot have."""

    def write(self, session: Session, desk: Desk, value: Value) -> None:
        """Keep a value that was judged, in a transaction under way."""
        settings.put(session, seat=desk.seat, name=self.name, value=value, clock=desk.clock)


@dataclass(frozen=True, kw_only=True)
class Number(Setting[int]):
    """A whole number within bounds: ``label`` and ``helper`` ask for it, ``told`` says it."""

    title: str
    least: int
    most: int
    unit: str
    label: str
    helper: str
    told: str

    def judge(self, value: int) -> None:
        """Raise RefusedError for a number out of bounds."""
        if not self.least <= value <= self.most:
            raise RefusedError(f"{self.title}应在 {self.least} 到 {self.most} {self.unit}之间。")


@dataclass(frozen=True, kw_only=True)
class OneOf(Setting[str]):
    """One of the codes of ``Neighbours``."""

    def judge(self, value: str) -> None:
        """Raise RefusedError for a code that is none of them."""
        if value not in tuple(Neighbours):
            offered = "、".join(f"{one.value}（{one.label}）" for one in Neighbours)
            raise RefusedError(f"请从这几种里选：{offered}。")


@dataclass(frozen=True, kw_only=True)
class Copies(Setting[Mapping[str, int]]):
    """How often papers are printed, by their id."""

    def judge(self, value: Mapping[str, int]) -> None:
        """Raise RefusedError for a paper that is not known or a number outside 1 to 9."""
        if any(paper not in catalogue.PAPERS for paper in value):
            raise RefusedError("没有这种表单，请从列表里选择。")
        if not all(1 <= many <= MOST_COPIES for many in value.values()):
            raise RefusedError(f"每种表单打印 1 到 {MOST_COPIES} 份，请改正。")


IDLE_MINUTES = Number(
    name="idle_minutes",
    usual=10,
    deed="修改锁屏时间",
    title="锁屏时间",
    least=1,
    most=120,
    unit="分钟",
    label="多久没有操作就锁屏（分钟）",
    helper="锁屏前自动存草稿",
    told="{} 分钟没有操作就锁屏",
)
RETENTION_YEARS = Number(
    name="retention_years",
    usual=purge.YEARS,
    deed="修改保存期限",
    title="保存期限",
    least=purge.YEARS,
    most=50,
    unit="年",
    label="备案结束后保存多少年",
    helper="到期的记录只提示，由主管在“数据”里清除",
    told="备案结束后保存 {} 年",
)
UNDO_SECONDS = Number(
    name="undo_seconds",
    usual=10,
    deed="修改撤回时间",
    title="撤回时间",
    least=0,
    most=30,
    unit="秒",
    label="办完等几秒再打印，可按 Ctrl Z 撤回（秒）",
    helper="0 为不等，马上打印",
    told="办完 {} 秒后打印，其间可撤回",
)
NUMBERS = (IDLE_MINUTES, RETENTION_YEARS, UNDO_SECONDS)
NEIGHBOURS = OneOf(name="neighbours", usual=Neighbours.ASK.value, deed="修改外市参保人怎么办")
"""What is done for people insured in another city of the province: a code of ``Neighbours``."""
PRINTER = Setting(name="printer", usual="", deed="选择打印机")
"""The printer of counters that chose none of their own; an empty text is the system's first."""
COPIES = Copies(name="copies", usual={}, deed="修改打印份数")
"""Only papers whose number is the hall's own."""
BACKUP_FOLDER: Setting[str | None] = Setting(name="backup_folder", usual=None, deed="设置备份位置")
HOLIDAYS: Setting[str | None] = Setting(name="holidays", usual=None, deed="修改节假日")
BLANKS: Setting[Mapping[str, str]] = Setting(name="blanks", usual={})
PLACEMENTS: Setting[Mapping[str, Any]] = Setting(name="placements", usual={}, deed="校准打印机")
BUREAU_ANSWERS: Setting[list[Any]] = Setting(name="bureau_answers", usual=[], deed="录入本局口径")
RULE_PACKS: Setting[Mapping[str, Any]] = Setting(name="rule_packs", usual={}, deed="更新规则")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCopies:
    """How often a paper is printed, and how often it is where nothing was set."""

    paper: str
    title: str
    copies: int
    usual: int


def set_numbers(*, desk: Desk, values: Mapping[str, int]) -> None:
    """Set numbers by their names, all of them or none; as ``Setting.set``."""
    wanted = [(number, values[number.name]) for number in NUMBERS if number.name in values]
    for number, value in wanted:
        require_supervisor(desk, number.deed)
        number.judge(value)
    with desk.database.writing() as session:
        for number, value in wanted:
            number.write(session, desk, value)


def copies(*, desk: Desk) -> tuple[PaperCopies, ...]:
    """Return the number of copies of each paper, in the order of the catalogue."""
    own = COPIES.of(desk)
    return tuple(
        PaperCopies(
            paper=paper.id,
            title=paper.title,
            copies=own.get(paper.id, paper.copies),
            usual=paper.copies,
        )
        for paper in catalogue.PAPERS.values()
    )


def set_copies(*, desk: Desk, copies: Mapping[str, int]) -> None:
    """Set how often papers are printed; a paper not named keeps its usual number."""
    COPIES.judge(copies)
    own = {paper: many for paper, many in copies.items() if many != catalogue.PAPERS[paper].copies}
    COPIES.set(desk, own)


def printer(*, desk: Desk) -> str | None:
    """Return the printer of this counter's papers; None is the one the system asks first."""
    return _own(desk).of(desk) or None


def set_printer(*, desk: Desk, printer: str | None) -> None:
    """Choose the printer of this counter's papers; None is the one the system asks first."""
    _own(desk).set(desk, printer or "")


def _own(desk: Desk) -> Setting[str]:
    """Return the setting of this counter: those that share their records have printers each."""
    return replace(PRINTER, name=f"{PRINTER.name}:{desk.counter}", usual=PRINTER.of(desk))
