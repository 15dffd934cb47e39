"""A raw case is judged whole: every problem at once, beside its field, in Chinese."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.policy.vocabulary import DocumentState
from desk_app.services.case.checking import check
from tests.factory import NAMES, agent, case, number

TODAY = date(2026, 11, 21)


def fields(raw):
    """Return the fields in which problems were found."""
    return {problem.field for problem in check(case=raw, today=TODAY).problems}


def check_of(**changes):
    """Return what the rules say of a case changed so."""
    return check(case=case(**changes), today=TODAY)


def test_a_valid_case_is_accepted():
    """Nothing to mend, nothing missing, and everything derived from the number is there."""
    verdict = check(case=case(), today=TODAY)
    assert verdict.problems == ()
    assert verdict.missing == ()
    assert verdict.case.applicant.birth == date(1958, 3, 9)
    assert verdict.case.applicant.sex.label == "男"


def test_an_empty_case_names_every_field_that_is_needed():
    """One pass tells all; nobody is sent back twice."""
    assert fields({}) >= {
        "region",
        "type",
        "applicant.name",
        "applicant.id_number",
        "applicant.phone",
        "applicant.insurance",
        "place",
        "consent",
    }


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_real_names_are_accepted(name):
    """No rare character, dot or length of a real name is refused."""
    verdict = check(case=case(applicant__name=name), today=TODAY)
    assert verdict.problems == ()
    assert verdict.case.applicant.name == name


@pytest.mark.parametrize("dot", "•・‧．⋅")
def test_dots_in_names_become_one(dot):
    """Whatever dot was typed, the record has U+00B7."""
    verdict = check(case=case(applicant__name=f"阿卜杜拉{dot}买买提"), today=TODAY)
    assert verdict.case.applicant.name == "阿卜杜拉·买买提"


@pytest.mark.parametrize(
    ("changes", "field", "part"),
    [
        ({"region": "999999"}, "region", "440300"),
        ({"type": "holiday"}, "type", "retiree_resettled"),
        ({"method": "promise"}, "method", "commitment"),
        ({"type": "emergency"}, "type", "视同已备案"),
        ({"type": "referral", "method": "commitment"}, "method", "提交材料"),
        ({"type": "childbirth"}, "place", "省内"),
        ({"type": "referral"}, "referral_hospital", "转出医院"),
        ({"place": "440300"}, "place", ""),
        ({"place": "810000"}, "place", ""),
        ({"place": "123456"}, "place", "六位代码"),
        ({"variant": "migrant_worker"}, "variant", "长期居住"),
        ({"begin": "2026-02-30"}, "begin", "2026-11-21"),
        ({"begin": "2026-11-21", "end": "2026-11-20"}, "end", "早于"),
        ({"admission": "2026-11-20"}, "begin", "入院"),
        ({"consent": False}, "consent", "同意"),
        ({"documents": {"passport": "original"}}, "documents.passport", "identity"),
        ({"documents": {"identity": "maybe"}}, "documents.identity", "missing"),
        ({"documents": []}, "documents", "材料代码"),
        ({"applicant__id_number": number()[:-1] + "0"}, "applicant.id_number", "第 18 位"),
        ({"applicant__id_number": 440399195803090015}, "applicant.id_number", "引号"),
        ({"applicant__phone": "1380013800"}, "applicant.phone", "还差 1 位"),
        ({"applicant__name": "王\x00明"}, "applicant.name", "第 2 个"),
        ({"applicant__name": "王\uf8ff明"}, "applicant.name", "F8FF"),
        ({"applicant__employer": "某\uf8ff公司"}, "applicant.employer", "F8FF"),
        ({"applicant__employer": "长" * 201}, "applicant.employer", "200"),
        ({"applicant__colour": "red"}, "applicant.colour", "不认识"),
        ({"extra": 1}, "extra", "不认识"),
        ({"applicant": "王小明"}, "applicant", "一组项目"),
        ({"agent": agent(phone="")}, "agent.phone", "请填写"),
        ({"agent": agent(relation="")}, "agent.relation", "请填写"),
        ({"agent": agent(id_number=number())}, "agent.id_number", "同一"),
    ],
)
def test_each_fault_is_told_beside_its_field(changes, field, part):
    """The message stands at the field and says what to do."""
    found = check(case=case(**changes), today=TODAY).problems
    messages = [problem.message for problem in found if problem.field == field]
    assert messages
    assert any(part in message for message in messages)


def test_a_child_needs_a_guardian():
    """Under fourteen somebody else must act and sign."""
    child = {"applicant__id_number": number("20150101", "007"), "type": "long_term_resident"}
    assert "agent.name" in fields(case(**child))
    assert "agent.name" not in fields(case(**child, agent=agent(relation="母亲")))


def test_an_empty_agent_is_no_agent():
    """A form that was left empty asks nothing of the applicant."""
    blank = {"name": "", "id_kind": "resident_id", "id_number": "", "phone": "", "relation": ""}
    verdict = check(case=case(agent=blank), today=TODAY)
    assert verdict.problems == ()
    assert verdict.case.agent is None


def test_the_end_follows_from_the_rule():
    """A referral from Shenzhen lasts a year, and it is said that the end was filled in."""
    verdict = check(
        case=case(
            type="referral",
            referral_hospital="某某医院",
            documents={"identity": "both", "referral_certificate": "copy"},
        ),
        today=TODAY,
    )
    assert verdict.case.end == date(2027, 11, 21)
    assert any(hint.field == "end" for hint in verdict.hints)


@pytest.mark.parametrize("former", ["social_card", "identity"])
@pytest.mark.parametrize("kind", ["other_temporary", "long_term_resident"])
def test_one_of_three_credentials_is_enough_however_the_case_calls_it(former, kind):
    """A case that shows only the social card is not sent away for another paper."""
    raw = case(type=kind, reason="探亲", documents={former: "original"})
    verdict = check(case=raw | {"end": None}, today=TODAY)
    assert verdict.problems == ()
    assert "identity" not in {one.id for one in verdict.missing}
    assert verdict.case.documents["identity"] == "original"
    assert "social_card" not in verdict.case.documents


@pytest.mark.parametrize(("state", "asked"), [("copy", True), ("original", False), ("both", False)])
def test_a_credential_seen_only_as_a_copy_is_asked_about_and_keeps_nobody(state, asked):
    documents = {"identity": state, "household_register": "copy"}
    verdict = check(case=case(documents=documents), today=TODAY)
    assert verdict.missing == ()
    assert [one.field for one in verdict.hints if "复印件" in one.message] == (
        ["documents.identity"] if asked else []
    )


@given(
    st.dictionaries(
        st.sampled_from(["identity", "social_card", "household_register"]),
        st.sampled_from(list(DocumentState)),
    )
)
def test_what_is_missing_and_what_is_there_is_everything(states):
    """No required document is ever lost between the two lists."""
    raw = case(documents={name: state.value for name, state in states.items()})
    verdict = check(case=raw, today=TODAY)
    missing = {one.id for one in verdict.missing}
    held = {name for name, state in verdict.case.documents.items() if state != "missing"}
    assert missing | held == {one.id for one in verdict.guidance.documents}


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(st.sampled_from([*case(), "applicant__name", "applicant__id_number"]), JSON_VALUES)
def test_nothing_that_can_be_sent_breaks_the_check(path, value):
    """Any JSON value in any place is judged, never an exception."""
    verdict = check(case=case(**{path: value}), today=TODAY)
    assert verdict.case is not None or verdict.problems


NEWBORN = {
    "applicant__id_kind": "birth_certificate",
    "applicant__id_number": "T440000001",
    "type": "other_temporary",
    "reason": "出生后在外地住院",
    "documents": {"identity": "both"},
}


@pytest.mark.parametrize(
    ("kind", "number"),
    [("birth_certificate", "T440000001"), ("passport", "E12345678"), ("other", "AB-1")],
)
def test_a_birth_date_is_asked_for_where_the_number_has_none(kind, number):
    verdict = check_of(applicant__id_kind=kind, applicant__id_number=number)
    assert [one.field for one in verdict.problems] == ["applicant.birth"]
    told = check_of(
        applicant__id_kind=kind, applicant__id_number=number, applicant__birth="1958-03-09"
    )
    assert told.problems == ()


@pytest.mark.parametrize("birth", ["2026-11-01", "2018-05-01", "2012-11-22"])
def test_a_child_is_a_child_whatever_document_tells_it(birth):
    """By a typed birth date a guardian is asked for as by an identity number."""
    verdict = check_of(**NEWBORN, applicant__birth=birth)
    assert any(one.field == "agent.name" and "监护人" in one.message for one in verdict.problems)
    needed = {one.id for one in verdict.guidance.documents}
    assert {"guardian_identity", "guardianship_proof"} <= needed


def test_a_father_brings_a_newborn():
    verdict = check_of(
        **{**NEWBORN, "documents": {
            "identity": "both", "guardian_identity": "both",
            "guardianship_proof": "both",
        }},
        applicant__birth="2026-11-01",
        agent=agent(relation="父亲"),
    )  # fmt: skip
    assert verdict.problems == ()
    assert verdict.missing == ()
