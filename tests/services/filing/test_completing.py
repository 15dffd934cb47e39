"""What was missing is handed in: a waiting case is accepted, a commitment becomes documents."""

import pytest

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.vocabulary import FilingStatus, Method
from desk_app.services.filing import completing, intake
from desk_app.services.finding import searching
from desk_app.services.proofs import readback
from tests.factory import case


def test_a_waiting_case_is_accepted_under_its_number(desk):
    """The notice's number opens the case again; what was there need not be brought again."""
    first = intake.register(
        desk=desk, case=case(documents={"identity": "both"}), on_missing="notice"
    )
    assert [paper.paper for paper in first.papers] == ["one_time_notice"]
    text = readback.paper_text(first.papers[0].pdf)
    assert "社会保障卡" in text
    assert "户口簿" in text
    desk.clock.advance(days=1)
    done = completing.complete(desk=desk, record_no=first.record.number, case=case())
    assert done.record.number == first.record.number
    assert done.record.status == FilingStatus.ACCEPTED
    assert done.record.accepted_day == desk.clock.today()
    assert "shenzhen_registration" in {paper.paper for paper in done.papers}


def test_still_missing_is_told_again(desk):
    """With another notice the case goes on waiting, for less."""
    first = intake.register(desk=desk, case=case(documents={}), on_missing="notice")
    half = case(documents={"identity": "both"})
    with pytest.raises(intake.CaseRefusedError):
        completing.complete(desk=desk, record_no=first.record.number, case=half)
    done = completing.complete(
        desk=desk, record_no=first.record.number, case=half, on_missing="notice"
    )
    assert done.record.status == FilingStatus.AWAITING_DOCUMENTS
    assert [one.id for one in done.missing] == ["household_register"]


def test_a_commitment_becomes_documents(desk):
    """The method turns, the number stays, and it is said what that gives."""
    promise = case(method="commitment", documents={"identity": "both"})
    first = intake.register(desk=desk, case=promise)
    assert "commitment" in {paper.paper for paper in first.papers}
    done = completing.complete(desk=desk, record_no=first.record.number, case=case())
    assert done.record.case.method is Method.DOCUMENTS
    assert done.record.number == first.record.number
    assert done.record.accepted_at == first.record.accepted_at
    assert done.gains
    assert len(searching.today(desk=desk)) == 1


def test_a_commitment_stays_when_documents_are_still_missing(desk):
    """Half of the documents do not end a promise that is in force."""
    promise = case(method="commitment", documents={"identity": "both"})
    first = intake.register(desk=desk, case=promise)
    half = case(documents={"identity": "both"})
    with pytest.raises(RefusedError, match="继续按个人承诺有效"):
        completing.complete(
            desk=desk, record_no=first.record.number, case=half, on_missing="notice"
        )
    assert searching.show(desk=desk, record_no=first.record.number)[0] == first.record


def test_a_complete_filing_needs_no_completing(desk):
    """There is nothing to hand in."""
    done = intake.register(desk=desk, case=case())
    with pytest.raises(StateConflictError, match="没有待补的材料"):
        completing.complete(desk=desk, record_no=done.record.number, case=case())
