"""Every value a map names is on the paper, in its place and readable, or the form is refused."""

import io
from contextlib import suppress

import pikepdf
import pytest

from desk_app.errors import RefusedError
from desk_app.services.blanks.blank_trial import attempt, tried
from forms.catalogue import PaperError
from tests.forms import odd_blanks
from tests.forms.odd_blanks import (
    BOX_MAP,
    FIELD_MAP,
    FRAME,
    PLACE,
    drawn,
    field,
    mutated,
    raw,
    sheet,
    tick,
    tick_map,
)
from tests.forms.reading import Reading

MM = 72 / 25.4
NAME = "阿卜杜热西提"  # how the longest name begins
WIDE = [0, 0, 841.89, 595.28]


def beginning(pdf, page=0):
    """Return where the first character of the longest name stands, in millimetres."""
    found = [box for character, box in Reading(pdf).characters(page) if character == NAME[0]]
    return min((box.left, box.top) for box in found)


# Every kind of page on which a box of the map is the same place of the sheet in the hand.
SAME_PLACE = {
    "plain": sheet(),
    "null among the annotations": sheet(Annots=pikepdf.Array([None])),
    "annotations that are none": sheet(Annots=pikepdf.Array([7, pikepdf.Name.X])),
    "crop box larger than the sheet": sheet(CropBox=[-39, -39, 634.28, 880.89]),
    "crop box elsewhere": sheet(CropBox=[2000, 2000, 2100, 2100]),
    "crop box upside down": sheet(CropBox=[595.28, 841.89, 0, 0]),
    "a state never given back": sheet(b"0.24 0 0 0.24 0 0 cm q 4.1667 0 0 4.1667 0 0 cm " + FRAME),
    "a state given back too often": sheet(b"q Q Q Q 0.5 0 0 0.5 0 0 cm " + FRAME),
    "content that breaks off": sheet(FRAME + b" ["),
    "a text that breaks off": sheet(FRAME + b" 0.3 0 0 0.3 9 9 cm BT /F1 9 Tf (half"),
    "a list never closed": sheet(b"[ 1 2 0.5 w q 0.1 0 0 0.1 0 0 cm " + FRAME),
    "letters that are no instruction": sheet(b"\xff\xfe zz 5 (a " + FRAME + b") >> ]"),
    "an outline never painted": sheet(FRAME + b" 0 0 m 500 500 l"),
    "units of half the size": sheet(UserUnit=2, MediaBox=[0, 0, 297.64, 420.945]),
    "origin elsewhere": sheet(MediaBox=[100, 200, 695.28, 1041.89]),
    "box inherited": sheet(),
}


@pytest.mark.parametrize("kind", SAME_PLACE)
def test_a_value_stands_where_the_map_says_on_whatever_page(kind):
    blank = SAME_PLACE[kind]
    if kind == "box inherited":
        with pikepdf.open(io.BytesIO(blank)) as document:
            del document.pages[0].obj.MediaBox
            document.Root.Pages.MediaBox = odd_blanks.A4
            document.Root.Pages.CropBox = odd_blanks.A4
            blank = odd_blanks.bytes_of(document)
    left, top = beginning(attempt(blank, BOX_MAP).sample)
    assert left == pytest.approx(20, abs=0.6)
    assert 20 < top < 26


@pytest.mark.parametrize("turn", [90, 180, 270, -90, 450])
def test_a_turned_page_is_filled_as_it_is_read(turn):
    size = odd_blanks.A4 if turn == 180 else WIDE
    blank = sheet(b"", Rotate=turn, MediaBox=size)
    trial = attempt(blank, BOX_MAP)
    assert beginning(trial.sample)[0] == pytest.approx(20, abs=0.6)
    with pikepdf.open(io.BytesIO(trial.sample)) as document:
        assert "/Rotate" not in document.pages[0].obj


def pressed_only(document):
    made = tick("other")(document)
    made.AP = pikepdf.Dictionary(D=pikepdf.Dictionary(Yes=drawn()(document)))
    return made


SAME_FIELD = {
    "plain": sheet(fields=[field(F=4)]),
    "without the flag that prints it": sheet(fields=[field()]),
    "hidden": sheet(fields=[field(F=2)]),
    "seen on screens only": sheet(fields=[field(F=32)]),
    "its own parent": odd_blanks.own_parent(),
    "parents in a circle": odd_blanks.parents_in_a_circle(),
    "corners the wrong way round": sheet(fields=[field(rect=[PLACE[2], PLACE[3], *PLACE[:2]])]),
    "a background of its own": sheet(fields=[field(MK=pikepdf.Dictionary(BG=[0, 0, 0]))]),
    "beside a box with a look for pressing only": sheet(fields=[field(), pressed_only]),
    "name in GBK": sheet(fields=[field("姓名".encode("gb18030"))]),
}


