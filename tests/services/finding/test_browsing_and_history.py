"""Lists of any length, and everything known of one person."""

from desk_app.policy.vocabulary import CancelReason, FilingStatus, FilingType
from desk_app.services.filing import cancelling, history, intake
from desk_app.services.finding import browsing, searching
from desk_app.services.finding.browsing import Chosen, Since
from desk_app.services.lists import official
from desk_app.services.papers import issuing
from tests.factory import case, register


def listed(desk, **chosen):
    found = browsing.ids(desk=desk, chosen=Chosen(**chosen))
    return [one.number for one in browsing.lines(desk=desk, wanted=found)]


def test_each_filter_leaves_what_it_says(desk, clock):
    old = register(desk, 1)
    clock.advance(days=10)
    waiting = register(desk, 2, documents={}, begin="2026-12-01")
    other = register(
        desk,
        3,
        type="other_temporary",
        begin="2026-12-01",
        reason="探亲",
        documents={"identity": "both"},
    )
    official.mark(desk=desk, record_no=old.number, official_no="A1")
    assert listed(desk) == [other.number, waiting.number]
    assert listed(desk, since=Since.MONTH) == [other.number, waiting.number, old.number]
    assert listed(desk, since=Since.EVER, status=FilingStatus.AWAITING_DOCUMENTS) == [
        one.number for one in (other, waiting) if one.status is FilingStatus.AWAITING_DOCUMENTS
    ]
    assert listed(desk, since=Since.EVER, type=FilingType.OTHER_TEMPORARY) == [other.number]
    assert listed(desk, since=Since.EVER, entered=True) == [old.number]


def test_a_filing_fits_when_the_list_would_have_it(desk, clock):
    register(desk, 1)
    clock.advance(days=10)
    register(desk, 2, begin="2026-12-01", documents={})
    everything = browsing.lines(
        desk=desk, wanted=browsing.ids(desk=desk, chosen=Chosen(since=Since.EVER))
    )
    today = clock.today()
    for since in Since:
        for status in (None, *FilingStatus):
            for entered in (None, True, False):
                chosen = Chosen(since=since, status=status, entered=entered)
                fitting = [one.id for one in everything if chosen.fits(one, today=today)]
                assert fitting == list(browsing.ids(desk=desk, chosen=chosen))


def test_the_past_of_a_person_is_in_time_order_and_whole(desk, clock, tmp_path):
    first = intake.register(desk=desk, case=case())
    clock.advance(hours=1)
    issuing.save(desk=desk, papers=first.papers[:1], folder=tmp_path)
    clock.advance(hours=1)
    cancelling.cancel(desk=desk, record_no=first.record.number, reason=CancelReason.RETURNED)
    clock.advance(hours=1)
    second = register(desk, 1, applicant__phone="13800000009")
    register(desk, 2)
    told = history.of_person(desk=desk, person_id=first.record.person_id)
    assert [one.number for one in told.filings] == [second.number, first.record.number]
    times = [one.at for one in told.events]
    assert times == sorted(times)
    words = [one.words for one in told.events]
    assert words.index("登记") < words.index("注销") < words.index("个人信息变更：联系电话")
    papers = [one for one in told.events if one.words.startswith("《")]
    jobs = [
        job
        for filing in told.filings
        for job in searching.show(desk=desk, record_no=filing.number)[1]
    ]
    assert len(papers) == len(jobs)
    assert {one.number for one in told.events} == {
        None,
        first.record.number,
        second.number,
    }
    assert {one.clerk for one in told.events} == {"陈静"}
