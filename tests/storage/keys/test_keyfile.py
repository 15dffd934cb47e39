"""The key file has one owner, checks itself, and is never gone."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.clock import FixedClock
from desk_app.errors import EnvironmentFailureError, RefusedError, StateConflictError
from desk_app.policy.vocabulary import Role
from desk_app.storage.keys import attempts, keycheck, keyfile, keys, keyslots, recovery_codes
from desk_app.storage.keys.keyslots import PENDING, RECOVERY, Cost
from tests.storage import keys_of_old

CHEAP = Cost(memory_kib=64, iterations=1)
FIRST, SECOND = "山高 水长 路远", "海阔-天空-2026"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, bytes, str]:
    folder = tmp_path / "data"
    key, code = keys.create(
        folder, staff_no="01", name="陈静怡", role=Role.SUPERVISOR, passphrase=FIRST, cost=CHEAP
    )
    keys.add(
        folder, key=key, staff_no="02", name="李龑", role=Role.CLERK, passphrase=SECOND, cost=CHEAP
    )
    return folder, key, code


def hurt(folder: Path, kind: str, staff_no: str, part: str = "wrapped") -> None:
    """Change one character of a slot, as a bad disk does."""
    path = folder / keys.FILE_NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    slot = next(
        one for one in content["slots"] if (one["kind"], one["staff_no"]) == (kind, staff_no)
    )
    slot[part] = slot[part][:5] + ("B" if slot[part][5] != "B" else "C") + slot[part][6:]
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def without_copy(folder: Path) -> None:
    """Leave no copy to take whole slots from."""
    (folder / keyfile.BEFORE).unlink(missing_ok=True)


# -- one owner --------------------------------------------------------------------------------


def test_changes_of_two_programs_at_once_are_all_kept(made) -> None:
    """Each tells of a change only once it is there, and none takes back another's."""
    folder, key, _ = made
    changer = [sys.executable, "-m", "tests.storage.changing_keys", str(folder), key.hex(), "75"]
    running = [
        subprocess.Popen([*changer, no], stdout=subprocess.PIPE, text=True) for no in ("11", "12")
    ]
    told = [one.communicate()[0].split() for one in running]
    assert [one.returncode for one in running] == [0, 0]
    header = keyfile.load(folder)
    for no, words in zip(("11", "12"), told, strict=True):
        assert len(words) == 75
        slot = header.at(("passphrase", no))
        assert slot is not None
        assert keyslots.open_slot(header.id, slot, words[-1]) == key
        assert header.at(("passphrase", f"{no}9")) is None  # let in and shut out in each round
    for no, phrase in (("01", FIRST), ("02", SECOND)):
        slot = header.at(("passphrase", no))
        assert slot is not None
        assert keyslots.open_slot(header.id, slot, phrase) == key
    # let in, and then in each round: a change, somebody in, a keyring, somebody out
    assert header.generation == 2 + 2 * (1 + 75 * 3)
    assert sorted(path.name for path in folder.iterdir()) == [
        "keys.json", "keys.json.before", "keys.lock",
    ]  # fmt: skip


def test_who_was_shut_out_meanwhile_does_not_come_back(made, clock, monkeypatch) -> None:
    folder, key, code = made
    make = keyslots.make

    def removed_meanwhile(*given):
        monkeypatch.setattr(keyslots, "make", make)
        keys.remove(folder, key=key, staff_no="02")
        return make(*given)

    monkeypatch.setattr(keyslots, "make", removed_meanwhile)
    with pytest.raises(StateConflictError):
        keys.change(
            folder, staff_no="02", old=SECOND, new="再换一次口令呀", clock=clock, cost=CHEAP
        )
    assert [slot.staff_no for slot in keys.slots(folder)] == ["01"]
    keys.add(
        folder, key=key, staff_no="02", name="李龑", role=Role.CLERK, passphrase=SECOND, cost=CHEAP
    )
    monkeypatch.setattr(keyslots, "make", removed_meanwhile)
    with pytest.raises(StateConflictError):
        recovery_codes.recover(
            folder, code=code, staff_no="02", passphrase="再换一次口令呀", clock=clock, cost=CHEAP
        )
    assert [slot.staff_no for slot in keys.slots(folder)] == ["01"]


def test_a_data_key_of_before_changes_nothing(made) -> None:
    folder, key, _ = made
    before = (folder / keys.FILE_NAME).read_bytes()
    with pytest.raises(EnvironmentFailureError, match="数据密钥刚刚更换过"):
        keys.remove(folder, key=bytes(32), staff_no="02")
    assert (folder / keys.FILE_NAME).read_bytes() == before
    del key


