"""Checking the records: sound ones are called sound, and every kind of damage by its name."""

import random

import pytest
from sqlalchemy import text

from desk_app.errors import EnvironmentFailureError, StoppedError
from desk_app.policy.vocabulary import CancelReason, FilingStatus, Role
from desk_app.records.print_job import Printed, PrintOutcome
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.filings import filings, prints
from desk_app.storage.folder import stopping
from desk_app.storage.history import audit
from desk_app.storage.people import clerks, settings
from desk_app.storage.schema import search_index
from desk_app.storage.schema.failures import DamagedError, TamperedError
from desk_app.storage.search import search
from desk_app.storage.upkeep import inspection
from desk_app.storage.upkeep.inspection import Area
from tests.storage.conftest import KEY, TODAY, Counter, make_case


@pytest.fixture
def busy(counter: Counter) -> Counter:
    """A day with every kind of filing and a few papers."""
    kept = [counter.register(make_case(serial, f"王{serial}")) for serial in range(8)]
    counter.write(
        filings.cancel, filing=kept[1], reason=CancelReason.OTHER, text="x", effective=TODAY
    )
    counter.register(make_case(2, "王2", place="450100"), replaces=kept[2])
    waiting = counter.register(make_case(50), status=FilingStatus.AWAITING_DOCUMENTS)
    counter.write(
        filings.complete, filing=waiting, case=waiting.case, status=FilingStatus.ACCEPTED, rules="r"
    )
    counter.write(filings.mark_entered, filing=kept[3], official_no="A-1")
    counter.write(clerks.add, staff_no="02", name="李四", role=Role.CLERK)
    counter.write(settings.put, name="years", value=3)
    counter.write(settings.put, name="years", value=4)
    paper = Printed(paper="receipt", edition="1", data={}, sha256="ab" * 32, pages=1)
    for filing in (kept[0], kept[0], None):
        counter.write(prints.add, paper=paper, outcome=PrintOutcome.SAVED, filing=filing)
    return counter


def test_sound_records_have_no_faults(busy: Counter) -> None:
    told: list[Area] = []
    found = inspection.inspect(busy.database, progress=told.append)
    assert found.faults == ()
    assert (found.filings, found.head) == (10, busy.read(audit.head))
    assert told == list(Area)


@pytest.mark.parametrize("area", Area)
def test_a_check_is_stopped_wherever_it_is(
    busy: Counter, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping, "ASKED_EVERY", 1)
    told: list[Area] = []
    with pytest.raises(StoppedError):
        inspection.inspect(busy.database, progress=told.append, stopped=lambda: area in told)
    assert told[-1] == area
    assert inspection.inspect(busy.database).faults == ()


