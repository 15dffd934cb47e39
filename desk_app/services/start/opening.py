"""Set up a data folder, and sign in and out of it."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.policy.people.name_check import name_problems
from desk_app.policy.people.names import normalise_name
from desk_app.policy.regions import insured_regions
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import Verb
from desk_app.records.hall import ClerkRecord, HallFields, HallRecord, Seat
from desk_app.services.backup import backing_up
from desk_app.services.desk import counter_number, timekeeping
from desk_app.services.desk.open_desk import Desk
from desk_app.services.server import places
from desk_app.services.settings import typefaces
from desk_app.services.start import founding, gaps, resuming
from desk_app.storage.database.database import Database, Session
from desk_app.storage.filings import prints
from desk_app.storage.history import audit
from desk_app.storage.keys import generations, keyfile, keys, remembered
from desk_app.storage.people import clerks, halls
from desk_app.storage.schema.failures import DamagedError, TamperedError

_FOREIGN = (
    "密钥文件 keys.json 打得开，但也可能不是这份数据的（例如从别的电脑或别的备份拷来）。"
    "请核对 keys.json 和 records.db 是不是一套。"
)

_NOT_TAKEN = "把别的电脑用着的窗口号拿过来需要主管办理，请用主管的口令。"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """A new desk, and the recovery code that is shown this once and kept nowhere."""

    desk: Desk
    recovery_code: str


def is_set_up(folder: Path) -> bool:
    """Tell whether the folder holds records already, ending first what was cut off there.

    Raises EnvironmentFailureError saying what is missing where something of a hall is there and
    cannot be opened: it is never said that there is nothing.
    """
    resuming.resume(folder=folder)
    return founding.is_founded(folder)


def people(folder: Path) -> tuple[keys.Slot, ...]:
    """Return who may sign in, names masked, for choosing before anything is unlocked."""
    return keys.slots(folder)


def remembered_people(folder: Path) -> frozenset[str]:
    """Return the staff numbers of those who asked to be let in by a computer's keyring."""
    return remembered.holders(folder)


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

    Raises RefusedError naming what to mend, and StateConflictError where anything of a hall is
    there, before anything is written.
    """
    name = normalise_name(clerk_name)
    _judge(hall, counter, name)
    database, seat, recovery_code = founding.found_hall(
        folder=folder,
        hall=hall,
        counter=counter,
        name=name,
        passphrase=passphrase,
        clock=clock,
        cost=cost,
    )
    database.watch(places.witness(folder, database.key))
    founding.note_code(database=database, shown=True)
    counter_number.keep(folder, counter)
    typefaces.take_in(folder)
    desk = Desk(folder=folder, database=database, clock=clock, seat=seat)
    return SetUp(desk=desk, recovery_code=recovery_code)


def unlock(
    *,
    folder: Path,
    passphrase: str | None,
    clock: Clock,
    staff_no: str | None = None,
    counter: int | None = None,
    take: bool = False,
) -> Desk:
    """Sign in with a passphrase, or with None by this computer's keyring, and open the records.

    ``counter`` left open is the number kept for the folder; ``take`` has a supervisor take it from
    another computer on the hall's server.
    Raises RefusedError for a wrong passphrase, where no keyring opens or the number is taken,
    EnvironmentFailureError where there are no records or they cannot be read.
    """
    if not is_set_up(folder):
        raise EnvironmentFailureError(
            "这个文件夹里还没有数据，请先初始化（desk-app init），或核对数据文件夹。"
        )
    with suppress(EnvironmentFailureError):  # a server that is away is told below
        places.look_at_door(folder)
    unlocked, database = _let_in(folder, passphrase, clock=clock, staff_no=staff_no)
    try:
        gaps.look(database, folder)
        number = counter or counter_number.expected(folder, database)
        seat = _sign_in(database, folder, unlocked, counter=number, clock=clock, take=take)
        if counter_number.read(folder) is None and (counter or database.path):
            counter_number.keep(folder, number)
        _renew_slot(database, folder, seat.clerk, unlocked, passphrase)
        founding.forget_old_mark(folder)
    except BaseException:
        database.close()
        raise
    typefaces.take_in(folder)
    return Desk(folder=folder, database=database, clock=clock, seat=seat)


def _let_in(
    folder: Path, passphrase: str | None, *, clock: Clock, staff_no: str | None
) -> tuple[keys.Unlocked, Database]:
    """Open the records by the key file, once more where they got a new data key in between."""
    generation = keyfile.load(folder).generation
    unlocked = _unlocked(folder, passphrase, clock=clock, staff_no=staff_no)
    try:
        return unlocked, _opened(folder, unlocked, clock)
    except DamagedError:
        if keyfile.load(folder).generation == generation:
            raise
    return _let_in(folder, passphrase, clock=clock, staff_no=staff_no)


def confirm(*, desk: Desk, passphrase: str | None) -> None:
    """Check that whoever comes back to an open desk is its clerk, also while the server is away.

    Raises RefusedError for a wrong passphrase.
    """
    _unlocked(desk.folder, passphrase, clock=desk.clock, staff_no=desk.clerk.staff_no)


def refresh_people(folder: Path) -> bool:
    """Learn whom other counters let in or shut out; tell whether anybody is new.

    Raises EnvironmentFailureError where the hall's server does not answer.
    """
    return places.look_at_door(folder)


def _unlocked(
    folder: Path, passphrase: str | None, *, clock: Clock, staff_no: str | None
) -> keys.Unlocked:
    if passphrase is not None:
        try:
            return keys.unlock(folder, passphrase=passphrase, clock=clock, staff_no=staff_no)
        except RefusedError as error:
            if strange := backing_up.keys_of_another(folder=folder):
                raise RefusedError(error.message + strange) from error
            raise
    found = remembered.recall(folder, staff_no=staff_no)
    if found is None:
        raise RefusedError("这台电脑的系统钥匙串打不开资料，请用口令登录。")
    return found


def _opened(folder: Path, unlocked: keys.Unlocked, clock: Clock) -> Database:
    """Open the records; say where key file and records do not belong together."""
    try:
        return places.open_records(folder, unlocked.key, clock=clock)
    except TamperedError:
        raise
    except DamagedError as error:
        raise DamagedError(f"{error.message}{_FOREIGN}") from error


def _renew_slot(
    database: Database,
    folder: Path,
    clerk: ClerkRecord,
    unlocked: keys.Unlocked,
    passphrase: str | None,
) -> None:
    """Have the door show the name and role a person has, and their slot be of today's form."""
    key = unlocked.key
    before = keyfile.load(folder).generation
    shown = next((one for one in keys.slots(folder) if one.staff_no == clerk.staff_no), None)
    if shown is not None and shown.of_old and passphrase is not None:
        keys.refresh(folder, key=key, staff_no=clerk.staff_no, passphrase=passphrase)
    keys.label(folder, key=key, staff_no=clerk.staff_no, name=clerk.name, role=clerk.role)
    if keyfile.load(folder).generation != before:
        settle(database, folder)


