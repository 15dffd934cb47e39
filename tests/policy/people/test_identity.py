"""Identity numbers: the vectors that shelf libraries get wrong, and properties of every number."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.policy.people.check_digits import travel_document_digit
from desk_app.policy.people.identity import (
    age_on,
    check_character,
    check_identity,
    compare,
    detect_kind,
    is_complete,
)
from desk_app.policy.vocabulary import IdKind, Sex

TODAY = date(2026, 11, 21)
SHENZHEN_DISTRICTS = (
    "440303",
    "440304",
    "440305",
    "440306",
    "440307",
    "440308",
    "440309",
    "440310",
    "440311",
)
EIGHTEEN = (IdKind.RESIDENT_ID, IdKind.HOUSEHOLD_REGISTER)


def numbered(region: str, birth: str, order: str = "123") -> str:
    body = region + birth + order
    return body + check_character(body)


def judge(number: str, kind: IdKind = IdKind.RESIDENT_ID):
    return check_identity(number, kind=kind, today=TODAY)


@pytest.mark.parametrize(
    ("region", "birth"),
    [
        ("440306", "19850307"),  # Bao'an became a district in 1992
        ("440304", "19750307"),
        ("440311", "20100307"),  # Guangming since 2018
        ("440301", "19800307"),  # the whole city
        ("440321", "19800307"),  # Bao'an county, gone since 1991
        ("512301", "19800307"),
        ("510202", "19800307"),
        ("659001", "19800307"),
        ("500157", "19800307"),  # 2025/26
        ("653229", "19800307"),
        ("540481", "19800307"),
        ("653132", "19800307"),  # 2026, crashes a shelf library
    ],
)
def test_a_code_newer_or_older_than_the_birth_is_accepted_without_a_hint(region, birth):
    verdict = judge(numbered(region, birth))
    assert verdict.ok
    assert verdict.hints == ()
    assert verdict.region_name
    assert verdict.birth == date.fromisoformat(f"{birth[:4]}-{birth[4:6]}-{birth[6:]}")


def test_an_unknown_region_is_a_hint_and_never_an_error():
    verdict = judge(numbered("440399", "19900101"))
    assert verdict.ok
    assert verdict.region_name is None
    assert len(verdict.hints) == 1
    assert "前 6 位" in verdict.hints[0]


@pytest.mark.parametrize(
    ("number", "kind", "region"),
    [
        ("810000199408230021", IdKind.HMT_RESIDENCE_PERMIT, "香港特别行政区"),
        ("830000199201300022", IdKind.HMT_RESIDENCE_PERMIT, "台湾地区"),
        ("911124198108030024", IdKind.FOREIGNER_PR_CARD, "北京市"),
        ("911398199012310021", IdKind.FOREIGNER_PR_CARD, "北京市"),
        ("KAZ110090123105", IdKind.FOREIGNER_PR_CARD, "北京市"),
    ],
)
def test_official_specimens_are_accepted_and_their_kind_is_recognised(number, kind, region):
    verdict = judge(number, kind)
    assert verdict.ok
    assert verdict.region_name == region
    assert detect_kind(number) is kind


def test_a_permit_typed_as_a_resident_card_is_accepted_with_a_hint_on_the_kind():
    verdict = judge("810000199408230021")
    assert verdict.ok
    assert any("港澳台居民居住证" in hint for hint in verdict.hints)


@pytest.mark.parametrize(
    ("number", "position"),
    [
        (numbered("440399", "20310307"), "第 7 至 14 位"),  # not born yet
        (numbered("440399", "19900230"), "第 7 至 14 位"),  # 30 February
        (numbered("440399", "19000229"), "第 7 至 14 位"),  # 1900 was no leap year
        (numbered("440399", "18990101"), "第 7 至 10 位"),
        (numbered("440399", "19901301"), "第 11 至 12 位"),
        (numbered("440399", "19900001"), "第 11 至 12 位"),
        (numbered("440399", "19900100"), "第 7 至 14 位"),
        (numbered("440399", "19900101")[:17] + "Х", "第 18 位"),  # a Cyrillic letter
        ("44039919900O0123", "第 12 位"),
        (numbered("440399", "19900101")[:16] + "O3", "第 17 位"),
        ("X" + numbered("440399", "19900101")[1:], "第 1 位"),
    ],
)
def test_an_error_names_its_position(number, position):
    verdict = judge(number)
    assert not verdict.ok
    assert any(position in problem for problem in verdict.problems), verdict.problems
    assert (verdict.birth, verdict.sex, verdict.age) == (None, None, None)


def test_a_wrong_check_character_is_an_error_at_position_18():
    good = numbered("440399", "19900101")
    for wrong in "0123456789X":
        verdict = judge(good[:17] + wrong)
        assert verdict.ok is (wrong == good[17])
        if not verdict.ok:
            assert verdict.problems[0].startswith("第 18 位")


def test_every_problem_is_told_at_once():
    verdict = judge("44039919901301A2")
    text = "".join(verdict.problems)
    assert "还差 2 位" in text
    assert "第 15 位" in text
    both = judge("440399199013011230")
    assert "第 11 至 12 位" in "".join(both.problems)
    assert "第 18 位" in "".join(both.problems)


@pytest.mark.parametrize(
    "typed",
    [
        "４４０３９９１９９００１０１１２３{x}",
        " 440399 19900101 123{x} ",
        "440399-19900101-123{x}",
        "440399\u200b19900101\u00a0123{x}",
        "440399—19900101–123{x}",
    ],
)
def test_typing_habits_are_normalised(typed):
    good = numbered("440399", "19900101")
    verdict = judge(typed.format(x=good[17]))
    assert verdict.ok
    assert verdict.number == good


def test_a_small_or_full_width_x_is_stored_as_a_capital():
    body = next(
        body
        for order in range(100, 999)
        if check_character(body := f"44039919900101{order}") == "X"
    )
    for x in ("x", "X", "ｘ", "Ｘ"):
        assert judge(body + x).number == body + "X"
        assert judge(body + x).ok


def test_a_cyrillic_x_is_named_by_its_code_point():
    verdict = judge(numbered("440399", "19900101")[:17] + "х")
    assert "U+0445" in verdict.problems[0]
    latin = judge("4403991990O1011234")
    assert "“O”不对" in latin.problems[0]
    assert "是否为 0？" in latin.problems[0]
    assert "字符 U+0007" in judge("44039919900101\x07123").problems[-1]


def test_a_15_digit_number_is_refused_with_the_18_digit_one_suggested():
    verdict = judge("610104620927690")
    assert not verdict.ok
    assert verdict.suggestion == "610104196209276908"
    assert judge(verdict.suggestion).ok
    assert "2013" in verdict.problems[0]
    assert verdict.suggestion not in "".join((*verdict.problems, *verdict.hints))


def test_a_15_digit_number_with_an_impossible_date_gets_no_suggestion():
    verdict = judge("610104621327690")
    assert verdict.suggestion is None
    assert any("第 7 至 12 位" in problem for problem in verdict.problems)


def test_no_shenzhen_number_is_rejected():
    verdicts = [
        judge(numbered(district, f"{birth_year}0615"))
        for district in SHENZHEN_DISTRICTS
        for birth_year in range(1950, 2006)
    ]
    rejected = [
        verdict
        for verdict in verdicts
        if not verdict.ok
        or verdict.hints
        or not (verdict.region_name or "").startswith("广东省深圳市")
    ]
    assert len(verdicts) == 504
    assert rejected == []


def test_the_sex_is_that_of_digit_17():
    assert judge(numbered("440303", "19900101", "001")).sex is Sex.MALE
    assert judge(numbered("440303", "19900101", "002")).sex is Sex.FEMALE


def test_order_code_000_and_a_high_age_are_hints():
    assert any("000" in hint for hint in judge(numbered("440303", "19900101", "000")).hints)
    old = judge(numbered("440303", "19100101"))
    assert old.ok
    assert any("110" in hint for hint in old.hints)


def test_what_is_typed_beside_the_number_is_compared():
    verdict = judge(numbered("440303", "19900101", "001"))
    assert compare(verdict, sex=Sex.MALE, birth=date(1990, 1, 1)) == ()
    assert len(compare(verdict, sex=Sex.FEMALE, birth=date(1990, 1, 2))) == 2
    assert compare(verdict, sex=None, birth=None) == ()


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1990, 11, 21), TODAY, 36),
        (date(1990, 11, 22), TODAY, 35),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (TODAY, TODAY, 0),
    ],
)
def test_age_is_in_completed_years(birth, day, age):
    assert age_on(birth, day) == age


@pytest.mark.parametrize(
    ("number", "kind", "hinted"),
    [
        ("h0123456789", IdKind.HM_TRAVEL_PERMIT, False),
        ("M0123456", IdKind.HM_TRAVEL_PERMIT, True),
        ("M012345678", IdKind.HM_TRAVEL_PERMIT, True),
        ("12345678", IdKind.TW_TRAVEL_PERMIT, False),
        ("1234567890A", IdKind.TW_TRAVEL_PERMIT, False),
        ("e12345678", IdKind.PASSPORT, False),
        ("123", IdKind.PASSPORT, True),
        ("T440000001", IdKind.BIRTH_CERTIFICATE, False),
        ("军字第2001988号", IdKind.OFFICER_CARD, False),
        ("ABC-1", IdKind.OTHER, False),
    ],
)
def test_kinds_of_uncertain_shape_are_accepted(number, kind, hinted):
    verdict = judge(number, kind)
    assert verdict.ok
    assert bool(verdict.hints) is hinted


def test_a_chinese_character_in_a_passport_number_is_an_error_with_its_position():
    verdict = judge("E1234号78", IdKind.PASSPORT)
    assert not verdict.ok
    assert "第 6 位" in verdict.problems[0]


@pytest.mark.parametrize("kind", list(IdKind))
def test_nothing_typed_is_an_error_for_every_kind(kind):
    for empty in ("", "  ", "\u3000", "\u200b"):
        assert judge(empty, kind).problems == ("证件号码未填，请照证件填写。",)


def test_an_old_permanent_residence_card_needs_its_check_digit():
    assert judge("KAZ110090123105", IdKind.FOREIGNER_PR_CARD).birth == date(1990, 12, 31)
    wrong = judge("KAZ110090123106", IdKind.FOREIGNER_PR_CARD)
    assert "第 15 位" in wrong.problems[0]
    assert travel_document_digit("KAZ11009012310") == "5"


def test_a_travel_document_digit_is_made_of_ascii_letters_and_digits_only():
    for wrong in ("中文", "１２", "A-1"):
        with pytest.raises(ValueError, match="ASCII"):
            travel_document_digit(wrong)


def test_a_number_too_long_says_where_the_surplus_begins():
    verdict = judge(numbered("440399", "19900101") + "12")
    assert "多出 2 位（第 19 位起）" in verdict.problems[0]


def test_a_kind_is_recognised_through_spaces_and_hyphens():
    assert detect_kind(" 810000-19940823-0021 ") is IdKind.HMT_RESIDENCE_PERMIT
    assert detect_kind("h 01234567") is IdKind.HM_TRAVEL_PERMIT
    assert detect_kind("44-03") is IdKind.RESIDENT_ID


def test_a_permanent_residence_card_may_end_in_x():
    body = next(
        body
        for order in range(100, 999)
        if check_character(body := f"91112419810803{order}") == "X"
    )
    assert judge(body + "X", IdKind.FOREIGNER_PR_CARD).ok


def test_a_verdict_is_shown_only_when_enough_is_typed():
    good = numbered("440399", "19900101")
    assert not is_complete(good[:17], IdKind.RESIDENT_ID)
    assert not is_complete(good[:15], IdKind.RESIDENT_ID)
    assert is_complete(good, IdKind.RESIDENT_ID)
    assert is_complete(" ".join(good), IdKind.RESIDENT_ID)
    assert is_complete("KAZ110090123105", IdKind.FOREIGNER_PR_CARD)
    assert not is_complete("911124198108030", IdKind.FOREIGNER_PR_CARD)
    assert is_complete("H01234567", IdKind.HM_TRAVEL_PERMIT)


@pytest.mark.parametrize(
    "body", ["", "1234", "1234567890123456X", "１２３４５６７８９０１２３４５６７"]
)
def test_a_check_character_needs_seventeen_ascii_digits(body):
    with pytest.raises(ValueError, match="seventeen"):
        check_character(body)


births = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)
orders = st.integers(min_value=1, max_value=999).map(lambda number: f"{number:03d}")
regions = st.integers(min_value=110000, max_value=659999).map(str)


@given(regions, births, orders)
def test_every_number_built_by_the_standard_is_accepted(region, birth, order):
    number = numbered(region, f"{birth:%Y%m%d}", order)
    verdict = judge(number)
    assert verdict.ok
    assert verdict.birth == birth
    assert verdict.age == age_on(birth, TODAY)
    assert verdict.number == number


@given(regions, births, orders, st.integers(0, 16), st.integers(1, 9))
def test_no_single_wrong_digit_goes_unseen(region, birth, order, place, shift):
    good = numbered(region, f"{birth:%Y%m%d}", order)
    digit = str((int(good[place]) + shift) % 10)
    assert not judge(good[:place] + digit + good[place + 1 :]).ok


@given(regions, births, orders, st.integers(0, 15))
def test_no_two_neighbours_swapped_go_unseen(region, birth, order, place):
    good = numbered(region, f"{birth:%Y%m%d}", order)
    swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
    assert judge(swapped).ok is (swapped == good)


@given(st.text(max_size=60), st.sampled_from(list(IdKind)))
def test_whatever_is_typed_gets_a_verdict_that_does_not_repeat_it(text, kind):
    verdict = judge(text, kind)
    told = "".join((*verdict.problems, *verdict.hints))
    assert verdict.ok is (verdict.problems == ())
    if len(verdict.number) >= 8 and not verdict.number.isspace():
        assert verdict.number not in told
    assert all(sentence.endswith("。") for sentence in (*verdict.problems, *verdict.hints))


@given(births, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3650)))
def test_a_number_is_valid_from_the_day_of_birth(birth, later):
    number = numbered("440399", f"{birth:%Y%m%d}")
    for day, ok in ((birth, True), (birth + later, True), (birth - timedelta(days=1), False)):
        verdict = check_identity(number, kind=IdKind.RESIDENT_ID, today=day)
        assert verdict.ok is ok
