"""Check the records: pages, end, references, numbers, history, and what it says of each filing."""

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import Column, exists, func, select
from sqlmodel import Session

from desk_app.errors import Stopped, expect_wanted
from desk_app.records.inspection import Area, Fault, Inspection
from desk_app.storage.database.database import Database
from desk_app.storage.filings import numbers
from desk_app.storage.folder.stopping import stoppable
from desk_app.storage.history import audit, contents
from desk_app.storage.history.contents import Finding
from desk_app.storage.schema.tables import DAY_SEQ, FILING, HALL, PERSON, SEARCH_KEY, Rows
from desk_app.storage.upkeep import structure

__all__ = ["Area", "inspect"]

_SHOWN = 20  # faults of one kind; more of them say nothing new
_MOST_PEOPLE = 50_000_000  # a byte each is taken for them
_STOPPED = "已停止核对。没有核对完，不能说明资料完好。"
_NAME = "{}-{:02d}-{:%Y%m%d}"  # of a day, as its record numbers begin
_NOT_NOTED = {"last": 0, "purged": 0}


_REMEDIES = {
    Area.PAGES: "请停止登记，用最近一次完好的备份恢复。",
    Area.GUARDS: "请停止登记并报告主管，查明谁动过数据文件，再用改动之前的备份恢复。",
    Area.REFERENCES: "请停止登记，用最近一次完好的备份恢复，并联系技术人员。",
    Area.HISTORY: "请报告主管，与日结单上打印的校验值核对，从哪一天起不符，就查那一天的备份。",
    Area.NUMBERS: "请报告主管，与当天的日结单和登记台账核对，找出缺的是哪一件。",
    Area.PEOPLE: "请报告主管，与纸质登记表和证件复印件核对，并用改动之前的备份查明原来的资料。",
    Area.STAFF: "请报告主管，核对谁在这里工作、各是什么角色，查明谁动过数据文件。",
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
        return _outcome(_faults([(Area.PAGES, f"有 {len(lines)} 处损坏。")]))
    tell(Area.END)
    faults: list[Fault] = []
    with database.reading() as session, stoppable(session, stopped, said=_STOPPED):
        if next(structure.lacking(session.connection()), None) is not None:
            return _outcome(_faults(_guards(session)))
        if (gap := database.fallen_short()) is not None:
            faults.append(_fault(Area.END, gap.finding, gap.remedy))
        for area, check in _CHECKS.items():
            tell(area)
            faults += _faults(check(session))
        tell(Area.HISTORY)
        chain = audit.verify(session)
        faults += _faults([(Area.HISTORY, chain.fault)] if chain.fault else [])
        count = session.connection().execute(select(func.count()).select_from(FILING))
        filings = int(count.scalar_one())
    return _outcome(faults, filings=filings, entries=chain.entries, head=chain.head)


def _guards(session: Session) -> Iterator[Finding]:
    for one in structure.differences(session.connection()):
        yield Area.GUARDS, one


def _references(session: Session) -> Iterator[Finding]:
    if session.get_bind().dialect.name != "sqlite":
        return  # a server never lets them break
    for table in Rows.metadata.sorted_tables:
        if table is SEARCH_KEY:
            continue  # six times the rows of all others; see _search
        found = session.connection().exec_driver_sql(f"pragma foreign_key_check({table.name})")
        for _, row, other, _ in found:
            yield Area.REFERENCES, f"{table.name} 的第 {row} 行所指的 {other} 不存在。"


def _numbers(session: Session) -> Iterator[Finding]:
    same = (
        (FILING.c.hall_id == DAY_SEQ.c.hall_id)
        & (FILING.c.counter == DAY_SEQ.c.counter)
        & (FILING.c.day == DAY_SEQ.c.day)
    )
    query = (
        select(
            HALL.c.code,
            DAY_SEQ.c.counter,
            DAY_SEQ.c.day,
            DAY_SEQ.c.last,
            DAY_SEQ.c.purged,
            func.count(FILING.c.id).label("found"),
            func.coalesce(func.max(FILING.c.serial), 0).label("highest"),
        )
        .select_from(DAY_SEQ.join(HALL, HALL.c.id == DAY_SEQ.c.hall_id).outerjoin(FILING, same))
        .group_by(HALL.c.code, DAY_SEQ.c.hall_id, DAY_SEQ.c.counter, DAY_SEQ.c.day)
    )
    noted = {
        entry.subject.removeprefix(numbers.SUBJECT): entry.detail
        for entry in audit.of_kind(session, kind=numbers.SUBJECT)
    }
    uncounted = _uncounted(session) | noted.keys()
    for row in session.connection().execute(query):
        name = _NAME.format(row.code, row.counter, row.day)
        uncounted.discard(name)
        said = noted.get(name, _NOT_NOTED)
        last, purged = max(said["last"], row.highest), said["purged"]
        if (row.last, row.purged, row.found) != (last, purged, last - purged):
            yield (
                Area.NUMBERS,
                (
                    f"{row.day:%Y-%m-%d} 第 {row.counter} 窗口发出 {row.last} 个编号，"
                    f"清除 {row.purged} 件，现存 {row.found} 件，对不上。"
                ),
            )
    for name in sorted(uncounted):
        yield Area.NUMBERS, f"{name} 那天给过编号，发到第几号的记录却不见了。"


def _uncounted(session: Session) -> set[str]:
    """Return the days that have filings and no count of their numbers."""
    counted = exists().where(
        DAY_SEQ.c.hall_id == FILING.c.hall_id,
        DAY_SEQ.c.counter == FILING.c.counter,
        DAY_SEQ.c.day == FILING.c.day,
    )
    query = (
        select(HALL.c.code, FILING.c.counter, FILING.c.day)
        .select_from(FILING.join(HALL, HALL.c.id == FILING.c.hall_id))
        .where(~counted)
        .distinct()
    )
    return {_NAME.format(*row) for row in session.connection().execute(query)}


def _search(session: Session) -> Iterator[Finding]:
    highest = session.connection().execute(select(func.max(PERSON.c.id))).scalar() or 0
    if highest > _MOST_PEOPLE:
        yield Area.SEARCH, f"人员的内部编号大到 {highest}，不是本程序给的。"
        return
    known, keyed, filed = (
        _marks(session, column, highest)
        for column in (PERSON.c.id, SEARCH_KEY.c.person_id, FILING.c.person_id)
    )
    if lost := sum(filed[one] > keyed[one] for one in range(highest + 1)):
        yield Area.SEARCH, f"有 {lost} 人按姓名查不到。"
    if strange := sum(keyed[one] > known[one] for one in range(highest + 2)):
        yield Area.SEARCH, f"查找索引里有 {strange} 人不存在。"


def _marks(session: Session, column: Column[int], highest: int) -> bytearray:
    """Return a 1 at each id that a column has; what is above the highest is one more place."""
    marks = bytearray(highest + 2)
    query = select(column)
    for one in (
        session.connection().execute(query, execution_options={"yield_per": 50_000}).scalars()
    ):
        marks[one if 0 <= one <= highest else -1] = 1
    return marks


_CHECKS: dict[Area, Callable[[Session], Iterator[Finding]]] = {
    Area.GUARDS: _guards,
    Area.REFERENCES: _references,
    Area.NUMBERS: _numbers,
    Area.FILINGS: contents.filings,
    Area.PEOPLE: contents.people,
    Area.PRINTS: contents.sheets,
    Area.STAFF: contents.staff,
    Area.SEARCH: _search,
}


def _faults(findings: Iterable[Finding]) -> list[Fault]:
    """Word findings as faults, of each area only the first ones."""
    faults: list[Fault] = []
    many = dict.fromkeys(Area, 0)
    for area, finding in findings:
        many[area] += 1
        if many[area] <= _SHOWN:
            faults.append(_fault(area, finding, _REMEDIES[area]))
        elif many[area] == _SHOWN + 1:
            faults.append(_fault(area, f"还有更多，只列出前 {_SHOWN} 处。", _REMEDIES[area]))
    return faults


def _fault(area: Area, finding: str, remedy: str) -> Fault:
    return Fault(area=area.label, finding=finding, remedy=remedy)


def _outcome(
    faults: list[Fault], *, filings: int = 0, entries: int = 0, head: str = ""
) -> Inspection:
    return Inspection(faults=tuple(faults), filings=filings, entries=entries, head=head)
