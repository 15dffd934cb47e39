"""A new data key: who left opens nothing written later, and no cut leaves two truths or none."""

import shutil
import subprocess
import sys

import pytest

from desk_app import files
from desk_app.errors import (
    DeskError,
    EnvironmentFailureError,
    RefusedError,
    StateConflictError,
    StoppedError,
)
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import Verb
from desk_app.services.backup import backing_up
from desk_app.services.keys import rekeying
from desk_app.services.people import people, recovery, ways_in
from desk_app.services.start import opening, resuming
from desk_app.storage.database.database import Database
from desk_app.storage.folder import intentions, set_aside
from desk_app.storage.folder.lock import FolderLock, HeldError
from desk_app.storage.history import audit
from desk_app.storage.keys import keyfile, keys, keyslots, recovery_codes
from desk_app.storage.schema import meta
from desk_app.storage.schema.failures import FolderGoneError
from desk_app.storage.upkeep import leftovers
from tests.factory import register
from tests.services.conftest import CHEAP, PASSPHRASE
from tests.storage import keys_of_old

SECOND, THIRD = "another good phrase", "a third good phrase"


@pytest.fixture
def staffed(desk):
    """A desk with a second person and a case."""
    people.add(desk=desk, name="梁一鸣", role=Role.CLERK, passphrase=SECOND, cost=CHEAP)
    register(desk, 1)
    return desk


def enter(folder, clock, passphrase=PASSPHRASE):
    """Sign in."""
    return opening.unlock(folder=folder, passphrase=passphrase, clock=clock)


def opened_by(text: bytes, secret: str) -> set[bytes]:
    """Return the data keys that a secret gets out of a key file, past the program."""
    header = keyfile.parse(text)
    found = (keyslots.open_slot(header.id, slot, secret) for slot in header.slots)
    return {key for key in found if key is not None}


def reads(folder, key: bytes) -> bool:
    """Tell whether a data key opens the records, past the program."""
    try:
        Database.open(folder, key).close()
    except DeskError:
        return False
    return True


def test_who_left_opens_nothing_that_is_written_afterwards(staffed, tmp_path):
    """With their own old copy of the key file, and with what is in it for anybody else."""
    old = (staffed.folder / keys.FILE_NAME).read_bytes()
    people.deactivate(desk=staffed, staff_no="02")
    assert "已更换" in rekeying.outcome(desk=staffed)
    number = register(staffed, 2).number
    (key,) = opened_by(old, SECOND)
    stolen = tmp_path / "stolen"
    shutil.copytree(staffed.folder, stolen)
    assert not reads(stolen, key)
    (stolen / keys.FILE_NAME).write_bytes(old)
    for passphrase in (SECOND, PASSPHRASE):
        with pytest.raises(EnvironmentFailureError):
            enter(stolen, staffed.clock, passphrase)
    assert not opened_by((staffed.folder / keys.FILE_NAME).read_bytes(), SECOND)
    assert key not in (staffed.folder / keys.FILE_NAME).read_bytes()
    with enter(staffed.folder, staffed.clock) as again:
        assert backing_up.verify(desk=again).filings == 2
        assert not backing_up.verify(desk=again).faults
        with again.database.reading() as session:
            entry = next(
                one
                for one in audit.latest(session, limit=50)
                if one.verb is Verb.KEY_CHANGED and one.subject == "key:data"
            )
    assert entry.detail["deed"] == "rekeyed"
    assert number


