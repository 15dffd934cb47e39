"""Several counters on one PostgreSQL: made ready, joined, moved to and back, lost and found."""

import gc
import json

import pytest

from desk_app.errors import EnvironmentFailureError, RefusedError, StateConflictError
from desk_app.policy.vocabulary import CancelReason, Role
from desk_app.services.backup import backing_up, restoring
from desk_app.services.filing import cancelling, drafts, intake
from desk_app.services.keys import rekeying
from desk_app.services.people import key_changes, people, recovery, ways_in
from desk_app.services.server import hall_server
from desk_app.services.start import opening
from desk_app.storage.database.database import Database
from desk_app.storage.filings import listing
from desk_app.storage.history import audit
from desk_app.storage.schema.failures import ServerLostError
from desk_app.storage.server import server_address
from desk_app.storage.upkeep import inspection, moving
from tests.factory import case, number, register
from tests.services.conftest import CHEAP, PASSPHRASE, join
from tests.storage import postgres

pytestmark = pytest.mark.skipif(postgres.lacking() is not None, reason=str(postgres.lacking()))


def test_the_move_keeps_every_row_and_the_history(desk, admin, clock):
    first = register(desk, 1)
    drafts.save(desk=desk, case=case(applicant__name="吴𠮷"))
    with desk.database.reading() as session:
        before, entries = moving.totals(session), audit.verify(session).entries
    prepared = hall_server.init(url=admin, clock=clock)
    done = hall_server.move_to(desk=desk, url=admin)
    assert done.totals == before
    assert done.totals["draft"].rows == done.totals["filing"].rows == 1
    join(desk.folder, prepared, clock)
    with opening.unlock(folder=desk.folder, passphrase=PASSPHRASE, clock=clock) as there:
        assert there.database.path is None
        with there.database.reading() as session:
            assert audit.verify(session).broken_at is None
            assert audit.verify(session).entries == entries + 2  # the move, the signing in
        assert inspection.inspect(there.database).faults == ()
        assert register(there, 2).number == first.number[:-4] + "0002"
    assert done.kept is not None
    assert done.kept.is_file()
    assert not (desk.folder / "records.db").exists()


def test_back_to_the_local_file(counters, clock, tmp_path):
    one, two = counters
    register(two, 5)
    with one.database.reading() as session:
        before = moving.totals(session)
    done = hall_server.move_to_local(desk=one)
    assert done.totals == before
    with opening.unlock(folder=one.folder, passphrase=PASSPHRASE, clock=clock) as here:
        assert here.database.path == one.folder / "records.db"
        assert inspection.inspect(here.database).faults == ()
        with here.database.reading() as session:
            assert listing.count(session, criteria=listing.Criteria()) == 2
        register(here, 6)
    with pytest.raises(EnvironmentFailureError, match="迁到"):
        opening.unlock(folder=two.folder, passphrase=PASSPHRASE, clock=clock)


def test_a_copy_that_differs_is_not_kept(desk, admin, clock, monkeypatch):
    register(desk, 1)
    hall_server.init(url=admin, clock=clock)
    copy = moving._copy

    def losing(source, target):
        copy(source, target)
        target.exec_driver_sql("delete from search_key")

    monkeypatch.setattr(moving, "_copy", losing)
    with pytest.raises(EnvironmentFailureError, match="核对不上"):
        hall_server.move_to(desk=desk, url=admin)
    monkeypatch.undo()
    assert register(desk, 2).number.endswith("0002")
    hall_server.move_to(desk=desk, url=admin)


def test_a_full_server_takes_nobody_elses_records(desk, moved, admin, clock, tmp_path):
    made = opening.set_up(
        folder=tmp_path / "other", hall=desk.hall, counter=1, clerk_name="别厅",
        passphrase=PASSPHRASE, clock=clock, cost=CHEAP,
    )  # fmt: skip
    with made.desk as other, pytest.raises(StateConflictError, match="已经有数据"):
        hall_server.move_to(desk=other, url=admin)
    with pytest.raises(RefusedError, match="自己的数据"):
        join(other.folder, moved, clock)


def test_making_ready_again_changes_nothing(moved, admin, clock):
    again = hall_server.init(url=admin, clock=clock)
    assert (again.url, again.password) == (moved.url, None)
    assert hall_server.init(url=admin, clock=clock, new_password=True).password


