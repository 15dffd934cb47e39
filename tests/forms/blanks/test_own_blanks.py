"""The bureau's own forms: flat and with fields, filled in with our fonts, and wrong maps."""

import io
from dataclasses import replace

import pikepdf
import pytest

import resources
from forms import catalogue
from forms.catalogue import PaperError
from forms.kit.layout.drawing import Box
from forms.kit.values import TITLES, values, values_named
from tests.forms import example_blanks

KINDS = ("flat", "form")


def shipped(kind):
    pdf = resources.path("blanks", f"example_{kind}.pdf").read_bytes()
    return pdf, resources.path("blanks", f"example_{kind}.toml").read_text(encoding="utf-8")


@pytest.fixture
def case(registration):
    person = replace(registration.applicant, name="欧阳𬭚𠮷\U00031cea")
    return replace(registration, applicant=person)


def test_the_shipped_examples_are_what_their_maker_makes(tmp_path):
    example_blanks.write(tmp_path)
    for kind in KINDS:
        assert (tmp_path / f"example_{kind}.toml").read_text(encoding="utf-8") == shipped(kind)[1]
    with pikepdf.open(tmp_path / "example_form.pdf") as made:
        assert len(made.Root.AcroForm.Fields) == len(example_blanks.ROWS) + 2


@pytest.mark.parametrize("kind", KINDS)
def test_values_stand_in_their_places_and_read_back(kind, case, read):
    reading = read(catalogue.fill_blank(*shipped(kind), case))
    texts = values(case)
    for i, (_, name, _) in enumerate(example_blanks.ROWS):
        assert reading.within(example_blanks.value_box(i)) == texts[name]
    assert reading.pages == 1


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_chosen_type_is_ticked(kind, case, read):
    picture = read(catalogue.fill_blank(*shipped(kind), case)).bitmap(dpi=200)
    referral, retiree = (darkness(picture, i) for i in range(2))
    assert referral == 0
    assert retiree > 20


def darkness(picture, i):
    """Return how many dots of a tick box are dark in a picture of 200 dpi."""
    box, scale = example_blanks.tick_box(i).inset(0.6, 0.6), 200 / 25.4
    part = picture[
        int(box.top * scale) : int(box.bottom * scale),
        int(box.left * scale) : int(box.right * scale),
    ]
    return int((part < 128).sum())


