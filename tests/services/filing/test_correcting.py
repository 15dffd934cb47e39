"""A slip is put right under its number: found by old and new, on papers, undone too."""

import pytest

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.guidance import corrections
from desk_app.policy.vocabulary import CancelReason
from desk_app.records.audit import Verb
from desk_app.records.field_table import FIELDS
from desk_app.services.filing import cancelling, changing, history, intake
from desk_app.services.filing.correcting import amend, correct
from desk_app.services.filing.withdrawing import withdraw
from desk_app.services.finding import searching
from desk_app.services.proofs import readback
from desk_app.storage.schema import search_index
from desk_app.storage.upkeep import inspection
from tests.factory import case, number


@pytest.fixture(autouse=True)
def whole(desk):
    """Whatever was put right, the check of the records finds nothing wrong."""
    yield
    assert inspection.inspect(desk.database).faults == ()


def righted(desk, record_no, **applicant):
    """Put fields of the applicant right."""
    return correct(
        desk=desk,
        record_no=record_no,
        case={"applicant": applicant},
        asked_by="本人",
        seen="居民身份证",
    )


def found(desk, text):
    """Return the numbers of the filings a text finds."""
    return {one.number for hit in searching.find(desk=desk, text=text) for one in hit.filings}


def test_every_field_has_a_rule():
    """A new field says how it is put right; what cannot be, says what to do instead."""
    assert set(corrections.rules()) == set(FIELDS) - {"applicant"}
    for one in corrections.rules().values():
        assert bool(one.instead) == (one.way in {corrections.Way.LAW, corrections.Way.EARLY})


def test_a_name_is_put_right_and_found_by_both(desk):
    """The number stays, the papers say 更正 and the day, the course who asked and what was seen."""
    first = intake.register(desk=desk, case=case(applicant__name="王小名")).record
    desk.clock.advance(days=2)
    done = righted(desk, first.number, name="王晓明")
    assert (done.record.number, done.fields) == (first.number, ("applicant.name",))
    assert done.record.accepted_day == first.accepted_day
    for one in done.papers:
        text = readback.paper_text(one.pdf)
        assert "2026-11-23 更正" in text
        assert "王小名" not in text
    for text in ("王小名", "王晓明", "小名", "wxm"):
        assert found(desk, text) == {first.number}
    (act,) = history.done_to(desk=desk, filing=done.record)
    assert (act.verb, act.asked_by, act.seen) == (Verb.CORRECT, "本人", "居民身份证")
    assert act.before["case"]["applicant"]["name"] == "王小名"
    told = [one.words for one in history.of_person(desk=desk, person_id=first.person_id).events]
    assert "更正（提出人：本人；看过：居民身份证）" in told


def test_a_number_is_put_right_in_place(desk):
    """Sex and birth follow the number; tail and head of both numbers find the filing."""
    wrong, right = number(order="001"), number("19580310", "014")
    first = intake.register(desk=desk, case=case(applicant__id_number=wrong)).record
    done = righted(desk, first.number, id_number=right)
    assert done.record.person_id == first.person_id
    assert done.record.case.applicant.birth.isoformat() == "1958-03-10"
    for text in (wrong, right, wrong[-4:], right[-4:], wrong[:8]):
        assert first.number in found(desk, text)
    with desk.database.writing() as session:
        search_index.rebuild(session)
    assert first.number in found(desk, wrong)
    back = withdraw(desk=desk, record_no=first.number)
    assert (back.verb, back.record.case.applicant.id_number) == (Verb.CORRECT, wrong)
    assert first.number in found(desk, right)


def test_a_filing_typed_under_somebody_elses_number_goes_to_its_own(desk):
    """The other person has their own name back, and only their own filings."""
    other = intake.register(desk=desk, case=case(applicant__name="李真人")).record
    typed = case(applicant__name="赵写错", place="450100", begin="2026-12-21")
    typed["answers"] = {"other_name": "other_person"}
    mixed = intake.register(desk=desk, case=typed).record
    assert mixed.person_id == other.person_id
    done = righted(desk, mixed.number, id_number=number(order="022"))
    assert done.record.person_id != other.person_id
    assert found(desk, "李真人") == {other.number}
    assert found(desk, "赵写错") == {mixed.number}
    assert mixed.number in found(desk, number())


