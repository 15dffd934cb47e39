"""What is guessed is refused with its reason; what nobody guesses is not."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.errors import RefusedError
from desk_app.policy.passphrases import common_words
from desk_app.policy.passphrases.passphrases import Level, expect_strong, judge

KNOWN = ("陈静怡", "chenjingyi", "cjy", "福田区福田街道便民服务中心", "FT01", "01", "futian")
USED, WORD, ROW, AGAIN = "很多人用过", "常见的词", "会背的一串字", "反复出现"
DATE, PHONE, OWN, DIGITS, PINYIN = "日期", "电话号码", "姓名、工号", "只有数字", "拼音"

REFUSED = {
    "12345678": USED,
    "password": USED,
    "drowssap": USED,
    "P@ssw0rd": USED,
    "Password2026!": USED,
    "iloveyou520": USED,
    "1qaz2wsx": USED,
    "woaini1314": "最常见的做法",
    "woaizhongguo": ROW,
    "5201314520": DIGITS,
    "Ｐａｓｓｗｏｒｄ１": USED,
    "butterfly123": USED,
    "transportation2026!": WORD,
    "一心一意": WORD,
    "中华人民共和国": WORD,
    "qwertyui": ROW,
    "1qaz2wsx3edc4rfv": ROW,
    "zaq12wsxcde3": ROW,
    "ｑｗｅｒｔｙｕｉ": ROW,
    "1q2w3e4r5t": ROW,
    "lkjhgfdsa": ROW,
    "fghijklm": ROW,
    ",./;'[]\\": ROW,
    "一二三四": ROW,
    "八七六五四三": ROW,
    "甲乙丙丁戊": ROW,
    "赵钱孙李": ROW,
    "床前明月光": ROW,
    "abcabcab": AGAIN,
    "aaaabbbc": AGAIN,
    "ab12ab12ab12": AGAIN,
    "我爱你我爱你我": AGAIN,
    "20261130": DATE,
    "2026-11-30": DATE,
    "30.11.1985": DATE,
    "Nov30,1985": DATE,
    "1985年3月7日": DATE,
    "二〇二六年十一月三十日": DATE,
    "一九八五年三月": DATE,
    "13800138000": PHONE,
    "+8613912345678": PHONE,
    "0755-26123456": PHONE,
    "440399195803090015": "证件号码",
    "931847562": DIGITS,
    "zhangwei1990": PINYIN,
    "lixiaoming88": PINYIN,
    "shenzhen2026": OWN,
    "陈静怡2026": OWN,
    "chenjingyi88": OWN,
    "cjy19850307": DATE,
    "FT01FT02": OWN,
    "FT01-2026": OWN,
    "福田街道": OWN,
    "福田区福田街道便民服务中心": OWN,
    "异地就医备案2026": OWN,
    "1234567": "太短",
    "短口令": "太短",
    "        ": "太短",
    "aaaaaaaaaaaa": "更多不同",
}
TAKEN = (
    "correct horse battery staple",
    "蓝鲸爬竹梯",
    "竹梯上的蓝鲸不爱喝茶",
    "xkqvmzhwpt",
    "G7#kp!2xQ",
    "tea at nine 9",
    "山高 水长 路远",
    "langjing zhuti boli yueguang",
)


@pytest.mark.parametrize("passphrase", REFUSED)
def test_what_is_guessed_is_refused_with_its_reason(passphrase: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        expect_strong(passphrase, KNOWN)
    assert REFUSED[passphrase] in refusal.value.message
    assert passphrase not in refusal.value.message


@pytest.mark.parametrize("passphrase", TAKEN)
def test_what_nobody_guesses_is_taken(passphrase: str) -> None:
    expect_strong(passphrase, KNOWN)


def test_own_words_count_only_where_they_are_known() -> None:
    assert judge("mingyuehall 7").level is not Level.REFUSED
    assert judge("mingyuehall 7", ("Mingyuehall",)).level is Level.REFUSED


def test_the_time_that_is_told_grows_with_what_was_added() -> None:
    told = [judge(one) for one in ("paper lamp", "paper lamp of", "paper lamp of whales 7")]
    assert [one.guesses for one in told] == sorted(one.guesses for one in told)
    assert told[0].level is Level.FAIR
    assert "不算强" in told[0].words
    assert told[-1].level is Level.GOOD
    assert "上千年" in told[-1].words


@given(st.text(alphabet=string.ascii_lowercase, min_size=10, max_size=10))
def test_ten_letters_at_random_are_taken_unless_a_pattern_is_named(letters: str) -> None:
    strength = judge(letters)
    assert strength.guesses >= 1
    if strength.level is Level.REFUSED:
        assert "组合太少" not in strength.words


@given(st.text(max_size=70))
def test_whatever_is_typed_is_judged(text: str) -> None:
    assert judge(text, KNOWN).words


@pytest.mark.parametrize(("word", "kind"), [("password", "p"), ("一心一意", "z"), ("woaini", "p")])
def test_words_of_the_lists_are_found(word: str, kind: str) -> None:
    found = common_words.look_up(word)
    assert found is not None
    assert found.kind == kind


def test_the_list_is_sorted_so_that_every_word_of_it_is_found() -> None:
    lines = common_words._text().splitlines()
    words = [line.split(b"\t")[0] for line in lines]
    assert words == sorted(set(words))
    for word in (words[0], words[-1], *words[:: len(words) // 50]):
        assert common_words.look_up(word.decode()) is not None
    assert common_words.look_up("") is None
    assert common_words.look_up("蓝鲸爬竹梯") is None
