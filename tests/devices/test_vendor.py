"""The vendor's library in its own process: whatever it does, the program goes on."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.devices.errors import (
    CardUnreadableError,
    GarbledReplyError,
    LibraryCrashedError,
    LibraryUnusableError,
    NoReaderError,
    ReaderGoneError,
    ReaderSilentError,
)
from desk_app.devices.registry import find, opener
from desk_app.devices.vendor import HostedReader, VendorSource, host_command
from tests.devices.chips import TEXTS, chip

COMPILER = shutil.which("cc") or "cc"


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """A library with the functions of sdtapi, compiled for this machine."""
    target = tmp_path_factory.mktemp("vendor") / "libsdtapi.so"
    source = Path(__file__).with_name("fake_sdtapi.c")
    command = [COMPILER, "-shared", "-fPIC", "-nostdlib", "-o", target, source]
    subprocess.run(command, check=True)
    return str(target)


@pytest.fixture
def card_file(tmp_path, monkeypatch):
    """A card that lies on the vendor's reader."""
    file = tmp_path / "card"
    file.write_bytes(chip().block())
    monkeypatch.setenv("FAKE_CARD", str(file))
    return file


@pytest.fixture
def reading(library, monkeypatch):
    """Open the reader in a mode of the library; close it afterwards."""
    opened = []

    def start(mode="", **options):
        monkeypatch.setenv("FAKE_MODE", mode)
        opened.append(HostedReader(host_command(library), **options))
        return opened[-1]

    yield start
    for reader in opened:
        reader.close()


def test_a_card_is_read(reading, card_file):
    assert reading().read().number == TEXTS["number"]


def test_no_card(reading):
    assert reading().read() is None


def test_what_the_library_prints_does_no_harm(reading, card_file):
    assert reading("chatty").read().name == TEXTS["name"]


def test_a_crash_is_told_and_a_new_process_reads_on(reading, card_file):
    reader = reading("crash")
    with pytest.raises(LibraryCrashedError):
        reader.read()
    assert reading().read().name == TEXTS["name"]


def test_a_library_that_hangs_is_given_up(reading):
    reader = reading("hang", answer_seconds=5)
    reader._answer_seconds = 0.2
    with pytest.raises(ReaderSilentError):
        reader.read()


@pytest.mark.parametrize(("mode", "error"), [("gone", ReaderGoneError)])
def test_a_lost_reader(reading, mode, error):
    with pytest.raises(error):
        reading(mode).read()


def test_a_card_that_cannot_be_read(reading, card_file):
    reader = reading()
    card_file.unlink()
    with pytest.raises(CardUnreadableError):
        reader.read()


def test_no_reader_at_any_port(reading):
    with pytest.raises(NoReaderError):
        reading("none")


def test_a_file_that_is_no_library(tmp_path):
    file = tmp_path / "sdtapi.dll"
    file.write_bytes(b"MZ")
    with pytest.raises(LibraryUnusableError):
        HostedReader(host_command(str(file)))


def test_a_program_that_is_not_there(tmp_path):
    with pytest.raises(LibraryUnusableError):
        HostedReader([str(tmp_path / "nothing")])


@pytest.mark.parametrize("line", [b"hello", b"\xff\xfe", b"[1]", b'{"ok": true, "text": "*"}'])
def test_lines_that_are_no_answer(line):
    """Another program may speak these lines; what it says wrongly is told, not believed."""
    program = (
        "import sys\n"
        f"for request in sys.stdin: sys.stdout.buffer.write({line!r} + b'\\n'); sys.stdout.flush()"
    )
    with pytest.raises(GarbledReplyError):
        HostedReader([sys.executable, "-c", program]).read()


def test_the_passphrase_does_not_reach_the_library(monkeypatch):
    """A third party's code gets no key to the records."""
    monkeypatch.setenv("DESK_PASSPHRASE", "correct horse battery")
    program = (
        "import json, os, sys\n"
        "for request in sys.stdin:\n"
        "    bad = 'DESK_PASSPHRASE' in os.environ\n"
        "    print(json.dumps({'ok': not bad, 'error': 'gone'}), flush=True)"
    )
    reader = HostedReader([sys.executable, "-c", program])
    assert reader.read() is None
    reader.close()


def test_the_library_is_found_and_opened(library, monkeypatch, card_file):
    """``DESK_SDTAPI`` names it; it is asked before any serial port is disturbed."""
    monkeypatch.setenv("DESK_SDTAPI", library)
    monkeypatch.setenv("FAKE_MODE", "")
    assert find()[0].source == VendorSource.name
    for device in (None, "sdtapi", f"sdtapi:{library}"):
        reader = opener(device)()
        assert reader.read().number == TEXTS["number"]
        reader.close()
