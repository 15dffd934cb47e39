"""A keyring of the operating system may open the records; without it the passphrase does."""

import pytest

from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.storage.keys import keyfile, keys, keyslots, remembered

CHEAP = keys.Cost(memory_kib=64, iterations=1)


@pytest.fixture
def folder(tmp_path):
    """A key file with one person."""
    keys.create(
        tmp_path,
        staff_no="01",
        name="陈静",
        role=Role.SUPERVISOR,
        passphrase="correct horse",
        cost=CHEAP,
    )
    return tmp_path


def unlocked(folder, clock_key=None):
    """Return the data key by passphrase."""
    from desk_app.clock import Clock

    return keys.unlock(folder, passphrase="correct horse", clock=Clock()).key


def test_the_keyring_opens_what_the_passphrase_opens(folder, drawer):
    """The same key, without a passphrase; the passphrase goes on working."""
    key = unlocked(folder)
    assert remembered.recall(folder) is None
    remembered.remember(folder, key=key, staff_no="01")
    found = remembered.recall(folder)
    assert (found.key, found.staff_no, found.role) == (key, "01", Role.SUPERVISOR)
    assert unlocked(folder) == key
    assert [slot.staff_no for slot in keys.slots(folder)] == ["01"]


def test_the_key_file_alone_opens_nothing(folder, drawer):
    """On another computer the keyring is empty."""
    remembered.remember(folder, key=unlocked(folder), staff_no="01")
    drawer.held.clear()
    assert remembered.recall(folder) is None


def test_a_forgotten_keyring_opens_nothing(folder, drawer):
    """Taking the slot away is enough, whatever the keyring still holds."""
    remembered.remember(folder, key=unlocked(folder), staff_no="01")
    remembered.forget(folder, key=unlocked(folder), staff_no="01")
    assert drawer.held
    assert remembered.recall(folder) is None


def test_remembering_twice_keeps_one_slot(folder, drawer):
    """The later secret counts."""
    key = unlocked(folder)
    for _ in range(2):
        remembered.remember(folder, key=key, staff_no="01")
    kinds = [slot.kind for slot in keyfile.load(folder).slots]
    assert kinds.count(keyslots.KEYRING) == 1
    assert remembered.recall(folder).key == key


def test_a_computer_with_a_keyring_is_known_as_one(drawer):
    """Before anything is kept in it."""
    assert remembered.available()


def test_a_person_who_leaves_takes_their_keyring_slot_along(folder, drawer):
    """Nobody signs in by a keyring after they left."""
    key = unlocked(folder)
    keys.add(
        folder,
        key=key,
        staff_no="02",
        name="李明",
        role=Role.CLERK,
        passphrase="battery staple",
        cost=CHEAP,
    )
    remembered.remember(folder, key=key, staff_no="02")
    keys.remove(folder, key=key, staff_no="02")
    assert remembered.recall(folder, staff_no="02") is None


def test_a_computer_without_a_keyring_says_so(folder, no_keyring):
    """The passphrase is the way in then."""
    with pytest.raises(RefusedError, match="钥匙串"):
        remembered.remember(folder, key=unlocked(folder), staff_no="01")
    assert remembered.recall(folder) is None
    assert not remembered.available()
