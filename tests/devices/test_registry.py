"""Readers of third parties are found by their entry point."""

import sys

import pytest

from desk_app.devices.errors import NoReaderError
from desk_app.devices.registry import find, opener, sources
from desk_app.devices.simulator import DEMO_CARD, Simulator
from tests.devices.chips import TEXTS, chip

PLUGIN = """
from desk_app.devices.reader import DeviceInfo
from desk_app.devices.simulator import DEMO_CARD
from desk_app.devices.text_block import parse

class Acme:
    name = "acme"
    def probe(self):
        return [DeviceInfo(source="acme", address="1", title="Acme")]
    def open(self, address):
        return self
    def read(self):
        return parse(DEMO_CARD.block())
    def close(self):
        pass

class Broken:
    def __init__(self):
        raise RuntimeError("no")
"""


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    """An installed distribution that offers one reader that works and one that breaks."""
    (tmp_path / "acme_reader.py").write_text(PLUGIN)
    info = tmp_path / "acme_reader-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-reader\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[desk_app.devices]\nacme = acme_reader:Acme\nbroken = acme_reader:Broken\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop("acme_reader", None)


def test_a_plug_in_is_found_and_read(plugin):
    assert "acme" in {info.source for info in find()}
    assert opener("acme")().read().name == DEMO_CARD.texts["name"]


def test_without_plug_ins_there_are_the_built_in_ones():
    assert set(sources()) == {"sdtapi", "serial", "sim"}


def test_the_simulated_reader_is_never_taken_by_itself():
    assert "sim" not in {info.source for info in find()}


def test_a_port_may_be_named(monkeypatch):
    """By the device, as SOURCE:ADDRESS, or for good in the environment."""
    with Simulator(chip()) as device:
        for wanted in (device.path, f"serial:{device.path}"):
            reader = opener(wanted)()
            assert reader.read().number == TEXTS["number"]
            reader.close()
        monkeypatch.setenv("DESK_CARD_PORT", device.path)
        assert find()[0].address == device.path


def test_nothing_there(monkeypatch, tmp_path):
    with pytest.raises(NoReaderError):
        opener(str(tmp_path / "nothing"))()
