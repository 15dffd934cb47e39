"""Upgrading: the file is copied first, the guards come back, and a failure changes nothing."""

import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from desk_app.clock import CHINA, FixedClock
from desk_app.errors import EnvironmentFailureError
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.hall import Seat
from desk_app.storage.database import engine
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.filings import filings, undoing
from desk_app.storage.filings.acts import Grounds
from desk_app.storage.migrations import runner
from desk_app.storage.people import clerks, halls
from desk_app.storage.schema import schema, triggers
from desk_app.storage.upkeep import inspection
from tests.storage.conftest import KEY, Counter, make_case

NEXT = '''
"""Rebuild two tables, as a change of a column does."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "{next}", "{head}", None, None

def upgrade():
    with op.batch_alter_table("audit", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.String(), nullable=True))
    with op.batch_alter_table("person", recreate="always") as batch:
        batch.add_column(sa.Column("nickname", sa.String(), nullable=True))
    {then}
'''


NEWER = "9999"
HEAD = schema.HEAD  # as it is before a test lets the program be newer


@pytest.fixture
def upgradable(counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A file of this program, and a newer program; call it with what goes wrong."""
    kept = [counter.register(make_case(n)) for n in range(3)]
    counter.database.close()
    scripts = tmp_path / "scripts"
    shutil.copytree(Path(runner.__file__).parent, scripts)

    def prepare(then: str = "pass") -> list[str]:
        script = NEXT.format(then=then, next=NEWER, head=HEAD)
        (scripts / "versions" / "next.py").write_text(script)
        real = runner.run
        monkeypatch.setattr(runner, "run", lambda engine: real(engine, scripts=scripts))
        monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, NEWER))
        monkeypatch.setattr(schema, "HEAD", NEWER)
        return [one.number for one in kept]

    return prepare


def test_an_older_file_is_copied_and_brought_up_to_date(counter: Counter, upgradable) -> None:
    numbers = upgradable()
    with Database.open(counter.folder, KEY) as database, database.reading() as session:
        assert schema.revision(session.connection()) == NEWER
        assert triggers.missing(session.connection()) == set()
        assert all(filings.by_number(session, number=one) for one in numbers)
        assert session.execute(text("select count(nickname) from person")).scalar() == 0
        assert session.execute(text("pragma foreign_keys")).scalar() == 1
        assert inspection.inspect(database).faults == ()
    copy = counter.folder / f"records-before-{NEWER}-from-{HEAD}.db"
    assert copy.stat().st_mode & 0o777 == 0o600
    with (
        Database.open(counter.folder, KEY) as database,
        database.beside(copy) as old,
        old.reading() as session,
    ):
        assert schema.revision(session.connection()) == HEAD
        assert all(filings.by_number(session, number=one) for one in numbers)


@pytest.mark.parametrize(
    ("then", "error"),
    [
        ("raise ZeroDivisionError", ZeroDivisionError),
        ("op.execute('delete from clerk')", EnvironmentFailureError),
    ],
)
def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    counter: Counter, upgradable, monkeypatch: pytest.MonkeyPatch, then: str, error: type
) -> None:
    numbers = upgradable(then)
    with pytest.raises(error):
        Database.open(counter.folder, KEY)
    monkeypatch.undo()
    with Database.open(counter.folder, KEY) as database, database.reading() as session:
        assert schema.revision(session.connection()) == HEAD
        assert all(filings.by_number(session, number=one) for one in numbers)
        tables = session.execute(text("select name from sqlite_master")).scalars()
        assert not [name for name in tables if "alembic_tmp" in name]
        columns = session.execute(text("select * from person")).keys()
        assert "nickname" not in columns
    assert inspection.inspect(Database.open(counter.folder, KEY)).faults == ()


RELEASED = sorted((Path(__file__).parents[1] / "released").glob("*.db"))


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_files_of_every_released_schema_still_open(released: Path, tmp_path: Path) -> None:
    shutil.copyfile(released, tmp_path / FILE_NAME)
    with Database.open(tmp_path, KEY) as database, database.reading() as session:
        kept = filings.by_number(session, number="FT-01-20261121-0002")
        assert kept.case.applicant.name == "欧阳𬭚𫖮"
        assert kept.replaced_by == "FT-01-20261121-0003"
        database.seal_anew()  # the seal beside it was not copied along
        assert inspection.inspect(database).faults == ()


OLD = [path for path in RELEASED if path.stem < schema.SEALED_SINCE]
NAMED = {"person": "申请人资料", "filing": "备案内容", "print_job": "打印记录", "clerk": "人员"}
CHANGED = [
    "update person set phone = 'x', phone_rev = 'x'",
    "update filing set clerk_id = 99",
    "delete from print_job",
    "update clerk set role = 'clerk'",
]


def changed(path: Path, statement: str) -> None:
    with closing(engine.connect(path, KEY)) as raw:
        raw.execute(statement)


@pytest.mark.parametrize("released", OLD, ids=lambda path: path.stem)
@pytest.mark.parametrize("statement", CHANGED)
def test_what_an_upgrade_found_is_sealed_from_then_on(
    released: Path, statement: str, tmp_path: Path
) -> None:
    shutil.copyfile(released, tmp_path / FILE_NAME)
    Database.open(tmp_path, KEY).close()
    changed(tmp_path / FILE_NAME, statement)
    with Database.open(tmp_path, KEY) as database:
        areas = "".join(fault.area for fault in inspection.inspect(database).faults)
    assert NAMED[statement.split()[1 if statement.startswith("update") else 2]] in areas


@pytest.mark.parametrize("released", OLD, ids=lambda path: path.stem)
def test_an_upgrade_makes_nothing_good_that_was_changed_before(
    released: Path, tmp_path: Path
) -> None:
    path = tmp_path / FILE_NAME
    shutil.copyfile(released, path)
    changed(path, "update filing set place = '110000' where serial = 2")
    with Database.open(tmp_path, KEY) as database:
        found = inspection.inspect(database)
    assert [fault.area for fault in found.faults] == ["备案内容"]


@pytest.mark.parametrize("released", OLD, ids=lambda path: path.stem)
def test_sealing_a_second_time_is_told(released: Path, tmp_path: Path) -> None:
    """Whoever sets the revision back has the program take the rows as they are once more."""
    path = tmp_path / FILE_NAME
    shutil.copyfile(released, path)
    Database.open(tmp_path, KEY).close()
    changed(path, "update alembic_version set version_num = '0002'")
    with Database.open(tmp_path, KEY) as database:
        told = "".join(fault.finding for fault in inspection.inspect(database).faults)
    assert "记了不止一次" in told


def test_every_revision_has_a_released_file() -> None:
    assert tuple(path.stem for path in RELEASED) == schema.REVISIONS


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_what_was_done_before_acts_were_kept_is_taken_back(released: Path, tmp_path: Path) -> None:
    """A change of an older version is undone with both its filings, and the check is content."""
    shutil.copyfile(released, tmp_path / FILE_NAME)
    clock = FixedClock(datetime(2026, 12, 1, 9, tzinfo=CHINA))
    with Database.open(tmp_path, KEY) as database:
        with database.writing() as session:
            new = filings.by_number(session, number="FT-01-20261121-0003")
            seat = Seat(hall=halls.every(session)[0], counter=1, clerk=clerks.every(session)[0])
            undoing.withdraw_registering(
                session, seat=seat, filing=new, grounds=Grounds(reason="没有搬"), clock=clock
            )
        with database.reading() as session:
            old = filings.by_number(session, number="FT-01-20261121-0002")
            assert (old.status, old.replaced_by) == (FilingStatus.ACCEPTED, None)
        database.seal_anew()
        assert inspection.inspect(database).faults == ()
