"""Printing for real: a CUPS of our own, whose printer is a socket that keeps what arrives.

Needs the Debian packages cups and cups-client, and root to start the scheduler; tests/run.sh
installs them. By hand: ``sh tests/run.sh tests/services/papers/test_spooling.py``.
"""

import os
import platform
import signal
import subprocess
from dataclasses import replace

import pytest

from desk_app.devices import ipp
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.records.print_job import PrintOutcome
from desk_app.services.day import day
from desk_app.services.filing import intake
from desk_app.services.finding import searching
from desk_app.services.papers import printing, spooling, tracing
from desk_app.services.papers.spooling import NotAnsweredError, SpoolState
from desk_app.services.proofs import readback
from desk_app.services.roster import delivering, registering
from desk_app.services.start import opening
from desk_app.storage.filings import spooled
from desk_app.storage.history import audit
from tests import others, scheduler
from tests.factory import case
from tests.roster_files import people
from tests.scheduler import QUEUE, Printer, Scheduler, eventually, run
from tests.services.conftest import PASSPHRASE

pytestmark = pytest.mark.skipif(
    scheduler.PROGRAM is None or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="needs Debian's cups and root to start a scheduler of our own",
)


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
    folder.chmod(0o755)
    others.let_in(folder)
    patch = pytest.MonkeyPatch()
    patch.setenv("CUPS_SERVER", str(folder / "cups.sock"))
    made = Scheduler(folder, printer)
    try:
        yield made
    finally:
        patch.undo()
        made.stop()


@pytest.fixture
def spare(cups, printer):
    """A queue of one test, stopped so that what is sent there waits; it is gone afterwards."""
    cups.add("spare", printer.port)
    run("/usr/sbin/cupsdisable", "spare")
    yield "spare"
    subprocess.run(["cancel", "-a", "spare"], check=False, capture_output=True)
    subprocess.run(["/usr/sbin/lpadmin", "-x", "spare"], check=False, capture_output=True)


@pytest.fixture
def waiting(cups, desk, spare):
    """The papers of a case, sent to the spare queue, with their job."""
    done = intake.register(desk=desk, case=case())
    return done, printing.send(desk=desk, papers=done.papers, printer=spare)


def outcomes(desk, done):
    _, jobs = searching.show(desk=desk, record_no=done.record.number)
    return [one.outcome for one in jobs]


def heard(desk, job, *states):
    """Ask after a job until it stands so."""
    return eventually(lambda: tracing.follow(desk=desk, job=job).state in states)


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
    assert eventually(lambda: tracing.follow(desk=desk, job=job).state is SpoolState.DONE)
    _, jobs = searching.show(desk=desk, record_no=done.record.number)
    assert {one.outcome for one in jobs} == {PrintOutcome.PRINTED}


def test_a_roster_is_one_job_in_its_order(cups, desk, printer, checked):
    done = registering.register(desk=desk, checked=checked(people(3)))
    before = len(printer.documents)
    job = delivering.send(desk=desk, done=done, printer=QUEUE)
    text = readback.paper_text(printer.wait(before + 1)[-1])
    places = [text.index(one.number) for one in done.outcomes]
    assert places == sorted(places)
    assert eventually(lambda: tracing.follow(desk=desk, job=job).state is SpoolState.DONE)
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


def test_a_printer_that_does_not_answer_is_said(cups, desk, monkeypatch):
    """Switched off: the job is being sent for ever, and no printer tells what it lacks."""
    monkeypatch.setattr(spooling, "_SLOW_S", 1)
    done = intake.register(desk=desk, case=case())
    job = printing.send(desk=desk, papers=done.papers, printer="gone")
    assert eventually(lambda: "请看它是否开着" in tracing.follow(desk=desk, job=job).reason)
    run("cancel", f"gone-{job.number}")


def test_an_unknown_printer_is_refused_in_words(cups):
    """A queue that does not exist takes no job."""
    with pytest.raises(EnvironmentFailureError, match="没有接受"):
        spooling.send(pdf=b"%PDF-1.7\n", title="test", printer="nobody")


def test_a_job_cancelled_while_it_waits_did_not_come(waiting, desk):
    """CUPS 2.4.2 has it among its completed jobs, with the words of those that were printed."""
    done, job = waiting
    assert tracing.follow(desk=desk, job=job).state is SpoolState.QUEUED
    assert set(outcomes(desk, done)) == {PrintOutcome.SENT}
    run("cancel", f"spare-{job.number}")
    assert heard(desk, job, SpoolState.CANCELLED)
    assert set(outcomes(desk, done)) == {PrintOutcome.CANCELLED}
    again = printing.print_set(desk=desk, record_no=done.record.number)
    assert {paper.job.copy for paper in again} == {0}


def test_a_job_cancelled_while_it_is_sent_may_have_begun(cups, desk):
    """No success is said for what never arrived."""
    done = intake.register(desk=desk, case=case())
    job = printing.send(desk=desk, papers=done.papers, printer="gone")
    status = tracing.follow(desk=desk, job=job)
    assert status.state is SpoolState.QUEUED
    run("cancel", f"gone-{job.number}")
    assert heard(desk, job, SpoolState.CANCELLED)
    assert set(outcomes(desk, done)) == {PrintOutcome.CANCELLED}


