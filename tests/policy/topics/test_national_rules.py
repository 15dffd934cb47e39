"""What the nation's own documents settle is official, and says what they say."""

from datetime import date

import pytest

from desk_app.policy.packs.packs import load_sources, rulebook
from desk_app.policy.packs.rules import RuleStatus
from desk_app.policy.topics.legal import legal_bases
from resources import path

SHENZHEN = rulebook("440300", on=date(2026, 12, 1))
SOURCES = {one.id: one for one in load_sources((path("policy"),))}
# rule, article, what must stand in it
SETTLED = [
    ("national.validity.still_in_hospital", "经办规程第十二条", "照常直接结算"),
    ("national.place.province", "经办规程第十一条", "海南、西藏"),
    ("national.place.city", "经办规程第十一条", "普通门诊按参保地规定选"),
    ("national.change.lock", "二（三）", "参保地可以规定"),
    ("national.commitment.fulfil", "二（五）", "补齐备案材料后"),
    ("national.benefit.both_places", "二（五）", "不低于本地的跨省转诊水平"),
    ("national.referral.no_stay_first", "三（二）", "不能要求先在本地住院"),
    ("national.referral.again", "三（二）", "同一种病"),
    ("national.retroactive.before_discharge", "二（四）", "直接结算"),
    ("national.retroactive.after_discharge", "二（四）", "手工报销"),
    ("national.materials.one_of_three", "经办规程第八条", "三样有一样"),
    ("national.materials.form", "经办规程第八条", "各类备案都要填备案表"),
    ("national.materials.same", "一（一）", "线上和线下"),
    ("national.emergency.rule", "经办规程第八、三十四条", "急诊标识"),
    ("national.counter.two_days", "经办规程第九条", "两个工作日"),
    ("national.counter.hotline", "七（四）", "12393"),
    ("national.benefit.temporary", "二", "20 个百分点左右"),
    ("national.settlement.credential", "经办规程第十七条", "医保电子凭证或社会保障卡"),
]


@pytest.mark.parametrize(("rule", "article", "words"), SETTLED)
def test_a_settled_rule_is_official_and_names_its_article(rule, article, words):
    found = SHENZHEN.rule(rule)
    assert found is not None
    assert found.status is RuleStatus.OFFICIAL
    assert found.printable
    assert article in found.place
    assert words in found.text


@pytest.mark.parametrize("source", ["notice-2022-22", "notice-2024-21", "notice-2024-19"])
def test_each_national_document_has_an_address_and_says_how_it_was_read(source):
    found = SOURCES[source]
    assert found.kind == "official"
    assert found.url.startswith("https://")
    assert found.note
    assert "抄本" in found.note


def test_a_report_is_called_a_report_and_never_printed():
    for rule in SHENZHEN.rules:
        kind = SOURCES[rule.source_id].kind if rule.source_id in SOURCES else ""
        if kind == "report":
            assert rule.status in {RuleStatus.REPORT, RuleStatus.UNVERIFIED}, rule.id
            assert not rule.printable, rule.id
        else:
            assert rule.status is not RuleStatus.REPORT, rule.id


@pytest.mark.parametrize(
    ("on", "suspended", "act"),
    [
        (date(2026, 12, 31), "并暂停联网结算", "医疗保障基金使用监督管理条例"),
        (date(2027, 1, 1), "还应当暂停联网结算", "医疗保障法"),
    ],
)
def test_what_a_false_promise_brings_changes_with_the_new_law(on, suspended, act):
    book = rulebook("440300", on=on)
    (said,) = (one for one in book.rules if getattr(one, "topic", "") == "commitment_false")
    assert suspended in said.text
    assert "3 至 12 个月" in said.text
    (words,) = (one for one in book.rules if getattr(one, "use", "") == "commitment_liability")
    assert suspended in words.text
    assert "三个月至十二个月" in words.text
    cited = [one.citation for one in legal_bases("false_proof", on=on)]
    assert any(act in one for one in cited)
    assert not any("可能" in one.gist for one in legal_bases("false_proof", on=on))


def test_the_new_law_is_cited_as_it_was_adopted():
    credential = legal_bases("credential", on=date(2027, 1, 1))
    assert [one.citation for one in credential] == ["《中华人民共和国医疗保障法》第三十五条"]
    assert "主动出示" not in credential[0].gist
    assert any("主动出示" in one.gist for one in legal_bases("credential", on=date(2026, 12, 31)))
