"""How fast lists of 100,000 filings come out: pytest -m bench tests/bench/test_exports.py -s.

The file is made once (a minute, 160 MB) under DESK_BENCH, by default in the temporary folder.
CPU time is judged, since other programs run beside; clock time is printed.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter

from desk_app.services.backup import backing_up
from desk_app.services.day import day
from desk_app.services.desk.open_desk import Desk
from desk_app.services.lists import exporting
from desk_app.services.lists.columns import COLUMNS, reader
from desk_app.storage.database.database import FILE_NAME
from desk_app.storage.filings import lines, listing
from tests.bench.desks import open_desk
from tests.bench.figures import row

pytestmark = pytest.mark.bench

FILINGS = 100_000
FOLDER = Path(os.environ.get("DESK_BENCH", tempfile.gettempdir())) / f"desk-bench-{FILINGS}"
MEMORY_MB = 150
BENCH = "tests/bench/test_exports.py"


def make() -> None:
    if not (FOLDER / FILE_NAME).exists():
        command = [sys.executable, "-W", "ignore", "-m", "tests.bench.build", str(FOLDER)]
        subprocess.run([*command, str(FILINGS)], check=True)
    (FOLDER / "keys.json").touch()  # nobody signs in here; a backup takes it along


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    make()
    with open_desk(FOLDER) as desk:
        yield desk


def spent(label: str, work: Callable[[], object]) -> float:
    """Do the work; print clock time and return CPU time, both in seconds."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    used = time.process_time() - cpu
    print(f"\n{label}: {time.perf_counter() - clock:.2f} s, CPU {used:.2f} s", end="")
    return used


def test_csv(desk: Desk, tmp_path: Path) -> None:
    best = min(
        spent("csv", lambda: exporting.export(desk=desk, target=tmp_path / "a.csv"))
        for _ in range(3)
    )
    row("exporting 100,000 filings: csv", f"{best:.1f} s CPU", BENCH)
    assert best <= 2


def test_xlsx_beside_the_bare_writer(desk: Desk, tmp_path: Path) -> None:
    def bare() -> None:
        options = {"constant_memory": True, "tmpdir": str(tmp_path)}
        with xlsxwriter.Workbook(str(tmp_path / "bare.xlsx"), options) as book:
            text = book.add_format({"num_format": "@"})
            sheet = book.add_worksheet()
            for line, row in enumerate(rows, start=1):
                for place, value in enumerate(row):
                    sheet.write_string(line, place, value, text)

    cells = reader(COLUMNS, masked=False)
    with desk.database.reading() as session:
        rows = [cells(one) for one in lines.stream(session, criteria=listing.Criteria())]
    alone = spent("bare xlsx writer", bare)
    del rows[:]
    ours = spent("xlsx", lambda: exporting.export(desk=desk, target=tmp_path / "a.xlsx"))
    row("exporting 100,000 filings: xlsx ÷ the bare writer", f"{ours / alone:.2f}", BENCH)
    assert ours <= 1.3 * alone


def test_json_lines_and_the_whole_copy(desk: Desk, tmp_path: Path) -> None:
    spent("jsonl", lambda: exporting.export(desk=desk, target=tmp_path / "a.jsonl"))
    spent("masked csv", lambda: exporting.export(desk=desk, target=tmp_path / "m.csv", masked=True))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_memory_stays_flat(desk: Desk, tmp_path: Path, ending: str) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.bench.desks import open_desk;"
        "from desk_app.services.lists import exporting;"
        "exporting.export(desk=open_desk(Path(sys.argv[2])), target=Path(sys.argv[1]));"
        "print(Path('/proc/self/status').read_text())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / f"a.{ending}"), str(FOLDER)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    used = int(re.search(r"VmHWM:\s*(\d+)", done.stdout)[1]) // 1024
    row(f"the memory of exporting 100,000 filings as {ending}", f"{used} MB", BENCH)
    assert used <= MEMORY_MB


def test_numbers_of_a_month_and_a_ledger(desk: Desk, tmp_path: Path) -> None:
    with desk.database.reading() as session:
        first = listing.page(session, criteria=listing.Criteria(), limit=1)[0].day.replace(day=1)
    spent("numbers of a month", lambda: day.figures(desk=desk, on=first, span=day.Span.MONTH))
    last = first.replace(day=5)
    spent("ledger of five days", lambda: day.ledger(desk=desk, first=first, last=last))


def test_verify(desk: Desk) -> None:
    spent("verify", lambda: backing_up.verify(desk=desk))
