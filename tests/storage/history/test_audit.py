"""The history: no entry can be changed, removed or slipped in without being noticed."""

import pytest
from sqlalchemy import text

from desk_app.records.audit import Verb
from desk_app.storage.history import audit
from desk_app.storage.schema import triggers
from desk_app.storage.schema.failures import RejectedRowError
from tests.storage.conftest import Counter, demo_id, make_case

FORBIDDEN = [
    "update audit set body = 'x' where seq = 2",
    "delete from audit where seq = 3",
    "delete from audit",
    "update audit_head set seq = 1",
    "delete from audit_head",
    "insert into audit_head values (2, 0, zeroblob(32))",
    "insert or replace into audit_head values (1, 0, zeroblob(32))",
    "insert into audit values (99, 's', 'x', zeroblob(32), zeroblob(32))",
    "insert or replace into audit values (2, 's', 'x', zeroblob(32), zeroblob(32))",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_file_itself_refuses(counter: Counter, statement: str) -> None:
    for serial in range(3):
        counter.register(make_case(serial))
    before = counter.read(audit.verify)
    with pytest.raises(RejectedRowError), counter.database.writing() as session:
        session.execute(text(statement))
    assert counter.read(audit.verify) == before
    assert before.broken_at is None


@pytest.mark.parametrize(
    ("trigger", "statement", "broken_at"),
    [
        ("audit_no_update", "update audit set body = replace(body, '430100', '450100')", 3),
        ("audit_no_update", "update audit set subject = 'x' where seq = 3", 3),
        ("audit_no_update", "update audit set hash = zeroblob(32) where seq = 4", 4),
        ("audit_no_delete", "delete from audit where seq = 2", 2),
        ("audit_no_delete", "delete from audit where seq = 4", 4),
    ],
)
def test_whoever_takes_the_guards_away_is_found_out(
    counter: Counter, trigger: str, statement: str, broken_at: int
) -> None:
    for serial in range(3):
        counter.register(make_case(serial))
    with counter.database.writing() as session:
        session.execute(text(f"drop trigger {trigger}"))
        session.execute(text(statement))
        session.execute(text(triggers.SQLITE[trigger]))
    report = counter.read(audit.verify)
    assert report.broken_at == broken_at
    assert str(broken_at) in report.fault or str(broken_at - 1) in report.fault


def test_entries_are_paged_newest_first(counter: Counter) -> None:
    for serial in range(5):
        counter.register(make_case(serial))
    first = counter.read(audit.latest, limit=4)
    rest = counter.read(audit.latest, before=first[-1].seq)
    assert [entry.seq for entry in (*first, *rest)] == [7, 6, 5, 4, 3, 2, 1]
    assert counter.read(audit.head).startswith(f"7-{first[0].hash[:16]}")


def test_nothing_that_looks_like_an_identity_gets_in(counter: Counter) -> None:
    detail = {"text": f"打错了 {demo_id(5)}，电话13900130005", "n": ["440399680312123"]}
    with counter.database.writing() as session:
        entry = audit.append(
            session, at=counter.clock.now(), seat=None, verb=Verb.REFUSE, subject="case:1",
            detail=detail,
        )  # fmt: skip
    told = repr(entry)
    assert entry.actor == "-"
    for secret in (demo_id(5), "13900130005", "440399680312123"):
        assert secret not in told


def test_a_fingerprint_that_looks_like_a_phone_stays_whole(counter: Counter) -> None:
    """One SHA-256 in three hundred has such a run of digits, and must be known again."""
    digest = "ab13800138000cd" + "0e" * 24 + "f"
    with counter.database.writing() as session:
        done = audit.append(
            session,
            at=counter.clock.now(),
            seat=counter.seat,
            verb=Verb.PRINT,
            subject="paper:ledger",
            detail={"sha256": digest, "phone": "13800138000", "id": demo_id(1)},
        )
    assert done.detail["sha256"] == digest
    assert "13800138000" not in str(done.detail["phone"])
    assert demo_id(1) not in str(done.detail)
