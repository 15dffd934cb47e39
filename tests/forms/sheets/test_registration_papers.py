"""The four forms of the main job, read back the way a viewer reads them."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pikepdf
import pytest

from forms import catalogue
from forms.catalogue import Marks, PaperError, UnprintableError

FORMS = (
    "guangdong_registration",
    "shenzhen_registration",
    "shenzhen_migrant_worker_registration",
    "cancellation",
)
TITLES = {
    "guangdong_registration": "广东省异地就医备案登记表",
    "shenzhen_registration": "深圳市异地就医备案登记表",
    "shenzhen_migrant_worker_registration": "深圳市外来就业创业人员跨省异地就医备案登记表",
    "cancellation": "异地就医备案取消申请表",
}
LONGEST = "阿卜杜热合曼·买买提依明·吐尔逊江·阿布都克里木江"
NAMES = ("王小明", "欧阳𬭚𫖮", "吴𠮷", "张䶮", "阿卜杜拉·买买提", LONGEST, "李\U00031cea")


@pytest.mark.parametrize("paper", FORMS)
def test_every_value_is_in_its_cell(paper, read):
    sample = catalogue.PAPERS[paper].sample
    layout = catalogue.lay_out(paper, sample)
    reading = read(catalogue.render(paper, sample))
    assert TITLES[paper] in reading.text()
    cells = [cell for cell in layout.pages[0].cells if cell.text]
    assert len(cells) > 15
    for cell in cells:
        assert reading.within(cell.box) == cell.text


@pytest.mark.parametrize("paper", FORMS)
def test_is_one_page(paper, read):
    assert read(catalogue.render(paper, catalogue.PAPERS[paper].sample)).pages == 1


@pytest.mark.parametrize("name", NAMES)
def test_names_come_back_exactly(name, named, read):
    assert name in read(catalogue.render("guangdong_registration", named(name))).text()


def test_the_longest_name_has_25_characters():
    assert len(LONGEST) == 25


def test_ticked_and_empty_boxes_are_text(registration, read):
    text = read(catalogue.render("guangdong_registration", registration)).text()
    assert "☑异地安置退休人员" in text.replace(" ", "")
    assert "☐异地急诊抢救人员" in text.replace(" ", "")


def test_hidden_text_does_not_hide_what_follows(registration, read):
    reading = read(catalogue.render("guangdong_registration", registration))
    assert reading.render_modes() == {0, 3}
    cell = next(
        c
        for c in catalogue.lay_out("guangdong_registration", registration).pages[0].cells
        if c.field == "office.hall"
    )
    picture = reading.bitmap(dpi=100)
    scale = 100 / 25.4
    part = picture[
        int(cell.box.top * scale) : int(cell.box.bottom * scale),
        int(cell.box.left * scale) : int(cell.box.right * scale),
    ]
    assert part.min() < 128


def test_only_the_provincial_form_asks_for_outpatient_benefits(read):
    texts = {p: read(catalogue.render(p, catalogue.PAPERS[p].sample)).text() for p in FORMS}
    assert [p for p, text in texts.items() if "包干金" in text] == ["guangdong_registration"]


def test_emergencies_are_not_filed(registration):
    with pytest.raises(PaperError, match="视同已备案"):
        catalogue.render("guangdong_registration", replace(registration, type="emergency"))


def test_the_migrant_workers_form_is_for_other_provinces_only():
    sample = catalogue.PAPERS["shenzhen_migrant_worker_registration"].sample
    inside = replace(sample, place=replace(sample.place, within_province=True))
    with pytest.raises(PaperError, match="只用于跨省备案") as raised:
        catalogue.render("shenzhen_migrant_worker_registration", inside)
    assert raised.value.field == "place"


def test_a_draft_may_be_nearly_empty(registration, read):
    person = replace(registration.applicant, name="", id_kind="", id_number="", insurance=None)
    empty = replace(
        registration, number=None, check=None, applicant=person, agent=None, type=None, place=None,
        begin=None, end_text="", documents=(),
    )  # fmt: skip
    text = read(catalogue.render("guangdong_registration", empty, marks=Marks(draft=True))).text()
    assert "草稿" in text
    assert "受理编号：（受理后编号）" in text


def test_a_character_without_a_glyph_is_named(named):
    with pytest.raises(UnprintableError) as raised:
        catalogue.render("guangdong_registration", named("王\U000e0101明"))
    assert raised.value.field == "applicant.name"
    assert raised.value.code_point == "U+E0101"
    assert "姓名" in raised.value.message
    assert "王" not in str(raised.value)


def test_unprintable_names_each_character_once():
    assert catalogue.unprintable("王\u202e小\u202e明\U0001f600") == ("\u202e", "\U0001f600")


@pytest.mark.parametrize("paper", FORMS)
def test_equal_data_gives_equal_bytes(paper):
    known = catalogue.PAPERS[paper]
    again = known.data_type.from_json(known.sample.to_json())
    first = hashlib.sha256(catalogue.render(paper, known.sample)).hexdigest()
    assert hashlib.sha256(catalogue.render(paper, again)).hexdigest() == first


def test_dates_of_the_file_are_those_of_the_paper(registration, read):
    reading = read(catalogue.render("guangdong_registration", registration))
    assert reading.mapping("CreationDate") == "D:20261121000000+08'00'"
    assert reading.mapping("Title") == f"广东省异地就医备案登记表 {registration.number}"


def test_a_reprint_is_marked_in_the_margin_only(registration, read):
    moment = datetime(2031, 5, 6, 9, 5, tzinfo=UTC)
    original = read(catalogue.render("guangdong_registration", registration))
    marks = Marks(reprint=2, reprinted_at=moment)
    marked = read(catalogue.render("guangdong_registration", registration, marks=marks))
    assert "补打 第2次　2031年5月6日 09:05" in marked.text()
    before, after = original.bitmap(), marked.bitmap()
    rows = np.nonzero((before != after).any(axis=1))[0]
    assert rows.size
    assert rows.max() / 100 * 25.4 < 9
    assert original.text() in marked.text()


@pytest.mark.parametrize(
    "marks",
    [Marks(draft=True), Marks(reprint=1, reprinted_at=datetime(2031, 5, 6, 9, 5, tzinfo=UTC))],
)
def test_marks_leave_the_paper_beneath_as_it_was(registration, marks):
    plain = catalogue.render("guangdong_registration", registration)
    marked = catalogue.render("guangdong_registration", registration, marks=marks)
    assert catalogue.render("guangdong_registration", registration, marks=marks) == marked
    with pikepdf.open(io.BytesIO(plain)) as one, pikepdf.open(io.BytesIO(marked)) as other:
        body = one.pages[0].Contents.read_bytes()
        assert body in [stream.read_bytes() for stream in other.pages[0].Contents]
        assert fonts(one) <= fonts(other)


def fonts(document):
    """Return the digests of the font files in a document."""
    return {
        hashlib.sha256(item.read_bytes()).hexdigest()
        for item in document.objects
        if isinstance(item, pikepdf.Stream) and "/Length1" in item
    }


def test_a_reprint_says_when(registration):
    with pytest.raises(PaperError, match="时间"):
        catalogue.render("guangdong_registration", registration, marks=Marks(reprint=1))


def test_dates_are_worded_as_official_papers_do(registration, read):
    data = replace(registration, begin=date(2026, 1, 2), end=date(2027, 1, 1))
    text = read(catalogue.render("guangdong_registration", data)).text()
    assert "2026年1月2日" in text
    assert "2027年1月1日" in text
    assert "长期有效" not in text
