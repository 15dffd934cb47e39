"""Channels, topics to read out, and the search over all of it."""

from datetime import date

import pytest

from desk_app.policy.packs.packs import rulebook
from desk_app.policy.search.full_text import entries, search
from desk_app.policy.topics.by_topic import topics
from desk_app.policy.topics.channels import cancelling_channels, channels

SHENZHEN = rulebook("440300", on=date(2026, 11, 21))


@pytest.mark.parametrize(
    "name",
    [
        "国家医保服务平台 APP",
        "国家异地就医备案小程序",
        "国务院客户端小程序",
        "国家医保局微信公众号",
        "粤医保微信小程序",
        "粤省事小程序",
        "深圳医保微信公众号",
        "深圳市医疗保障局官网个人网上服务系统",
        "医保自助终端",
        "参保地医保经办机构窗口",
        "深圳区、街道、社区行政服务大厅",
        "深圳市医疗保障局各区经办窗口",
        "邮寄",
        "电话传真",
        "政务服务网",
        "就医医院的医保窗口",
        "人社部门网上社会保险公共服务系统",
        "12333 咨询电话",
        "贵州医保 APP",
        "闽政通 APP",
        "河北省医疗保障局、邢台市医疗保障局公众号",
        "河北智慧医保小程序",
        "随申办 APP、小程序",
        "湖北医疗保障小程序",
        "健康东莞小程序、公众号",
    ],
)
def test_every_channel_the_sources_name_is_there(name):
    assert name in [one.name for one in channels()]


def test_a_region_sees_its_own_channels_first_and_no_others():
    ids = [one.id for one in channels("440300")]
    assert ids[0] == "shenzhen_wechat"
    assert "guangdong_miniprogram" in ids
    assert "nhsa_app" in ids
    assert "guizhou_app" not in ids


def test_every_channel_says_how_to_do_something():
    for one in channels():
        assert one.file or one.query or one.cancel, one.id


def test_a_filing_is_cancelled_where_it_was_made_else_at_the_counter():
    def ids(channel):
        return [one.id for one in cancelling_channels(channel, "440300")]

    assert ids("nhsa_app") == ["nhsa_app", "insured_counter"]
    assert ids("shenzhen_wechat") == ["insured_counter"]
    assert ids("insured_counter") == ["insured_counter"]
    with pytest.raises(KeyError):
        ids("nowhere")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("粤医保", "guangdong_miniprogram"),
        ("儿童", "data-personal"),
        ("门诊比例", "shenzhen.benefit.outpatient"),
        ("一次性告知", "once-business"),
        ("齉龘", None),
        ("", None),
        ("！？", None),
    ],
)
def test_the_best_hit(typed, first):
    found = [one for one in search(typed, SHENZHEN) if one.kind != "answer"]
    assert (found[0].id if found else None) == first


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("急诊怎么办", "shenzhen.emergency.no_filing"),
        ("怎么取消备案？", "national.cancel.same_channel"),
        ("报销 发票", "national.claim.inpatient"),
        ("没备案住院了", "national.retroactive.before_discharge"),
        ("户口簿", "national.document.household"),
        ("有效期多久", "shenzhen.validity.referral"),
        ("取消 ａｐｐ", "nhsa_app"),
        ("承诺书后果", "national.commitment.false_before_2027"),
        ("哪些医院能用", "national.hospital.lookup"),
    ],
)
def test_questions_as_people_ask_them_find_the_statement(typed, wanted):
    assert wanted in [one.id for one in search(typed, SHENZHEN)]


def test_everything_can_be_found_by_its_own_words():
    for entry in entries(SHENZHEN):
        found = search(entry.text[:12], SHENZHEN, limit=500)
        assert entry.id in [one.id for one in found], entry.id


def test_topics_cover_every_live_statement_once():
    said = [one.id for topic in topics(SHENZHEN) for one in topic.statements]
    assert len(said) == len(set(said))
    titles = [topic.title.title for topic in topics(SHENZHEN)]
    for title in ("直接结算", "选择医院", "手工报销", "补办备案", "急诊抢救", "取消备案"):
        assert title in titles


def test_a_handout_carries_confirmed_text_only():
    for topic in topics(SHENZHEN):
        unconfirmed = [one.text for one in topic.statements if not one.printable]
        assert not set(unconfirmed) & set(topic.printed_lines)
        if unconfirmed:
            assert "请向医保经办机构核实" in topic.printed_lines[-1]
