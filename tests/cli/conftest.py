"""A data folder for the command line to work in."""

import shutil

import pytest

from desk_app.clock import Clock
from desk_app.records.hall import HallFields
from desk_app.services.start import opening
from desk_app.storage.keys.keys import Cost

PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="session")
def set_up_once(tmp_path_factory):
    """What ``init`` leaves, but for a passphrase that is quick to try: every command tries it."""
    folder = tmp_path_factory.mktemp("set up") / "data"
    opening.set_up(
        folder=folder,
        hall=HallFields(name="示例服务厅", code="SL01", region="440300"),
        counter=1,
        clerk_name="陈静",
        passphrase=PASSPHRASE,
        clock=Clock(),
        cost=Cost(memory_kib=64, iterations=1),
    ).desk.close()
    return folder


@pytest.fixture
def data(set_up_once, tmp_path, monkeypatch):
    """A data folder that was set up, whose passphrase is in the environment."""
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    return shutil.copytree(set_up_once, tmp_path / "data")
