"""Chinese line breaking, and fitting text into a width."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from forms.fonts.chains import chain
from forms.kit.layout.text import Style, fit, wrap

WORDS = st.text(alphabet="广东省深圳市福田区莲花路1001号某某花园栋单元室", min_size=1, max_size=12)
PIECES = st.lists(
    st.tuples(WORDS, st.sampled_from(["，", "。", "、", "（", "《", "”", "——", "ABC-12", " ", ""])),
    min_size=1,
    max_size=20,
)
TEXTS = PIECES.map(lambda pieces: "".join(word + mark for word, mark in pieces))
NO_START = set("，。、；：！？）》」』】”’…—·,.;:!?)]}%")
NO_END = set("（《「『【“‘([{")


@given(TEXTS, st.floats(min_value=60, max_value=400))
def test_lines_hold_everything_and_are_narrow_enough(text, width):
    lines = wrap(text, width, 10.5)
    assert "".join(lines) == text
    for line in lines:
        assert chain("song").width(line.rstrip(" "), 10.5) <= width + 0.02


@example("0（000ABC-120000ABC-12", 120.0)  # the word alone fits, with its bracket it does not
@example("0000ABC-12000ABC-12，0甲乙", 116.5)
@given(TEXTS, st.floats(min_value=120, max_value=400))
def test_no_mark_stands_where_it_may_not(text, width):
    lines = wrap(text, width, 10.5)
    for before, after in pairwise(lines):
        assert after[0] not in NO_START
        assert before.rstrip(" ")[-1] not in NO_END


@given(st.integers(min_value=1, max_value=120))
def test_a_word_wider_than_the_line_is_broken(length):
    lines = wrap("W" * length, 50, 10.5)
    assert "".join(lines) == "W" * length
    assert all(chain("song").width(line, 10.5) <= 50.02 for line in lines)


def test_latin_words_and_numbers_stay_whole():
    lines = wrap("住址为彩田路1001号ABC-Tower大厦", 75, 10.5)
    assert any("1001" in line for line in lines)
    assert any("ABC-Tower" in line for line in lines)


def test_dashes_are_never_parted():
    for width in range(40, 120):
        assert all(
            "—" not in line.replace("——", "") for line in wrap("甲乙丙丁——戊己——庚", width, 10)
        )


def test_fitting_shrinks_before_it_wraps():
    text = "湖南省长沙市岳麓区麓山南路932号某某小区3栋"
    full = chain("song").width(text, 10.5)
    assert fit(text, full + 1, 3, Style()).size == 10.5
    shrunk = fit(text, full * 0.9, 3, Style())
    assert len(shrunk.lines) == 1
    assert 9 <= shrunk.size < 10.5
    wrapped = fit(text, full * 0.7, 3, Style())
    assert len(wrapped.lines) == 2


def test_what_never_fits_is_refused():
    assert fit("字" * 200, 100, 2, Style()) is None