@pytest.mark.parametrize("why", ["code", "seen", "own", "asked"])
def test_whatever_others_may_know_calls_for_a_new_key(staffed, why):
    """A new recovery code, a passphrase that was seen, a supervisor's word."""
    before = staffed.database.key
    old = (staffed.folder / keys.FILE_NAME).read_bytes()
    secrets = [PASSPHRASE, SECOND]
    if why == "code":
        secrets.append(recovery_codes.plain(recovery.new_recovery_code(desk=staffed, cost=CHEAP)))
        code = recovery.new_recovery_code(desk=staffed, cost=CHEAP)
        old = (staffed.folder / keys.FILE_NAME).read_bytes()
        recovery.confirm_recovery_code(desk=staffed, code=code)
    elif why == "seen":
        ways_in.reset_passphrase(
            desk=staffed, staff_no="02", passphrase=THIRD, seen=True, cost=CHEAP
        )
    elif why == "own":
        ways_in.change_passphrase(desk=staffed, old=PASSPHRASE, new=THIRD, seen=True, cost=CHEAP)
    else:
        rekeying.rekey(desk=staffed)
    assert staffed.database.key != before
    for secret in secrets:
        for key in opened_by(old, secret):
            assert not reads(staffed.folder, key)
    register(staffed, 2)
    for passphrase in {THIRD if why == "own" else PASSPHRASE, THIRD if why == "seen" else SECOND}:
        enter(staffed.folder, staffed.clock, passphrase).close()


def test_an_ordinary_change_is_quick_and_keeps_the_key(staffed):
    before = staffed.database.key
    ways_in.change_passphrase(desk=staffed, old=PASSPHRASE, new=THIRD, cost=CHEAP)
    ways_in.reset_passphrase(desk=staffed, staff_no="02", passphrase=THIRD, cost=CHEAP)
    assert staffed.database.key == before


def test_backups_of_before_are_still_found_good(staffed):
    """They keep their key; the present ones keep the keys of before."""
    made = backing_up.automatic(desk=staffed).backup
    rekeying.rekey(desk=staffed)
    rekeying.rekey(desk=staffed)
    key = staffed.database.key
    found = backing_up._newest_good(staffed.folder, key, backing_up.kept(folder=staffed.folder))
    assert found.path == made.path


def test_drafts_kept_beside_the_records_open_under_the_new_key(staffed):
    set_aside.keep(
        staffed.folder, key=staffed.database.key, seat=staffed.seat, draft=None,
        data={"name": "typed"}, filing=None, clock=staffed.clock,
    )  # fmt: skip
    rekeying.rekey(desk=staffed)
    (kept,) = set_aside.every(staffed.folder, key=staffed.database.key)
    assert kept.draft.data == {"name": "typed"}


def test_who_has_not_come_since_an_earlier_version_is_named_first(desk, clock):
    """No new key can be sent to them; it is owed until they came, or are left out."""
    rekeying.rekey(desk=desk)
    with desk.database.exchanging(keys_of_old.KEY):
        raw = rekeying.rekeying.engine.connect(desk.folder / "records.db", desk.database.key)
        raw.execute(f"pragma rekey = \"x'{keys_of_old.KEY.hex()}'\"")
        raw.close()
        keys_of_old.write(desk.folder)
    desk.database.seal_anew()
    with desk.database.writing() as session:
        meta.put(session, name=meta.KEYS, value=0)
    with enter(desk.folder, clock, keys_of_old.PASSPHRASES["01"]) as mine:
        with pytest.raises(StateConflictError, match=r"02.*恢复码"):
            rekeying.rekey(desk=mine)
        code = recovery.new_recovery_code(desk=mine, cost=CHEAP)
        recovery.confirm_recovery_code(desk=mine, code=code)
        assert mine.database.key == keys_of_old.KEY
        assert "工号 02" in rekeying.owed(desk=mine)
        with pytest.raises(StateConflictError, match="02"):
            rekeying.rekey(desk=mine)
        rekeying.rekey(desk=mine, leave_out=True)
        assert rekeying.owed(desk=mine) is None
        assert [one.staff_no for one in keys.slots(mine.folder)] == ["01"]


