"""The encrypted file: made whole, opened with its key only, and silent about people."""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text

from desk_app.clock import FixedClock
from desk_app.errors import EnvironmentFailureError, StateConflictError
from desk_app.policy.vocabulary import FilingStatus, Role
from desk_app.storage.database import engine as engines
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.filings import filings
from desk_app.storage.keys import keys
from desk_app.storage.keys.keyslots import Cost
from desk_app.storage.migrations import runner
from desk_app.storage.people import clerks
from desk_app.storage.schema import schema, triggers
from desk_app.storage.schema.failures import DamagedError, RejectedRowError
from tests import others
from tests.storage.conftest import KEY, Counter, demo_id, make_case


def test_what_was_registered_is_there_after_reopening(counter: Counter) -> None:
    kept = counter.register(make_case(7, "欧阳𬭚𫖮"))
    counter.database.close()
    with Database.open(counter.folder, KEY) as again, again.reading() as session:
        assert filings.by_number(session, number=kept.number) == kept


@pytest.mark.portable
def test_what_is_used_while_the_records_close_is_closed_when_it_is_given_back(
    counter: Counter,
) -> None:
    """A file left open could not be replaced on Windows, and a server counts its connections."""
    with counter.database.reading() as session:
        held = session.connection().connection.dbapi_connection
        counter.database.close()
        session.connection().exec_driver_sql("select 1")
        assert held is not None
    with pytest.raises(Exception, match="closed"):
        held.cursor().execute("select 1")
    with counter.database.reading() as session:
        held = session.connection().connection.dbapi_connection
        assert held is not None
    with pytest.raises(Exception, match="closed"):
        held.cursor().execute("select 1")


def test_no_byte_on_the_disk_tells_who_it_was(counter: Counter) -> None:
    keys.create(
        counter.folder, staff_no="01", name="陈静怡", role=Role.SUPERVISOR,
        passphrase="又一个口令呀呀", cost=Cost(memory_kib=64),
    )  # fmt: skip
    counter.register(make_case(1, "王小明"))
    files = [path for path in counter.folder.iterdir() if path.is_file()]
    assert {path.name for path in files} >= {FILE_NAME, FILE_NAME + "-wal", "keys.json"}
    told = [demo_id(1), "13900130001", "王小明", "陈静怡", "FT-01-2026", "SQLite format", "CREATE"]
    for path in files:
        content = path.read_bytes()
        for secret in told:
            assert secret.encode() not in content, (path.name, secret)
            assert secret.encode("utf-16-le") not in content


