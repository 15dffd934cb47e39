"""A roster from the employer's file to the records and the papers, on a real encrypted file."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.errors import RefusedError, StateConflictError, StoppedError
from desk_app.policy.vocabulary import DocumentState, FilingStatus, IdKind
from desk_app.records.print_job import PrintOutcome
from desk_app.services.finding import searching
from desk_app.services.proofs import readback
from desk_app.services.roster import registering
from desk_app.services.roster.checking import Common
from desk_app.services.roster.delivering import save
from desk_app.services.roster.reading import read
from desk_app.services.roster.registering import RowResult, register
from forms import catalogue
from tests.factory import NAMES
from tests.roster_files import HEADINGS, people, person, write_xlsx
from tests.services.conftest import jobs_of, register_elsewhere

ROOT = Path(__file__).resolve().parents[3]
KILLED = """
import os, signal
from pathlib import Path
from desk_app.clock import FixedClock
from desk_app.services.start import opening
from desk_app.services.proofs.demonstration import DAY
from desk_app.services.roster import checking, reading, registering

if __name__ == "__main__":
    registering.GROUP = 2
    desk = opening.unlock(
        folder=Path("{folder}"), passphrase="correct horse battery", clock=FixedClock(DAY)
    )
    found = checking.check(desk=desk, roster=reading.read(Path("{roster}")))
    registering.register(
        desk=desk, checked=found, progress=lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    )
"""


def faults(row):
    """Return the fields a row is refused for."""
    return {problem.field for problem in row.problems}


def test_a_correct_roster_is_ready(checked):
    found = checked(people(3))
    assert [row.line for row in found.ready] == [2, 3, 4]
    assert found.ready[0].case.type == "posted_worker"
    assert found.ready[0].case.region == "440300"
    assert found.ready[0].status is FilingStatus.ACCEPTED
    assert not found.refused
    assert not found.known


def test_every_problem_of_a_row_is_told_at_once(checked):
    wrong = person(
        2,
        身份证号=440399199003090015,
        手机号="123",
        险种="公费",
        派驻城市="月球",
        开始日期="某天",
        告知确认="否",
        身份证件材料="无",
        社会保障卡材料="无",
    )
    found = checked([person(1), wrong])
    assert len(found.ready) == 1
    assert faults(found.refused[0]) == {
        "applicant.id_number",
        "applicant.phone",
        "applicant.insurance",
        "place",
        "begin",
        "consent",
        "documents.identity",
    }


def test_missing_documents_are_told_or_wait(checked):
    lacking = person(1, 派出证明材料="无")
    assert faults(checked([lacking]).refused[0]) == {"documents.work_proof"}
    waiting = checked([lacking], on_missing="notice").ready[0]
    assert waiting.status is FilingStatus.AWAITING_DOCUMENTS


def test_a_row_that_waits_for_documents_is_known(desk, checked):
    """Given again, it is told by its number, not refused for what is still missing."""
    lacking = person(1, 派出证明材料="无")
    done = register(desk=desk, checked=checked([lacking], on_missing="notice"))
    again = checked([lacking])
    assert [row.known for row in again.known] == [done.outcomes[0].number]
    assert not again.refused
    assert "one_time_notice" in {
        job.printed.paper for job in jobs_of(desk, done.outcomes[0].number)
    }


def test_common_values_fill_what_rows_leave_out(checked):
    """A row's own word counts more than the common one."""
    common = Common(
        values={"place": "南宁市", "begin": "2026-12-01", "applicant.employer": "示例公司"},
        documents=DocumentState.BOTH,
        consent=True,
    )
    rows = [person(1), person(2, 派驻城市="")]
    found = checked(rows, common=common, headings=HEADINGS[:5])
    assert [row.case.place for row in found.ready] == ["430100", "450100"]
    assert {row.case.applicant.employer for row in found.ready} == {"示例公司"}
    assert set(found.ready[0].case.documents.values()) == {DocumentState.BOTH}


def test_common_documents_follow_each_rows_needs(checked):
    """By commitment other documents are needed than by documents."""
    headings = (*HEADINGS, "备案方式")
    rows = [
        person(1, 备案方式="材料"),
        person(2, 备案方式="承诺"),
        person(3, 备案方式="材料"),
    ]
    found = checked(rows, common=Common(documents=DocumentState.BOTH), headings=headings)
    assert len(found.ready) == 3
    states = found.ready[1].case.documents
    assert states["work_proof"] is DocumentState.COMMITMENT
    assert found.ready[2].case.documents["work_proof"] is DocumentState.BOTH


def test_one_person_twice_is_told_with_the_first_line(checked):
    found = checked([person(1), person(2), person(1, 派驻城市="南宁市")])
    assert "第 2 行" in found.refused[0].problems[0].message
    assert found.refused[0].line == 4