def test_a_printer_removed_while_a_job_waits_leaves_it_unknown(waiting, desk):
    done, job = waiting
    run("/usr/sbin/lpadmin", "-x", "spare")
    assert heard(desk, job, SpoolState.UNKNOWN)
    assert "已从系统里删除" in tracing.follow(desk=desk, job=job).reason
    assert set(outcomes(desk, done)) == {PrintOutcome.SENT}
    again = printing.print_set(desk=desk, record_no=done.record.number)
    assert {paper.job.copy for paper in again} == {1}, "it may have come"


def test_a_scheduler_that_stopped_says_nothing_until_it_is_back(waiting, desk, cups):
    done, job = waiting
    cups.stop()
    assert tracing.follow(desk=desk, job=job).state is SpoolState.UNANSWERED
    assert tracing.look(desk=desk) == ()
    assert set(outcomes(desk, done)) == {PrintOutcome.SENT}
    cups.start()
    assert tracing.follow(desk=desk, job=job).state is SpoolState.QUEUED
    run("cancel", f"spare-{job.number}")
    assert heard(desk, job, SpoolState.CANCELLED)
    assert set(outcomes(desk, done)) == {PrintOutcome.CANCELLED}


def test_a_scheduler_that_hangs_is_no_answer(waiting, desk, cups, monkeypatch):
    _, job = waiting
    monkeypatch.setattr(ipp, "PATIENCE_S", 1)
    cups.process.send_signal(signal.SIGSTOP)
    try:
        assert tracing.follow(desk=desk, job=job).state is SpoolState.UNANSWERED
    finally:
        cups.process.send_signal(signal.SIGCONT)
    assert tracing.follow(desk=desk, job=job).state is SpoolState.QUEUED


def test_papers_given_to_a_system_that_hangs_are_found_later(cups, desk, spare, monkeypatch):
    """``lp`` is given up; whether the job was taken is learned by its title."""
    done = intake.register(desk=desk, case=case())
    monkeypatch.setattr(spooling, "_PATIENCE", 1)
    monkeypatch.setattr(ipp, "PATIENCE_S", 1)
    cups.process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(NotAnsweredError, match="不知道"):
            printing.send(desk=desk, papers=done.papers, printer=spare)
    finally:
        cups.process.send_signal(signal.SIGCONT)
    assert set(outcomes(desk, done)) == {PrintOutcome.SENT}
    assert eventually(cups.answers)
    (news,) = tracing.look(desk=desk)
    assert news.status.state is SpoolState.UNKNOWN, "lp was given up before the job was there"
    assert set(outcomes(desk, done)) == {PrintOutcome.SENT}


def test_a_job_whose_number_was_never_told_is_found_by_its_title(waiting, desk):
    """The program ended, or ``lp`` was given up, when the job was there already."""
    done, job = waiting
    with desk.database.writing() as session:
        spooled.keep(session, job=replace(job, number=0, mark=""))
    assert tracing.look(desk=desk) == ()
    run("/usr/sbin/cupsenable", "spare")
    assert eventually(lambda: tracing.look(desk=desk) or not waits(desk))
    assert set(outcomes(desk, done)) == {PrintOutcome.PRINTED}


def test_a_held_job_waits_and_comes_when_it_is_let_go(waiting, desk):
    done, job = waiting
    run("lp", "-i", f"spare-{job.number}", "-H", "hold")
    run("/usr/sbin/cupsenable", "spare")
    status = tracing.follow(desk=desk, job=job)
    assert (status.state, status.reason) == (SpoolState.QUEUED, "任务被挂起，放行后会打出。")
    run("lp", "-i", f"spare-{job.number}", "-H", "resume")
    assert heard(desk, job, SpoolState.DONE)
    assert set(outcomes(desk, done)) == {PrintOutcome.PRINTED}


def test_a_held_job_let_go_hours_later_is_found_by_the_program_that_started_since(
    waiting, desk, clock
):
    done, job = waiting
    run("lp", "-i", f"spare-{job.number}", "-H", "hold")
    assert tracing.look(desk=desk) == ()
    desk.close()
    clock.advance(hours=9)
    with opening.unlock(folder=desk.folder, passphrase=PASSPHRASE, clock=clock) as later:
        assert tracing.look(desk=later) == ()
        assert set(outcomes(later, done)) == {PrintOutcome.SENT}
        run("/usr/sbin/cupsenable", "spare")
        run("lp", "-i", f"spare-{job.number}", "-H", "resume")
        assert eventually(
            lambda: tracing.look(desk=later) or PrintOutcome.PRINTED in outcomes(later, done)
        )
        assert set(outcomes(later, done)) == {PrintOutcome.PRINTED}


