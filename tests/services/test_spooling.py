"""Printing for real: a CUPS of our own, whose printer is a socket that keeps what arrives.

Needs the Debian packages cups and cups-client, and root to start the scheduler; tests/run.sh
installs them. By hand: ``sh tests/run.sh tests/services/test_spooling.py``.
"""

import os
import shutil
import socket
import subprocess
import threading
import time

import pytest

from desk_app.errors import EnvironmentFailureError
from desk_app.records.print_job import PrintOutcome
from desk_app.services import intake, printing, readback, searching, spooling
from desk_app.services.roster import delivering, registering
from desk_app.services.spooling import SpoolState
from tests import others
from tests.factory import case
from tests.roster_files import people

SCHEDULER = shutil.which("cupsd", path="/usr/sbin:/usr/bin")
pytestmark = pytest.mark.skipif(
    SCHEDULER is None or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="needs Debian's cups and root to start a scheduler of our own",
)
QUEUE = "一号窗口"

CONFIGURATION = """
Listen {folder}/cups.sock
DefaultAuthType None
LogLevel warn
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool
AccessLog {folder}/access
ErrorLog {folder}/error
PageLog {folder}/page
SystemGroup root
User lp
Group lp
"""


class Printer:
    """A printer that keeps every document it is sent."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.documents = []
        self.arrived = threading.Condition()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self):
        return self.socket.getsockname()[1]

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                document = connection.makefile("rb").read()
            with self.arrived:
                self.documents.append(document)
                self.arrived.notify_all()

    def wait(self, count):
        """Return the documents once there are ``count``."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.documents) >= count, timeout=60)
            return list(self.documents)


def eventually(question):
    """Ask until the answer is yes."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if question():
            return True
        threading.Event().wait(0.1)
    return False


@pytest.fixture(scope="module")
def printer():
    """A printer on a local socket."""
    made = Printer()
    yield made
    made.socket.close()


@pytest.fixture(scope="module")
def cups(printer, tmp_path_factory):
    """A scheduler of our own with the queue of the printer and one whose printer is gone."""
    folder = tmp_path_factory.mktemp("cups")
    for part in ("spool", "cache", "state"):
        (folder / part).mkdir()
    (folder / "cupsd.conf").write_text(CONFIGURATION.format(folder=folder))
    (folder / "cups-files.conf").write_text(FILES.format(folder=folder))
    subprocess.run(["chown", "-R", "lp:lp", folder], check=True)
    folder.chmod(0o755)
    others.let_in(folder)
    words = [SCHEDULER, "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"]
    scheduler = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    patch = pytest.MonkeyPatch()
    patch.setenv("CUPS_SERVER", str(folder / "cups.sock"))
    try:
        assert eventually((folder / "cups.sock").exists)
        for name, port in ((QUEUE, printer.port), ("gone", 9)):
            device = f"socket://127.0.0.1:{port}"
            command = ["/usr/sbin/lpadmin", "-p", name, "-v", device, "-E", "-m", "raw"]
            subprocess.run(command, check=True, capture_output=True)
        yield
    finally:
        patch.undo()
        scheduler.terminate()
        scheduler.wait()


def test_printers_are_listed_by_their_chinese_names(cups):
    """A queue may be named in Chinese."""
    assert set(spooling.printers()) == {QUEUE, "gone"}


def test_the_printer_receives_the_paper_itself(cups, desk, printer):
    """What arrives is the PDF, vector and text intact, and the job is then done."""
    done = intake.register(desk=desk, case=case(applicant__name="欧阳𬭚𫖮"))
    paper = done.papers[0]
    before = len(printer.documents)
    job = spooling.send(pdf=paper.pdf, title=done.record.number, printer=QUEUE)
    arrived = printer.wait(before + 1)[-1]
    assert arrived == paper.pdf
    assert "欧阳𬭚𫖮" in readback.paper_text(arrived)
    assert eventually(lambda: spooling.status([job])[job].state is SpoolState.DONE)


def test_a_set_is_one_job_and_its_papers_are_then_printed(cups, desk, printer):
    """One document with every paper in order; the records say that it was printed."""
    done = intake.register(desk=desk, case=case())
    before = len(printer.documents)
    job = printing.send(desk=desk, papers=done.papers, printer=QUEUE)
    text = readback.paper_text(printer.wait(before + 1)[-1])
    places = [text.index(paper.title) for paper in done.papers]
    assert places == sorted(places)
    assert eventually(
        lambda: printing.follow(desk=desk, papers=done.papers, job=job).state is SpoolState.DONE
    )
    _, jobs = searching.show(desk=desk, record_no=done.record.number)
    assert {one.outcome for one in jobs} == {PrintOutcome.PRINTED}


def test_a_roster_is_one_job_in_its_order(cups, desk, printer, checked):
    done = registering.register(desk=desk, checked=checked(people(3)))
    before = len(printer.documents)
    job = delivering.send(desk=desk, done=done, printer=QUEUE)
    text = readback.paper_text(printer.wait(before + 1)[-1])
    places = [text.index(one.number) for one in done.outcomes]
    assert places == sorted(places)
    assert eventually(
        lambda: delivering.follow(desk=desk, done=done, job=job).state is SpoolState.DONE
    )
    for one in done.outcomes:
        _, jobs = searching.show(desk=desk, record_no=one.number)
        assert {each.outcome for each in jobs} == {PrintOutcome.PRINTED}


def test_a_set_no_printer_takes_is_repeated_without_a_second_number(cups, desk):
    """The papers are noted as failed; the next print is a first one."""
    done = intake.register(desk=desk, case=case())
    with pytest.raises(EnvironmentFailureError):
        printing.send(desk=desk, papers=done.papers, printer="nobody")
    again = printing.print_set(desk=desk, record_no=done.record.number)
    assert [paper.sha256 for paper in again] == [paper.sha256 for paper in done.papers]
    assert len(searching.today(desk=desk)) == 1


def test_a_job_for_a_missing_printer_waits_and_fails_when_cancelled(cups):
    """No success is said for what never arrived."""
    job = spooling.send(pdf=b"%PDF-1.7\n", title="test", printer="gone")
    assert spooling.status([job])[job].state is SpoolState.QUEUED
    subprocess.run(["cancel", f"gone-{job.job}"], check=True)
    assert eventually(lambda: spooling.status([job])[job].state is SpoolState.FAILED)


def test_an_unknown_printer_is_refused_in_words(cups):
    """A queue that does not exist takes no job."""
    with pytest.raises(EnvironmentFailureError, match="没有接受"):
        spooling.send(pdf=b"%PDF-1.7\n", title="test", printer="nobody")
