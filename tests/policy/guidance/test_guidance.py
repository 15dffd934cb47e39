"""Guidance: no combination is without an answer, and what is missing is told completely."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desk_app.policy.guidance.guidance import (
    CaseFacts,
    guide,
    missing_documents,
    settled_states,
)
from desk_app.policy.packs.packs import rulebook
from desk_app.policy.people.relations import is_guardian
from desk_app.policy.vocabulary import (
    DocumentState,
    FilingType,
    IdKind,
    Insurance,
    Method,
    Variant,
)

TODAY = date(2026, 11, 21)
IDENTITY = {"identity", "agent_identity", "guardian_identity"}


def case(region="440300", kind=FilingType.LONG_TERM_RESIDENT, **known):
    method = known.pop("method", Method.DOCUMENTS)
    on = known.pop("on", TODAY)
    facts = CaseFacts(region=region, type=kind, method=method, on=on, **known)
    return guide(facts, rulebook(region, on=on))


cases = st.builds(
    CaseFacts,
    region=st.sampled_from(["440300", "440600", "441900", "440100", "130500"]),
    type=st.sampled_from(list(FilingType)),
    method=st.sampled_from(list(Method)),
    on=st.dates(min_value=date(2023, 1, 1), max_value=date(2030, 12, 31)),
    variant=st.none() | st.sampled_from(list(Variant)),
    id_kind=st.none() | st.sampled_from(list(IdKind)),
    age=st.none() | st.integers(0, 110),
    has_agent=st.booleans(),
    guardian=st.booleans(),
    place=st.none()
    | st.sampled_from(["430100", "440100", "440300", "110000", "660000", "810000", "999999"]),
    admission=st.none() | st.dates(min_value=date(2023, 1, 1), max_value=date(2030, 12, 31)),
    insurance=st.none() | st.sampled_from(list(Insurance)),
)
states = st.dictionaries(
    st.sampled_from([*sorted(IDENTITY), "household_register", "residence_proof", "work_proof"]),
    st.sampled_from(list(DocumentState)),
)


@given(cases)
def test_no_combination_is_without_an_answer(facts):
    guidance = guide(facts, rulebook(facts.region, on=facts.on))
    if not guidance.available:
        assert guidance.unavailable_field in {"type", "variant", "place", "method"}
        assert guidance.unavailable_reason.endswith("。")
        return
    assert guidance.eligibility is not None
    assert guidance.papers[-1] == "handout"
    if facts.type is FilingType.EMERGENCY:
        assert not guidance.makes_filing
        assert guidance.documents == ()
        assert guidance.papers == ("handout",)
        return
    assert guidance.makes_filing
    assert guidance.documents[0].id == "identity"
    assert guidance.validity is not None
    assert facts.method in guidance.methods


@given(cases, states)
def test_missing_and_held_together_are_always_everything_required(facts, held):
    guidance = guide(facts, rulebook(facts.region, on=facts.on))
    missing = {one.id: one for one in missing_documents(guidance, held)}
    for one in guidance.documents:
        state = held.get(one.id)
        original = state in {DocumentState.ORIGINAL, DocumentState.BOTH}
        copy = state in {DocumentState.COPY, DocumentState.BOTH}
        still = missing.get(one.id)
        if one.by_commitment:
            assert still is None
        elif one.need == "either":
            assert (still is None) is (original or copy)
        elif one.need == "both":
            lacking = {(True, True): None, (True, False): "copy", (False, True): "original"}
            assert (still.need if still else None) == lacking.get((original, copy), "both")
        else:
            assert (still is None) is (original if one.need == "original" else copy)
    assert set(missing) <= {one.id for one in guidance.documents}


@given(cases, states)
def test_every_required_document_has_a_state_and_promises_stand_in_for_proofs_only(facts, held):
    guidance = guide(facts, rulebook(facts.region, on=facts.on))
    settled = settled_states(guidance, held)
    assert list(settled) == [one.id for one in guidance.documents]
    for one in guidance.documents:
        if settled[one.id] is DocumentState.COMMITMENT:
            assert facts.method is Method.COMMITMENT
            assert one.id not in IDENTITY
        if one.id in IDENTITY:
            assert not one.commitment_allowed


@given(cases)
def test_an_agent_never_means_fewer_documents(facts):
    book = rulebook(facts.region, on=facts.on)
    alone = guide(replace(facts, has_agent=False), book)
    helped = guide(replace(facts, has_agent=True), book)
    needed = {one.id for one in alone.documents} - {"guardian_consent"}  # to act alone
    assert needed <= {one.id for one in helped.documents}


@given(cases)
def test_every_statement_says_where_it_comes_from(facts):
    guidance = guide(facts, rulebook(facts.region, on=facts.on))
    for one in guidance.statements:
        assert one.source
        assert one.place
        assert one.source_date
        assert one.in_force(facts.on)


def test_a_copy_alone_leaves_the_original_missing_and_says_so():
    guidance = guide(replace(case().facts, has_agent=True), rulebook("440300", on=TODAY))
    held = dict.fromkeys((one.id for one in guidance.documents), DocumentState.COPY)
    (missing,) = missing_documents(guidance, held)
    assert (missing.id, missing.need, missing.need_text) == (
        "power_of_attorney",
        "original",
        "原件",
    )


def test_a_commitment_does_not_count_where_documents_were_chosen():
    guidance = case()
    held = {"identity": DocumentState.BOTH}
    held["residence_proof"] = DocumentState.COMMITMENT
    assert [one.id for one in missing_documents(guidance, held)] == ["residence_proof"]


def test_states_are_kept_as_they_are_but_promises_where_none_is_possible():
    held = {
        "identity": DocumentState.COMMITMENT,
        "residence_proof": DocumentState.ORIGINAL,
    }
    assert settled_states(case(), held) == {
        "identity": DocumentState.MISSING,
        "residence_proof": DocumentState.ORIGINAL,
    }
    promised = settled_states(case(method=Method.COMMITMENT), {})
    assert promised == {
        "identity": DocumentState.MISSING,
        "residence_proof": DocumentState.COMMITMENT,
    }


@pytest.mark.parametrize(
    ("kind", "region", "rule"),
    [
        (FilingType.RETIREE_RESETTLED, "440300", "shenzhen.eligibility.retiree"),
        (FilingType.RETIREE_RESETTLED, "441900", "national.eligibility.retiree"),
        (FilingType.CHILDBIRTH, "440300", "guangdong.eligibility.childbirth"),
        (FilingType.POSTED_WORKER, "130500", "xingtai.eligibility.posted"),
        (FilingType.EMERGENCY, "440600", "national.eligibility.emergency"),
    ],
)
def test_who_may_file_is_said_by_the_nearest_region(kind, region, rule):
    assert case(region, kind).eligibility.id == rule


def test_missing_documents_turn_the_papers_into_the_one_time_notice():
    guidance = case()
    missing = missing_documents(guidance, {})
    assert guidance.papers_for(missing) == ("one_time_notice",)
    assert guidance.papers_for(()) == ("shenzhen_registration", "receipt", "handout")


def test_the_identity_document_is_called_by_its_name_once_known():
    assert case().documents[0].name == "有效身份证件"
    assert case(id_kind=IdKind.PASSPORT).documents[0].name == "护照"


def test_a_place_in_another_province_brings_no_rules_for_the_own_province():
    inside = {one.id for one in case(place="440100").statements}
    outside = {one.id for one in case(place="430100").statements}
    assert "shenzhen.benefit.inpatient_province" in inside
    assert "shenzhen.benefit.inpatient_province" not in outside
    assert "national.place.province" in outside
    assert "national.place.province" not in inside
    unknown = {one.id for one in case().statements}
    assert {"shenzhen.benefit.inpatient_province", "national.place.province"} <= unknown


def test_the_referral_needs_its_hospital_and_shenzhen_wants_a_reason_for_other():
    assert case(kind=FilingType.REFERRAL).fields == ("referral_hospital",)
    assert case(kind=FilingType.OTHER_TEMPORARY).fields == ("reason",)
    assert case("441900", FilingType.OTHER_TEMPORARY).fields == ()


@pytest.mark.parametrize(
    ("relation", "age", "expected"),
    [
        ("父亲", 5, True),
        (" 母子 ", 13, True),
        ("父子", 40, False),
        ("同事", 5, False),
        (None, 5, False),
        ("母亲", None, False),
        ("母亲", 17, True),
        ("母亲", 18, False),
        ("监护人", 40, True),
        ("法定代理人", None, True),
    ],
)
def test_who_counts_as_a_guardian(relation, age, expected):
    assert is_guardian(relation, age) is expected


HENGYANG = """
[pack]
title = "衡阳市规则"
version = "1"
issued = 2026-11-21
papers = { registration = "guangdong_registration" }

