"""What was done is taken back or brought back: state, links, papers and history stay whole."""

from dataclasses import replace

import pytest

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.vocabulary import CancelReason, FilingStatus, Role
from desk_app.records.audit import Verb
from desk_app.services.filing import cancelling, changing, completing, intake
from desk_app.services.filing.reinstating import reinstate
from desk_app.services.filing.withdrawing import withdraw
from desk_app.services.finding import searching
from desk_app.services.papers import issuing, printing
from desk_app.services.proofs import readback
from desk_app.storage.upkeep import inspection
from tests.factory import case


@pytest.fixture(autouse=True)
def whole(desk):
    """Whatever was put right, the check of the records finds nothing wrong."""
    yield
    assert inspection.inspect(desk.database).faults == ()


def shown(desk, number):
    """Return a filing as it is kept now."""
    return searching.show(desk=desk, record_no=number)[0]


def cancelled(desk, number):
    """Cancel a filing."""
    return cancelling.cancel(desk=desk, record_no=number, reason=CancelReason.RETURNED).record


def test_a_registering_is_taken_back_and_its_number_stays_used(desk):
    """The next filing has the next number; the same place may be filed for again."""
    first = intake.register(desk=desk, case=case()).record
    done = withdraw(desk=desk, record_no=first.number)
    assert (done.verb, done.record.status) == (Verb.REGISTER, FilingStatus.WITHDRAWN)
    again = intake.register(desk=desk, case=case()).record
    assert again.number.endswith("0002")
    with pytest.raises(StateConflictError, match="已经撤回"):
        withdraw(desk=desk, record_no=first.number)


def test_a_change_is_taken_back_with_both_its_filings(desk):
    """The old one is in force again as it was, by the number of either."""
    for wanted in ("old", "new"):
        old = intake.register(desk=desk, case=case(place="430100")).record
        done = changing.change(desk=desk, record_no=old.number, case=case(place="450100"))
        number = done.old.number if wanted == "old" else done.new.number
        back = withdraw(desk=desk, record_no=number)
        assert back.record.status is FilingStatus.WITHDRAWN
        assert back.linked.number == old.number
        kept = shown(desk, old.number)
        assert (kept.status, kept.replaced_by, kept.closed_day) == (
            FilingStatus.ACCEPTED,
            None,
            None,
        )
        cancelled(desk, old.number)


def test_a_completion_is_taken_back(desk):
    """It waits again, for what was brought; a completion later counts anew."""
    first = intake.register(desk=desk, case=case(documents={}), on_missing="notice").record
    completing.complete(desk=desk, record_no=first.number, case=case())
    withdraw(desk=desk, record_no=first.number)
    kept = shown(desk, first.number)
    assert (kept.status, kept.accepted_day) == (FilingStatus.AWAITING_DOCUMENTS, None)
    assert kept.case == first.case
    assert completing.complete(desk=desk, record_no=first.number, case=case()).record.accepted_day


def test_acts_are_taken_back_one_after_the_other(desk):
    """What was taken back does not count any more: the one before it is the last."""
    first = intake.register(desk=desk, case=case(documents={}), on_missing="notice").record
    completing.complete(desk=desk, record_no=first.number, case=case())
    cancelled(desk, first.number)
    verbs = [withdraw(desk=desk, record_no=first.number).verb for _ in range(3)]
    assert verbs == [Verb.CANCEL, Verb.ACCEPT, Verb.REGISTER]


def test_a_minute_later_a_supervisor_must_say_why(desk):
    """Nobody else takes back what the day has counted."""
    first = intake.register(desk=desk, case=case()).record
    desk.clock.advance(minutes=2)
    with pytest.raises(RefusedError, match="理由"):
        withdraw(desk=desk, record_no=first.number)
    with pytest.raises(RefusedError, match="主管"):
        withdraw(desk=as_clerk(desk), record_no=first.number, reason="录错人")
    done = withdraw(desk=desk, record_no=first.number, reason="录错人")
    assert done.record.status is FilingStatus.WITHDRAWN


def as_clerk(desk):
    """Return the desk as somebody has it who is no supervisor."""
    clerk = desk.clerk.model_copy(update={"role": Role.CLERK})
    return replace(desk, seat=replace(desk.seat, clerk=clerk))