def test_wrong_passphrases_of_two_at_once_are_both_counted(made, clock: FixedClock) -> None:
    folder = made[0]
    running = [
        subprocess.Popen([sys.executable, "-m", "tests.storage.changing_keys", str(folder), "20"])
        for _ in range(2)
    ]
    assert [one.wait() for one in running] == [0, 0]
    assert json.loads((folder / attempts.FILE_NAME).read_bytes())["count"] == 40


# -- the copy ---------------------------------------------------------------------------------


def test_the_one_before_is_kept_until_the_records_know_and_is_a_copy_then(made) -> None:
    folder, key, _ = made
    before = (folder / keys.FILE_NAME).read_bytes()
    keys.remove(folder, key=key, staff_no="02")
    assert (folder / keyfile.BEFORE).read_bytes() == before
    keyfile.settle(folder)
    assert (folder / keyfile.BEFORE).read_bytes() == (folder / keys.FILE_NAME).read_bytes()


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b" " * (2 << 20)]
)
def test_a_file_that_cannot_be_read_is_replaced_by_its_copy(made, clock, damage: bytes) -> None:
    folder, key, _ = made
    keyfile.settle(folder)
    (folder / keys.FILE_NAME).write_bytes(damage)
    assert keys.unlock(folder, passphrase=SECOND, clock=clock).key == key
    assert "keys.json.before" in keycheck.faults(folder)[0]
    keys.remove(folder, key=key, staff_no="02")  # any change writes it anew
    assert not keycheck.faults(folder)
    (folder / keys.FILE_NAME).write_bytes(damage)
    without_copy(folder)
    with pytest.raises(EnvironmentFailureError, match=r"keys\.json 已损坏"):
        keys.slots(folder)


def test_a_hurt_slot_is_taken_from_the_copy(made, clock: FixedClock) -> None:
    folder, key, _ = made
    keyfile.settle(folder)
    hurt(folder, "passphrase", "02")
    assert keys.unlock(folder, passphrase=SECOND, clock=clock).key == key
    assert "1 把钥匙损坏" in keycheck.faults(folder)[0]


# -- it checks itself -------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["salt", "nonce", "wrapped", "public", "sent", "seal", "sum"])
def test_a_hurt_slot_is_said_to_be_hurt_and_not_counted_as_a_wrong_passphrase(
    made, clock: FixedClock, part: str
) -> None:
    folder, key, code = made
    without_copy(folder)
    hurt(folder, "passphrase", "02", part)
    if part == "sum":  # everything else is whole
        assert keys.unlock(folder, passphrase=SECOND, clock=clock, staff_no="02").key == key
    else:
        with pytest.raises(keys.HurtKeyError, match="这把钥匙损坏了（工号 02）"):
            keys.unlock(folder, passphrase=SECOND, clock=clock, staff_no="02")
    assert not (folder / attempts.FILE_NAME).exists()
    (told,) = keycheck.faults(folder)
    assert "工号 02" in told
    keys.renew(
        folder, key=key, staff_no="02", name="李龑", role=Role.CLERK, passphrase=SECOND, cost=CHEAP
    )
    assert not keycheck.faults(folder, key=key)
    hurt(folder, "recovery", "", part)
    without_copy(folder)
    assert "恢复码" in keycheck.faults(folder)[0]
    if part not in {"sum", "seal"}:
        with pytest.raises(keys.HurtKeyError, match="恢复码"):
            recovery_codes.recover(
                folder, code=code, staff_no="02", passphrase="新的口令一二三", clock=clock
            )


@given(data=st.data())
@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_changed_character_is_noticed_or_harmless(made, clock: FixedClock, data) -> None:
    """Whose ever slot it is in: nobody hears that their passphrase is wrong."""
    folder, key, _ = made
    without_copy(folder)
    path = folder / keys.FILE_NAME
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :])
    try:
        noticed = bool(keycheck.faults(folder, key=key))
        for no, phrase in (("01", FIRST), ("02", SECOND)):
            try:
                assert keys.unlock(folder, passphrase=phrase, clock=clock, staff_no=no).key == key
            except EnvironmentFailureError:
                noticed = True
            except RefusedError:  # a staff number that became another one
                assert noticed
        same = keyfile.parse(path.read_bytes()) == keyfile.parse(whole)
        assert noticed or same
    except EnvironmentFailureError:
        pass  # the file as a whole: said, with a way out
    finally:
        path.write_bytes(whole)
        (folder / attempts.FILE_NAME).unlink(missing_ok=True)


@pytest.mark.parametrize(
    "cost",
    [
        {"lanes": 1 << 30},
        {"lanes": 0},
        {"lanes": True},
        {"lanes": 1.5},
        {"memory_kib": 1 << 20},
        {"iterations": 100},
        {"memory_kib": 8, "lanes": 8},
        {"memory_kib": "64"},
        {"iterations": -1},
    ],
)
def test_a_forged_cost_hangs_nobody(made, clock: FixedClock, cost: dict) -> None:
    folder = made[0]
    without_copy(folder)
    path = folder / keys.FILE_NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    for slot in content["slots"]:
        slot["cost"] |= cost
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(EnvironmentFailureError):
        keys.unlock(folder, passphrase=FIRST, clock=clock)


