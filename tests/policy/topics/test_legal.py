"""Legal bases change with the date of the paper, on 2027-01-01."""

from datetime import date

import pytest

from desk_app.policy.topics.legal import citations, legal_bases

BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)
LAW = "《中华人民共和国医疗保障法》"


@pytest.mark.parametrize(
    ("topic", "before", "after"),
    [
        (
            "settlement",
            ("《中华人民共和国社会保险法》第二十九条", "《社会保险经办条例》第二十三条"),
            (f"{LAW}第三十二条第三款",),
        ),
        ("claim", (), (f"{LAW}第三十二条第二款",)),
        (
            "credential",
            ("《医疗保障基金使用监督管理条例》（国务院令第735号）第十七条",),
            (f"{LAW}第三十五条",),
        ),
        (
            "power_of_attorney",
            ("《中华人民共和国民法典》第一百六十五条",),
            ("《中华人民共和国民法典》第一百六十五条",),
        ),
        (
            "secrecy",
            ("《社会保险经办条例》第三十五条",),
            (f"{LAW}第四十三、五十二条",),
        ),
    ],
)
def test_both_sides_of_the_switch(topic, before, after):
    assert citations(topic, on=BEFORE) == before
    assert citations(topic, on=AFTER) == after


def test_the_new_law_is_never_cited_early():
    assert not [one for one in legal_bases(on=BEFORE) if one.act == LAW]
    assert [one for one in legal_bases(on=AFTER) if one.act == LAW]


def test_no_topic_loses_its_basis_at_the_switch():
    before = {one.topic for one in legal_bases(on=BEFORE)}
    after = {one.topic for one in legal_bases(on=AFTER)}
    assert before <= after
    assert after - before == {"claim"}


def test_the_licensing_law_serves_inside_and_is_not_printed():
    inside = legal_bases("one_time_notice", on=BEFORE)
    assert any("行政许可法" in one.act for one in inside)
    assert not any("行政许可法" in text for text in citations("one_time_notice", on=BEFORE))
