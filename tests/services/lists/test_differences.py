"""Two filings of one number: what they say differently is named, the rest is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_app.policy.vocabulary import DocumentState
from desk_app.services.filing import intake
from desk_app.services.lists import differences
from tests.factory import case, number


@pytest.fixture
def filing(desk):
    raw = case(applicant__id_number=number(order="001"))
    return intake.register(desk=desk, case=raw, on_missing="notice").record


def told(here, there):
    return {one.title: (one.here, one.there) for one in differences.differences(here, there)}


def changed(filing, **applicant):
    person = filing.case.applicant.model_copy(update=applicant)
    return replace(filing, case=filing.case.model_copy(update={"applicant": person}))


def test_equal_filings_differ_in_nothing(filing):
    assert differences.differences(filing, filing) == ()


def test_words_and_not_codes_are_told(filing):
    other = changed(filing, name="李代办")
    other = replace(other, case=other.case.model_copy(update={"place": "450100"}))
    found = told(filing, other)
    assert found["姓名"] == ("王小明", "李代办")
    assert found["就医地"][0].endswith("长沙市")
    assert found["就医地"][1].endswith("南宁市")


def test_numbers_are_masked_where_that_tells_them_apart(filing):
    phones = told(filing, changed(filing, phone="13900000002"))
    assert phones["联系电话"] == ("138****0001", "139****0002")
    hidden = told(filing, changed(filing, phone="13811110001"))
    assert hidden["联系电话"] == ("13800000001", "13811110001")


def test_documents_and_times_are_told_too(filing):
    states = dict.fromkeys(filing.case.documents, DocumentState.COPY)
    case_of = filing.case.model_copy(update={"documents": states})
    later = replace(filing, case=case_of, registered_at=filing.registered_at + timedelta(hours=1))
    found = told(filing, later)
    assert found["申请材料"] == ("原件已核、复印件已收 2 项", "复印件已收 2 项")
    assert found["登记时间"][0] != found["登记时间"][1]
    swapped = dict(zip(states, (DocumentState.COPY, DocumentState.BOTH), strict=True))
    again = dict(zip(states, (DocumentState.BOTH, DocumentState.COPY), strict=True))
    one, other = (
        replace(filing, case=filing.case.model_copy(update={"documents": each}))
        for each in (swapped, again)
    )
    assert "细项不同" in told(one, other)["申请材料"][0]
