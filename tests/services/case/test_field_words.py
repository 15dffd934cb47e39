"""Raw cases compared in words."""

from desk_app.services.case.field_words import differences, title, word
from tests.factory import case


def test_codes_are_said_in_words_and_text_as_it_stands():
    assert word("applicant.id_kind", "hmt_residence_permit") == "港澳台居民居住证"
    assert word("applicant.insurance", "resident") == "城乡居民基本医疗保险"
    assert word("variant", "migrant_worker") == "外来就业创业人员"
    assert word("place", "430100") == "湖南省长沙市"
    assert word("documents.identity", "both") == "原件已核、复印件已收"
    assert word("applicant.sex", "female") == "女"
    assert word("applicant.name", "吴𠮷") == "吴𠮷"
    assert word("type", "what nobody knows") == "what nobody knows"
    assert word("end", None) == ""


def test_only_what_differs_is_listed_in_the_order_of_the_form():
    before = case()
    mine = case(place="430400", applicant__phone="13900000009")
    theirs = case(documents__identity="copy")
    found = differences(before, mine, theirs, documents={"identity": "身份证"})
    assert [(one.label, one.words) for one in found] == [
        ("联系电话", ("13800000001", "13900000009", "13800000001")),
        ("就医地", ("湖南省长沙市", "湖南省衡阳市", "湖南省长沙市")),
        ("身份证", ("原件已核、复印件已收", "原件已核、复印件已收", "复印件已收")),
    ]
    assert differences(before, before) == ()


def test_the_whole_has_every_filled_field_but_no_agent_nobody_named():
    bare = {**case(), "agent": {"id_kind": "resident_id"}}
    listed = {one.field for one in differences(bare, whole=True)}
    assert {"applicant.name", "place", "documents.household_register"} <= listed
    assert not any(field.startswith("agent.") for field in listed)
    assert title("agent.name") == "代办人姓名"