def test_nothing_is_left_to_the_viewer(case):
    import io

    with pikepdf.open(io.BytesIO(catalogue.fill_blank(*shipped("form"), case))) as filled:
        assert "/AcroForm" not in filled.Root
        assert not filled.pages[0].get("/Annots", [])
        assert b"pdfaid:part" not in filled.Root.Metadata.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_equal_data_gives_equal_bytes(kind, case):
    first = catalogue.fill_blank(*shipped(kind), case)
    assert catalogue.fill_blank(*shipped(kind), case) == first


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_no_room_stands_on_an_annex(kind, case, read):
    long = replace(case, place=replace(case.place, address="某某街道某某小区" * 30))
    reading = read(catalogue.fill_blank(*shipped(kind), long))
    assert reading.pages == 2
    assert "某某街道某某小区" * 30 in reading.text(1)
    assert "全文见附页第1项" in reading.text(0)
    assert "异地详细地址" in reading.text(1)
    assert "place.address" not in reading.text(1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_map_can_be_looked_at(kind, read):
    text = read(catalogue.try_blank(*shipped(kind)).picture).text()
    assert all(name in text for _, name, _ in example_blanks.ROWS)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_stored_sideways_are_filled_as_they_are_read(turn, case, read):
    import io

    blank, text = shipped("flat")
    with pikepdf.open(io.BytesIO(blank)) as document:
        _store_sideways(document, turn)
        turned = io.BytesIO()
        document.save(turned)
    upright = read(catalogue.fill_blank(blank, text, case)).bitmap(dpi=60)
    sideways = read(catalogue.fill_blank(turned.getvalue(), text, case)).bitmap(dpi=60)
    assert upright.shape == sideways.shape
    assert ((upright < 128) != (sideways < 128)).mean() < 0.01


def _store_sideways(document, turn):
    """Turn the content of a page one way and its display the other: it looks as before."""
    page = document.pages[0]
    width, height = (float(x) for x in page.mediabox[2:])
    matrix = {
        90: f"0 1 -1 0 {height} 0",
        180: f"-1 0 0 -1 {width} {height}",
        270: f"0 -1 1 0 0 {width}",
    }[turn]
    page.contents_add(f"q {matrix} cm\n".encode(), prepend=True)
    page.contents_add(b"\nQ")
    if turn != 180:
        page.mediabox = [0, 0, height, width]
    page.Rotate = turn


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ("paper = 3", "缺少 paper"),
        ('paper = "guangdong_registration"', "没有"),
        ('paper = "x"\n[[field]]\nvalue = "a"', "box 和 name"),
        ('paper = "x"\n[[field]]\nbox = [1, 2, 3, 4]', "缺少 value"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nbox = [1, 2, 3]', "四个数"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nbox = [1, 2, 0, 4]', "大于 0"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nbox = [1, "b", 3, 4]', "写数字"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = "b"\ncolour = 1', "不认识 colour"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = "b"\nalign = "right"', "align"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = "b"\nsize = 5', "size"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = "b"\npage = 0', "page"),
        ("paper = ", "TOML"),
        ("x = " + "[" * 5000, "套得太深"),
        ('paper = "x"\nfield = [1, 2]', "第 1 项"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = 5', "name"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = ""', "name"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = "b"\nsize = inf', "size"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = "b"\nfont = []', "font"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = "b"\nspacing = nan', "spacing"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nbox = [1, 2, inf, 4]', "box"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nbox = [1, 2, 3, 1e300]', "box"),
        ('paper = "x"\n[[field]]\nvalue = "a"\nname = "b"\nlines = 1000000000', "lines"),
    ],
)
def test_a_wrong_map_is_explained(changed, why):
    with pytest.raises(PaperError, match=why):
        catalogue.try_blank(shipped("flat")[0], changed)


def test_a_map_of_another_paper_is_refused(case):
    pdf, text = shipped("flat")
    with pytest.raises(PaperError, match="不符"):
        catalogue.fill_blank(pdf, text.replace("guangdong_registration", "cancellation"), case)


def test_places_that_do_not_exist_are_named(case):
    pdf, text = shipped("flat")
    head = 'paper = "guangdong_registration"\n[[field]]\n'
    for wrong, why in (
        (text.replace("applicant.name", "applicant.nmae"), "applicant.nmae"),
        (text.replace("lines = 2", "lines = 2\npage = 7", 1), "第 7 页"),
        (f'{head}value = "number"\nname = "nowhere"', "nowhere"),
    ):
        with pytest.raises(PaperError, match=why):
            catalogue.fill_blank(pdf, wrong, case)


def test_what_is_no_pdf_is_refused(case):
    with pytest.raises(PaperError, match="不是有效的 PDF"):
        catalogue.fill_blank(b"no pdf", shipped("flat")[1], case)


def test_every_value_has_a_name(registration):
    texts = values(registration)
    assert texts["type"] == "异地安置退休人员"
    assert texts["type.retiree_resettled"] == "√"
    assert texts["type.referral"] == ""
    assert texts["begin"] == "2026年11月21日"
    assert (texts["begin.year"], texts["begin.month"], texts["begin.day"]) == ("2026", "11", "21")
    assert texts["place.name"] == "湖南省长沙市"
    assert texts["documents"].startswith("居民身份证（原件已核、复印件已收）；")
    assert texts["consent"] == "√"
    cancelled = values(catalogue.PAPERS["cancellation"].sample)
    assert cancelled["reason.returned"] == "√"
    assert Box(1, 2, 3, 4).inset(-1).width == 5


def test_what_a_case_has_not_is_left_empty():
    """Somebody who came alone, an open end, fewer documents: the map still suits the paper."""
    paper = catalogue.PAPERS["guangdong_registration"]
    alone = replace(paper.sample, agent=None, end=None, admission=None, documents=())
    names = ["agent.name", "agent.birth.year", "end.day", "documents.4.name", "place.name"]
    texts = values_named(alone, names)
    assert [texts[name] for name in names[:4]] == [""] * 4
    assert texts["place.name"]


def test_every_title_is_that_of_a_value():
    known = set()
    for paper in catalogue.PAPERS.values():
        known.update(values_named(paper.sample, TITLES))
    assert set(TITLES) <= known


def test_a_name_no_paper_has_stays_unknown():
    """A slip in the map is still told."""
    sample = catalogue.PAPERS["guangdong_registration"].sample
    names = ["agent.nickname", "end.hour", "documents.first", "applicant", "colour.red"]
    assert not set(names) & set(values_named(sample, names))


def radio_form():
    """Return the example with its two check boxes as choices of one field, the first chosen."""
    blank, text = shipped("form")
    with pikepdf.open(io.BytesIO(blank)) as document:
        form = document.Root.AcroForm
        first, second = (one for one in form.Fields if pikepdf.Name.Btn == one.FT)
        group = document.make_indirect(
            pikepdf.Dictionary(
                FT=pikepdf.Name.Btn,
                T=pikepdf.String("leixing"),
                Ff=1 << 15,
                V=pikepdf.Name("/1"),
                Kids=pikepdf.Array([first, second]),
            )
        )
        for state, kid in (("/1", first), ("/2", second)):
            del kid.T, kid.FT, kid.V
            kid.Parent = group
            kid.AP.N[state] = kid.AP.N["/Yes"]
            del kid.AP.N["/Yes"]
            kid.AS = pikepdf.Name(state if state == "/1" else "/Off")
        texts = [one for one in form.Fields if one.get("/FT") == pikepdf.Name.Tx]
        form.Fields = pikepdf.Array([*texts, group])
        changed = io.BytesIO()
        document.save(changed)
    for old, state in (("zz", "1"), ("aztx", "2")):
        text = text.replace(f'name = "{old}"', f'name = "leixing"\nstate = "{state}"')
    return changed.getvalue(), text


def test_of_choices_under_one_name_the_right_one_is_ticked(case, read):
    picture = read(catalogue.fill_blank(*radio_form(), case)).bitmap(dpi=200)
    referral, retiree = (darkness(picture, i) for i in range(2))
    assert case.type == "retiree_resettled"
    assert referral == 0
    assert retiree > 20


def test_choices_under_one_name_must_be_told_apart(case):
    blank, text = radio_form()
    with pytest.raises(PaperError, match="多个选项，请用 state 写明是哪一个：1、2"):
        catalogue.try_blank(blank, text.replace('state = "1"\n', ""))
    with pytest.raises(PaperError, match="没有选项 9，只有：1、2"):
        catalogue.try_blank(blank, text.replace('state = "2"', 'state = "9"'))
    with pytest.raises(PaperError, match="没有选项 1，不是选项"):
        catalogue.try_blank(blank, text.replace('name = "xm"', 'name = "xm"\nstate = "1"'))
