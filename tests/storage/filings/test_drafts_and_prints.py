"""Drafts that survive everything, and papers that can be made again."""

import pytest

from desk_app.errors import StateConflictError
from desk_app.policy.vocabulary import Role
from desk_app.records.filing import FilingRecord
from desk_app.records.hall import Seat
from desk_app.records.print_job import Printed, PrintJobRecord, PrintOutcome
from desk_app.storage.filings import drafts, prints, statistics
from desk_app.storage.history import audit
from desk_app.storage.people import clerks
from desk_app.storage.schema import meta
from desk_app.storage.upkeep import inspection
from tests.storage.conftest import Counter, make_case

pytestmark = pytest.mark.portable

TYPED = {"applicant.name": "欧阳", "applicant.id_number": "4403", "place": "", "step": 2}


def test_a_draft_is_there_after_the_program_was_killed(counter: Counter) -> None:
    begun = counter.write(drafts.start, data={})
    kept = counter.write(drafts.save, draft=begun, data=TYPED)
    with counter.reopen() as again, again.reading() as session:
        assert drafts.by_id(session, draft_id=begun.id) == kept
        assert drafts.every(session, counter=1)[0].data == TYPED
        assert drafts.every(session, counter=2) == ()


def test_a_draft_taken_over_cannot_be_written_from_where_it_was(counter: Counter) -> None:
    mine = counter.write(drafts.start, data=TYPED)
    with counter.database.writing() as session:
        other = clerks.add(
            session, staff_no="02", name="林区", role=Role.CLERK, clock=counter.clock
        )
    theirs = Seat(hall=counter.seat.hall, counter=2, clerk=other)
    with counter.database.writing() as session:
        taken = drafts.take_over(session, seat=theirs, draft=mine, clock=counter.clock)
    assert (taken.counter, taken.clerk, taken.data) == (2, "林区", TYPED)
    with pytest.raises(StateConflictError):
        counter.write(drafts.save, draft=mine, data={})
    entry = counter.read(audit.of_subject, subject=f"draft:{mine.id}")[0]
    assert entry.detail == {"counter": [1, 2]}


def test_a_discarded_draft_is_gone_and_noted(counter: Counter) -> None:
    filing = counter.register()
    draft = counter.write(drafts.start, data=TYPED, filing=filing)
    assert draft.filing == filing.number
    counter.write(drafts.discard, draft=draft)
    assert counter.read(drafts.every) == ()
    assert counter.read(audit.of_subject, subject=f"draft:{draft.id}")[0].verb.label == "删除草稿"
    with pytest.raises(StateConflictError, match="已经登记或删除"):
        counter.write(drafts.save, draft=draft, data={})


def test_a_registered_draft_goes_without_a_note(counter: Counter) -> None:
    draft = counter.write(drafts.start, data=TYPED)
    counter.write(drafts.discard, draft=draft, registered=True)
    assert counter.read(audit.of_subject, subject=f"draft:{draft.id}") == ()


def test_half_a_character_in_a_draft_is_kept_too(counter: Counter) -> None:
    typed = {"applicant.name": "吴\ud842\0", "place": "\\u0000", "phone": "139"}
    draft = counter.write(drafts.start, data=typed)
    kept = counter.read(drafts.by_id, draft_id=draft.id).data
    assert kept == {"applicant.name": "吴\ufffd", "place": "\\u0000", "phone": "139"}


def _paper(sha: str = "ab" * 32, paper: str = "shenzhen_registration") -> Printed:
    return Printed(paper=paper, edition="2026-1", data={"name": "王小明"}, sha256=sha, pages=1)


def test_reprints_are_counted_for_each_paper_of_each_filing(counter: Counter) -> None:
    one, two = counter.register(make_case(1)), counter.register(make_case(2))
    saved = PrintOutcome.SAVED
    copies = [
        counter.write(prints.add, paper=paper, outcome=outcome, filing=filing).copy
        for filing, paper, outcome in [
            (one, _paper(), PrintOutcome.FAILED),
            (one, _paper(), saved),
            (one, _paper(), saved),
            (one, _paper(paper="receipt"), saved),
            (two, _paper(), saved),
            (one, _paper(), saved),
            (None, _paper(paper="day_end"), saved),
            (None, _paper(paper="day_end"), saved),
        ]
    ]
    assert copies == [0, 0, 1, 0, 0, 2, 0, 0]
    jobs = counter.read(prints.of_filing, filing_id=one.id)
    assert [job.copy for job in jobs] == [0, 0, 1, 0, 2]
    assert jobs[1].printed == _paper()
    story = [entry.verb.label for entry in counter.read(audit.of_subject, subject=one.number)]
    assert story == ["登记", "打印", "打印", "补打", "打印", "补打"]