CHANGES = [
    ("update person set name = '别人' where id = 1", Area.PEOPLE),
    ("update person set id_number = '440399194404230442' where id = 1", Area.PEOPLE),
    (
        """update person set id_number = '440399194404230442', id_rev = '244032404491993044'
        where id = 1""",
        Area.PEOPLE,
    ),
    ("update person set id_rev = 'x' where id = 1", Area.PEOPLE),
    (
        "update person set phone = '13800000000', phone_rev = '00000000831' where id = 1",
        Area.PEOPLE,
    ),
    ("update person set birth = '1950-01-01' where id = 1", Area.PEOPLE),
    ("update person set created_at = '2020-01-01 00:00:00.000000' where id = 1", Area.PEOPLE),
    (
        """insert into person (id, name, id_kind, id_number, phone, sex, birth, id_rev, phone_rev,
        created_at, updated_at, version) select 77, '鬼', id_kind, 'X', phone, sex, birth, 'X',
        phone_rev, created_at, updated_at, version from person where id = 1""",
        Area.PEOPLE,
    ),
    ("update filing set person_id = 2 where serial = 1", Area.FILINGS),
    ("update filing set clerk_id = 2 where serial = 1", Area.FILINGS),
    ("update filing set replaces_id = null where replaces_id is not null", Area.FILINGS),
    ("update filing set number_rev = 'x' where serial = 4", Area.FILINGS),
    ("update filing set place = '110000' where serial = 4", Area.FILINGS),
    ("update filing set begin = '2020-01-01' where serial = 4", Area.FILINGS),
    ("update filing set registered_at = '2020-01-01 00:00:00.000000'", Area.FILINGS),
    ("update filing set official_no = null where serial = 4", Area.FILINGS),
    ("""update filing set "case" = replace("case", '王5', '李5') where serial = 6""", Area.FILINGS),
    ("update filing set status = 'accepted' where serial = 2", Area.FILINGS),
    ("update filing set version = version + 1 where serial = 4", Area.FILINGS),
    ("update filing set counter = 2 where serial = 4", Area.NUMBERS),
    ("delete from filing where serial = 8", Area.NUMBERS),
    ("update day_seq set last = last + 1", Area.NUMBERS),
    ("update day_seq set purged = 1", Area.NUMBERS),
    ("update day_seq set last = last + 1, purged = purged + 1", Area.NUMBERS),
    ("delete from day_seq", Area.NUMBERS),
    ("delete from print_job where id = 1", Area.PRINTS),
    ("delete from print_job", Area.PRINTS),
    ("delete from print_job where filing_id is null", Area.PRINTS),
    ("update print_job set sha256 = replace(sha256, 'a', 'c') where id = 2", Area.PRINTS),
    ("update print_job set printed_at = '2020-01-01 00:00:00.000000'", Area.PRINTS),
    ("update print_job set clerk_id = 2", Area.PRINTS),
    ("update print_job set outcome = 'failed' where id = 1", Area.PRINTS),
    ("update print_job set filing_id = 4 where id = 1", Area.PRINTS),
    ("update print_job set data = '{\"x\": 1}' where id = 3", Area.PRINTS),
    ("update clerk set role = 'supervisor' where staff_no = '02'", Area.STAFF),
    ("update clerk set name = '赵六' where staff_no = '02'", Area.STAFF),
    ("update clerk set active = 1 - active where staff_no = '02'", Area.STAFF),
    (
        """insert into clerk (id, staff_no, name, role, active, created_at, version)
        select 9, '77', '内鬼', 'supervisor', 1, created_at, version from clerk where id = 1""",
        Area.STAFF,
    ),
    ("update hall set name = '假厅'", Area.STAFF),
    ("update hall set complaint_phone = '1'", Area.STAFF),
    ("insert into setting (name, value) values ('evil', '1')", Area.STAFF),
    ("update setting set value = '99' where name = 'years'", Area.STAFF),
    ("delete from setting where name = 'years'", Area.STAFF),
    ("delete from search_key where person_id = 3", Area.SEARCH),
    ("insert into search_key values ('x', 999999)", Area.SEARCH),
    ("insert into search_key values ('x', -5)", Area.SEARCH),
    ("update person set id = 99000000000 where id = 3", Area.SEARCH),
    ("update person set id = 99 where id = 3", Area.REFERENCES),
    ("drop trigger audit_chain", Area.GUARDS),
    ("delete from clerk", Area.REFERENCES),
]


@pytest.mark.parametrize(("statement", "area"), CHANGES)
def test_what_was_changed_behind_our_back_is_named(
    busy: Counter, statement: str, area: Area
) -> None:
    raw = busy.database._engine.raw_connection()
    raw.execute("pragma foreign_keys=off")
    raw.execute(statement)
    raw.execute("pragma foreign_keys=on")
    raw.close()
    found = inspection.inspect(busy.database)
    assert area.label in {fault.area for fault in found.faults}
    for fault in found.faults:
        assert fault.finding.endswith("。")
        assert fault.remedy.endswith("。")