def test_files_are_private_to_the_user(counter: Counter) -> None:
    assert stat.S_IMODE((counter.folder / FILE_NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE(counter.folder.stat().st_mode) == 0o700


def test_another_key_is_told_apart_from_a_missing_file(counter: Counter, tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match="密钥"):
        Database.open(counter.folder, bytes(32))
    with pytest.raises(EnvironmentFailureError, match="没有数据文件"):
        Database.open(tmp_path / "elsewhere", KEY)


def test_a_wrong_key_prints_nothing(counter: Counter, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DamagedError):
        Database.open(counter.folder, bytes(32))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["a b#c?d%20", "数据 文件夹", "x&mode=memory"])
def test_folders_may_have_any_name(tmp_path: Path, clock: FixedClock, name: str) -> None:
    with Database.create(tmp_path / name, KEY, clock=clock) as database:
        assert database.path == tmp_path / name / FILE_NAME
    assert (tmp_path / name / FILE_NAME).stat().st_size > 100_000


def test_records_are_not_made_over_existing_ones(counter: Counter, clock: FixedClock) -> None:
    with pytest.raises(StateConflictError):
        Database.create(counter.folder, KEY, clock=clock)


def test_a_making_that_was_killed_is_begun_anew(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "records.new").write_bytes(b"half of a file")
    with Database.create(tmp_path, KEY, clock=clock) as database, database.reading() as session:
        assert clerks.every(session) == ()
    assert not (tmp_path / "records.new").exists()


def test_an_error_of_ours_leaves_no_trace(counter: Counter) -> None:
    with pytest.raises(ZeroDivisionError), counter.database.writing() as session:
        filings.add(
            session, seat=counter.seat, case=make_case(), status=FilingStatus.ACCEPTED, rules="r",
            clock=counter.clock,
        )  # fmt: skip
        raise ZeroDivisionError
    assert counter.read(filings.of_person, person_id=1) == ()
    assert counter.register().number.endswith("-0001")


def test_reading_changes_nothing(counter: Counter) -> None:
    kept = counter.register()
    with counter.database.reading() as session:
        session.execute(text("update filing set official_no = 'x'"))
    assert counter.read(filings.by_number, number=kept.number) == kept


def test_a_refused_row_names_columns_and_no_values(counter: Counter) -> None:
    counter.register()
    with pytest.raises(RejectedRowError) as caught, counter.database.writing() as session:
        session.execute(
            text(
                "insert into person (name, id_kind, id_number, phone, id_rev, phone_rev,"
                " created_at, updated_at, version) select '李四', id_kind, id_number, '139', '1',"
                " '1', created_at, updated_at, 1 from person"
            )
        )
    told = "".join(map(str, (caught.value, caught.value.__cause__, caught.value.args)))
    assert "person.id_number" in told
    assert demo_id(1) not in told
    assert "李四" not in told


def test_a_read_only_folder_is_explained(counter: Counter) -> None:
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root can write anywhere, and there is no setpriv to become somebody else")
    counter.register()
    counter.database.close()
    counter.folder.chmod(0o500)
    (counter.folder / FILE_NAME).chmod(0o400)
    script = (
        "import sys; from pathlib import Path; from desk_app.errors import DeskError\n"
        "from desk_app.storage.database.database import Database\n"
        "from desk_app.storage.people import settings\n"
        "try:\n"
        "    with Database.open(Path(sys.argv[1]), bytes(range(32))) as d, d.writing() as s:\n"
        "        s.connection().exec_driver_sql(\"insert into setting values ('a', '1')\")\n"
        "except DeskError as error: print(error.message)\n"
    )
    import sys

    command = [sys.executable, "-c", script, str(counter.folder)]
    if os.geteuid() == 0:
        for path in (counter.folder, *counter.folder.iterdir()):
            os.chown(path, 65534, 65534)
        others.let_in(counter.folder)
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "不能写入" in done.stdout, done.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root and the right to mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_loses_nothing_that_was_acknowledged(
    small_disk: Path, clock: FixedClock
) -> None:
    from tests.storage.conftest import open_counter

    with Database.create(small_disk / "data", KEY, clock=clock) as database:
        counter = open_counter(database, small_disk / "data", clock)
        kept = []

        def fill() -> None:
            for serial in range(1000):
                case = make_case(serial, remark="备注" * 140)
                kept.append(counter.register(case).number)

        with pytest.raises(EnvironmentFailureError, match="磁盘已满"):
            fill()
        assert len(kept) > 10
        with database.reading() as session:
            assert all(filings.by_number(session, number=one) for one in kept)
            assert session.execute(text("select count(*) from filing")).scalar() == len(kept)


def test_tables_made_at_once_equal_those_the_migrations_make(
    counter: Counter, tmp_path: Path
) -> None:
    made = tmp_path / "migrated.db"
    made.touch()
    engine = engines.encrypted(made, KEY)
    runner.run(engine)
    with engine.connect() as one, counter.database._engine.connect() as other:
        assert _schema_of(one) == _schema_of(other)
        assert schema.revision(one) == schema.HEAD
        assert triggers.missing(one) == set()
    runner.check(engine)
    engine.dispose()


def _schema_of(connection: object) -> dict[str, list[str]]:
    """Return each table and index as a sorted list of its words: constraints have no order."""
    rows = connection.exec_driver_sql("select name, sql from sqlite_master where sql is not null")
    return {name: sorted(re.findall(r"\w+|[^\s,]", sql.lower())) for name, sql in rows}


def test_the_list_of_revisions_is_that_of_the_scripts() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(Path(runner.__file__).parent))
    walked = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(walked)) == schema.REVISIONS


def test_a_file_of_a_newer_version_is_left_alone(counter: Counter) -> None:
    with counter.database.writing() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    counter.database.close()
    before = (counter.folder / FILE_NAME).read_bytes()
    with pytest.raises(EnvironmentFailureError, match="更新版本"):
        Database.open(counter.folder, KEY)
    assert (counter.folder / FILE_NAME).read_bytes() == before


def test_a_file_without_its_guards_is_not_opened(counter: Counter) -> None:
    with counter.database.writing() as session:
        session.execute(text("drop trigger audit_no_update"))
    with pytest.raises(EnvironmentFailureError, match="防篡改"):
        Database.open(counter.folder, KEY)


def test_opening_does_not_import_alembic(counter: Counter) -> None:
    import sys

    script = (
        "import sys; from pathlib import Path\n"
        "from desk_app.storage.database.database import Database\n"
        "Database.open(Path(sys.argv[1]), bytes(range(32))).close()\n"
        "assert 'alembic' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script, str(counter.folder)], check=True)