def test_a_window_of_another_program_keeps_the_key(staffed):
    held = "import sys; from pathlib import Path\n"
    held += "from desk_app.storage.folder.lock import FolderLock\n"
    held += "FolderLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", held, str(staffed.folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as window:  # fmt: skip
        assert window.stdout.readline()
        with pytest.raises(HeldError, match="窗口"):
            rekeying.rekey(desk=staffed)
        people.deactivate(desk=staffed, staff_no="02")  # done all the same
        assert "窗口" in rekeying.outcome(desk=staffed)
        window.stdin.close()
    with FolderLock(staffed.folder):  # one's own
        rekeying.rekey(desk=staffed)
    assert rekeying.owed(desk=staffed) is None


def test_it_can_be_stopped_and_tells_how_far_it_is(staffed, monkeypatch):
    monkeypatch.setattr(rekeying.rekeying, "ASKED_EVERY", 1)
    before, told = staffed.database.key, []
    with pytest.raises(StoppedError):
        rekeying.rekey(desk=staffed, progress=told.append, stopped=lambda: True)
    assert told
    assert staffed.database.key == before
    assert not (staffed.folder / leftovers.REKEYING).exists()
    register(staffed, 2)


def test_another_desk_of_the_same_records_writes_nothing_that_is_lost(staffed):
    """A command that was under way meanwhile is refused; its number is given to nobody."""
    with enter(staffed.folder, staffed.clock) as other:
        rekeying.rekey(desk=staffed)
        with pytest.raises(FolderGoneError, match="更换数据密钥"):
            register(other, 2)
    assert register(staffed, 3).number.endswith("0002")


def test_who_signs_in_while_the_key_is_changed_comes_in(staffed, monkeypatch):
    """The key they were given is no longer the one; the passphrase is."""
    opened = opening._opened

    def changed_meanwhile(*given):
        monkeypatch.setattr(opening, "_opened", opened)
        rekeying.rekey(desk=staffed)
        return opened(*given)

    monkeypatch.setattr(opening, "_opened", changed_meanwhile)
    with enter(staffed.folder, staffed.clock, SECOND) as other:
        assert other.database.key == staffed.database.key


@pytest.mark.parametrize("moves", range(5))
def test_a_rekeying_cut_off_at_its_end_is_ended_with_a_sentence(staffed, monkeypatch, moves):
    """From the word that all is ready on there is no way back; before it nothing had happened."""
    move, left = files.move, [moves]

    def cut_off(present, target):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        move(present, target)

    old = staffed.database.key
    with monkeypatch.context() as patch:
        patch.setattr(files, "move", cut_off)
        with pytest.raises(KeyboardInterrupt):
            rekeying.rekey(desk=staffed)
    (told,) = resuming.resume(folder=staffed.folder)
    assert "自动做完" in told
    assert resuming.resume(folder=staffed.folder) == ()
    with enter(staffed.folder, staffed.clock) as again:
        assert again.database.key != old
        assert backing_up.verify(desk=again).faults == ()
    enter(staffed.folder, staffed.clock, SECOND).close()
    assert not (staffed.folder / leftovers.REKEYING).exists()


def test_what_fails_before_all_is_ready_changes_nothing(staffed, monkeypatch):
    """A full disk, found while the small files are made."""
    before = {path.name for path in staffed.folder.iterdir()}

    def full(folder, intention):
        raise EnvironmentFailureError("磁盘已满")

    old = staffed.database.key
    monkeypatch.setattr(intentions, "declare", full)
    people.deactivate(desk=staffed, staff_no="02")
    assert "磁盘已满" in rekeying.outcome(desk=staffed)
    monkeypatch.undo()
    assert staffed.database.key == old
    made = {path.name for path in staffed.folder.iterdir()} - before
    assert not {name for name in made if not name.endswith(".lock")}
    register(staffed, 2)
    rekeying.rekey(desk=staffed)
    assert rekeying.owed(desk=staffed) is None


def test_records_on_a_server_have_no_data_key_of_ours(staffed, monkeypatch):
    monkeypatch.setattr(staffed.database, "path", None)
    with pytest.raises(RefusedError, match="hall init --new-password"):
        rekeying.rekey(desk=staffed)
    assert "服务器" in rekeying.outcome(desk=staffed)
