"""What the counter holds of the documents of a kept filing."""

from desk_app.policy.vocabulary import DocumentState, FilingStatus
from desk_app.services.case import documents_held
from desk_app.services.filing import intake
from desk_app.services.finding import searching
from tests.factory import agent, case


def told(desk, number):
    filing, _ = searching.show(desk=desk, record_no=number)
    return {
        one.name: (one.state, one.wanted)
        for one in documents_held.of_filing(desk=desk, filing=filing)
    }


def test_a_waiting_filing_tells_every_document_it_still_lacks(desk):
    raw = case(
        method="documents", documents={"identity": "both", "agent_identity": "copy"}, agent=agent()
    )
    done = intake.register(desk=desk, case=raw, on_missing="notice")
    assert done.record.status is FilingStatus.AWAITING_DOCUMENTS
    found = told(desk, done.record.number)
    assert found["居民身份证"] == (DocumentState.BOTH, "")
    assert found["代办人有效身份证件"] == (DocumentState.COPY, "")
    lacking = [one for one, (state, wanted) in found.items() if wanted]
    assert lacking == [one.name for one in done.missing]
    assert all(state is not DocumentState.COMMITMENT for state, _ in found.values())


def test_what_a_commitment_stands_for_is_not_lacking(desk):
    raw = case(method="commitment", documents={"identity": "both"})
    done = intake.register(desk=desk, case=raw)
    found = told(desk, done.record.number)
    assert DocumentState.COMMITMENT in [state for state, _ in found.values()]
    assert not any(wanted for _, wanted in found.values())
