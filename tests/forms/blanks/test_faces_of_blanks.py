"""Values are set in a font of the form's kind: as the map says, else as the form's field does."""

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

import resources
from forms import catalogue
from forms.blanks.cleaning.cleaning import clean
from forms.blanks.cleaning.fields import widgets_of
from forms.fonts import chains
from tests.forms.odd_blanks import BOX_MAP, FIELD_MAP, bytes_of, field, sheet, tick, tick_map


@pytest.fixture
def kai(tmp_path):
    """Give the hall a font that calls itself a kind of 楷体; it draws ☐, ☑ and ☒ only."""
    shipped = resources.path("fonts", "FormSym.ttf").read_bytes()
    own = tmp_path / "hall.ttf"
    name = "FormSym"
    assert name.encode("utf-16-be") in shipped
    own.write_bytes(shipped.replace(name.encode("utf-16-be"), "楷体GB123".encode("utf-16-be")[:14]))
    assert chains.set_extra_fonts([own]) == ()
    yield own
    chains.set_extra_fonts([])


def faces(pdf):
    """Return the fonts that are embedded in a paper, without the mark of the subset."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = {str(one.BaseFont) for one in document.objects
                 if isinstance(one, Dictionary) and "/BaseFont" in one}  # fmt: skip
    return {name.partition("+")[2] for name in found}


def size_of(pdf, page=0):
    """Return the sizes that values are set in."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        laid = document.pages[page].obj.Resources.XObject.Laid1.read_bytes()
    parts = laid.split()
    return {float(parts[i - 1]) for i, word in enumerate(parts) if word == b"Tf"}


@pytest.mark.parametrize(
    ("name", "face"),
    [
        ("SimSun", chains.SONG), ("NSimSun", chains.SONG), ("STSong-Light", chains.SONG),
        ("FangSong_GB2312", chains.FANG), ("仿宋", chains.FANG), ("STFangsong", chains.FANG),
        ("KaiTi", chains.KAI), ("楷体_GB2312", chains.KAI), ("STKaiti", chains.KAI),
        ("SimHei", chains.HEI), ("微软雅黑", chains.HEI), ("Helvetica", None), ("ZaDb", None),
    ],
)  # fmt: skip
def test_the_name_of_a_font_tells_its_kind(name, face):
    assert chains.face_of(name) == face


def test_a_map_chooses_the_face(registration):
    hei = catalogue.fill_blank(sheet(), BOX_MAP + 'font = "黑体"\n', registration)
    assert "FormHei" in faces(hei)
    assert "FormHei" not in faces(catalogue.fill_blank(sheet(), BOX_MAP, registration))
    with pytest.raises(catalogue.PaperError, match="font 只能是 宋体、仿宋、黑体、楷体"):
        catalogue.fill_blank(sheet(), BOX_MAP + 'font = "隶书"\n', registration)


def made(da, base=None, form_da=None):
    """Return a form whose field asks for a font under a name of the form's own."""
    blank = sheet(fields=[field(DA=String(da)) if da else field()])
    with pikepdf.open(io.BytesIO(blank)) as document:
        if base:
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=base)
            document.Root.AcroForm.DR = Dictionary(Font=Dictionary(F7=font))
        if form_da:
            document.Root.AcroForm.DA = String(form_da)
        return bytes_of(document)


def wanted(blank):
    with pikepdf.open(io.BytesIO(clean(blank).pdf)) as document:
        (one,) = widgets_of(document.pages[0].obj, document.Root.AcroForm)
        return one.face, one.size


def test_a_field_tells_face_and_size():
    assert wanted(made("/F7 12 Tf 0 g", Name.SimHei)) == (chains.HEI, 12)
    assert wanted(made("/F7 12 Tf 0 g", pikepdf.Object.parse(b"/#b7#c2#cb#ce"))) == (
        chains.FANG,
        12,
    )
    assert wanted(made("0 g /KaiTi 0 Tf")) == (chains.KAI, None)
    assert wanted(made("/Helv 5 Tf")) == (None, 8)
    assert wanted(made("", form_da="/SimSun 14 Tf")) == (chains.SONG, 14)
    for odd in ("Tf", "/F7 Tf", "/F7 1e9 Tf", "/F7 -3 Tf", ") (", "/F7 99999999 Tf"):
        assert wanted(made(odd)) == (None, None)


def test_what_a_field_says_of_its_font_is_all_that_is_kept():
    blank = made("/F7 12 Tf (evil) Tj", Name.SimHei)
    assert b"evil" not in clean(blank).pdf


def test_a_value_takes_face_and_size_of_its_field_unless_the_map_says_otherwise(registration):
    blank = made("/F7 9 Tf 0 g", Name.SimHei)
    filled = catalogue.fill_blank(blank, FIELD_MAP, registration)
    assert "FormHei" in faces(filled)
    assert size_of(filled) == {9.0}
    other = catalogue.fill_blank(blank, FIELD_MAP + 'font = "宋体"\nsize = 12\n', registration)
    assert "FormHei" not in faces(other)
    assert size_of(other) == {12.0}


def test_a_font_of_the_hall_comes_first_and_what_it_lacks_is_set_in_song(kai, named):
    assert chains.has_face(chains.KAI)
    assert not chains.has_face(chains.FANG)
    filled = catalogue.fill_blank(sheet(), BOX_MAP + 'font = "楷体"\n', named("王☐明"))
    assert chains.chain(chains.KAI).files[0] == kai
    assert "FormSong" in faces(filled)
    assert len(faces(filled) - {"FormSong"}) == 2  # the hall's, and the blank's own Helvetica is ""


def test_a_kind_that_is_nowhere_is_told():
    assert catalogue.try_blank(sheet(), BOX_MAP + 'font = "仿宋"\n').no_font == ("仿宋",)
    assert catalogue.try_blank(sheet(), BOX_MAP + 'font = "黑体"\n').no_font == ()
    ticked = sheet(fields=[tick("c", ["/Yes"], DA=String("/KaiTi 0 Tf"))])
    assert catalogue.try_blank(ticked, tick_map("c")).no_font == ()


LETTERED = {
    "beside": (b"BT /F1 12 Tf 20 770 Td (NAME) Tj ET", 12),
    "beside, made large by its matrix": (b"BT /F1 1 Tf 12 0 0 12 20 770 Tm (NAME) Tj ET", 12),
    "beside, on a page drawn small": (
        b"q 0.5 0 0 0.5 0 0 cm BT /F1 24 Tf 40 1540 Td (NAME) Tj ET Q", 12
    ),
    "on the second line of a text": (
        b"BT /F1 12 Tf 14 TL 20 784 Td (TOP) Tj T* (NAME) Tj ET", 12
    ),
    "far away": (b"BT /F1 12 Tf 20 100 Td (NAME) Tj ET", 10.5),
    "everywhere, but far away": (b"BT /F1 12 Tf 20 100 Td (A) Tj (B) Tj (C) Tj ET", 12),
    "a title": (b"BT /F1 22 Tf 20 770 Td (NAME) Tj ET", 10.5),
    "small print": (b"BT /F1 6 Tf 20 770 Td (NAME) Tj ET", 10.5),
    "nothing": (b"", 10.5),
}  # fmt: skip


@pytest.mark.parametrize("kind", LETTERED)
def test_a_value_is_as_large_as_the_words_beside_it(kind, registration):
    content, size = LETTERED[kind]
    assert size_of(catalogue.fill_blank(sheet(content), BOX_MAP, registration)) == {size}
    own = catalogue.fill_blank(sheet(content), BOX_MAP + "size = 9\n", registration)
    assert size_of(own) == {9.0}