def test_a_number_that_is_somebody_known_joins_the_filing_to_them(desk):
    """Nobody is left who never filed; taking it back parts them again."""
    known = intake.register(desk=desk, case=case(place="450100", begin="2026-12-21")).record
    wrong = intake.register(desk=desk, case=case(applicant__id_number=number(order="022"))).record
    done = righted(desk, wrong.number, id_number=number())
    assert done.record.person_id == known.person_id
    assert found(desk, number(order="022")) >= {wrong.number}
    withdraw(desk=desk, record_no=wrong.number)
    assert searching.show(desk=desk, record_no=wrong.number)[0].person_id != known.person_id


def test_a_number_of_filings_linked_by_a_change_is_not_parted(desk):
    """In place where that is all there is; else it is said what to do first."""
    old = intake.register(desk=desk, case=case()).record
    new = changing.change(desk=desk, record_no=old.number, case=case(place="450100")).new
    assert righted(desk, new.number, id_number=number(order="022")).record.person_id
    intake.register(desk=desk, case=case())
    with pytest.raises(StateConflictError, match=old.number):
        righted(desk, new.number, id_number=number())


def test_contact_is_brought_up_to_date_without_proof(desk):
    """Nothing else goes by that short way."""
    first = intake.register(desk=desk, case=case()).record
    done = amend(desk=desk, record_no=first.number, case={"applicant": {"phone": "13900000007"}})
    assert found(desk, "13900000007") == {first.number}
    assert "2026-11-21 修改" in readback.paper_text(done.papers[0].pdf)
    with pytest.raises(intake.CaseRefusedError, match="更正"):
        amend(desk=desk, record_no=first.number, case={"applicant": {"name": "王改名"}})


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (
            {
                "type": "long_term_resident",
            },
            "另一件备案",
        ),
        ({"documents": {"identity": "copy"}}, "补齐材料"),
        ({"place": "450100"}, "变更"),
        ({"begin": "2026-11-20"}, "变更"),
        ({"applicant": {"name": ""}}, "姓名"),
        ({}, "没有要改的"),
    ],
)
def test_what_is_no_slip_is_refused_with_the_right_way(desk, wanted, words):
    """Nothing is kept of the try."""
    first = intake.register(desk=desk, case=case()).record
    desk.clock.advance(days=1)
    with pytest.raises(RefusedError, match=words):
        correct(desk=desk, record_no=first.number, case=wanted, asked_by="本人", seen="身份证")
    assert searching.show(desk=desk, record_no=first.number)[0] == first


def test_a_place_that_was_not_used_yet_is_put_right(desk):
    """On the day itself, or before the first day comes."""
    first = intake.register(desk=desk, case=case(begin="2026-11-25")).record
    desk.clock.advance(days=3)
    done = correct(
        desk=desk,
        record_no=first.number,
        case={"place": "450100"},
        asked_by="本人",
        seen="租房合同",
    )
    assert done.record.case.place == "450100"


def test_who_asked_and_what_was_seen_must_be_said(desk):
    """A correction without a proof is none."""
    first = intake.register(desk=desk, case=case()).record
    with pytest.raises(RefusedError, match="谁提出"):
        correct(desk=desk, record_no=first.number, case={}, asked_by=" ", seen="身份证")


def test_what_has_ended_is_not_put_right(desk):
    """It is said who ended it."""
    first = intake.register(desk=desk, case=case()).record
    cancelling.cancel(desk=desk, record_no=first.number, reason=CancelReason.RETURNED)
    with pytest.raises(StateConflictError, match=r"陈静.*注销"):
        righted(desk, first.number, name="王改名")
