"""Sound records are never called damaged: during checkpoints, beside readers, after power cuts."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desk_app.storage.database import engine, pages
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.upkeep import inspection
from tests.storage.conftest import KEY, Counter, make_case

PAGE = 4096


@contextmanager
def reading_on(counter: Counter) -> Iterator[None]:
    """Let somebody read the records of now for as long as it takes, as a long export does."""
    with closing(engine.connect(counter.folder / FILE_NAME, KEY)) as raw:
        raw.execute("begin")
        raw.execute("select count(*) from filing").fetchone()
        yield


def marked(counter: Counter) -> list[str]:
    """Return what the check of the bare file says, past the log."""
    with closing(engine.connect(counter.folder / FILE_NAME, KEY)) as raw:
        return [row[0] for row in raw.execute("pragma cipher_integrity_check")]


def checkpoint(counter: Counter) -> None:
    with closing(engine.connect(counter.folder / FILE_NAME, KEY)) as raw:
        raw.execute("pragma wal_checkpoint(passive)").fetchone()


def test_pages_that_a_reader_keeps_out_of_the_file_are_not_damaged(counter: Counter) -> None:
    counter.keep_in_log()
    for serial in range(40):
        counter.register(make_case(serial, f"王{serial}"))
    with reading_on(counter):
        counter.register(make_case(40, "李四"))
        checkpoint(counter)  # writes the pages that were not changed since, and leaves out others
        assert marked(counter), "no hole was made: the test shows nothing"
        assert counter.database.damaged_pages() == ()
        assert inspection.inspect(counter.database).faults == ()
    assert counter.database.damaged_pages() == ()
    assert marked(counter) == []


def cut_off_checkpoint(counter: Counter, copy: Path, *, kept: slice) -> None:
    """Copy the folder as a power cut leaves it: of the new pages only some reached the file."""
    counter.keep_in_log()
    for serial in range(12):
        counter.register(make_case(serial, f"王{serial}"))
    shutil.copytree(counter.folder, copy)
    (copy / f"{FILE_NAME}-shm").unlink()
    old = (copy / FILE_NAME).read_bytes()
    counter.database.close()
    new = (counter.folder / FILE_NAME).read_bytes()
    assert len(new) > len(old)
    torn = bytearray(old.ljust(len(new), b"\0"))
    torn[kept] = new[kept]
    (copy / FILE_NAME).write_bytes(torn)


@pytest.mark.parametrize("kept", [slice(-PAGE, None), slice(-PAGE // 2, None), slice(0, 512)])
def test_a_checkpoint_that_was_cut_off_is_no_damage(
    counter: Counter, tmp_path: Path, kept: slice
) -> None:
    cut_off_checkpoint(counter, tmp_path / "cut", kept=kept)
    with Database.open(tmp_path / "cut", KEY) as database:
        assert database.damaged_pages() == ()
        found = inspection.inspect(database)
    assert (found.faults, found.filings) == ((), 12)


def test_registering_while_the_pages_are_checked_is_no_damage(counter: Counter) -> None:
    done = threading.Event()

    def register() -> None:
        for serial in range(60):
            counter.register(make_case(serial, f"王{serial}"))
            checkpoint(counter)
        done.set()

    thread = threading.Thread(target=register)
    thread.start()
    found = []
    while not done.is_set():
        found += counter.database.damaged_pages()
    thread.join()
    assert found == []


def test_a_damaged_page_is_found_also_while_somebody_reads(counter: Counter) -> None:
    for serial in range(8):
        counter.register(make_case(serial))
    counter.database.close()
    path = counter.folder / FILE_NAME
    whole = bytearray(path.read_bytes())
    whole[20 * PAGE + 100] ^= 4
    path.write_bytes(whole)
    with reading_on(counter):
        assert pages.damaged(path, KEY)
    assert pages.damaged(path, KEY)


def test_a_file_that_is_no_records_of_ours_is_damaged(counter: Counter) -> None:
    path = counter.folder / FILE_NAME
    counter.database.close()
    path.write_bytes(b"x" * 3 * PAGE)
    assert pages.damaged(path, KEY) == ("SQLITE_NOTADB",)