[[source]]
id = "hengyang"
title = "衡阳市办事指南"
kind = "official"
date = "2026-06-01"

[[document]]
id = "hengyang.document.identity"
document = "identity"
name = "身份证"
text = "证明身份"
need = "copy"
copies = 2
issuer = "公安机关"
source = "hengyang"
place = "第3条"
status = "official"

[[period]]
id = "hengyang.period.other"
types = ["other_temporary"]
months = 3
text = "三个月。"
end_text = "三个月"
source = "hengyang"
place = "第5条"
status = "official"
from = 2026-07-01
"""


def test_a_further_region_is_an_edit_of_data_only(tmp_path: Path):
    (tmp_path / "430400-hengyang.toml").write_text(HENGYANG, "utf-8")
    folders = (resources.path("policy"), tmp_path)
    other = FilingType.OTHER_TEMPORARY
    for on, months in ((TODAY, 3), (date(2026, 6, 30), 6)):
        book = rulebook("430400", on=on, folders=folders)
        facts = CaseFacts(region="430400", type=other, method=Method.DOCUMENTS, on=on)
        guidance = guide(facts, book)
        (identity,) = guidance.documents
        assert (identity.name, identity.need_text) == ("身份证", "复印件 2 份")
        assert guidance.validity.months == months
        assert guidance.papers[0] == "guangdong_registration"
        assert guidance.rules_version.startswith("430400@1+000000@")
