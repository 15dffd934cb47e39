"""Names: rare characters stay, look-alike dots and stray spaces do not, masks hide enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.policy.people.name_check import mixed, name_hints, name_problems
from desk_app.policy.people.names import (
    mask_id,
    mask_name,
    mask_phone,
    normalise_name,
    without_identities,
)
from tests.factory import number

RARE = ("王小明", "欧阳𬭚𫖮", "吴𠮷", "张䶮", "\U00031cea", "阿卜杜拉·买买提", "John Smith")


@pytest.mark.parametrize("name", RARE)
def test_names_of_real_people_pass_unchanged(name):
    assert normalise_name(name) == name
    assert name_problems(name) == ()


@pytest.mark.parametrize("dot", "•・･∙⋅‧●．｡﹒⸱ꞏ·")
def test_every_dot_becomes_the_one_dot(dot):
    assert normalise_name(f"阿卜杜拉{dot}买买提") == "阿卜杜拉·买买提"
    assert normalise_name(f"阿卜杜拉 {dot} 买买提") == "阿卜杜拉·买买提"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 张 三 ", "张三"),
        ("张\u3000三", "张三"),
        ("张\u200b三\ufeff", "张三"),
        ("欧阳 𬭚 𫖮", "欧阳𬭚𫖮"),
        ("John   Smith", "John Smith"),
        ("\ue81e明", "\u9fb4明"),  # written by a system of before 2005
    ],
)
def test_spaces_invisible_characters_and_old_codes_are_put_right(typed, stored):
    assert normalise_name(typed) == stored
    assert name_problems(typed) == ()


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("", ["未填"]),
        (" \u3000\u200b", ["未填"]),
        ("王\ue000", ["第 2 个字", "U+E000"]),
        ("\x07张三", ["第 1 个字", "U+0007"]),
        ("张" * 51, ["51", "50"]),
        ("···", ["没有文字"]),
        ("张\ud800", ["第 2 个字", "U+D800"]),
    ],
)
def test_what_cannot_be_printed_is_named(typed, named):
    text = "".join(name_problems(typed))
    assert all(word in text for word in named)


def test_a_name_of_fifty_characters_is_accepted():
    assert name_problems("阿" * 24 + "·" + "买" * 25) == ()


@pytest.mark.parametrize(
    ("name", "masked"),
    [("陈静怡", "陈*怡"), ("李龑", "李*"), ("王", "*"), ("", ""), ("欧阳𬭚𫖮", "欧**𫖮")],
)
def test_masked_names(name, masked):
    assert mask_name(name) == masked


def test_masked_numbers():
    assert mask_id("440399199001011234") == "440*************34"
    assert mask_phone("13800138000") == "138****8000"
    assert mask_id("H012") == "H**2"
    assert mask_id("123") == "***"


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing_more(text):
    once = normalise_name(text)
    assert normalise_name(once) == once


@given(st.text(alphabet=st.characters(min_codepoint=0x20000, max_codepoint=0x3FFFD), min_size=1))
def test_no_character_of_the_rare_planes_is_refused_or_lost(text):
    assert len(normalise_name(text)) == len(text)
    assert all("个字，最多" in problem for problem in name_problems(text))


@given(st.text(min_size=4, max_size=40))
def test_a_mask_keeps_the_length_and_hides_at_least_half_or_four(text):
    for masked in (mask_id(text), mask_phone(text)):
        assert len(masked) == len(text)
        hidden = sum(a == "*" for a in masked)
        assert hidden >= min(4, len(text) - 2)


@given(st.text("0123456789Xx-号", max_size=40))
def test_masking_hides_every_identity_number(around):
    assert number() not in without_identities(f"证{number()}，{around}")


LOST = ["张?", "张？", "张□", "张〓", "张■", "张*", "张①", "㊣三", "张Ⅱ", "㈱张", "⽭三", "张+三"]


@pytest.mark.parametrize("name", LOST)
def test_what_stands_for_a_lost_character_is_refused_and_named(name):
    (told,) = name_problems(name)
    assert "第 1 个字" in told or "第 2 个字" in told
    assert "重新输入" in told


@pytest.mark.parametrize("name", ["·阿卜杜拉", "阿·", "阿卜杜拉··买买提"])
def test_dots_too_many_are_refused(name):
    assert name_problems(name) == ("姓名里的间隔点在开头、结尾或连着出现，请照证件改正。",)


def test_a_pasted_row_is_no_name():
    (told,) = name_problems("林建华\t440399199003090015\t13800000001")
    assert "只留姓名" in told


@pytest.mark.parametrize("mark", [".", "。", "˙", " . "])
def test_a_stop_between_chinese_characters_is_the_dot(mark):
    assert normalise_name(f"阿卜杜拉{mark}买买提") == "阿卜杜拉·买买提"


def test_a_stop_in_a_foreign_name_stays():
    assert normalise_name("J. R. O'Neil-Smith") == "J. R. O'Neil-Smith"
    assert name_problems("J. R. O'Neil-Smith") == ()
    assert name_hints("J. R. O'Neil-Smith") == ()


@pytest.mark.parametrize("name", ["张3", "张３", "张x", "Ω三", "阿卜杜拉·B", "wh王建国", "王2"])
def test_letters_and_digits_in_a_chinese_name_are_asked_about(name):
    assert mixed(name)
    assert name_hints(name) == ()


@pytest.mark.parametrize(
    "name", ["张三", "佐々木希", "张〇", "吴\U00020bb7", "John 3", "阿卜杜拉·买买提"]
)
def test_other_names_are_not(name):
    assert not mixed(name)


@pytest.mark.parametrize(
    ("written", "stored", "word"),
    [
        ("葛\U000e0100三", "葛三", "字形选择符"),
        ("葛\ufe00三", "葛三", "字形选择符"),
        ("张\u200b三", "张三", "零宽"),
        ("李\uf9e1", "李李", "“李”"),
        ("王\U0002f8b5", None, "兼容字"),
        ("阿卜杜拉 买买提", "阿卜杜拉买买提", "空格"),
        ("阿卜杜拉-买买提", "阿卜杜拉-买买提", "“-”"),
        ("阿卜杜拉—买买提", "阿卜杜拉—买买提", "“-”"),
        ("JOHN 3", "JOHN 3", "数字"),
    ],
)
def test_what_deserves_a_look_is_said(written, stored, word):
    assert name_problems(written) == ()
    assert stored is None or normalise_name(written) == stored
    assert any(word in told for told in name_hints(written))


@pytest.mark.parametrize("name", [*RARE, "林 建 华", "欧阳 𬭚𫖮", "〇", "丘〇三"])
def test_of_a_usual_name_nothing_is_said(name):
    assert name_problems(name) == ()
    assert name_hints(name) == ()
