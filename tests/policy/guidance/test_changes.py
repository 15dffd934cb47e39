"""Changing, cancelling, completing, and two filings beside each other."""

from datetime import date

import pytest

from desk_app.policy.guidance.changes import cancelling, changing, completing, lock
from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.guidance.guidance import guide
from desk_app.policy.guidance.overlap import Span, check_overlaps
from desk_app.policy.packs.packs import rulebook
from desk_app.policy.vocabulary import CancelReason, FilingType, Method

TODAY = date(2026, 11, 21)
BOOK = rulebook("440300", on=TODAY)
RESIDENT, RETIREE = FilingType.LONG_TERM_RESIDENT, FilingType.RETIREE_RESETTLED
REFERRAL, OTHER = FilingType.REFERRAL, FilingType.OTHER_TEMPORARY
DOCUMENTS, COMMITMENT = Method.DOCUMENTS, Method.COMMITMENT


def facts(method=COMMITMENT, region="440300"):
    return CaseFacts(region=region, type=RESIDENT, method=method, on=TODAY)


JIANGSU = rulebook("320100", on=TODAY)


@pytest.mark.parametrize(
    ("method", "accepted", "locked"),
    [
        (COMMITMENT, date(2026, 5, 21), True),  # the last day
        (COMMITMENT, date(2026, 5, 20), False),
        (COMMITMENT, TODAY, True),
        (COMMITMENT, date(2026, 5, 31), True),
        (DOCUMENTS, TODAY, False),
    ],
)
def test_where_the_region_sets_a_limit_a_filing_is_locked_and_says_until_when(
    method, accepted, locked
):
    found = lock(facts(method, "320100"), JIANGSU, accepted=accepted)
    assert (found is not None) is locked
    if found:
        assert f"{found.until.month} 月 {found.until.day} 日" in found.message
        assert "第十条" in found.message


@pytest.mark.parametrize("region", ["440300", "440100", "440600", "130500"])
@pytest.mark.parametrize("method", list(Method))
def test_no_region_without_such_a_rule_locks_anybody(region, method):
    assert lock(facts(method, region), rulebook(region, on=TODAY), accepted=TODAY) is None


@pytest.mark.parametrize("reason", list(CancelReason))
def test_every_reason_to_cancel_tells_what_to_know_and_where_to_go(reason):
    told = cancelling(facts(), BOOK, accepted=TODAY, reason=reason)
    assert told.statements[0].topic == f"cancel_{reason.value}"
    assert "national.cancel.same_channel" in [one.id for one in told.statements]
    assert [one.id for one in told.channels] == ["insured_counter"]
    assert told.lock is None


def test_a_filing_made_in_the_app_is_cancelled_in_the_app():
    told = cancelling(
        facts(), BOOK, accepted=TODAY, reason=CancelReason.RETURNED, channel="nhsa_app"
    )
    assert told.channels[0].id == "nhsa_app"


def test_a_change_tells_the_rule_of_the_region_and_its_limit():
    told = changing(facts(), BOOK, accepted=TODAY)
    assert told.lock is None
    assert told.statements[0].id == "shenzhen.change.again"
    assert changing(facts(region="320100"), JIANGSU, accepted=TODAY).lock is not None


def test_handing_in_documents_tells_what_it_gives():
    ids = {one.id for one in completing(facts(), BOOK).statements}
    assert ids == {"national.completion.gives"}
    there = {one.id for one in completing(facts(region="320100"), JIANGSU).statements}
    assert there == {"national.completion.gives", "jiangsu.completion.unlocks"}


def span(kind=RESIDENT, method=DOCUMENTS, place="430100", begin=TODAY, end=None, number="A-1"):
    return Span(type=kind, method=method, place=place, begin=begin, end=end, number=number)


@pytest.mark.parametrize(
    ("new", "old", "field"),
    [
        (span(), span(), "place"),  # the same again
        (span(RESIDENT), span(RETIREE), "place"),  # long-term twice at one place
        (span(method=COMMITMENT), span(place="110000"), None),  # no rule here against it
        (span(), span(place="110000"), None),  # both with documents: a remark
        (span(OTHER, place="110000"), span(method=COMMITMENT), None),
        (span(REFERRAL), span(RESIDENT, method=COMMITMENT), None),
    ],
)
def test_a_second_filing_beside_an_active_one(new, old, field):
    verdict = check_overlaps(new, [old])
    assert [one.field for one in verdict.problems] == ([field] if field else [])
    assert len(verdict.hints) == (0 if field else 1)
    told = (*verdict.problems, *verdict.hints)
    assert all(one.message.endswith("。") and "A-1" in one.message for one in told)


@pytest.mark.parametrize(
    ("new", "old", "refused"),
    [
        (span(method=COMMITMENT), span(place="110000"), True),
        (span(), span(place="110000", method=COMMITMENT), True),
        (span(), span(place="110000"), False),
        (span(OTHER, place="110000"), span(method=COMMITMENT), False),
    ],
)
def test_where_a_commitment_is_taken_for_one_place_a_second_needs_documents(new, old, refused):
    one_place = guide(facts(region="320100"), JIANGSU).one_place
    verdict = check_overlaps(new, [old], one_place=one_place)
    assert [one.source for one in verdict.problems] == (
        ["jiangsu.commitment.one_place"] if refused else []
    )
    assert guide(facts(), BOOK).one_place is None


@pytest.mark.parametrize(
    ("begin", "end", "overlaps"),
    [
        (date(2026, 1, 1), date(2026, 11, 20), False),
        (date(2026, 1, 1), TODAY, True),
        (date(2027, 11, 21), None, True),
        (date(2027, 11, 22), None, False),
    ],
)
def test_filings_one_after_the_other_do_not_meet(begin, end, overlaps):
    new = span(end=date(2027, 11, 21))
    old = span(begin=begin, end=end)
    assert new.overlaps(old) is overlaps
    assert old.overlaps(new) is overlaps
    assert bool(check_overlaps(new, [old]).problems) is overlaps
