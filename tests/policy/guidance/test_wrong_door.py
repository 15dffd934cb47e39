"""Somebody insured elsewhere gets an answer, not a code; neighbours are asked about."""

import pytest

from desk_app.policy.guidance.availability import Refusal
from desk_app.policy.guidance.wrong_door import Neighbours, advice, judged, pooled
from desk_app.policy.regions import places
from desk_app.policy.vocabulary import Hint

HALL = "440300"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("440300", "440300"),
        ("440304", "440300"),  # a district pools with its city
        ("420100", "420100"),
        ("310115", "310000"),
        ("659001", "659001"),
        ("440000", "440000"),
        ("000000", "000000"),
        ("999999", None),
        ("4403", None),
        ("武汉", None),
    ],
)
def test_a_region_is_known_by_any_code_in_it(code, found):
    assert pooled(code) == found


@pytest.mark.parametrize("neighbours", list(Neighbours))
def test_whoever_is_insured_in_another_province_is_told_where_to_file(neighbours):
    for one in places():
        if one.code[:2] == "44" or one.kind == "province":
            continue
        found = judged(one.code, hall=HALL, neighbours=neighbours)
        assert isinstance(found, Refusal), one.code
        assert found.field == "region"
        assert "国家医保服务平台" in found.message
        assert "12393" in found.message
        assert found.message.endswith("。")


@pytest.mark.parametrize(
    ("neighbours", "kind"),
    [(Neighbours.ASK, Hint), (Neighbours.FILE, type(None)), (Neighbours.REFUSE, Refusal)],
)
def test_a_neighbour_is_asked_about_until_the_hall_has_settled_it(neighbours, kind):
    assert isinstance(judged("440600", hall=HALL, neighbours=neighbours), kind)
    assert judged(HALL, hall=HALL, neighbours=neighbours) is None


def test_a_look_at_the_rules_alone_refuses_nobody():
    assert judged("420100", hall=None, neighbours=Neighbours.ASK) is None


def test_the_answer_is_two_lines_a_clerk_can_read_out():
    who, how = advice("420100")
    assert "湖北省武汉市" in who
    assert "自己就能办" in how