@pytest.mark.parametrize("kind", SAME_FIELD)
def test_a_field_is_filled_however_it_was_left(kind):
    text = FIELD_MAP
    if kind == "parents in a circle":
        text = text.replace('"xm"', '"q.xm"')
    if kind == "name in GBK":
        text = text.replace('"xm"', '"姓名"')
    left, top = beginning(attempt(SAME_FIELD[kind], text).sample)
    assert left == pytest.approx(21, abs=0.6)
    assert 20 < top < 29


@pytest.mark.parametrize(("turn", "own"), [(90, 90), (90, 0), (270, 270), (180, 180), (0, 0)])
def test_the_text_of_a_field_stands_upright_on_a_turned_page(turn, own):
    """The field of a page stored on its side is a wide one for who reads it."""
    on_side = turn in {90, 270}
    place = [100, 300, 125, 470] if on_side else [100, 300, 270, 325]
    one = field(rect=place, MK=pikepdf.Dictionary(R=own))
    blank = sheet(b"", fields=[one], Rotate=turn, MediaBox=WIDE)
    trial = attempt(blank, FIELD_MAP)
    tops = {round(box.top) for character, box in Reading(trial.sample).characters()
            if character in NAME}  # fmt: skip
    assert len(tops) <= 4  # two lines, not a column


def test_a_field_made_to_be_read_sideways_is_filled_sideways():
    one = field(rect=[100, 300, 125, 470], MK=pikepdf.Dictionary(R=90))
    trial = attempt(sheet(b"", fields=[one]), FIELD_MAP)
    at = [box for character, box in Reading(trial.sample).characters() if character in NAME]
    assert max(box.top for box in at) - min(box.top for box in at) > 15
    assert max(box.left for box in at) - min(box.left for box in at) < 9


@pytest.mark.parametrize("at", ["rotated", "cropped", "second page", "under a crop and a unit"])
def test_the_picture_shows_a_field_where_its_value_goes(at):
    page = {
        "rotated": {"Rotate": 90, "MediaBox": WIDE},
        "cropped": {"CropBox": [50, 300, 500, 841]},
        "second page": {},
        "under a crop and a unit": {"CropBox": [50, 300, 500, 841], "UserUnit": 1.5},
    }[at]
    rect = [100, 300, 125, 470] if at == "rotated" else PLACE
    blank = sheet(b"", fields=[field(rect=rect)], **page)
    number = 0
    if at == "second page":
        number = 1
        with pikepdf.open(io.BytesIO(blank)) as document:
            document.add_blank_page(page_size=(595, 842))
            document.pages.reverse()
            own = document.pages[1].obj.Annots
            own[0] = pikepdf.Dictionary(own[0])  # written within the list, without a number
            blank = odd_blanks.bytes_of(document)
    trial = attempt(blank, FIELD_MAP)
    shown = [box for character, box in Reading(trial.picture).characters(number)
             if character in "applicant.name"]  # fmt: skip
    filled = beginning(trial.sample, number)
    assert shown
    assert min(box.left for box in shown) == pytest.approx(filled[0], abs=2)
    assert abs(min(box.top for box in shown) - filled[1]) < 9


TICKED = {
    "without any look": (tick("c"), None),
    "with a look": (tick("c", ["/Yes"]), None),
    "with a state in Chinese": (tick("c", ["/是"]), "是"),
    "with a state in GBK": (tick("c", ["/\udcca\udcc7"]), "是"),
    "with a state of a strange name": (tick("c", ["/a b(c"]), None),
    "with a look that draws nothing": (tick("c", ["/On"], look=drawn(b"")), None),
    "hidden, with a look": (tick("c", ["/Yes"], F=2), None),
    "with a look for pressing only": (pressed_only, None),
    "with several states": (tick("c", ["/1", "/2"]), "2"),
}


@pytest.mark.parametrize("kind", TICKED)
def test_a_choice_is_ticked_whatever_it_calls_that(kind):
    made, state = TICKED[kind]
    name = "other" if made is pressed_only else "c"
    trial = attempt(sheet(fields=[made]), tick_map(name, state))
    picture = Reading(trial.sample).bitmap(dpi=144)
    part = picture[2 * 229 : 2 * 242, 2 * 60 : 2 * 72]  # where the box lies
    assert (part < 128).sum() > 4