def test_many_slots_of_a_bearable_cost_are_no_way_round(made) -> None:
    header = keyfile.load(made[0])
    dear = replace(header.slots[0], cost=Cost(iterations=12))
    with pytest.raises(EnvironmentFailureError):
        keyfile.parse(keyfile.text_of(replace(header, slots=(*header.slots, *[dear] * 40))))
    ordinary = replace(header.slots[0], cost=Cost())
    keyfile.parse(keyfile.text_of(replace(header, slots=(*header.slots, *[ordinary] * 90))))


# -- files of old -----------------------------------------------------------------------------


def test_a_key_file_of_an_earlier_version_goes_on_working(tmp_path, clock: FixedClock) -> None:
    keys_of_old.write(tmp_path)
    for no, phrase in keys_of_old.PASSPHRASES.items():
        assert keys.unlock(tmp_path, passphrase=phrase, clock=clock, staff_no=no).key == (
            keys_of_old.KEY
        )
    assert all(slot.of_old for slot in keys.slots(tmp_path))
    for no, phrase in keys_of_old.PASSPHRASES.items():
        keys.refresh(tmp_path, key=keys_of_old.KEY, staff_no=no, passphrase=phrase)
        assert keys.unlock(tmp_path, passphrase=phrase, clock=clock).key == keys_of_old.KEY
    assert not any(slot.of_old for slot in keys.slots(tmp_path))
    assert [slot.masked_name for slot in keys.slots(tmp_path)] == ["陈*怡", "李*"]
    recovery_codes.recover(
        tmp_path, code=keys_of_old.CODE, staff_no="02", passphrase="新的口令一二三", clock=clock
    )
    assert not any(slot.of_old for slot in keyfile.load(tmp_path).slots)


def test_an_old_slot_in_a_file_of_today_is_watched_too(tmp_path) -> None:
    keys_of_old.write(tmp_path)
    keys.refresh(
        tmp_path, key=keys_of_old.KEY, staff_no="01", passphrase=keys_of_old.PASSPHRASES["01"]
    )
    without_copy(tmp_path)
    for kind, no, whose in (("recovery", "", "恢复码"), ("passphrase", "02", "工号 02")):
        hurt(tmp_path, kind, no)
        assert any(whose in one for one in keycheck.faults(tmp_path))


# -- the recovery code ------------------------------------------------------------------------


def test_the_old_recovery_code_lives_until_the_new_one_is_confirmed(made, clock) -> None:
    folder, key, code = made
    fresh = recovery_codes.begin(folder, key=key, cost=CHEAP)
    for either in (code, fresh):
        header = keyfile.load(folder)
        assert key in {
            keyslots.open_slot(header.id, slot, recovery_codes.plain(either))
            for slot in header.slots
            if slot.kind in {RECOVERY, PENDING}
        }
    with pytest.raises(RefusedError, match="仍然有效"):
        recovery_codes.confirm(folder, key=key, code=code)
    recovery_codes.confirm(folder, key=key, code=fresh.lower().replace("-", " "))
    with pytest.raises(RefusedError, match="恢复码不对"):
        recovery_codes.recover(
            folder, code=code, staff_no="01", passphrase="新的口令一二三", clock=clock, cost=CHEAP
        )
    with pytest.raises(StateConflictError, match="没有等着确认"):
        recovery_codes.confirm(folder, key=key, code=fresh)


def test_a_code_that_was_begun_anew_is_not_confirmed_by_the_one_before(made) -> None:
    folder, key, _ = made
    first = recovery_codes.begin(folder, key=key, cost=CHEAP)
    recovery_codes.begin(folder, key=key, cost=CHEAP)
    with pytest.raises(RefusedError, match="不是最近一次"):
        recovery_codes.confirm(folder, key=key, code=first)


def test_who_comes_in_by_the_new_code_has_confirmed_it(made, clock: FixedClock) -> None:
    folder, key, code = made
    fresh = recovery_codes.begin(folder, key=key, cost=CHEAP)
    recovery_codes.recover(
        folder, code=fresh, staff_no="02", passphrase="新的口令一二三", clock=clock, cost=CHEAP
    )
    assert [slot.kind for slot in keyfile.load(folder).slots].count(RECOVERY) == 1
    with pytest.raises(RefusedError, match="恢复码不对"):
        recovery_codes.recover(
            folder, code=code, staff_no="02", passphrase="新的口令一二三", clock=clock
        )