def settle(database: Database, folder: Path) -> None:
    """Have the records, and the copy of the key file, know of a change of the key file."""
    if database.path is not None:
        with database.writing() as session:
            generations.meet(session, folder)
    keyfile.settle(folder)


def _sign_in(
    database: Database,
    folder: Path,
    unlocked: keys.Unlocked,
    *,
    counter: int,
    clock: Clock,
    take: bool,
) -> Seat:
    counter_number.judge(counter)
    with database.writing() as session:
        if database.path is not None:
            generations.meet(session, folder)
        hall = _own_hall(halls.every(session))
        clerk = clerks.by_staff_no(session, staff_no=unlocked.staff_no)
        if clerk is None or not clerk.active:
            raise RefusedError("这个工号已停用，请联系主管。")
        seat = Seat(hall=hall, counter=counter, clerk=clerk)
        if database.path is None:
            if take and clerk.role is not Role.SUPERVISOR:
                raise RefusedError(_NOT_TAKEN)
            counter_number.claim(session, folder, number=counter, clock=clock, take=take)
        timekeeping.note_signing_in(session, clock)
        prints.begin_following(session)
        _note_signing_in(session, seat, unlocked, clock)
        if database.gap is not None:
            gaps.note(session, seat=seat, gap=database.gap, verb=Verb.GAP_FOUND, clock=clock)
    return seat


def _note_signing_in(session: Session, seat: Seat, unlocked: keys.Unlocked, clock: Clock) -> None:
    """Note the signing in, and before it the tries that went wrong while nothing was open."""
    subject = f"clerk:{seat.clerk.staff_no}"
    if unlocked.failures:
        audit.append(
            session,
            at=clock.now(),
            seat=None,
            verb=Verb.SIGN_IN_FAILED,
            subject="door",
            detail={"times": unlocked.failures, "at": list(unlocked.failed_at)},
        )
    audit.append(
        session, at=clock.now(), seat=seat, verb=Verb.SIGN_IN, subject=subject,
        detail={"failures_before": unlocked.failures},
    )  # fmt: skip


def sign_out(*, desk: Desk) -> None:
    """Note that the clerk leaves, and close the records."""
    try:
        with desk.database.writing() as session:
            desk.note(session, Verb.SIGN_OUT, f"clerk:{desk.clerk.staff_no}")
        places.share_door(desk.database, desk.folder)
    finally:
        desk.close()


def _own_hall(found: tuple[HallRecord, ...]) -> HallRecord:
    if not found:
        raise EnvironmentFailureError("数据文件里没有服务厅信息，请用备份恢复，或重新初始化。")
    # The first one is this desk's own; others came with the records of other counters.
    return min(found, key=lambda hall: hall.id)


def _judge(hall: HallFields, counter: int, clerk_name: str) -> None:
    counter_number.judge(counter)
    problems = [f"姓名：{problem}" for problem in name_problems(clerk_name)]
    if not hall.name.strip():
        problems.append("请填写服务厅名称。")
    if not (hall.code.isascii() and hall.code.isalnum() and len(hall.code) <= 12):
        problems.append("服务厅代码只能用字母和数字，最多 12 个。")
    if hall.region not in {region.code for region in insured_regions()}:
        problems.append("本机没有这个参保地的备案规则，请核对行政区划代码，例如深圳市 440300。")
    if problems:
        raise RefusedError("\n".join(problems))
