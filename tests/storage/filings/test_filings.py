"""Filings from registration to their end, with their numbers, people and history."""

from datetime import date

import pytest
from sqlalchemy import select

from desk_app.errors import StateConflictError
from desk_app.policy.vocabulary import CancelReason, FilingStatus, IdKind
from desk_app.records.hall import ClerkFields, HallFields
from desk_app.storage.filings import filings, listing
from desk_app.storage.history import audit, states
from desk_app.storage.people import clerks, halls, persons
from desk_app.storage.schema.tables import FILING
from tests.storage.conftest import RULES, TODAY, Counter, demo_id, make_case

pytestmark = pytest.mark.portable


def test_everything_stated_comes_back(counter: Counter) -> None:
    case = make_case(3, "阿卜杜拉·买买提", remark="=1+1", agent={
        "name": "张䶮", "id_kind": "resident_id", "id_number": demo_id(9), "phone": "13900130009",
        "relation": "配偶",
    })  # fmt: skip
    kept = counter.register(case)
    assert kept.case == case
    assert counter.read(filings.by_number, number=kept.number) == kept
    assert kept.number == "FT-01-20261121-0001"
    assert kept.status is FilingStatus.ACCEPTED
    assert (kept.accepted_day, kept.registered_at) == (TODAY, counter.clock.now())
    assert kept.registered_at.utcoffset().total_seconds() == 8 * 3600
    assert (kept.clerk, kept.rules, kept.version) == ("陈静怡", RULES, 1)


def test_the_day_is_the_one_in_china(counter: Counter) -> None:
    counter.clock.advance(hours=14, minutes=29)  # 23:59 in China, 15:59 UTC
    assert counter.register(make_case(1)).day == TODAY
    counter.clock.advance(minutes=2)
    kept = counter.register(make_case(2))
    assert kept.number == "FT-01-20261122-0001"
    assert kept.accepted_day == date(2026, 11, 22)


def test_a_person_is_kept_once_and_brought_up_to_date(counter: Counter) -> None:
    first = counter.register(make_case(1, "区志强"))
    second = counter.register(make_case(1, "区志刚", applicant={"phone": "13800000000"}))
    assert first.person_id == second.person_id
    person = counter.read(persons.by_document, id_kind=IdKind.RESIDENT_ID, id_number=demo_id(1))
    assert (person.name, person.phone) == ("区志刚", "13800000000")
    assert counter.read(filings.by_number, number=first.number).case.applicant.name == "区志强"
    entry = counter.read(audit.of_subject, subject=f"person:{person.id}")[0]
    assert entry.detail["name"] == ["区*强", "区*刚"]
    assert entry.detail["phone"] == ["139****0001", "138****0000"]


def test_a_change_ends_the_old_filing_when_it_is_accepted(counter: Counter) -> None:
    old = counter.register()
    new = counter.register(
        make_case(place="450100"), replaces=old, status=FilingStatus.AWAITING_DOCUMENTS
    )
    assert counter.read(filings.by_number, number=old.number).status is FilingStatus.ACCEPTED
    done = counter.write(
        filings.complete, filing=new, case=new.case, status=FilingStatus.ACCEPTED, rules=RULES
    )
    ended = counter.read(filings.by_number, number=old.number)
    assert ended.status is FilingStatus.CHANGED
    assert (ended.replaced_by, done.replaces) == (new.number, old.number)
    with pytest.raises(StateConflictError, match="已变更"):
        counter.register(make_case(place="460100"), replaces=ended)


def test_a_change_cannot_move_to_another_person(counter: Counter) -> None:
    old = counter.register(make_case(1))
    with pytest.raises(StateConflictError, match="同一个人"):
        counter.register(make_case(2, "李四"), replaces=old)
    assert counter.register(make_case(2)).number.endswith("0002")


def test_what_awaited_documents_is_accepted_on_its_own_day(counter: Counter) -> None:
    waiting = counter.register(status=FilingStatus.AWAITING_DOCUMENTS)
    assert waiting.accepted_at is None
    counter.clock.advance(days=3)
    case = make_case(documents={"identity": "both", "residence": "both"})
    done = counter.write(
        filings.complete, filing=waiting, case=case, status=FilingStatus.ACCEPTED, rules=RULES
    )
    assert done.number == waiting.number
    assert (done.day, done.accepted_day) == (TODAY, date(2026, 11, 24))
    assert done.case.documents["residence"] == "both"
    entry = counter.read(audit.of_subject, subject=done.number)[-1]
    assert entry.detail["documents.residence"] == ["copy", "both"]


def test_a_cancelled_filing_says_why_and_stays_so(counter: Counter) -> None:
    kept = counter.register()
    ended = counter.write(
        filings.cancel, filing=kept, reason=CancelReason.OTHER, text="另行办理", effective=TODAY
    )
    assert ended.status is FilingStatus.CANCELLED
    assert (ended.cancelled.reason, ended.cancelled.text) == (CancelReason.OTHER, "另行办理")
    assert counter.read(filings.active_of_person, person_id=kept.person_id) == ()
    with pytest.raises(StateConflictError, match="已注销"):
        counter.write(
            filings.cancel, filing=ended, reason=CancelReason.RETURNED, text=None, effective=TODAY
        )