def test_the_connection_file_holds_no_password(counters, moved):
    for one in counters:
        path = one.folder / "hall-server.json"
        assert path.stat().st_mode & 0o077 == 0
        assert moved.password not in path.read_text()
        content = json.loads(path.read_text())
        content["url"] = content["url"].replace("_counter", "_thief")
        path.write_text(json.dumps(content))
        with pytest.raises(EnvironmentFailureError, match="改动"):
            opening.unlock(folder=one.folder, passphrase=PASSPHRASE, clock=one.clock)


def test_a_wrong_passphrase_joins_nothing(moved, clock, tmp_path):
    folder = tmp_path / "new"
    with pytest.raises(RefusedError, match="口令"):
        join(folder, moved, clock, passphrase="not this one")
    assert not opening.is_set_up(folder)
    assert join(folder, moved, clock).hall


def test_who_was_let_in_at_one_counter_enters_at_the_other_at_once(counters, clock):
    """Nobody has to have signed in at the other counter before."""
    one, two = counters
    people.add(desk=one, name="李四", role=Role.CLERK, passphrase="another phrase", cost=CHEAP)
    assert "02" not in {slot.staff_no for slot in opening.people(two.folder)}
    assert opening.refresh_people(two.folder)
    assert "02" in {slot.staff_no for slot in opening.people(two.folder)}
    assert not opening.refresh_people(two.folder)
    with opening.unlock(
        folder=two.folder, passphrase="another phrase", clock=clock, staff_no="02"
    ) as entered:
        assert entered.clerk.name == "李四"


def test_who_was_shut_out_at_one_counter_is_shut_out_at_the_other(counters, clock):
    one, two = counters
    people.add(desk=one, name="李四", role=Role.CLERK, passphrase="another phrase", cost=CHEAP)
    people.deactivate(desk=one, staff_no="02")
    with pytest.raises(RefusedError, match="口令"):
        opening.unlock(folder=two.folder, passphrase="another phrase", clock=clock)


def test_a_new_passphrase_counts_everywhere_and_unshared_changes_stay(counters, clock, monkeypatch):
    one, two = counters
    ways_in.change_passphrase(desk=one, old=PASSPHRASE, new="a new phrase 1", cost=CHEAP)
    with monkeypatch.context() as patch:  # the other counter cannot tell of its own change
        patch.setattr(key_changes.places, "share_door", lambda *_: None)
        people.add(desk=two, name="赵六", role=Role.CLERK, passphrase="phrase of six", cost=CHEAP)
    opening.refresh_people(two.folder)
    shown = {slot.staff_no for slot in opening.people(two.folder)}
    assert shown == {"01", "02"}
    with pytest.raises(RefusedError, match="口令"):
        opening.unlock(folder=two.folder, passphrase=PASSPHRASE, clock=clock)
    opening.unlock(folder=two.folder, passphrase="a new phrase 1", clock=clock).close()
    opening.refresh_people(one.folder)
    assert {slot.staff_no for slot in opening.people(one.folder)} == shown


