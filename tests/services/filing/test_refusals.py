"""A refusal is in the history, without a trace of whose it was."""

import pytest

from desk_app.records.audit import Verb
from desk_app.services.filing import changing, intake
from desk_app.storage.history import audit
from tests.factory import case, number


def latest(desk):
    with desk.database.reading() as session:
        return audit.latest(session, limit=1)[0]


def test_a_refused_case_is_noted_by_its_fields(desk):
    raw = case(applicant__phone="123", applicant__name="", documents={})
    raw["王小明13800138000"] = "x"
    with pytest.raises(intake.CaseRefusedError):
        intake.register(desk=desk, case=raw)
    noted = latest(desk)
    assert (noted.verb, noted.subject) == (Verb.REFUSE, "case")
    assert noted.detail["type"] == "retiree_resettled"
    assert noted.detail["fields"] == ["-", "applicant.name", "applicant.phone", "documents"]
    assert "王" not in str(noted)


def test_an_overlap_is_noted_and_nothing_of_it_kept(desk):
    intake.register(desk=desk, case=case())
    with pytest.raises(intake.CaseRefusedError):
        intake.register(desk=desk, case=case())
    assert latest(desk).verb is Verb.REFUSE
    second = intake.register(desk=desk, case=case(applicant__id_number=number(order="003")))
    assert second.record.number.endswith("0002")


def test_a_refused_change_names_its_record(desk):
    record = intake.register(desk=desk, case=case()).record
    with pytest.raises(intake.CaseRefusedError):
        changing.change(desk=desk, record_no=record.number, case=case(place="1"))
    assert latest(desk).subject == record.number
