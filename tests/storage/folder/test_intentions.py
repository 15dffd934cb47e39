"""Deeds of several steps: the intention is there whole or not at all, the steps may come twice."""

import pytest

from desk_app.errors import EnvironmentFailureError
from desk_app.storage.folder import intentions
from desk_app.storage.folder.intentions import Deed, Intention
from desk_app.storage.folder.lock import HeldError


def test_an_intention_is_read_as_it_was_declared(tmp_path):
    meant = Intention(
        deed=Deed.REKEY, stage="ready", leaving=True, facts={"kept": "replaced-20261121"}
    )
    intentions.declare(tmp_path, meant)
    assert intentions.read(tmp_path) == meant
    if (tmp_path / intentions.FILE_NAME).stat().st_mode & 0o077:
        pytest.fail("others may read it")
    intentions.forget(tmp_path)
    intentions.forget(tmp_path)
    assert intentions.read(tmp_path) is None
    assert intentions.read(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b'"x"', b'{"format": "other"}', b"[" * 100_000, b"\xff",
        b'{"format": "desk-app-intention-1", "deed":"dance", "stage":"", "leaving":1, "facts": {}}',
    ],
)  # fmt: skip
def test_a_damaged_intention_is_no_permission_to_go_on(tmp_path, content):
    (tmp_path / intentions.FILE_NAME).write_bytes(content)
    with pytest.raises(EnvironmentFailureError, match="不要删除"):
        intentions.read(tmp_path)


def test_one_deed_at_a_time(tmp_path):
    with (
        intentions.alone(tmp_path, Deed.RESTORE),
        pytest.raises(HeldError, match="更换数据密钥"),
        intentions.alone(tmp_path, Deed.REKEY),
    ):
        pytest.fail("both at once")
    with intentions.alone(tmp_path, Deed.REKEY):
        pass


@pytest.mark.parametrize("done", range(6))
def test_files_are_put_in_place_however_far_that_had_come(tmp_path, done, monkeypatch):
    """Cut off after so many moves, and called again."""
    folder, prepared, kept = (tmp_path / name for name in ("data", "data/new", "data/old"))
    prepared.mkdir(parents=True)
    for place, word in ((folder, "old"), (prepared, "new")):
        (place / "records.db").write_text(word)
        (place / "keys.json").write_text(word)
    (folder / "records.db-wal").write_text("old")
    move, left = intentions.files.move, [done]

    def cut_off(present, target):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        move(present, target)

    def put():
        intentions.put_in_place(
            folder,
            prepared=prepared,
            kept=kept,
            names=("records.db", "keys.json"),
            gone=("records.db-wal",),
        )

    with monkeypatch.context() as patch:
        patch.setattr(intentions.files, "move", cut_off)
        if done < 5:
            with pytest.raises(KeyboardInterrupt):
                put()
        else:
            put()
    put()
    intentions.clear(prepared)
    found = {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert found == {
        "records.db": "new", "keys.json": "new",
        "old/records.db": "old", "old/keys.json": "old", "old/records.db-wal": "old",
    }  # fmt: skip
    assert not prepared.exists()
