"""What a hall's server must not let happen: a history altered, a number twice, an open line."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.records.print_job import SpooledRecord
from desk_app.services.desk import counter_number
from desk_app.services.people import keywatch, people, rolewatch
from desk_app.services.server import hall_server
from desk_app.storage.database import engine as engines
from desk_app.storage.filings import spooled
from desk_app.storage.schema.failures import RejectedRowError
from desk_app.storage.server import server_address
from desk_app.storage.upkeep import inspection, moving
from tests.factory import register
from tests.services.conftest import PASSPHRASE, join
from tests.storage import postgres

pytestmark = pytest.mark.skipif(postgres.lacking() is not None, reason=str(postgres.lacking()))


ATTACKS = (
    "update audit set body = 'x'",
    "delete from audit",
    "truncate audit",
    "alter table audit disable trigger all",
    "drop trigger audit_no_change on audit",
    "drop table audit",
    "alter table audit drop constraint audit_pkey",
    "alter table audit rename to elsewhere",
    "alter table audit owner to {counter}",
    "alter table audit add column more text",
    "drop function audit_stop() cascade",
    "create or replace function audit_stop() returns trigger language plpgsql as 'begin end'",
    "create rule away as on delete to audit do instead nothing",
    "create trigger mine before insert on audit for each row execute function audit_stop()",
    "set session_replication_role = replica",
    "set session authorization tester",
    "set role tester",
    "set role {owner}",
    "alter role {counter} superuser",
    "grant delete on audit to {counter}; delete from audit",
    "copy audit to program 'cat'",
    "insert into audit select * from audit on conflict (seq) do update set body = 'x'",
    "insert into audit (seq, subject, body, prev, hash) values (99, 's', 'x', '', '')",
    "update audit_head set seq = 1",
    "delete from audit_head",
    "truncate audit_head",
    "create temporary table t (a int)",
    "create table t (a int)",
    "create function f() returns int language sql as 'select 1'",
)


def test_the_counters_role_cannot_touch_the_history(counters):
    one, _ = counters
    with one.database.reading() as session:
        before = moving.totals(session)
        name = session.connection().exec_driver_sql("select current_database()").scalar_one()
    roles = {"owner": f"{name}_owner", "counter": f"{name}_counter"}
    for statement in ATTACKS:
        deed = statement.format(**roles)
        with (
            pytest.raises((RejectedRowError, EnvironmentFailureError)),
            one.database.writing() as session,
        ):
            session.connection().exec_driver_sql(deed)
            pytest.fail(f"the server let it be done: {statement}")
    with one.database.reading() as session:
        assert moving.totals(session) == before


def test_the_counters_role_cannot_change_what_the_history_is_sealed_with(counters):
    one, _ = counters
    with one.database.writing() as session:  # the rules for rows leave such a row out
        deed = "update meta set value = 'x' where name = 'audit_key'"
        assert session.connection().exec_driver_sql(deed).rowcount == 0


def test_the_administrators_account_is_no_counters(moved, admin, clock, tmp_path):
    with pytest.raises(RefusedError, match="管理员"):
        hall_server.join(folder=tmp_path / "x", url=admin, passphrase=PASSPHRASE, clock=clock)
    assert not (tmp_path / "x" / "hall-server.json").exists()


_COUNTER = """
import sys
from pathlib import Path
from desk_app.clock import FixedClock
from desk_app.services.filing import intake; from desk_app.services.start import opening
from desk_app.services.proofs.demonstration import DAY
from tests.factory import case, number
from tests.services.conftest import PASSPHRASE

folder, worker, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=FixedClock(DAY), counter=1) as desk:
    for turn in range(count):
        birth = f"195{worker}0{1 + turn // 100}{1 + turn % 28:02d}"
        given = case(applicant__id_number=number(birth, f"{turn:03d}"))
        print(intake.register(desk=desk, case=given).record.number, flush=True)
