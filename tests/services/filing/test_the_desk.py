"""Register, change, cancel, print, find, keep drafts: on a real encrypted file."""

import pytest

from desk_app.errors import EnvironmentFailureError, RefusedError, StateConflictError
from desk_app.policy.vocabulary import CancelReason, FilingStatus, IdKind
from desk_app.services.case.checking import check
from desk_app.services.filing import cancelling, changing, drafts, intake
from desk_app.services.finding import searching
from desk_app.services.papers import issuing, previewing, printing
from desk_app.services.proofs import readback
from desk_app.services.start import opening
from tests.factory import NAMES, agent, case, number

ELSEWHERE = {"place": "450100", "place_address": "广西壮族自治区南宁市某某路2号"}


def registered(desk, **changes):
    """Register a case and return its record."""
    return intake.register(desk=desk, case=case(**changes)).record


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_comes_back_from_the_paper(desk, tmp_path, name):
    """Register, print, read the PDF: the name is there, character for character."""
    done = intake.register(desk=desk, case=case(applicant__name=name))
    files = issuing.save(desk=desk, papers=done.papers, folder=tmp_path / "out")
    assert files
    for paper, file in zip(done.papers, files, strict=True):
        assert readback.paper_faults(paper.paper, file, done.record) == []
        if paper.paper != "receipt":
            assert name in readback.paper_text(file).replace("\r\n", "")


def test_numbers_are_gapless_whatever_is_refused_between(desk):
    """A refused case takes no number."""
    first = registered(desk)
    with pytest.raises(intake.CaseRefusedError):
        intake.register(desk=desk, case=case(applicant__id_number=number()[:-1] + "0"))
    second = registered(desk, applicant__id_number=number("19600101", "068"))
    assert first.number == "SL01-01-20261121-0001"
    assert second.number == "SL01-01-20261121-0002"


def test_a_refusal_says_everything_and_leaves_nothing(desk):
    """Wrong fields and missing documents are told together."""
    raw = case(applicant__phone="123", documents={})
    with pytest.raises(intake.CaseRefusedError) as refused:
        intake.register(desk=desk, case=raw)
    told = {problem.field for problem in refused.value.problems}
    assert told == {
        "applicant.phone",
        "documents.identity",
        "documents.household_register",
    }
    assert searching.today(desk=desk) == ()


def test_missing_documents_may_wait(desk):
    """With a notice the case is kept as waiting, under a number of its own."""
    done = intake.register(
        desk=desk, case=case(documents={"identity": "both"}), on_missing="notice"
    )
    assert done.record.status == FilingStatus.AWAITING_DOCUMENTS
    assert {one.id for one in done.missing} == {"household_register"}


def test_the_same_place_twice_is_refused(desk):
    """A second filing to the same place must be a change."""
    registered(desk)
    with pytest.raises(intake.CaseRefusedError, match="变更"):
        registered(desk)
    assert len(searching.today(desk=desk)) == 1


def test_a_second_place_is_filed_by_commitment_where_no_rule_forbids_it(desk):
    """No rule of Guangdong takes a commitment for one place only."""
    registered(desk)
    done = intake.register(desk=desk, case=case(method="commitment", **ELSEWHERE))
    assert [hint.field for hint in done.hints if "同时保留" in hint.message] == ["place"]


def test_a_change_is_one_act(desk):
    """The old filing ends, the new one replaces it, both are linked and both have papers."""
    old = registered(desk)
    done = changing.change(desk=desk, record_no=old.number, case=case(**ELSEWHERE))
    assert done.old.status == FilingStatus.CHANGED
    assert done.old.replaced_by == done.new.number
    assert done.new.replaces == old.number
    assert [paper.paper for paper in done.papers][:2] == ["cancellation", "shenzhen_registration"]


def test_a_change_of_somebody_else_is_refused(desk):
    """Another person's number never takes over a filing, and nothing is half done."""
    old = registered(desk)
    other = case(applicant__id_number=number("19600101", "068"), **ELSEWHERE)
    with pytest.raises(RefusedError, match="同一申请人"):
        changing.change(desk=desk, record_no=old.number, case=other)
    record, jobs = searching.show(desk=desk, record_no=old.number)
    assert record.status == FilingStatus.ACCEPTED
    assert "cancellation" not in {job.printed.paper for job in jobs}


def test_cancelling_ends_a_filing_once(desk):
    """The second try is told how the filing stands."""
    record = registered(desk)
    done = cancelling.cancel(desk=desk, record_no=record.number, reason=CancelReason.RETURNED)
    assert done.record.status == FilingStatus.CANCELLED
    assert [paper.paper for paper in done.papers] == ["cancellation"]
    with pytest.raises(StateConflictError, match="已注销"):
        cancelling.cancel(desk=desk, record_no=record.number, reason=CancelReason.RETURNED)
    assert registered(desk).number.endswith("0002")


def test_another_reason_must_be_explained(desk):
    """“Other” alone says nothing."""
    record = registered(desk)
    with pytest.raises(RefusedError, match="写明原因"):
        cancelling.cancel(desk=desk, record_no=record.number, reason=CancelReason.OTHER)


