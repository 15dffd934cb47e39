"""Who one is takes one of three credentials; what has no legal basis keeps nobody back."""

from dataclasses import replace
from datetime import date

import pytest

from desk_app.policy.guidance.documents import missing_documents, settled_states
from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.guidance.guidance import guide
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.packs.packs import rulebook
from desk_app.policy.regions import insured_regions
from desk_app.policy.vocabulary import TYPE_GROUPS, DocumentState, FilingType, IdKind, Method

TODAY = date(2026, 11, 21)
CARD = "shenzhen.document.social_card"
WANTS = BureauAnswer(
    subject=CARD,
    region="440300",
    text="另收社会保障卡复印件",
    answered_by="待遇科",
    answered_on=TODAY,
)
FILED = sorted(TYPE_GROUPS["filed"])


def documents(region="440300", kind=FilingType.LONG_TERM_RESIDENT, answers=(), **known):
    facts = CaseFacts(region=region, type=kind, method=Method.DOCUMENTS, on=TODAY, **known)
    return guide(facts, rulebook(region, on=TODAY, answers=answers)).documents


@pytest.mark.parametrize("kind", FILED)
@pytest.mark.parametrize("region", ["440300", "440100", "440600", "130500"])
def test_every_filed_type_asks_one_of_the_three_credentials_and_no_more(kind, region):
    found = documents(region, kind)
    (credential,) = (one for one in found if one.id in {"identity", "social_card"})
    assert credential.need == "either"
    assert {credential.name, *credential.alternatives} == {
        "有效身份证件",
        "医保电子凭证",
        "社会保障卡",
    }


def test_it_is_the_same_for_every_insured_region_there_is():
    for region in insured_regions():
        first = documents(region.code)[0]
        assert (first.id, first.need, first.rule) == (
            "identity",
            "either",
            "national.document.identity",
        )


def test_papers_name_all_three_since_nobody_says_which_was_shown():
    first = documents(id_kind=IdKind.RESIDENT_ID)[0]
    assert first.name == "居民身份证"
    assert first.any_of == "居民身份证、医保电子凭证或社会保障卡"
    assert documents()[-1].any_of.endswith("或其他居住证明")


@pytest.mark.parametrize("state", [DocumentState.ORIGINAL, DocumentState.COPY, DocumentState.BOTH])
def test_a_case_of_old_that_ticked_the_social_card_has_its_credential(state):
    found = documents(kind=FilingType.OTHER_TEMPORARY)
    assert missing_documents(found, {"social_card": state}) == ()
    assert settled_states(found, {"social_card": state}) == {"identity": state}
    both = {"identity": DocumentState.ORIGINAL, "social_card": DocumentState.COPY}
    assert settled_states(found, both) == {"identity": DocumentState.ORIGINAL}
    promised = {"social_card": DocumentState.COMMITMENT}
    assert [one.id for one in missing_documents(found, promised)] == ["identity"]


def test_what_only_a_web_page_asks_for_is_not_listed():
    assert "social_card" not in {one.id for one in documents()}


def test_where_the_bureau_wants_it_it_is_to_be_asked_about_and_blocks_nobody():
    found = documents(answers=(WANTS,))
    (card,) = (one for one in found if one.id == "social_card")
    assert card.confirm
    assert not card.blocks
    assert card.proves == "另收社会保障卡复印件"
    held = {"identity": DocumentState.ORIGINAL, "residence_proof": DocumentState.COPY}
    assert missing_documents(found, held) == ()
    assert [one.id for one in missing_documents(found, {})] == ["identity", "residence_proof"]
    assert settled_states(found, held)["social_card"] is DocumentState.MISSING


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (None, "both"),
        (DocumentState.ORIGINAL, "copy"),
        (DocumentState.COPY, "original"),
        (DocumentState.BOTH, None),
    ],
)
def test_where_original_and_copy_are_wanted_the_other_half_is_asked_for(state, left):
    first = replace(documents()[0], need="both")
    held = {} if state is None else {"identity": state}
    assert [one.need for one in missing_documents((first,), held)] == ([left] if left else [])