def test_who_looked_settles_what_became_of_a_removed_printer_s_job(waiting, desk):
    """Until then it is in doubt; what waits in a queue is not."""
    done, job = waiting
    number = done.record.number
    assert tracing.doubtful(desk=desk, record_no=number) == ()
    run("/usr/sbin/lpadmin", "-x", "spare")
    assert heard(desk, job, SpoolState.UNKNOWN)
    doubtful = tracing.doubtful(desk=desk, record_no=number)
    assert [one.id for one in doubtful] == list(job.papers)
    tracing.confirm(desk=desk, papers=doubtful, came=False)
    assert set(outcomes(desk, done)) == {PrintOutcome.DENIED}
    with pytest.raises(RefusedError, match="已经知道"):
        tracing.confirm(desk=desk, papers=doubtful, came=False)
    again = printing.print_set(desk=desk, record_no=number)
    assert {paper.job.copy for paper in again} == {0}, "nothing came before"


def test_a_stopped_printer_is_said_and_nothing_is_called_failed(waiting, desk):
    done, job = waiting
    status = tracing.follow(desk=desk, job=job)
    assert "“spare”已停用" in status.reason
    assert status.state is SpoolState.QUEUED
    assert set(outcomes(desk, done)) == {PrintOutcome.SENT}


def test_a_printer_that_takes_no_jobs_refuses_in_words(cups, desk, spare):
    done = intake.register(desk=desk, case=case())
    run("/usr/sbin/cupsreject", spare)
    with pytest.raises(EnvironmentFailureError, match="没有接受"):
        printing.send(desk=desk, papers=done.papers, printer=spare)
    assert set(outcomes(desk, done)) == {PrintOutcome.FAILED}
    assert tracing.look(desk=desk) == ()


def test_a_job_purged_from_the_history_is_not_known(waiting, desk):
    done, job = waiting
    run("cancel", "-a", "-x", "spare")
    assert heard(desk, job, SpoolState.UNKNOWN)
    assert set(outcomes(desk, done)) == {PrintOutcome.SENT}


def test_the_number_of_a_forgotten_job_is_not_taken_for_that_of_another(waiting, desk, cups):
    """The scheduler begins anew with 1; whoever has our number now is not asked in our place."""
    done, job = waiting
    cups.forget()
    for _ in range(job.number):
        spooling.send(pdf=b"%PDF-1.7\n", title="another", printer=QUEUE)
    (news,) = tracing.look(desk=desk)
    assert news.status.state is SpoolState.UNKNOWN
    assert set(outcomes(desk, done)) == {PrintOutcome.SENT}


def test_a_paper_that_came_after_it_was_given_up_is_found_out(waiting, desk):
    """The records are put right, the history tells both, and the news is told once."""
    done, job = waiting
    run("cancel", f"spare-{job.number}")
    assert heard(desk, job, SpoolState.CANCELLED)
    run("lp", "-i", f"spare-{job.number}", "-H", "restart")
    run("/usr/sbin/cupsenable", "spare")
    found = []
    assert eventually(lambda: found.extend(tracing.look(desk=desk)) or found)
    (news,) = found
    assert (news.before, news.status.state) == (PrintOutcome.CANCELLED, SpoolState.DONE)
    assert news.filings == (done.record.number,)
    assert set(outcomes(desk, done)) == {PrintOutcome.PRINTED}
    with desk.database.reading() as session:
        told = audit.of_subject(session, subject=done.record.number)
    paper = done.papers[0].paper
    story = [one.detail["outcome"] for one in told if one.detail.get("paper") == paper]
    assert story == ["unconfirmed", ["unconfirmed", "sent"], ["sent", "cancelled"],
                     ["cancelled", "printed"]]  # fmt: skip
    assert tracing.look(desk=desk) == ()


def test_what_was_sent_is_found_again_by_whoever_opens_the_records_next(waiting, desk):
    """Nobody followed it: the shift changed, or the program ended."""
    done, _ = waiting
    assert tracing.look(desk=desk) == ()
    run("/usr/sbin/cupsenable", "spare")
    assert eventually(
        lambda: tracing.look(desk=desk) or PrintOutcome.PRINTED in outcomes(desk, done)
    )
    assert set(outcomes(desk, done)) == {PrintOutcome.PRINTED}


def waits(desk):
    """Tell whether any paper is still to be asked after."""
    with desk.database.reading() as session:
        return bool(spooled.of_host(session, host=platform.node()))


def test_only_what_came_counts_in_the_numbers_of_the_day(waiting, desk):
    done, job = waiting
    paper = done.papers[0].paper

    def counted():
        found = {one.paper: one for one in day.figures(desk=desk).papers}[paper]
        return found.first, found.again, found.failed, found.waiting

    again = printing.print_set(desk=desk, record_no=done.record.number, papers=[paper])
    second = printing.send(desk=desk, papers=again, printer="spare")
    assert counted() == (0, 0, 0, 2)
    run("cancel", f"spare-{second.number}")
    assert heard(desk, second, SpoolState.CANCELLED)
    assert counted() == (0, 0, 1, 1)
    run("/usr/sbin/cupsenable", "spare")
    assert heard(desk, job, SpoolState.DONE)
    assert counted() == (1, 0, 1, 0)
