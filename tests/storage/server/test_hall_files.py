"""The small things of a hall's server: addresses, sealed files, the shared door, the rights."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.storage.folder import sealing, set_aside
from desk_app.storage.history import audit
from desk_app.storage.keys import keys
from desk_app.storage.keys.keys import Cost
from desk_app.storage.schema import meta
from desk_app.storage.schema.tables import Rows
from desk_app.storage.server import hall_file, server_address, server_roles, shared_door
from tests.storage.conftest import KEY, Counter

CHEAP = Cost(memory_kib=64, iterations=1)


def test_every_table_has_its_rights() -> None:
    """A table that a migration adds must be given to the counters, or kept from them, knowingly."""
    assert set(server_roles.PRIVILEGES) == {*Rows.metadata.tables, "alembic_version"}
    assert "delete" not in server_roles.PRIVILEGES["audit"]
    assert "update" not in server_roles.PRIVILEGES["audit"]


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d?sslmode=verify-full"),
        ("postgres://u@h/d?sslmode=require", "postgresql+psycopg://u@h/d?sslmode=require"),
        ("postgresql://u@h:1/d?sslmode=disable", "postgresql+psycopg://u@h:1/d?sslmode=disable"),
        ("postgresql://u@/d?host=/run/pg", "postgresql+psycopg://u@/d?host=%2Frun%2Fpg"),
    ],
)
def test_an_address_asks_the_server_who_it_is_over_a_network(typed: str, url: str) -> None:
    assert server_address.read(typed).url == url


@given(password=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_a_password_is_kept_apart_and_put_back(password: str) -> None:
    address = server_address.read("postgresql://u@h/hall")
    full = server_address.read(address.full(password))
    assert full.password == password
    assert full.url == address.url
    assert server_address.read(full.of_counter()).password is None
    assert "hall_counter@h/hall" in full.of_counter()


@given(text=st.text(max_size=40))
def test_no_typed_address_breaks_it(text: str) -> None:
    with pytest.raises(RefusedError):
        server_address.read(f"x{text}")


@given(content=st.binary(max_size=200), place=st.integers(0, 20))
def test_what_was_sealed_opens_only_unchanged(content: bytes, place: int) -> None:
    sealed = sealing.seal(KEY, "one", content, bound="here")
    assert sealing.unseal(KEY, "one", sealed, bound="here") == content
    changed = bytearray(sealed)
    changed[place] ^= 1
    for key, purpose, bad, bound in (
        (KEY, "one", bytes(changed), "here"),
        (KEY, "other", sealed, "here"),
        (KEY, "one", sealed, "there"),
        (bytes(32), "one", sealed, "here"),
        (KEY, "one", sealed[:5], "here"),
    ):
        with pytest.raises(EnvironmentFailureError):
            sealing.unseal(key, purpose, bad, bound=bound)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "x", "url": "u", "password": null}'])
def test_a_damaged_connection_file_is_told(tmp_path, text: str) -> None:
    (tmp_path / hall_file.FILE_NAME).write_text(text)
    with pytest.raises(EnvironmentFailureError, match="hall join"):
        hall_file.read(tmp_path, key=KEY)


def _let_in(folder, key: bytes, staff_no: str, passphrase: str) -> None:
    keys.add(
        folder, key=key, staff_no=staff_no, name="李四", role=Role.CLERK, passphrase=passphrase,
        cost=CHEAP,
    )  # fmt: skip


def test_two_doors_that_both_changed_come_together(counter: Counter, tmp_path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    key, _ = keys.create(
        one, staff_no="01", name="陈静", role=Role.SUPERVISOR, passphrase="first phrase",
        cost=CHEAP,
    )  # fmt: skip
    _let_in(one, key, "02", "second phrase")
    with counter.database.writing() as session:
        shared_door.publish(session, one)
        assert shared_door.fetch(session, two)
    shared_door.exchange(counter.database, one)
    _let_in(one, key, "03", "third phrase")
    keys.remove(two, key=key, staff_no="02")
    _let_in(two, key, "04", "fourth phrase")
    for folder in (one, two, one):
        shared_door.exchange(counter.database, folder)
    for folder in (one, two):
        assert [slot.staff_no for slot in keys.slots(folder)] == ["01", "03", "04"]
        for no, phrase in (("03", "third phrase"), ("04", "fourth phrase")):
            unlocked = keys.unlock(folder, passphrase=phrase, clock=counter.clock, staff_no=no)
            assert unlocked.key == key


def test_a_foreign_door_is_refused(counter: Counter, tmp_path) -> None:
    for name in ("one", "two"):
        keys.create(
            tmp_path / name, staff_no="01", name="陈静", role=Role.SUPERVISOR,
            passphrase="first phrase", cost=CHEAP,
        )  # fmt: skip
    with counter.database.writing() as session:
        shared_door.publish(session, tmp_path / "one")
        assert shared_door.is_same(session, tmp_path / "one")
        assert not shared_door.is_same(session, tmp_path / "two")
    with pytest.raises(EnvironmentFailureError, match="不属于"):
        shared_door.exchange(counter.database, tmp_path / "two")


@pytest.mark.parametrize("lacking", ["recovery", "supervisor", "everybody"])
def test_a_door_that_lets_nobody_put_things_right_is_not_taken(
    counter: Counter, tmp_path, lacking: str
) -> None:
    """One UPDATE on the server must not lock every counter out."""
    folder, late = tmp_path / "one", tmp_path / "two"
    key, _ = keys.create(
        folder, staff_no="01", name="陈静", role=Role.SUPERVISOR, passphrase="first phrase",
        cost=CHEAP,
    )  # fmt: skip
    _let_in(folder, key, "02", "second phrase")
    with counter.database.writing() as session:
        shared_door.publish(session, folder)
        content = meta.get(session, name=meta.DOOR)
        left = {
            "recovery": [one for one in content["slots"] if one["kind"] != "recovery"],
            "supervisor": [one for one in content["slots"] if one["staff_no"] != "01"],
            "everybody": [],
        }[lacking]
        meta.put(session, name=meta.DOOR, value=content | {"slots": left})
    kept = (folder / keys.FILE_NAME).read_bytes()
    with counter.database.reading() as session, pytest.raises(EnvironmentFailureError):
        shared_door.fetch(session, late)
    assert not keys.exist(late)
    shared_door.exchange(counter.database, folder, clock=counter.clock)
    assert (folder / keys.FILE_NAME).read_bytes() == kept
    with counter.database.reading() as session:
        assert meta.get(session, name=meta.DOOR)["slots"] == content["slots"]
        (entry,) = audit.latest(session, limit=1)
    assert (entry.subject, entry.detail) == ("key:door", {"deed": "restored"})


def test_a_key_file_put_back_counts_for_nothing_at_the_door(counter: Counter, tmp_path) -> None:
    """An old copy at one counter does not bring old passphrases back to all."""
    folder = tmp_path / "one"
    key, _ = keys.create(
        folder, staff_no="01", name="陈静", role=Role.SUPERVISOR, passphrase="first phrase",
        cost=CHEAP,
    )  # fmt: skip
    old = (folder / keys.FILE_NAME).read_bytes()
    keys.change(
        folder, staff_no="01", old="first phrase", new="second phrase", clock=counter.clock,
        cost=CHEAP,
    )  # fmt: skip
    with counter.database.writing() as session:
        shared_door.publish(session, folder)
    (folder / keys.FILE_NAME).write_bytes(old)
    shared_door.exchange(counter.database, folder)
    assert keys.unlock(folder, passphrase="second phrase", clock=counter.clock).key == key
    with pytest.raises(RefusedError):
        keys.unlock(folder, passphrase="first phrase", clock=counter.clock)


@given(typed=st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=4))
def test_drafts_set_aside_are_kept_as_typed(tmp_path_factory, typed: dict[str, str]) -> None:
    from datetime import datetime

    from desk_app.clock import CHINA, FixedClock
    from desk_app.records.hall import ClerkRecord, HallRecord, Seat

    folder = tmp_path_factory.mktemp("aside")
    clock = FixedClock(datetime(2026, 11, 21, 9, tzinfo=CHINA))
    hall = HallRecord(id=1, version=1, name="厅", code="SL", region="440300")
    clerk = ClerkRecord(
        id=1, version=1, name="陈静", role=Role.CLERK, active=True, staff_no="01"
    )  # fmt: skip
    seat = Seat(hall=hall, counter=1, clerk=clerk)
    before = deepcopy(typed)
    kept = set_aside.keep(
        folder, key=KEY, seat=seat, draft=None, data=typed, filing=None, clock=clock
    )
    again = set_aside.keep(
        folder, key=KEY, seat=seat, draft=None, data={}, filing="SL-01", clock=clock
    )
    assert {kept.id, again.id} == {-1, -2}
    assert [one.draft for one in set_aside.every(folder, key=KEY)] == [kept, again]
    assert kept.data == before
    if typed:  # two brackets alone may stand anywhere
        assert json.dumps(before)[:60].encode() not in (folder / set_aside.FILE_NAME).read_bytes()
    set_aside.remove(folder, key=KEY, draft_id=kept.id)
    assert set_aside.find(folder, key=KEY, draft_id=kept.id) is None