def test_the_doors_account_reads_who_has_a_passphrase_and_nothing_else(counters, moved):
    import psycopg

    one, _ = counters
    content = json.loads((one.folder / "hall-server.json").read_text())
    address = server_address.read(content["url"]).of_door(content["door"])
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        rows = connection.execute("select name from meta").fetchall()
        assert rows == [("door",)]
        for deed in (
            "update meta set value = 'x'",
            "insert into meta values ('x', 'y')",
            "delete from meta",
            "select * from person",
            "select * from clerk",
            "select * from audit",
            "create table t (a int)",
            "create temporary table t (a int)",
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(deed)
    assert content["door"] != moved.password


def test_a_server_made_ready_again_tells_the_door_anew(counters, admin, clock):
    one, _ = counters
    hall_server.init(url=admin, clock=clock, new_password=True)
    with pytest.raises(EnvironmentFailureError):
        opening.refresh_people(one.folder)


def test_who_was_faster_is_named(counters):
    one, two = counters
    filing = register(one, 7)
    with two.database.reading() as session:
        assert next(iter(listing.newest(session))).number == filing.number
    drafted = drafts.save(desk=one, case=case())
    drafts.take_over(desk=two, draft=drafted)
    with pytest.raises(StateConflictError, match="2 号窗"):
        drafts.save(desk=one, case=case(), draft=drafted)
    cancelling.cancel(desk=two, record_no=filing.number, reason=CancelReason.RETURNED)
    from desk_app.storage.filings import filings

    with (
        pytest.raises(StateConflictError, match=r"2 号窗的 .+ 于 .* 注销"),
        one.database.writing() as session,
    ):
        filings.mark_entered(
            session, seat=one.seat, filing=filing, official_no="X", clock=one.clock
        )


def test_drafts_are_seen_at_every_counter(counters):
    one, two = counters
    kept = drafts.save(desk=one, case=case(applicant__name="张䶮"))
    assert drafts.open_drafts(desk=two) == ()
    assert drafts.open_drafts(desk=two, everywhere=True) == (kept,)


def test_a_lost_server_keeps_the_draft_and_work_goes_on(desk, clock, tmp_path):
    with postgres.running() as server:
        admin = server.url(server.fresh())
        prepared = hall_server.init(url=admin, clock=clock)
        hall_server.move_to(desk=desk, url=admin)
        join(desk.folder, prepared, clock)
        with opening.unlock(folder=desk.folder, passphrase=PASSPHRASE, clock=clock) as there:
            kept = drafts.save(desk=there, case=case(applicant__name="王小"))
            server.stop()
            lost = drafts.save(desk=there, case=case(applicant__name="王小明"), draft=kept)
            assert drafts.is_set_aside(lost)
            lost = drafts.save(desk=there, case=case(applicant__name="王晓明"), draft=lost)
            sealed = (desk.folder / "drafts-set-aside.bin").read_bytes()
            assert "王晓明".encode() not in sealed
            assert number().encode() not in sealed
            with pytest.raises(ServerLostError, match="服务器"):
                intake.register(desk=there, case=lost.data, draft=lost)
            with pytest.raises(EnvironmentFailureError, match="服务器"):
                opening.unlock(folder=desk.folder, passphrase=PASSPHRASE, clock=clock)
            server.start()
            (waiting, old) = drafts.open_drafts(desk=there)
            assert (waiting, old.id) == (lost, kept.id)
            done = intake.register(desk=there, case=lost.data, draft=waiting)
            assert done.record.case.applicant.name == "王晓明"
            assert drafts.open_drafts(desk=there) == ()
            again = drafts.save(desk=there, case=case(), draft=lost)
            assert not drafts.is_set_aside(again)
    gc.collect()  # the pool lets connections whose server died go without closing them


def test_a_draft_that_went_on_elsewhere_is_not_overwritten(counters, monkeypatch):
    one, two = counters
    kept = drafts.save(desk=one, case=case(applicant__name="甲"))

    def lost(*_, **__):
        raise ServerLostError("away")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "writing", lost)
        aside = drafts.save(desk=one, case=case(applicant__name="乙"), draft=kept)
    drafts.save(desk=two, case=case(applicant__name="丙"), draft=kept)
    drafts.save(desk=one, case=case(applicant__name="丁"), draft=aside)
    found = drafts.open_drafts(desk=one, everywhere=True)
    assert sorted(one.data["applicant"]["name"] for one in found) == ["丁", "丙"]


def test_a_server_keeps_its_own_backups(counters, tmp_path):
    one, _ = counters
    assert not backing_up.is_due(desk=one)
    assert backing_up.damage(desk=one) is None
    with pytest.raises(EnvironmentFailureError, match="服务器自己的备份"):
        backing_up.back_up(desk=one, target=tmp_path / "x.deskbackup")
    assert backing_up.verify(desk=one).faults == ()


def test_a_backup_does_not_take_the_servers_place(counters, clock, tmp_path):
    path = tmp_path / "x.deskbackup"
    path.write_bytes(b"x")
    with pytest.raises(RefusedError, match="服务器"):
        restoring.restore(path=path, folder=counters[0].folder, passphrase=PASSPHRASE, clock=clock)


def test_a_new_recovery_code_holds_at_every_counter(counters):
    """Confirmed at one, it is the only one at the other; there is no data key to change."""
    one, two = counters
    code = recovery.new_recovery_code(desk=one, cost=CHEAP)
    recovery.confirm_recovery_code(desk=one, code=code)
    assert "--new-password" in rekeying.outcome(desk=one)
    opening.refresh_people(two.folder)
    recovery.recover(
        folder=two.folder, code=code, staff_no="01", passphrase="a quiet window",
        clock=two.clock, cost=CHEAP,
    )  # fmt: skip