def test_a_reprint_is_marked_and_a_failed_print_is_not(desk, tmp_path):
    """Only what came out before makes a 补打."""
    done = intake.register(desk=desk, case=case())
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    for paper in done.papers:  # a folder stands where the file should be
        (blocked / paper.file_name).mkdir()
    with pytest.raises(EnvironmentFailureError):
        issuing.save(desk=desk, papers=done.papers, folder=blocked)
    again = printing.print_set(desk=desk, record_no=done.record.number)
    assert "补打" not in readback.paper_text(again[0].pdf)
    assert again[0].sha256 == done.papers[0].sha256
    issuing.save(desk=desk, papers=again, folder=tmp_path / "out")
    third = printing.print_set(desk=desk, record_no=done.record.number)
    assert "补打" in readback.paper_text(third[0].pdf)


def test_a_number_nobody_has_is_refused(desk):
    """A mistyped number is told, not guessed."""
    with pytest.raises(RefusedError, match="没有这个备案编号"):
        searching.show(desk=desk, record_no="SL01-01-20261121-9999")


@pytest.mark.parametrize("text", ["欧阳", "𬭚", "ouyang", "oy", "0015", "0001", "20261121-0001"])
def test_people_are_found_by_any_part(desk, text):
    """Name, pinyin, initials, tails of number, phone and record."""
    record = registered(desk, applicant__name="欧阳𬭚𫖮")
    hits = searching.find(desk=desk, text=text)
    assert [filing.number for hit in hits for filing in hit.filings] == [record.number]


def test_a_scanned_code_finds_its_record(desk):
    """What the code on the paper says is understood."""
    from desk_app.policy.record_numbers import code_text

    record = registered(desk)
    hits = searching.find(desk=desk, text=code_text(record.number))
    assert [filing.number for hit in hits for filing in hit.filings] == [record.number]


def test_earlier_filings_of_a_person_are_there(desk):
    """The whole history, newest first."""
    first = registered(desk)
    second = registered(desk, **ELSEWHERE)
    found = searching.history_of(desk=desk, id_kind=IdKind.RESIDENT_ID, id_number=number())
    assert [record.number for record in found] == [second.number, first.number]


def test_a_draft_keeps_what_was_typed_and_goes_when_registered(desk):
    """Half a number and an odd date are kept as they are."""
    raw = {"applicant": {"name": "王", "id_number": "4403"}, "begin": "明天"}
    draft = drafts.save(desk=desk, case=raw)
    draft = drafts.save(desk=desk, case={**raw, "place": "430100"}, draft=draft)
    assert drafts.open_drafts(desk=desk)[0].data == {**raw, "place": "430100"}
    intake.register(desk=desk, case=case(), draft=draft)
    assert drafts.open_drafts(desk=desk) == ()


@pytest.mark.parametrize(
    "raw",
    [
        {},
        case(),
        case(type="referral", place=None, begin="", applicant__name=""),
        case(variant="migrant_worker", agent=agent()),
        case(region="440100", applicant__id_kind=None, documents={"identity": "nonsense"}),
    ],
)
def test_any_state_of_a_case_has_a_preview(desk, raw):
    """From the first key press the paper can be looked at, marked as a draft."""
    verdict = check(case=raw, today=desk.clock.today())
    pdf = previewing.preview(desk=desk, case=raw, verdict=verdict)
    assert "草稿" in readback.paper_text(pdf)


def test_nothing_personal_is_in_any_file(desk, tmp_path):
    """Bytes of database, WAL, key file and log hold no name, number or phone."""
    registered(
        desk,
        applicant__name="欧阳𬭚𫖮",
        agent=agent(),
        documents={
            "identity": "both",
            "household_register": "both",
            "agent_identity": "both",
            "power_of_attorney": "original",
        },
    )
    secrets = ["欧阳𬭚𫖮", number(), "13800000001", "李代办", "陈静"]
    files = [file for file in desk.folder.rglob("*") if file.is_file()]
    assert any(file.name.endswith("-wal") for file in files)
    for file in files:
        content = file.read_bytes()
        for secret in secrets:
            for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
                assert secret.encode(coding) not in content, file.name


def test_signing_in_needs_the_right_passphrase(desk, clock):
    """A wrong one is told in words; the right one finds what was kept."""
    record = registered(desk)
    with pytest.raises(RefusedError, match="口令"):
        opening.unlock(folder=desk.folder, passphrase="wrong passphrase", clock=clock)
    with opening.unlock(
        folder=desk.folder, passphrase="correct horse battery", clock=clock, counter=2
    ) as other:
        assert searching.show(desk=other, record_no=record.number)[0].case == record.case
        assert registered(other, **ELSEWHERE).number == "SL01-02-20261121-0001"


def test_a_promise_may_be_changed_and_ended_at_once(desk):
    """No rule of Guangdong keeps anybody to a promise for months."""
    promise = case(method="commitment", documents={"identity": "both"})
    record = intake.register(desk=desk, case=promise).record
    done = changing.change(desk=desk, record_no=record.number, case={**promise, **ELSEWHERE})
    assert done.told.lock is None
    ended = cancelling.cancel(desk=desk, record_no=done.new.number, reason=CancelReason.RETURNED)
    assert ended.told.lock is None
    assert ended.told.statements
    text = "".join(readback.paper_text(one.pdf) for one in (*done.papers, *ended.papers))
    assert "个月内" not in text
    assert "六个月" not in text