def test_a_cancellation_by_mistake_is_undone_by_a_supervisor(desk):
    """The paper says that it came back, the form of the cancellation that it is void."""
    first = intake.register(desk=desk, case=case()).record
    cancelled(desk, first.number)
    with pytest.raises(RefusedError, match="主管"):
        reinstate(desk=as_clerk(desk), record_no=first.number, reason="按错")
    with pytest.raises(RefusedError, match="为什么"):
        reinstate(desk=desk, record_no=first.number, reason=" ")
    desk.clock.advance(days=3)
    done = reinstate(desk=desk, record_no=first.number, reason="按错了键")
    assert (done.record.status, done.record.cancelled) == (FilingStatus.ACCEPTED, None)
    assert done.record.accepted_day == first.accepted_day
    texts = {one.paper: readback.paper_text(one.pdf) for one in done.papers}
    assert "2026-11-24 恢复" in texts["shenzhen_registration"]
    assert "cancellation" not in texts
    made = printing.print_set(desk=desk, record_no=first.number, papers=["cancellation"])
    assert "2026-11-24 撤销，此表作废" in readback.paper_text(made[0].pdf)
    with pytest.raises(StateConflictError, match="不用恢复"):
        reinstate(desk=desk, record_no=first.number, reason="再来")


def test_a_change_by_mistake_is_undone_with_both_filings(desk):
    """The new one is taken back, cancelled meanwhile or not; the chain goes from its end."""
    old = intake.register(desk=desk, case=case()).record
    second = changing.change(desk=desk, record_no=old.number, case=case(place="450100")).new
    third = changing.change(desk=desk, record_no=second.number, case=case(place="460100")).new
    cancelled(desk, third.number)
    with pytest.raises(StateConflictError, match=second.number):
        reinstate(desk=desk, record_no=old.number, reason="没有搬")
    reinstate(desk=desk, record_no=second.number, reason="没有搬")
    done = reinstate(desk=desk, record_no=old.number, reason="没有搬")
    assert (done.record.status, done.linked.status) == (
        FilingStatus.ACCEPTED,
        FilingStatus.WITHDRAWN,
    )
    assert shown(desk, third.number).status is FilingStatus.WITHDRAWN
    reinstate(desk=desk, record_no=second.number, reason="还是搬了")
    assert shown(desk, old.number).replaced_by == second.number


def test_a_withdrawal_by_mistake_is_undone(desk):
    """What was taken back is there again as it was."""
    first = intake.register(desk=desk, case=case()).record
    withdraw(desk=desk, record_no=first.number)
    done = reinstate(desk=desk, record_no=first.number, reason="撤错了")
    assert done.record.status is FilingStatus.ACCEPTED
    assert withdraw(desk=desk, record_no=first.number).verb is Verb.REGISTER


def test_what_the_person_has_meanwhile_stands_in_the_way(desk):
    """Two filings for one place are not made by bringing one back; nothing is kept of the try."""
    first = intake.register(desk=desk, case=case()).record
    cancelled(desk, first.number)
    second = intake.register(desk=desk, case=case()).record
    with pytest.raises(intake.CaseRefusedError, match=second.number):
        reinstate(desk=desk, record_no=first.number, reason="按错")
    assert shown(desk, first.number).status is FilingStatus.CANCELLED


def test_papers_of_what_is_over_say_so(desk):
    """Nobody holds a fresh form of a filing that is dead."""
    first = intake.register(desk=desk, case=case()).record
    new = changing.change(desk=desk, record_no=first.number, case=case(place="450100")).new
    old = printing.print_set(desk=desk, record_no=first.number)
    texts = {one.paper: readback.paper_text(one.pdf) for one in old}
    assert f"变更为 {new.number}" in texts["shenzhen_registration"]
    assert "不再有效" not in texts["cancellation"]
    cancelled(desk, new.number)
    for one in printing.print_set(desk=desk, record_no=new.number):
        gone = "已于 2026-11-21 注销" in readback.paper_text(one.pdf)
        assert gone == (one.paper != "cancellation")


def test_papers_not_sent_are_called_off_and_those_out_are_named(desk, tmp_path):
    """What lies in somebody's hand must be asked back."""
    done = intake.register(desk=desk, case=case())
    issuing.save(desk=desk, papers=done.papers[:1], folder=tmp_path)
    back = withdraw(desk=desk, record_no=done.record.number)
    assert back.out == (done.papers[0].title,)
    jobs = searching.show(desk=desk, record_no=done.record.number)[1]
    assert {one.outcome.value for one in jobs} == {"saved", "cancelled"}
    for one in printing.print_set(desk=desk, record_no=done.record.number):
        assert "撤回，此表作废" in readback.paper_text(one.pdf)


def test_the_person_is_again_as_they_stated_before(desk):
    """A phone that only the withdrawn filing gave is not theirs."""
    intake.register(desk=desk, case=case())
    second = intake.register(
        desk=desk, case=case(place="450100", begin="2026-12-21", applicant__phone="13900000009")
    ).record
    assert searching.find(desk=desk, text="13900000009")
    withdraw(desk=desk, record_no=second.number)
    assert not searching.find(desk=desk, text="13900000009")