REFUSED = {
    "off the page": (sheet(), BOX_MAP.replace("20, 20", "20, 300"), "applicant.name 在页面之外"),
    "half off the page": (sheet(), BOX_MAP.replace("20, 20", "180, 20"), "有一部分在页面之外"),
    "field off the page": (
        sheet(fields=[field(rect=[600, 900, 700, 920])]),
        FIELD_MAP,
        "applicant.name 在页面之外",
    ),
    "field without an area": (
        sheet(fields=[field(rect=[60, 700, 60, 700])]),
        FIELD_MAP,
        "没有面积",
    ),
    "no room for a line": (sheet(), BOX_MAP.replace("60, 9", "60, 2"), "放不下"),
    "no room for a character": (sheet(), BOX_MAP.replace("60, 9", "2, 9"), "放不下"),
    "push button": (sheet(fields=[tick("c", ["/N"], Ff=1 << 16)]), tick_map("c"), "是按钮"),
    "words into a check box": (
        sheet(fields=[tick("c", ["/Yes"])]),
        tick_map("c", value="applicant.name"),
        "是勾选框",
    ),
    "choices that cannot be told apart": (
        sheet(fields=[tick("c"), tick("c", rect=(90, 600, 102, 612))]),
        tick_map("c"),
        "都没有代号",
    ),
    "values over each other": (
        sheet(),
        BOX_MAP + '[[field]]\nvalue = "applicant.phone"\nbox = [20, 20, 60, 9]\n',
        "重叠",
    ),
    "a look in white": (
        sheet(fields=[tick("c", ["/Yes"], look=drawn(b"1 g 0 0 12 12 re f"))]),
        tick_map("c"),
        "看不出来",
    ),
    "ticked looks as unticked": (
        sheet(fields=[tick("c", ["/Yes", "/Off"])]),
        tick_map("c"),
        "看不出来",
    ),
    "under black": (sheet(b"0 0 595 842 re f"), BOX_MAP, "看不出来"),
    "no such field": (sheet(), FIELD_MAP, "没有名为 xm 的填写框"),
    "no pages": (
        raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"),
        BOX_MAP,
        "没有页面",
    ),
    "a circle of pages": (
        raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
        BOX_MAP,
        "空白表",
    ),
    "no paper": (sheet(MediaBox=[0, 0, 20, 20]), BOX_MAP, "不像一张纸"),
    "drawn without end": (odd_blanks.drawn_in_drawn(), BOX_MAP, "过于庞大或复杂"),
    "not ours": (sheet(), BOX_MAP.replace("guangdong_registration", "x"), "不是本程序的表单"),
    "no PDF": (b"no pdf", BOX_MAP, "不是有效的 PDF"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_would_lose_a_value_is_refused_with_the_reason(kind):
    blank, text, why = REFUSED[kind]
    with pytest.raises(PaperError, match=why):
        attempt(blank, text)


def test_what_draws_itself_is_drawn_once():
    assert NAME in Reading(attempt(odd_blanks.draws_itself(), BOX_MAP).sample).text()


def test_damaged_content_that_was_mended_is_told():
    assert attempt(sheet(FRAME + b" ["), BOX_MAP).notes
    assert not attempt(sheet(), BOX_MAP).notes


def test_a_font_that_is_not_there_is_told_with_what_is_used_instead():
    (note,) = attempt(sheet(), BOX_MAP + 'font = "仿宋"\n').notes
    assert "没有仿宋字体，改用宋体" in note


def test_a_page_that_looks_other_than_before_is_told():
    """What a layer shows on screens only is gone, and whoever takes the form into use looks."""
    content = b"/OC /Screen BDC 100 100 300 300 re f EMC"
    blank = odd_blanks.layered({"Screen": True}, content=content, printing={"Screen": "OFF"})
    (note,) = attempt(blank, BOX_MAP).notes
    assert note.startswith("第 1 页")
    assert "看起来不同" in note


@pytest.mark.parametrize("kind", ["flat", "form"])
def test_the_examples_pass_and_show_long_values_on_an_annex(kind):
    blank, text = odd_blanks.example(kind)
    trial = attempt(blank, text)
    assert Reading(trial.sample).pages == 2
    assert Reading(trial.shown).pages == 3
    assert (trial.left_out, trial.notes) == ((), ())


@pytest.mark.parametrize("kind", ["flat", "form"])
def test_damage_at_random_is_refused_in_words(kind):
    """The bench of blanks does the same to many more."""
    blank, text = odd_blanks.example(kind)
    for number in range(12):
        with suppress(PaperError):
            attempt(mutated(blank, number), text)
    with pytest.raises(PaperError):
        attempt(blank[: len(blank) // 20], text)


def test_a_trial_stands_apart_from_the_program():
    """The same answers come out of the process that is made for it."""
    assert tried(sheet(), BOX_MAP).paper == "guangdong_registration"
    with pytest.raises(RefusedError, match="在页面之外"):
        tried(sheet(), BOX_MAP.replace("20, 20", "20, 300"))
