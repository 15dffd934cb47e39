"""Set up a data folder, and sign in and out of it."""

from dataclasses import dataclass
from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.policy.names import name_problems, normalise_name
from desk_app.policy.regions import insured_regions
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import Verb
from desk_app.records.hall import Desk as Seat
from desk_app.records.hall import HallFields, HallRecord
from desk_app.services.desk import Desk
from desk_app.storage import audit, clerks, halls, keys
from desk_app.storage.database import Database

FIRST_STAFF_NO = "01"
LAST_COUNTER = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """A new desk, and the recovery code that is shown this once and kept nowhere."""

    desk: Desk
    recovery_code: str


def is_set_up(folder: Path) -> bool:
    """Tell whether the folder holds records already."""
    return keys.exist(folder)


def people(folder: Path) -> tuple[keys.Slot, ...]:
    """Return who may sign in, names masked, for choosing before anything is unlocked."""
    return keys.slots(folder)


def set_up(
    *,
    folder: Path,
    hall: HallFields,
    counter: int,
    clerk_name: str,
    passphrase: str,
    clock: Clock,
    cost: keys.Cost | None = None,
) -> SetUp:
    """Make the data folder with its hall and first supervisor, and open it.

    Raises RefusedError naming what to mend, before anything is written.
    """
    name = normalise_name(clerk_name)
    _judge(hall, counter, name)
    key, recovery_code = keys.create(
        folder,
        staff_no=FIRST_STAFF_NO,
        name=name,
        role=Role.SUPERVISOR,
        passphrase=passphrase,
        **({"cost": cost} if cost else {}),
    )
    database = Database.create(folder, key, clock=clock)
    with database.writing() as session:
        kept = halls.add(session, hall=hall)
        clerk = clerks.add(
            session, staff_no=FIRST_STAFF_NO, name=name, role=Role.SUPERVISOR, clock=clock
        )
        seat = Seat(hall=kept, counter=counter, clerk=clerk)
        audit.append(
            session,
            at=clock.now(),
            desk=seat,
            verb=Verb.SET_UP,
            subject=f"hall:{kept.code}",
            detail={},
        )
    desk = Desk(folder=folder, database=database, clock=clock, seat=seat)
    return SetUp(desk=desk, recovery_code=recovery_code)


def unlock(
    *,
    folder: Path,
    passphrase: str,
    clock: Clock,
    staff_no: str | None = None,
    counter: int | None = None,
) -> Desk:
    """Sign in with a passphrase and open the records.

    Raises RefusedError for a wrong passphrase, EnvironmentFailureError where there are no
    records or they cannot be read.
    """
    if not is_set_up(folder):
        raise EnvironmentFailureError(
            "这个文件夹里还没有数据，请先初始化（desk-app init），或核对数据文件夹。"
        )
    unlocked = keys.unlock(folder, passphrase=passphrase, clock=clock, staff_no=staff_no)
    database = Database.open(folder, unlocked.key)
    try:
        seat = _sign_in(database, unlocked, counter=counter or 1, clock=clock)
    except BaseException:
        database.close()
        raise
    return Desk(folder=folder, database=database, clock=clock, seat=seat)


def _sign_in(database: Database, unlocked: keys.Unlocked, *, counter: int, clock: Clock) -> Seat:
    _judge_counter(counter)
    with database.writing() as session:
        hall = _only_hall(halls.every(session))
        clerk = clerks.by_staff_no(session, staff_no=unlocked.staff_no)
        if clerk is None or not clerk.active:
            raise RefusedError("这个工号已停用，请联系主管。")
        seat = Seat(hall=hall, counter=counter, clerk=clerk)
        audit.append(
            session,
            at=clock.now(),
            desk=seat,
            verb=Verb.SIGN_IN,
            subject=f"clerk:{clerk.staff_no}",
            detail={"failures_before": unlocked.failures},
        )
    return seat


def _only_hall(found: tuple[HallRecord, ...]) -> HallRecord:
    if not found:
        raise EnvironmentFailureError("数据文件里没有服务厅信息，请用备份恢复，或重新初始化。")
    return found[0]


def _judge(hall: HallFields, counter: int, clerk_name: str) -> None:
    _judge_counter(counter)
    problems = [f"姓名：{problem}" for problem in name_problems(clerk_name)]
    if not hall.name.strip():
        problems.append("请填写服务厅名称。")
    if not (hall.code.isascii() and hall.code.isalnum() and len(hall.code) <= 12):
        problems.append("服务厅代码只能用字母和数字，最多 12 个。")
    if hall.region not in {region.code for region in insured_regions()}:
        problems.append("本机没有这个参保地的备案规则，请核对行政区划代码，例如深圳市 440300。")
    if problems:
        raise RefusedError("\n".join(problems))


def _judge_counter(counter: int) -> None:
    if not 1 <= counter <= LAST_COUNTER:
        raise RefusedError(f"窗口号应在 1 到 {LAST_COUNTER} 之间。")
