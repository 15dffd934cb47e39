"""Phone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.policy.people.phone import check_phone


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800138000", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0086-13800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("19900000000", "19900000000"),
        ("0755-82345678", "0755-82345678"),
        ("075582345678", "0755-82345678"),
        ("（0755）82345678", "0755-82345678"),
        ("010 6234 5678", "010-62345678"),
        ("0731-2345678", "0731-2345678"),
        ("0755-82345678-801", "0755-82345678转801"),
        ("0755-82345678转801", "0755-82345678转801"),
        ("0755-82345678 ext 801", "0755-82345678转801"),
    ],
)
def test_numbers_of_the_mainland_come_into_one_form(typed, number):
    verdict = check_phone(typed)
    assert (verdict.number, verdict.problems, verdict.hints) == (number, (), ())


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+852 9123 4567", "+852-91234567"),
        ("00852-91234567", "+852-91234567"),
        ("+853 66123456", "+853-66123456"),
        ("+886 912345678", "+886-912345678"),
        ("+1 415 555 2671", "+14155552671"),
        ("013800138000", "13800138000"),
        ("0755-12345678", "0755-12345678"),
    ],
)
def test_others_are_accepted_with_a_hint(typed, number):
    verdict = check_phone(typed)
    assert verdict.ok
    assert verdict.number == number
    assert len(verdict.hints) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "未填"),
        ("1380013800", "还差 1 位"),
        ("138001380001", "多出 1 位"),
        ("11000138000", "第 2 位"),
        ("1380013800a", "第 11 位"),
        ("82345678", "区号"),
        ("0755-8234", "还差 3 位"),
        ("0755-823456789", "多出 1 位"),
        ("4008001234", "服务号码"),
        ("12345", "服务号码"),
        ("+852 912345", "8 位"),
        ("13800138000转801", "分机号"),
        ("+86abc", "第 1 位"),
    ],
)
def test_a_wrong_number_is_told_what_to_do(typed, said):
    verdict = check_phone(typed)
    assert not verdict.ok
    assert said in "".join(verdict.problems)


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_a_verdict_in_whole_sentences(text):
    verdict = check_phone(text)
    assert all(one.endswith("。") for one in (*verdict.problems, *verdict.hints))
    if verdict.ok:
        assert check_phone(verdict.number).number == verdict.number
