"""The serial reader against a simulated device on a real line."""

import pytest

from desk_app.devices.card import CardKind
from desk_app.devices.errors import (
    CardUnreadableError,
    DeviceError,
    GarbledReplyError,
    NoReaderError,
    ReaderGoneError,
    ReaderNotReadyError,
    ReaderSilentError,
)
from desk_app.devices.serial_reader import SerialReader
from desk_app.devices.simulator import Behaviour
from tests.devices.chips import TEXTS, chip, foreigner_2017, foreigner_2023
from tests.factory import NAMES

NOISE = b"\x00\xaa\xaa\x13\xaa\xaa\xaa\x96\x00"


@pytest.fixture
def reader(device):
    """A reader on the line of the simulated device; gives up after a twentieth of a second."""
    reader = SerialReader(device.path, answer_seconds=0.3)
    yield reader
    reader.close()


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour(),
        Behaviour(chunk=1),
        Behaviour(noise=NOISE),
        Behaviour(noise=NOISE, chunk=1),
    ],
    ids=["normal", "one byte at a time", "garbage before a frame", "both"],
)
def test_a_card_is_read(device, reader, behaviour):
    device.behaviour = behaviour
    device.lay(chip(name=NAMES["plane 2"]))
    card = reader.read()
    assert (card.name, card.number) == (NAMES["plane 2"], TEXTS["number"])


def test_both_foreigners_cards(device, reader):
    device.lay(foreigner_2017())
    assert reader.read().kind is CardKind.FOREIGNER_2017
    device.lay(foreigner_2023())
    assert reader.read().kind is CardKind.FOREIGNER_2023


def test_no_card(device, reader):
    assert reader.read() is None
    device.lay(chip())
    assert reader.read() is not None
    device.lay(None)
    assert reader.read() is None


def test_a_damaged_answer_is_told_and_the_next_is_read(device, reader):
    device.lay(chip())
    device.behaviour = Behaviour(damaged=True)
    with pytest.raises(GarbledReplyError):
        reader.read()
    device.behaviour = Behaviour()
    assert reader.read().name == "陈秀兰"


def test_a_card_without_a_text_is_told(device, reader):
    device.lay(chip(name="", number=""))
    with pytest.raises(CardUnreadableError):
        reader.read()


def test_silence(device, reader):
    device.behaviour = Behaviour(silent=True)
    with pytest.raises(ReaderSilentError):
        reader.read()


def test_unplugging(device, reader):
    device.lay(chip())
    device.unplug()
    with pytest.raises(ReaderGoneError):
        reader.read()


def test_a_module_that_refuses(device):
    device.behaviour = Behaviour(state=0x66)
    with pytest.raises(ReaderNotReadyError):
        SerialReader(device.path)


def test_no_such_port(tmp_path):
    with pytest.raises(NoReaderError):
        SerialReader(str(tmp_path / "ttyUSB0"))


@pytest.mark.parametrize("kind", DeviceError.__subclasses__())
def test_every_error_says_what_to_do(kind):
    """One Chinese sentence with a way out, and nobody's data in it."""
    message = kind().message
    assert message.endswith("。")
    assert "请" in message
