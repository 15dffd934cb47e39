"""What was cut off last time is ended before anybody comes in, and told at the door."""

import pytest

from desk_app.errors import EnvironmentFailureError
from desk_app.services.backup import backing_up, restoring
from desk_app.services.finding import searching
from desk_app.services.start import opening
from desk_app.storage.folder import intentions
from tests.factory import register
from tests.ui.conftest import PASSPHRASE
from tests.ui.hand import Hand


def test_a_restoring_that_was_cut_off(start, folder, clock, qtbot, tmp_path, monkeypatch):
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        kept = register(desk, 1).number
        backup = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
        register(desk, 2)

    def fail(*_, **__):
        raise EnvironmentFailureError("磁盘出错。")

    with monkeypatch.context() as patch:
        patch.setattr(intentions, "put_in_place", fail)
        with pytest.raises(EnvironmentFailureError, match="下次打开本程序时会接着做完"):
            restoring.restore(path=backup.path, folder=folder, passphrase=PASSPHRASE, clock=clock)
    program, hand = start(folder), Hand()
    assert "已接着做完" in program.window.door.banner.text()
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    assert [one.number for one in searching.today(desk=program.desk)] == [kept]
    assert not (folder / "restoring").exists()
    assert not (folder / "under-way.json").exists()
