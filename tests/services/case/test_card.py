"""From the card into the case: filled where empty, shown where it differs."""

from datetime import date

import pytest

from desk_app.devices.card import Card, CardKind
from desk_app.policy.vocabulary import Sex
from desk_app.services.case.card import changes, place_of, replaced, taken
from tests.factory import agent, case, number

TODAY = date(2026, 11, 21)


def card(**stated):
    """Return a resident's card; ``王小明`` of the factory's case."""
    values = {
        "kind": CardKind.RESIDENT,
        "name": "王小明",
        "number": number(),
        "sex": Sex.MALE,
        "nation": "汉族",
        "birth": date(1958, 3, 9),
        "address": "广东省某某市某某路1号",
        "valid_to": date(2036, 1, 1),
    }
    return Card(**{**values, **stated})


def test_an_empty_case_is_filled():
    found = changes(case={}, card=card(), today=TODAY)
    after = taken(case={}, changes=found)
    assert after["applicant"] == {
        "id_kind": "resident_id",
        "id_number": number(),
        "name": "王小明",
        "sex": "male",
        "birth": "1958-03-09",
        "nation": "汉族",
        "household_address": "广东省某某市某某路1号",
    }
    assert not found.differs
    assert not found.hints


def test_what_was_typed_stays_until_the_clerk_says_otherwise():
    typed = case(applicant__name="王晓明", applicant__nation="汉")
    found = changes(case=typed, card=card(), today=TODAY)
    assert [(one.label, one.typed, one.on_card) for one in found.differs] == [
        ("姓名", "王晓明", "王小明")
    ]
    assert taken(case=typed, changes=found)["applicant"]["name"] == "王晓明"
    after = taken(case=typed, changes=found, fields={"applicant.name"})
    assert after["applicant"]["name"] == "王小明"
    assert after["applicant"]["phone"] == typed["applicant"]["phone"]
    assert typed["applicant"]["name"] == "王晓明"


def test_another_persons_card_fills_nothing():
    """Two people must not be mixed into one filing."""
    typed = case(applicant__name="")
    other = card(name="李四", number=number("19600101", "068"))
    found = changes(case=typed, card=other, today=TODAY)
    assert found.other_person
    assert found.fills == {}
    assert {one.field for one in found.differs} >= {"applicant.id_number"}


def test_writing_is_no_difference():
    """Spaces, lower case and hyphens of a typed number are the same number."""
    text = number()
    typed = case(applicant__id_number=f" {text[:6]} {text[6:14]}-{text[14:].lower()}")
    assert not changes(case=typed, card=card(), today=TODAY).differs


def test_a_default_kind_gives_way():
    typed = {"applicant": {"id_kind": "resident_id", "id_number": ""}}
    permit = card(kind=CardKind.HMT_RESIDENCE_PERMIT, number=number(region="810000"))
    found = changes(case=typed, card=permit, today=TODAY)
    assert found.fills["applicant.id_kind"] == "hmt_residence_permit"
    assert "applicant.household_address" not in found.fills


def test_an_agents_card():
    typed = case(agent=agent(id_number="", name=""))
    found = changes(case=typed, card=card(), today=TODAY, group="agent")
    after = taken(case=typed, changes=found)
    assert after["agent"]["address"] == "广东省某某市某某路1号"
    assert after["agent"]["relation"] == "配偶"
    assert "nation" not in after["agent"]
    assert after["applicant"] == typed["applicant"]


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"valid_to": date(2026, 11, 20)}, "applicant.id_number"),
        ({"name_full": True}, "applicant.name"),
    ],
)
def test_what_deserves_a_second_look(stated, field):
    found = changes(case={}, card=card(**stated), today=TODAY)
    assert [hint.field for hint in found.hints] == [field]


def test_another_person_takes_the_place_of_the_one_typed_whole():
    typed = case(applicant__sex="male", applicant__birth="1958-03-09")
    other = card(name="李四", number=number("19600101", "068"), sex=None, birth=None)
    after = replaced(case=typed, card=other)["applicant"]
    assert (after["name"], after["id_number"]) == ("李四", number("19600101", "068"))
    assert "sex" not in after
    assert "birth" not in after
    assert after["phone"] == typed["applicant"]["phone"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("湖南省衡阳市石鼓区某某路1号", "430400"),
        ("北京市海淀区某某路1号", "110000"),
        ("新疆维吾尔自治区喀什地区疏附县某某村", "653100"),
        ("广东省某某市某某路1号", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_begins_with_its_place(address, code):
    assert place_of(address) == code