def test_two_windows_cannot_both_change_a_filing(counter: Counter) -> None:
    seen = counter.register()
    counter.write(filings.mark_entered, filing=seen, official_no="SB20261121001")
    with pytest.raises(StateConflictError, match=r"1 号窗的 陈静怡 于 09:30"):
        counter.write(
            filings.cancel, filing=seen, reason=CancelReason.RETURNED, text=None, effective=TODAY
        )


def test_the_history_tells_the_whole_story_and_no_names(counter: Counter) -> None:
    kept = counter.register()
    counter.write(
        filings.cancel, filing=kept, reason=CancelReason.RETURNED, text=None, effective=TODAY
    )
    story = counter.read(audit.of_subject, subject=kept.number)
    assert [entry.verb.label for entry in story] == ["登记", "注销"]
    assert story[0].detail["place"] == [None, "430100"]
    assert story[0].detail["applicant.id_number"] == [None, "440*************" + demo_id(1)[-2:]]
    assert story[1].detail["status"] == ["accepted", "cancelled"]
    told = repr(story)
    for secret in (demo_id(1), "13900130001", "王小明", "某某制造", "岳麓区"):
        assert secret not in told


def test_lists_page_without_gap_or_repetition(counter: Counter) -> None:
    for serial in range(25):
        counter.register(make_case(serial, f"王{serial}"))
        if serial % 5 == 4:
            counter.clock.advance(minutes=1)
    seen, after = [], None
    with counter.database.reading() as session:
        while lines := listing.page(
            session, criteria=listing.Criteria(first=TODAY, last=TODAY), after=after, limit=7
        ):
            seen += lines
            after = listing.mark(lines[-1])
        rows = listing.ids(session, criteria=listing.Criteria())
        assert list(rows) == [line.id for line in seen]
        assert listing.by_ids(session, wanted=rows[5:9]) == tuple(seen[5:9])
        assert listing.count(session, criteria=listing.Criteria(status="accepted")) == 25
        told = list(listing.stream(session, criteria=listing.Criteria(counter=1)))
    assert [one.number for one in told] == [one.number for one in reversed(seen)]
    assert len({line.id for line in seen}) == 25


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"first": date(2026, 11, 22)}, 0),
        ({"last": date(2026, 11, 20)}, 0),
        ({"first": TODAY, "last": TODAY}, 2),
        ({"type": "referral"}, 1),
        ({"status": "awaiting_documents"}, 1),
        ({"counter": 2}, 0),
        ({"clerk_id": 1, "hall_id": 1}, 2),
        ({"place": "430100"}, 2),
        ({"entered": False}, 1),
        ({"entered": True}, 1),
    ],
)
def test_criteria_narrow(counter: Counter, criteria: dict[str, object], expected: int) -> None:
    kept = counter.register(make_case(1))
    counter.write(filings.mark_entered, filing=kept, official_no="A1")
    counter.register(make_case(2, type="referral"), status=FilingStatus.AWAITING_DOCUMENTS)
    assert counter.read(listing.count, criteria=listing.Criteria(**criteria)) == expected


def test_a_filing_is_sealed_the_same_however_it_is_read(counter: Counter) -> None:
    kept = [counter.register(make_case(serial, f"王{serial}")) for serial in range(3)]
    counter.write(
        filings.cancel, filing=kept[1], reason=CancelReason.OTHER, text="“x”", effective=TODAY
    )
    with counter.database.reading() as session:
        read = session.connection().execute
        rows = read(select(FILING).order_by(FILING.c.id))
        raw = read(select(*states.FILING_STATE.raw).order_by(FILING.c.id))
        assert [states.FILING_STATE.of_raw(session, values) for values in raw] == [
            states.FILING_STATE.of(session, row) for row in rows
        ]


def test_two_windows_cannot_both_change_the_hall_or_a_person(counter: Counter) -> None:
    hall, clerk = counter.seat.hall, counter.seat.clerk
    counter.write(halls.change, hall=hall, fields=HallFields(**hall.model_dump() | {"phone": "1"}))
    counter.write(clerks.change, clerk=clerk, fields=ClerkFields(name="王丽", role=clerk.role))
    with pytest.raises(StateConflictError, match=r"由 1 号窗的 王丽 于 09:30 变更服务厅信息。"):
        counter.write(halls.change, hall=hall, fields=hall)
    with pytest.raises(StateConflictError, match=r"由 1 号窗的 王丽 于 09:30 变更人员。"):
        counter.write(clerks.change, clerk=clerk, fields=ClerkFields(name="李丽", role=clerk.role))
