"""Check the records: pages, end, references, numbers, history, and what it says of each filing."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Column, func, select
from sqlmodel import Session

from desk_app.errors import Stopped, expect_wanted
from desk_app.policy.vocabulary import Labelled
from desk_app.records.inspection import Fault, Inspection
from desk_app.storage import audit, filing_state, structure
from desk_app.storage.database import Database
from desk_app.storage.stopping import stoppable
from desk_app.storage.tables import AUDIT, DAY_SEQ, FILING, PERSON, PRINT_JOB, SEARCH_KEY, Rows

_BATCH = 500
_SHOWN = 20  # faults of one kind; more of them say nothing new
_MOST_PEOPLE = 50_000_000  # a byte each is taken for them
_STOPPED = "已停止核对。没有核对完，不能说明资料完好。"
_STATE = re.compile(r'"state":"(#[0-9a-f]+)"')
_PRINTED = re.compile(r'"sha256":"([0-9a-f]{64})"')


class Area(Labelled):
    """What is checked, in this order."""

    PAGES = "pages", "数据文件"
    END = "end", "最后的记录"
    GUARDS = "guards", "表结构和防篡改保护"
    REFERENCES = "references", "记录之间的关联"
    NUMBERS = "numbers", "备案编号"
    FILINGS = "filings", "备案内容"
    PRINTS = "prints", "打印记录"
    SEARCH = "search", "查找索引"
    HISTORY = "history", "操作记录"


_REMEDIES = {
    Area.PAGES: "请停止登记，用最近一次完好的备份恢复。",
    Area.GUARDS: "请停止登记并报告主管，查明谁动过数据文件，再用改动之前的备份恢复。",
    Area.REFERENCES: "请停止登记，用最近一次完好的备份恢复，并联系技术人员。",
    Area.HISTORY: "请报告主管，与日结单上打印的校验值核对，从哪一天起不符，就查那一天的备份。",
    Area.NUMBERS: "请报告主管，与当天的日结单和登记台账核对，找出缺的是哪一件。",
    Area.FILINGS: "请报告主管，与纸质登记表核对，并用改动之前的备份查明原来的内容。",
    Area.PRINTS: "请报告主管，与存档的纸质表格核对。",
    Area.SEARCH: "请重新建立查找索引；记录本身没有问题。",
}


def inspect(
    database: Database,
    *,
    progress: Callable[[Area], None] | None = None,
    stopped: Stopped | None = None,
) -> Inspection:
    """Check everything; ``progress`` is told what is looked at next.

    A million filings take some minutes; run it in a thread. Damaged pages end the check at once,
    since nothing read from such a file can be relied on; so does a table that is gone. Raises
    StoppedError once ``stopped`` says so.
    """

    def tell(area: Area) -> None:
        expect_wanted(stopped, _STOPPED)
        if progress is not None:
            progress(area)

    tell(Area.PAGES)
    if database.path is not None and (lines := database.damaged_pages()):
        return _outcome(_faults(Area.PAGES, iter([f"有 {len(lines)} 处损坏。"])))
    tell(Area.END)
    faults: list[Fault] = []
    with database.reading() as session, stoppable(session, stopped, said=_STOPPED):
        if next(structure.lacking(session.connection()), None) is not None:
            return _outcome(_faults(Area.GUARDS, _guards(session)))
        if (gap := database.fallen_short()) is not None:
            faults.append(_fault(Area.END, gap.finding, gap.remedy))
        for area, check in _CHECKS.items():
            tell(area)
            faults += _faults(area, check(session))
        tell(Area.HISTORY)
        chain = audit.verify(session)
        faults += _faults(Area.HISTORY, iter([chain.fault] if chain.fault else []))
        count = session.connection().execute(select(func.count()).select_from(FILING))
        filings = int(count.scalar_one())
    return _outcome(faults, filings=filings, entries=chain.entries, head=chain.head)


def _guards(session: Session) -> Iterator[str]:
    yield from structure.differences(session.connection())


def _references(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name != "sqlite":
        return  # a server never lets them break
    for table in Rows.metadata.sorted_tables:
        if table is SEARCH_KEY:
            continue  # six times the rows of all others; see _search
        found = session.connection().exec_driver_sql(f"pragma foreign_key_check({table.name})")
        for _, row, other, _ in found:
            yield f"{table.name} 的第 {row} 行所指的 {other} 不存在。"


def _numbers(session: Session) -> Iterator[str]:
    same = (
        (FILING.c.hall_id == DAY_SEQ.c.hall_id)
        & (FILING.c.counter == DAY_SEQ.c.counter)
        & (FILING.c.day == DAY_SEQ.c.day)
    )
    query = (
        select(
            DAY_SEQ.c.counter,
            DAY_SEQ.c.day,
            DAY_SEQ.c.last,
            DAY_SEQ.c.purged,
            func.count(FILING.c.id).label("found"),
            func.coalesce(func.max(FILING.c.serial), 0).label("highest"),
        )
        .select_from(DAY_SEQ.outerjoin(FILING, same))
        .group_by(DAY_SEQ.c.hall_id, DAY_SEQ.c.counter, DAY_SEQ.c.day)
    )
    for row in session.connection().execute(query):
        if row.found + row.purged != row.last or row.highest > row.last:
            yield (
                f"{row.day:%Y-%m-%d} 第 {row.counter} 窗口发出 {row.last} 个编号，"
                f"清除 {row.purged} 件，现存 {row.found} 件，对不上。"
            )


def _filings(session: Session) -> Iterator[str]:
    rows = filing_state.every(session)
    for batch in iter(lambda: list(islice(rows, _BATCH)), []):
        sealed = _sealed(session, [number for number, _ in batch])
        for number, state in batch:
            if sealed.get(number) != state:
                yield f"备案 {number} 的内容与操作记录不符。"


def _sealed(session: Session, numbers: Sequence[str]) -> dict[str, str]:
    """Return what the history last said of each of these filings."""
    query = select(AUDIT.c.subject, AUDIT.c.body).where(AUDIT.c.subject.in_(numbers))
    said: dict[str, str] = {}
    for subject, body in session.connection().execute(query.order_by(AUDIT.c.seq)):
        if found := _STATE.search(body):
            said[subject] = found[1]
    return said


def _prints(session: Session) -> Iterator[str]:
    query = (
        select(PRINT_JOB.c.id, PRINT_JOB.c.sha256, PRINT_JOB.c.paper, FILING.c.number)
        .select_from(PRINT_JOB.outerjoin(FILING, FILING.c.id == PRINT_JOB.c.filing_id))
        .order_by(PRINT_JOB.c.id)
    )
    rows = session.connection().execute(query, execution_options={"yield_per": _BATCH})
    for batch in iter(lambda: list(islice(rows, _BATCH)), []):
        subjects = {row.number or f"paper:{row.paper}" for row in batch}
        noted = select(AUDIT.c.body).where(AUDIT.c.subject.in_(subjects))
        bodies = session.connection().execute(noted).scalars()
        known = {digest for body in bodies for digest in _PRINTED.findall(body)}
        for row in batch:
            if row.sha256 not in known:
                yield f"第 {row.id} 次打印（{row.number or row.paper}）与操作记录不符。"


def _search(session: Session) -> Iterator[str]:
    highest = session.connection().execute(select(func.max(PERSON.c.id))).scalar() or 0
    if highest > _MOST_PEOPLE:
        yield f"人员的内部编号大到 {highest}，不是本程序给的。"
        return
    known, keyed, filed = (
        _marks(session, column, highest)
        for column in (PERSON.c.id, SEARCH_KEY.c.person_id, FILING.c.person_id)
    )
    if lost := sum(filed[one] > keyed[one] for one in range(highest + 1)):
        yield f"有 {lost} 人按姓名查不到。"
    if strange := sum(keyed[one] > known[one] for one in range(highest + 2)):
        yield f"查找索引里有 {strange} 人不存在。"


def _marks(session: Session, column: Column[int], highest: int) -> bytearray:
    """Return a 1 at each id that a column has; what is above the highest is one more place."""
    marks = bytearray(highest + 2)
    query = select(column)
    for one in (
        session.connection().execute(query, execution_options={"yield_per": 50_000}).scalars()
    ):
        marks[one if 0 <= one <= highest else -1] = 1
    return marks


_CHECKS: dict[Area, Callable[[Session], Iterator[str]]] = {
    Area.GUARDS: _guards,
    Area.REFERENCES: _references,
    Area.NUMBERS: _numbers,
    Area.FILINGS: _filings,
    Area.PRINTS: _prints,
    Area.SEARCH: _search,
}


def _faults(area: Area, findings: Iterator[str]) -> list[Fault]:
    shown = list(islice(findings, _SHOWN))
    if next(findings, None) is not None:
        shown.append(f"还有更多，只列出前 {_SHOWN} 处。")
    return [_fault(area, one, _REMEDIES[area]) for one in shown]


def _fault(area: Area, finding: str, remedy: str) -> Fault:
    return Fault(area=area.label, finding=finding, remedy=remedy)


def _outcome(
    faults: list[Fault], *, filings: int = 0, entries: int = 0, head: str = ""
) -> Inspection:
    return Inspection(faults=tuple(faults), filings=filings, entries=entries, head=head)
