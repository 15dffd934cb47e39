"""Changing, cancelling, completing, and two filings beside each other."""

from datetime import date

import pytest

from desk_app.policy.guidance.changes import cancelling, changing, completing, lock
from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.guidance.overlap import Span, check_overlaps
from desk_app.policy.packs.packs import rulebook
from desk_app.policy.vocabulary import CancelReason, FilingType, Method

TODAY = date(2026, 11, 21)
BOOK = rulebook("440300", on=TODAY)
RESIDENT, RETIREE = FilingType.LONG_TERM_RESIDENT, FilingType.RETIREE_RESETTLED
REFERRAL, OTHER = FilingType.REFERRAL, FilingType.OTHER_TEMPORARY
DOCUMENTS, COMMITMENT = Method.DOCUMENTS, Method.COMMITMENT


def facts(method=COMMITMENT):
    return CaseFacts(region="440300", type=RESIDENT, method=method, on=TODAY)


@pytest.mark.parametrize(
    ("method", "accepted", "locked"),
    [
        (COMMITMENT, date(2026, 5, 21), True),  # the last day
        (COMMITMENT, date(2026, 5, 20), False),
        (COMMITMENT, TODAY, True),
        (DOCUMENTS, TODAY, False),
    ],
)
def test_a_commitment_is_locked_for_six_months_and_says_until_when(method, accepted, locked):
    found = lock(method=method, accepted=accepted, on=TODAY)
    assert (found is not None) is locked
    if found:
        assert f"{found.until.month} 月 {found.until.day} 日" in found.message


@pytest.mark.parametrize("reason", list(CancelReason))
def test_every_reason_to_cancel_tells_what_to_know_and_where_to_go(reason):
    told = cancelling(facts(), BOOK, accepted=TODAY, reason=reason)
    assert told.statements[0].topic == f"cancel_{reason.value}"
    assert "national.cancel.same_channel" in [one.id for one in told.statements]
    assert [one.id for one in told.channels] == ["insured_counter"]
    assert told.lock is not None


def test_a_filing_made_in_the_app_is_cancelled_in_the_app():
    told = cancelling(
        facts(), BOOK, accepted=TODAY, reason=CancelReason.RETURNED, channel="nhsa_app"
    )
    assert told.channels[0].id == "nhsa_app"


def test_a_change_tells_the_rule_of_the_region_and_the_lock():
    told = changing(facts(), BOOK, accepted=TODAY)
    assert told.lock is not None
    assert told.statements[0].id == "shenzhen.change.again"
    assert changing(facts(DOCUMENTS), BOOK, accepted=TODAY).lock is None


def test_handing_in_documents_tells_what_it_gives():
    ids = {one.id for one in completing(facts(), BOOK).statements}
    assert ids == {"guangdong.completion.gives", "national.completion.unlocks"}


def span(kind=RESIDENT, method=DOCUMENTS, place="430100", begin=TODAY, end=None, number="A-1"):
    return Span(type=kind, method=method, place=place, begin=begin, end=end, number=number)


@pytest.mark.parametrize(
    ("new", "old", "field"),
    [
        (span(), span(), "place"),  # the same again
        (span(RESIDENT), span(RETIREE), "place"),  # long-term twice at one place
        (span(method=COMMITMENT), span(place="110000"), "method"),
        (span(), span(place="110000", method=COMMITMENT), "method"),
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