def test_rows_are_registered_with_their_papers(desk, checked, tmp_path):
    found = checked(people(4))
    done = register(desk=desk, checked=found)
    file = save(desk=desk, done=done, folder=tmp_path / "out")
    numbers = [one.number for one in done.outcomes]
    assert numbers == [f"SL01-01-20261121-{serial:04d}" for serial in range(1, 5)]
    text = readback.paper_text(file).replace("\r\n", "")
    places = [text.index(number) for number in numbers]
    assert places == sorted(places)
    for row in found.rows:
        assert row.case.applicant.name in text
    for number in numbers:
        jobs = jobs_of(desk, number)
        assert [job.printed.paper for job in jobs] == [
            "shenzhen_registration",
            "receipt",
            "handout",
        ]
        assert {job.outcome for job in jobs} == {PrintOutcome.SAVED}
        assert all(job.printed.pages == 1 for job in jobs)
    assert "林" not in file.name


def test_the_same_roster_again_makes_no_duplicates(desk, checked, tmp_path):
    register(desk=desk, checked=checked(people(3)))
    again = checked([*people(3), person(9)])
    assert len(again.known) == 3
    done = register(desk=desk, checked=again)
    assert done.count(RowResult.KNOWN) == 3
    assert done.count(RowResult.REGISTERED) == 1
    assert len(searching.today(desk=desk)) == 4


def test_columns_are_given_their_fields_by_place(tmp_path):
    """Two columns of the same heading can mean different things."""
    people = [person(1)]
    file = write_xlsx(tmp_path / "r.xlsx", people, headings=("姓名", "姓名", "身份证号"))
    found = read(file)
    assert found.columns == ("applicant.name", None, "applicant.id_number")
    assert found.sheets == ("名册",)
    assert found.example(0) == people[0]["姓名"]
    mapped = found.mapped((None, "applicant.name", "applicant.id_number"))
    assert mapped.columns == (None, "applicant.name", "applicant.id_number")
    with pytest.raises(RefusedError, match="只指定一列"):
        found.mapped(("applicant.name", "applicant.name", None))


def test_a_row_refused_meanwhile_does_not_hold_up_the_others(desk, checked):
    """Another counter registered one of them after the check, to the same place."""
    found = checked(people(5))
    register_elsewhere(desk, found.ready[2].case)
    done = register(desk=desk, checked=found)
    results = [one.result for one in done.outcomes]
    assert results == [RowResult.REGISTERED] * 2 + [RowResult.REFUSED] + [RowResult.REGISTERED] * 2
    assert "变更" in done.outcomes[2].problems[0].message
    assert sorted(one.number[-4:] for one in done.outcomes if one.number) == [
        "0002",
        "0003",
        "0004",
        "0005",
    ]


def test_the_same_filing_made_meanwhile_is_known(desk, checked):
    found = checked(people(2))
    first = register(desk=desk, checked=found)
    second = register(desk=desk, checked=found)
    assert [one.result for one in second.outcomes] == [RowResult.KNOWN] * 2
    assert [one.number for one in second.outcomes] == [one.number for one in first.outcomes]
    assert second.pdf is None


def test_stopping_keeps_what_is_done_and_going_on_does_the_rest(desk, checked, monkeypatch):
    monkeypatch.setattr(registering, "GROUP", 2)
    found, heard = checked(people(5)), []
    done = register(
        desk=desk,
        checked=found,
        progress=lambda count, total: heard.append((count, total)),
        stopped=lambda: len(heard) == 1,
    )
    assert heard == [(2, 5)]
    assert done.count(RowResult.REGISTERED) == 2
    assert done.count(RowResult.NOT_REACHED) == 3
    assert done.pdf is not None
    rest = register(desk=desk, checked=checked(people(5)))
    assert rest.count(RowResult.KNOWN) == 2
    assert rest.count(RowResult.REGISTERED) == 3
    assert rest.outcomes[-1].number == "SL01-01-20261121-0005"


def test_a_program_killed_in_the_middle_leaves_whole_groups(desk, checked, tmp_path):
    """What was registered has its papers; the same roster again does the rest, without a gap."""
    found = checked(people(5))
    program = KILLED.format(folder=desk.folder, roster=tmp_path / "roster.xlsx")
    died = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL
    again = checked(people(5))
    assert len(found.ready) == 5
    assert len(again.known) == 2
    for row in again.known:
        assert [job.outcome for job in jobs_of(desk, row.known)] == [PrintOutcome.UNCONFIRMED] * 3
    rest = register(desk=desk, checked=again, reprint=True)
    assert [one.number[-1] for one in rest.outcomes] == ["1", "2", "3", "4", "5"]
    assert catalogue.page_count(rest.pdf) == 15


def test_a_check_can_be_stopped(checked):
    with pytest.raises(StoppedError):
        checked(people(30), stopped=lambda: True)


def test_yesterdays_check_is_no_ground_to_register(desk, checked, clock):
    found = checked(people(1))
    clock.advance(days=1)
    with pytest.raises(StateConflictError):
        register(desk=desk, checked=found)


def test_people_are_found_afterwards(desk, checked):
    register(desk=desk, checked=checked([person(1, 姓名=NAMES["plane 2"])]))
    history = searching.history_of(
        desk=desk, id_kind=IdKind.RESIDENT_ID, id_number=person(1)["身份证号"]
    )
    assert history[0].case.applicant.name == NAMES["plane 2"]