"""


def counter_process(folder: Path, worker: int, count: int) -> "subprocess.Popen[str]":
    """Start a program that registers cases at counter 1."""
    command = [sys.executable, "-c", _COUNTER, str(folder), str(worker), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())


@pytest.mark.parametrize("each", [40, pytest.param(200, marks=pytest.mark.bench)])
def test_two_programs_register_without_gap_or_duplicate(counters, each):
    workers = [counter_process(counters[0].folder, no, each) for no in range(2)]
    numbers = [line for worker in workers for line in worker.communicate()[0].split()]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert len(numbers) == len(set(numbers)) == 2 * each
    assert {int(one[-4:]) for one in numbers} == set(range(2, 2 + 2 * each))
    assert inspection.inspect(counters[0].database).faults == ()


def test_a_killed_counter_leaves_no_gap(counters):
    worker = counter_process(counters[0].folder, 3, 200)
    seen = [worker.stdout.readline().strip() for _ in range(5)]
    os.kill(worker.pid, signal.SIGKILL)
    seen += worker.communicate()[0].split()
    register(counters[1], 8)
    assert inspection.inspect(counters[1].database).faults == ()
    assert all(seen)


def test_the_password_opens_and_a_wrong_one_is_told(moved, clock, tmp_path):
    with pytest.raises(EnvironmentFailureError, match="账号或口令"):
        hall_server.join(
            folder=tmp_path / "x", url=moved.url, password="wrong", passphrase=PASSPHRASE,
            clock=clock,
        )  # fmt: skip
    assert join(tmp_path / "x", moved, clock).hall


def test_tls_is_as_the_address_says(desk, clock, tmp_path):
    """Refused unencrypted by the server; refused by the counter under another certificate."""
    with postgres.running(tls=True) as server:
        name = server.fresh()
        prepared = hall_server.init(url=server.url(name), clock=clock)
        hall_server.move_to(desk=desk, url=server.url(name))
        other = postgres.certificate(tmp_path)[0]
        place = f"postgresql://{name}_counter@localhost:{server.port}/{name}"

        def entering(mode, trusted):
            said = f"sslmode={mode}&" if mode else ""
            return hall_server.join(
                folder=tmp_path / (mode or "usual"),
                url=f"{place}?{said}sslrootcert={trusted}",
                password=prepared.password,
                passphrase=PASSPHRASE,
                clock=clock,
            )

        for mode, trusted in (("disable", server.certificate), ("verify-full", other)):
            with pytest.raises(EnvironmentFailureError, match="证书"):
                entering(mode, trusted)
            assert not (tmp_path / mode / "hall-server.json").exists()
        for missing in (other, tmp_path / "nowhere.crt"):
            with pytest.raises(EnvironmentFailureError, match="不能确认这是本厅的服务器"):
                entering("", missing)
            assert not (tmp_path / "usual" / "hall-server.json").exists()
        for mode in ("require", "verify-full", ""):
            assert entering(mode, server.certificate).hall == desk.hall.name
        # A certificate of localhost proves nothing for the same server under another name.
        place = place.replace("localhost", "127.0.0.1")
        with pytest.raises(EnvironmentFailureError, match="证书"):
            entering("verify-full", server.certificate)


def test_what_counters_keep_of_papers_and_people_is_kept_on_the_server(counters, clock):
    """And nothing else of that table can be taken away by them."""
    one, two = counters
    register(one, 4)
    assert rolewatch.news(desk=one) is None
    people.add(desk=two, name="梁一鸣", role=Role.CLERK, passphrase="a first phrase 1")
    news = rolewatch.news(desk=one)
    assert news is not None
    rolewatch.acknowledge(desk=one, news=news)
    assert rolewatch.news(desk=one) is None
    sent = SpooledRecord(
        papers=(1,), title="t", queue="q", number=1, mark="m", host="here", state="", ended_at=None,
        sent_at=clock.now(),
    )  # fmt: skip
    with one.database.writing() as session:
        spooled.keep(session, job=sent)
    with one.database.writing() as session:
        assert spooled.current(session, job=sent) == sent
        spooled.forget(session, job=sent)
    with one.database.writing() as session:
        assert spooled.current(session, job=sent) is None
        deed = "delete from meta where name in ('audit_key', 'door', 'clock', 'counters')"
        assert session.connection().exec_driver_sql(deed).rowcount == 0


def test_a_server_made_ready_by_an_earlier_version_is_told_to_supervisors(moved, admin, counters):
    one, _ = counters
    assert keywatch.remarks(desk=one) == ()
    address = server_address.read(admin)
    engine = engines.server(address.full())
    name = address.counter
    with engine.begin() as connection:
        connection.exec_driver_sql("drop policy meta_add on meta")
        connection.exec_driver_sql(
            f"create policy meta_add on meta for insert to {name}"
            " with check (name in ('search_version', 'door', 'closed'))"
        )
    engine.dispose()
    (told,) = keywatch.remarks(desk=one)
    assert "desk-app hall init" in told
    with one.database.writing() as session:
        counter_number.claim(session, one.folder, number=1, clock=one.clock)  # not kept, no error
    hall_server.init(url=admin, clock=one.clock)
    assert keywatch.remarks(desk=one) == ()
