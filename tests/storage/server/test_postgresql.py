"""What a server must do by itself: guards, gapless numbers, one moment for readers."""

import contextlib
import threading

import pytest
from sqlalchemy import text

from desk_app.errors import DeskError, EnvironmentFailureError, StateConflictError
from desk_app.policy.vocabulary import FilingStatus
from desk_app.storage.database.database import Database
from desk_app.storage.database.engine import server as connect
from desk_app.storage.filings import filings, listing, numbers
from desk_app.storage.history import audit
from desk_app.storage.migrations import runner
from desk_app.storage.schema import schema, triggers
from desk_app.storage.schema.failures import RejectedRowError
from desk_app.storage.upkeep import inspection
from tests.storage.conftest import RULES, Counter, demo_id, make_case

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set body = 'x' where seq = 2",
        "delete from audit where seq = 2",
        "truncate audit",
        "truncate audit_head",
        "update audit_head set seq = 1",
        "delete from audit_head",
        "insert into audit values (99, 's', 'x', '\\x00', '\\x00')",
    ],
)
def test_the_server_refuses_to_rewrite_history(counter: Counter, statement: str) -> None:
    counter.register()
    with pytest.raises((RejectedRowError, DeskError)), counter.database.writing() as session:
        session.execute(text(statement))
    assert counter.read(audit.verify).broken_at is None
    assert inspection.inspect(counter.database).faults == ()


def test_a_refused_row_quotes_no_value(counter: Counter) -> None:
    counter.register()
    query = (
        "insert into person (name, id_kind, id_number, phone, id_rev, phone_rev, created_at,"
        " updated_at, version) select name, id_kind, id_number, phone, id_rev, phone_rev,"
        " created_at, updated_at, 1 from person"
    )
    with (
        pytest.raises(StateConflictError, match="同一个人") as caught,
        counter.database.writing() as session,
    ):
        session.execute(text(query))
    assert demo_id(1) not in repr(caught.value) + repr(caught.value.__cause__)


def test_numbers_are_gapless_between_counters(counter: Counter) -> None:
    failures: list[BaseException] = []

    def register(own: Database, serial: int, *, thrown_away: bool) -> None:
        with contextlib.suppress(KeyError), own.writing() as session:
            filings.add(
                session, seat=counter.seat, case=make_case(serial), rules=RULES,
                status=FilingStatus.ACCEPTED, clock=counter.clock,
            )  # fmt: skip
            if thrown_away:
                raise KeyError

    def work(worker: int) -> None:
        try:
            with counter.reopen() as own:
                for turn in range(15):
                    register(own, worker * 20 + turn, thrown_away=turn % 5 == 4)
        except BaseException as error:  # noqa: BLE001 - told in the main thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert counter.read(listing.count, criteria=listing.Criteria()) == 48
    assert inspection.inspect(counter.database).faults == ()
    assert counter.register(make_case(999)).number.endswith("-0049")


def test_a_reader_sees_one_moment(counter: Counter) -> None:
    everything = listing.Criteria()
    with counter.database.reading() as session:
        assert listing.count(session, criteria=everything) == 0
        counter.register()
        assert listing.count(session, criteria=everything) == 0
    assert counter.read(listing.count, criteria=everything) == 1


def test_the_migrations_make_the_same_tables(counter: Counter, server) -> None:
    engine = connect(server.url(server.fresh()))
    runner.run(engine)
    runner.check(engine)
    columns = text(
        "select table_name, column_name, data_type, is_nullable, collation_name,"
        " character_maximum_length from information_schema.columns where table_schema = 'public'"
    )
    indexes = text("select indexname, indexdef from pg_indexes where schemaname = 'public'")
    with engine.connect() as one, counter.database._engine.connect() as other:
        assert schema.revision(one) == schema.HEAD
        assert triggers.missing(one) == set()
        for query in (columns, indexes):
            assert set(one.execute(query).all()) == set(other.execute(query).all())
    engine.dispose()


def test_a_server_that_is_away_is_explained(counter: Counter, tmp_path) -> None:
    with pytest.raises(EnvironmentFailureError, match="服务器"):
        Database.server(f"postgresql+psycopg://x@/y?host={tmp_path}", clock=counter.clock)


def test_numbers_are_written_alike(counter: Counter) -> None:
    assert counter.register().number == numbers.number(
        hall=counter.seat.hall, counter=1, day=counter.clock.today(), serial=1
    )
