"""Nothing but paper comes out of a bureau's form: no script, action, link, attachment or layer."""

import io

import pikepdf
import pytest

from forms import catalogue
from forms.blanks.cleaning.cleaning import clean
from forms.kit.output.stamp import Marks
from tests.forms import odd_blanks
from tests.forms.odd_blanks import BOX_MAP, layered, sheet

KINDS = ("flat", "form")
# What no paper may contain; each stands somewhere in the file that ``active`` makes.
FOREIGN = [
    *("JavaScript", "/JS", "Launch", "/URI", "OpenAction", "/AA", "/Names", "EmbeddedFile", "/EF"),
    *("Filespec", "/AF", "XFA", "RichMedia", "FileAttachment", "/Link", "/Annot", "/AcroForm"),
    *("Outlines", "PieceInfo", "Alternates", "/OPI", "/Ref", "/PS", "/Properties", "evil"),
    *("StructParent", "LastModified", "/OCG", "/OC "),
]


def laid_open(pdf):
    """Return a file with every stream unpacked, as text."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        buffer = io.BytesIO()
        document.save(buffer, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return buffer.getvalue().decode("latin-1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("marks", [Marks(), Marks(draft=True)])
def test_what_is_active_reaches_no_paper(kind, marks, registration, read):
    blank, text = odd_blanks.example(kind)
    harmful = odd_blanks.active(blank)
    before = laid_open(harmful)
    assert [word for word in FOREIGN if word not in before] == []
    filled = catalogue.fill_blank(harmful, text, registration, marks=marks)
    after = laid_open(filled)
    assert [word for word in FOREIGN if word in after] == []
    assert "STAMPED" in read(filled).text()  # what people drew onto the page is paper
    with pikepdf.open(io.BytesIO(filled)) as document:
        known = {"/Type", "/Pages", "/Lang", "/Metadata", "/ViewerPreferences", "/OutputIntents"}
        assert set(document.Root.keys()) <= known
        allowed = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Group"}
        assert set(document.pages[0].obj.keys()) <= allowed
        assert len(document.attachments) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_harmless_form_looks_the_same_with_and_without(kind, registration, read):
    blank, text = odd_blanks.example(kind)
    plain = read(catalogue.fill_blank(blank, text, registration)).bitmap(dpi=50)
    cleaned = read(catalogue.fill_blank(odd_blanks.active(blank), text, registration)).bitmap(
        dpi=50
    )
    assert plain.shape == cleaned.shape
    assert (abs(plain.astype(int) - cleaned) > 64).mean() < 0.002  # the stamp


def test_what_is_left_out_is_named():
    blank, _ = odd_blanks.example("form")
    said = clean(odd_blanks.active(blank)).left_out
    for words in ("脚本（JavaScript）", "启动其他程序的动作", "网址链接", "附件“evil.exe”", "XFA",
                  "打开文件时自动执行的动作", "自动触发的动作", "多媒体", "图片的替代版本",
                  "存放在其他文件里的内容", "PostScript", "书签", "文件说明"):  # fmt: skip
        assert any(words in one for one in said), words
    assert clean(blank).left_out == ()


@pytest.mark.parametrize("kind", KINDS)
def test_cleaning_twice_changes_nothing(kind):
    blank, _ = odd_blanks.example(kind)
    for one in (blank, odd_blanks.active(blank)):
        once = clean(one)
        again = clean(once.pdf)
        assert again.pdf == once.pdf
        assert again.left_out == ()


def test_layers_are_fixed_as_they_print(registration, read):
    blank = layered({"Shown": True, "Hidden": False})
    text = read(catalogue.fill_blank(blank, BOX_MAP, registration)).text()
    assert "Shown" in text
    assert "Hidden" not in text
    blank = layered({"Screen": True, "Paper": False}, printing={"Screen": "OFF", "Paper": "ON"})
    text = read(catalogue.fill_blank(blank, BOX_MAP, registration)).text()
    assert "Paper" in text
    assert "Screen" not in text
    assert any("图层" in one for one in clean(blank).left_out)


def test_a_hidden_layer_hides_lines_and_shades_but_not_what_follows(registration, read):
    content = (
        b"/OC /Hidden BDC 0 0 595 841 re f 1 0 0 1 0 -50 cm EMC BT /F1 9 Tf 57 700 Td (After) Tj ET"
    )
    blank = layered({"Hidden": False}, content=content)
    reading = read(catalogue.fill_blank(blank, BOX_MAP, registration))
    assert "After" in reading.text()
    assert (reading.bitmap(dpi=30) < 128).mean() < 0.02


def test_a_form_that_only_a_viewer_makes_is_refused():
    blank = sheet(root={"NeedsRendering": True})
    with pytest.raises(catalogue.PaperError, match="XFA 动态表单"):
        clean(blank)


def test_fonts_pictures_and_colours_of_a_form_stay(registration, read):
    """Our own papers are forms of every kind of content: cleaned, they look as before."""
    for paper in ("guangdong_registration", "receipt", "handout"):
        pdf = catalogue.render(paper, catalogue.PAPERS[paper].sample)
        cleaned = clean(pdf)
        before, after = read(pdf), read(cleaned.pdf)
        assert not cleaned.mended
        assert before.pages == after.pages
        assert (before.bitmap(dpi=80) != after.bitmap(dpi=80)).sum() == 0
        assert before.text() == after.text()


def locked(**words):
    """Return a form that is encrypted, as some bureaus send them."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet())) as document:
        allowed = pikepdf.Permissions(print_highres=False, modify_form=False)
        document.save(buffer, encryption=pikepdf.Encryption(allow=allowed, **words))
    return buffer.getvalue()


def test_a_form_that_was_only_locked_against_changes_is_filled(registration, read):
    """Whoever may read it may print on it; what is printed is not locked."""
    blank = locked(owner="secret", user="")
    assert "权限加密" in clean(blank).left_out
    filled = catalogue.fill_blank(blank, BOX_MAP, registration)
    assert registration.applicant.name in read(filled).text()
    assert b"/Encrypt" not in filled
    with pytest.raises(catalogue.PaperError, match="密码保护"):
        clean(locked(owner="secret", user="secret"))
