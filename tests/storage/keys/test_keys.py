"""Who gets in: people, the recovery code, and nobody else."""

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.clock import FixedClock
from desk_app.errors import EnvironmentFailureError, RefusedError, StateConflictError
from desk_app.policy.vocabulary import Role
from desk_app.storage.keys import keyfile, keys, recovery_codes
from desk_app.storage.keys.keyslots import Cost

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


def test_each_person_opens_with_their_own_passphrase(made, clock: FixedClock) -> None:
    folder, key, _ = made
    one = keys.unlock(folder, passphrase=FIRST, clock=clock, staff_no="01")
    assert one == keys.Unlocked(key=key, staff_no="01", role=Role.SUPERVISOR, failures=0)
    assert keys.unlock(folder, passphrase=SECOND, clock=clock).staff_no == "02"
    with pytest.raises(RefusedError, match="口令不对"):
        keys.unlock(folder, passphrase=SECOND, clock=clock, staff_no="01")


def test_the_file_shows_masked_names_only(made) -> None:
    folder = made[0]
    assert [slot.masked_name for slot in keys.slots(folder)] == ["陈*怡", "李*"]
    content = (folder / keys.FILE_NAME).read_text(encoding="utf-8")
    assert "陈静怡" not in content
    assert "李龑" not in content
    assert (folder / keys.FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_full_width_letters_are_the_same_passphrase(made, clock: FixedClock) -> None:
    typed = SECOND.translate({ord(c): ord(c) + 0xFEE0 for c in "-2026"})
    assert typed != SECOND
    assert keys.unlock(made[0], passphrase=typed, clock=clock).staff_no == "02"


def test_changing_a_passphrase_leaves_the_others_alone(made, clock: FixedClock) -> None:
    folder, key, _ = made
    keys.change(folder, staff_no="02", old=SECOND, new="新的 口令 很长", clock=clock, cost=CHEAP)
    assert keys.unlock(folder, passphrase="新的 口令 很长", clock=clock).key == key
    assert keys.unlock(folder, passphrase=FIRST, clock=clock).key == key
    with pytest.raises(RefusedError):
        keys.unlock(folder, passphrase=SECOND, clock=clock)
    with pytest.raises(RefusedError):
        keys.change(folder, staff_no="02", old=SECOND, new="又一个口令呀呀", clock=clock)


def test_who_leaves_gets_in_no_more_and_a_supervisor_stays(made, clock: FixedClock) -> None:
    folder, key, _ = made
    keys.remove(folder, key=key, staff_no="02")
    with pytest.raises(RefusedError):
        keys.unlock(folder, passphrase=SECOND, clock=clock)
    with pytest.raises(StateConflictError, match="最后一位主管"):
        keys.remove(folder, key=key, staff_no="01")


def test_the_recovery_code_gives_a_new_passphrase(made, clock: FixedClock) -> None:
    folder, key, code = made
    assert [len(group) for group in code.split("-")] == [5] * 6
    typed = code.lower().replace("-", " ")
    found = recovery_codes.recover(
        folder, code=typed, staff_no="02", passphrase="忘了以后的口令", clock=clock, cost=CHEAP
    )
    assert (found.key, found.role) == (key, Role.CLERK)
    assert keys.unlock(folder, passphrase="忘了以后的口令", clock=clock).staff_no == "02"


def test_a_replaced_recovery_code_opens_nothing(made, clock: FixedClock) -> None:
    folder, key, code = made
    fresh = recovery_codes.begin(folder, key=key, cost=CHEAP)
    recovery_codes.confirm(folder, key=key, code=fresh)
    with pytest.raises(RefusedError, match="恢复码不对"):
        recovery_codes.recover(
            folder, code=code, staff_no="01", passphrase="新的口令一二三", clock=clock
        )
    recovery_codes.recover(
        folder, code=fresh, staff_no="01", passphrase="新的口令一二三", clock=clock, cost=CHEAP
    )


def test_guessing_becomes_slow_and_stays_slow_after_a_restart(made, clock: FixedClock) -> None:
    folder, key, _ = made
    for _ in range(4):
        with pytest.raises(RefusedError, match="口令不对"):
            keys.unlock(folder, passphrase="不是这个口令", clock=clock)
    with pytest.raises(RefusedError, match=r"[56] 秒后"):
        keys.unlock(folder, passphrase=FIRST, clock=clock)
    clock.advance(seconds=6)
    found = keys.unlock(folder, passphrase=FIRST, clock=clock)
    assert (found.key, found.failures) == (key, 4)
    assert keys.unlock(folder, passphrase=FIRST, clock=clock).failures == 0


def test_a_clock_set_back_locks_nobody_out(made, clock: FixedClock) -> None:
    folder = made[0]
    for _ in range(4):
        with pytest.raises(RefusedError):
            keys.unlock(folder, passphrase="不是这个口令", clock=clock)
    clock.advance(days=-400)
    with pytest.raises(RefusedError, match=r"30[01] 秒"):
        keys.unlock(folder, passphrase=FIRST, clock=clock)


@pytest.mark.parametrize("weak", ["", "1234567", "        ", "aaaaaaaaaaaa"])
def test_weak_passphrases_are_refused_before_anything_is_written(weak: str, tmp_path) -> None:
    with pytest.raises(RefusedError):
        keys.create(tmp_path / "d", staff_no="01", name="陈", role=Role.SUPERVISOR, passphrase=weak)
    assert not keys.exist(tmp_path / "d")


def test_a_clerk_cannot_become_a_supervisor_by_editing_the_file(made, clock: FixedClock) -> None:
    folder = made[0]
    path = folder / keys.FILE_NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    for slot in content["slots"]:
        if slot["staff_no"] == "02":
            slot["role"] = "supervisor"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(keys.HurtKeyError):
        keys.unlock(folder, passphrase=SECOND, clock=clock)
    header = keyfile.load(folder)
    forged = [replace(slot, hurt=False, sum=b"") if slot.hurt else slot for slot in header.slots]
    path.write_bytes(keyfile.text_of(replace(header, slots=tuple(forged))))  # with a right sum
    with pytest.raises(EnvironmentFailureError, match="被改动过"):
        keys.unlock(folder, passphrase=SECOND, clock=clock)


@given(data=st.data())
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_a_damaged_file_opens_or_explains_itself(made, clock: FixedClock, data) -> None:
    folder, key, _ = made
    path = folder / keys.FILE_NAME
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :])
    try:
        assert keys.unlock(folder, passphrase=FIRST, clock=clock).key == key
    except EnvironmentFailureError:  # never that the passphrase is wrong
        assert not (folder / "attempts.json").exists()
    path.write_bytes(whole)
    (folder / "attempts.json").unlink(missing_ok=True)


def test_missing_and_foreign_files_are_explained(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(EnvironmentFailureError, match="没有密钥文件"):
        keys.unlock(tmp_path, passphrase=FIRST, clock=clock)
    (tmp_path / keys.FILE_NAME).write_text("[]")
    with pytest.raises(EnvironmentFailureError, match="已损坏"):
        keys.slots(tmp_path)


@pytest.mark.parametrize("step", ["open", "fsync"])
def test_a_full_disk_leaves_the_old_passphrase(
    made, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    folder, key, _ = made
    before = sorted(path.name for path in folder.iterdir())

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(EnvironmentFailureError, match="磁盘已满"):
        recovery_codes.begin(folder, key=key, cost=CHEAP)
    monkeypatch.undo()
    assert sorted(path.name for path in folder.iterdir()) == before
    assert keys.unlock(folder, passphrase=FIRST, clock=clock).key == key