def test_a_paper_that_failed_counts_until_it_is_tried_again(counter: Counter) -> None:
    one, two = counter.register(make_case(1)), counter.register(make_case(2))
    both = (one.id, two.id)

    def print_(filing: FilingRecord, paper: str, outcome: PrintOutcome) -> None:
        counter.write(prints.add, paper=_paper(paper=paper), outcome=outcome, filing=filing)

    print_(one, "receipt", PrintOutcome.FAILED)
    print_(two, "receipt", PrintOutcome.PRINTED)
    counter.write(prints.add, paper=_paper(paper="day_end"), outcome=PrintOutcome.FAILED)
    assert counter.read(prints.missing, filing_ids=both) == {one.id: PrintOutcome.FAILED}
    assert counter.read(prints.missing, filing_ids=[two.id]) == {}
    print_(one, "commitment", PrintOutcome.PRINTED)
    assert set(counter.read(prints.missing, filing_ids=both)) == {one.id}, "another paper of it"
    print_(one, "receipt", PrintOutcome.UNCONFIRMED)
    print_(two, "receipt", PrintOutcome.FAILED)
    assert set(counter.read(prints.missing, filing_ids=both)) == {two.id}
    assert counter.read(prints.missing, filing_ids=()) == {}
    print_(two, "receipt", PrintOutcome.CANCELLED)
    assert counter.read(prints.missing, filing_ids=both) == {two.id: PrintOutcome.CANCELLED}
    print_(two, "commitment", PrintOutcome.FAILED)
    assert counter.read(prints.missing, filing_ids=both) == {two.id: PrintOutcome.FAILED}


def test_what_came_out_stays_out_and_what_did_not_may_still_come(counter: Counter) -> None:
    filing = counter.register()
    job = counter.write(prints.add, paper=_paper(), outcome=PrintOutcome.UNCONFIRMED, filing=filing)
    assert counter.read(prints.unconfirmed) == (job,)
    course = [
        (PrintOutcome.SENT, PrintOutcome.SENT),
        (PrintOutcome.FAILED, PrintOutcome.FAILED),
        (PrintOutcome.SENT, PrintOutcome.FAILED),
        (PrintOutcome.CANCELLED, PrintOutcome.FAILED),
        (PrintOutcome.PRINTED, PrintOutcome.PRINTED),
        (PrintOutcome.FAILED, PrintOutcome.PRINTED),
        (PrintOutcome.SAVED, PrintOutcome.PRINTED),
    ]
    for heard, known in course:
        assert counter.write(prints.settle, job=job, outcome=heard).outcome is known
    assert counter.read(prints.unconfirmed) == ()
    assert counter.read(prints.by_id, job_id=job.id).outcome is PrintOutcome.PRINTED
    told = [one.detail["outcome"] for one in counter.read(audit.of_subject, subject=filing.number)
            if "outcome" in one.detail]  # fmt: skip
    assert told == ["unconfirmed", ["unconfirmed", "sent"], ["sent", "failed"],
                    ["failed", "printed"]]  # fmt: skip


def test_only_papers_that_came_or_may_come_make_the_next_a_reprint(counter: Counter) -> None:
    filing = counter.register()
    copies = [
        counter.write(prints.add, paper=_paper(), outcome=outcome, filing=filing).copy
        for outcome in (
            PrintOutcome.UNCONFIRMED,
            PrintOutcome.FAILED,
            PrintOutcome.CANCELLED,
            PrintOutcome.SENT,
            PrintOutcome.HANDED_OVER,
            PrintOutcome.PRINTED,
        )
    ]
    assert copies == [0, 0, 0, 0, 1, 2]


def test_of_papers_made_before_they_were_followed_nobody_knows(counter: Counter) -> None:
    """Neither unprinted nor a reprint that came; printed again they are a reprint."""
    filing = counter.register()

    def add(**more: object) -> PrintJobRecord:
        given = {"paper": _paper(), "outcome": PrintOutcome.UNCONFIRMED, "filing": filing}
        return counter.write(prints.add, **given | more)

    old = add()
    with counter.database.writing() as session:
        meta.drop(session, name=meta.FOLLOWED_SINCE)
        prints.begin_following(session)
    new = add()
    assert (old.copy, new.copy) == (0, 1)
    known = [one.outcome for one in counter.read(prints.of_filing, filing_id=filing.id)]
    assert known == [PrintOutcome.EARLIER, PrintOutcome.UNCONFIRMED]
    assert [one.id for one in counter.read(prints.unconfirmed)] == [new.id]
    day = counter.clock.today()
    period = statistics.Period(first=day, last=day, hall_id=counter.seat.hall.id)
    (numbers,) = counter.read(statistics.by_paper, period=period)
    assert (numbers.first, numbers.again, numbers.waiting, numbers.unknown) == (0, 0, 1, 1)
    with counter.database.writing() as session:
        prints.begin_following(session)
    assert counter.read(prints.by_id, job_id=new.id).outcome is PrintOutcome.UNCONFIRMED


def test_what_somebody_saw_is_kept_as_said_by_hand(counter: Counter) -> None:
    filing = counter.register()
    job = counter.write(prints.add, paper=_paper(), outcome=PrintOutcome.UNCONFIRMED, filing=filing)
    assert counter.write(prints.confirm, job_id=job.id, came=True) is None, "it was never sent"
    counter.write(prints.settle, job=job, outcome=PrintOutcome.SENT)
    denied = counter.write(prints.confirm, job_id=job.id, came=False)
    assert denied.outcome is PrintOutcome.DENIED
    counter.write(prints.settle, job=job, outcome=PrintOutcome.CANCELLED)
    assert counter.write(prints.confirm, job_id=job.id, came=False) is None
    assert counter.write(prints.confirm, job_id=job.id, came=True).outcome is PrintOutcome.CONFIRMED
    counter.write(prints.settle, job=job, outcome=PrintOutcome.CANCELLED)
    assert counter.read(prints.by_id, job_id=job.id).outcome is PrintOutcome.CONFIRMED
    told = [one.detail for one in counter.read(audit.of_subject, subject=filing.number)
            if one.detail.get("by_hand")]  # fmt: skip
    assert [one["outcome"] for one in told] == [["sent", "denied"], ["denied", "confirmed"]]
    assert inspection.inspect(counter.database).faults == ()