TAMPERED = [
    ("drop trigger audit_no_update", "保护 audit_no_update 不在"),
    ("create trigger sly after insert on filing begin select 1; end", "多出了 sly"),
    ("create view sly as select 1", "多出了 sly"),
    ("drop index ix_filing_time", "ix_filing_time 不在"),
    ("drop table print_job", "数据表 print_job 不在"),
    ("alter table hall drop column address", "数据表 hall 里的 address 一栏不在"),
    ("delete from meta where name = 'audit_key'", "密钥不在"),
    ("drop trigger audit_head_no_delete; delete from audit_head", "末尾的校验值不在"),
    (
        "drop trigger audit_no_update; update audit set body = replace(body, '430100', '440300')",
        "操作记录被改动过",
    ),
]


@pytest.mark.parametrize(("statements", "said"), TAMPERED)
def test_a_file_that_was_tampered_with_can_still_be_looked_at(
    busy: Counter, statements: str, said: str
) -> None:
    raw = busy.database._engine.raw_connection()
    for statement in statements.split("; ") if "begin" not in statements else [statements]:
        raw.execute(statement)
    raw.close()
    busy.database.close()
    before = (busy.folder / FILE_NAME).read_bytes()
    with Database.examine(busy.folder, KEY) as database:
        found = inspection.inspect(database)
    assert said in "".join(fault.finding for fault in found.faults)
    assert (busy.folder / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("statement", [statement for statement, _ in TAMPERED[:3]])
def test_a_file_with_other_guards_than_ours_is_not_opened(busy: Counter, statement: str) -> None:
    raw = busy.database._engine.raw_connection()
    raw.execute(statement)
    raw.close()
    with pytest.raises(TamperedError, match="desk-app verify"):
        Database.open(busy.folder, KEY)


def test_what_is_opened_to_look_at_cannot_be_written(busy: Counter) -> None:
    with (
        Database.examine(busy.folder, KEY) as database,
        pytest.raises(EnvironmentFailureError),
        database.writing() as session,
    ):
        session.execute(text("update filing set place = '110000'"))


def test_looking_at_another_version_is_refused(busy: Counter) -> None:
    for version, words in (("9999", "更新版本"), (None, "没有本程序的数据表")):
        with busy.database.writing() as session:
            session.execute(text("update alembic_version set version_num = '9999'"))
            if version is None:
                session.execute(text("delete from alembic_version"))
        with pytest.raises(EnvironmentFailureError, match=words):
            Database.examine(busy.folder, KEY)


def test_many_faults_are_not_all_listed(counter: Counter) -> None:
    for serial in range(30):
        counter.register(make_case(serial))
    with counter.database.writing() as session:
        session.execute(text("update filing set place = '110000'"))
    found = [one for one in inspection.inspect(counter.database).faults if one.area == "备案内容"]
    assert len(found) == 21
    assert "还有更多" in found[-1].finding


def damage(counter: Counter, flips: int) -> int:
    """Flip one bit at a time in the closed file; return how often it went unnoticed."""
    counter.database.close()
    path = counter.folder / FILE_NAME
    whole = path.read_bytes()
    chance = random.Random(11)
    missed = 0
    for _ in range(flips):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        try:
            with Database.open(counter.folder, KEY) as hurt:
                missed += not inspection.inspect(hurt).faults
        except DamagedError:
            pass
        for left in counter.folder.glob(f"{FILE_NAME}-*"):
            left.unlink()
    path.write_bytes(whole)
    return missed


def test_every_flipped_bit_is_noticed(busy: Counter) -> None:
    assert damage(busy, 25) == 0


def test_a_search_index_of_other_rules_is_rebuilt_on_opening(busy: Counter) -> None:
    with busy.database.writing() as session:
        session.execute(text("delete from search_key"))
        session.execute(text("update meta set value = '0' where name = 'search_version'"))
    busy.database.close()
    with Database.open(busy.folder, KEY) as again, again.reading() as session:
        assert not search_index.outdated(session)
        assert search.find(session, text="wang")
    assert inspection.inspect(Database.open(busy.folder, KEY)).faults == ()
