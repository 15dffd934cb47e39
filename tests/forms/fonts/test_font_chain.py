"""The chains of fonts: fallback, coverage, further fonts, files that are none."""

import shutil
import struct
from dataclasses import replace

import pytest

import resources
from forms import catalogue
from forms.errors import FontUnusableError, UnprintableError
from forms.fonts import system_fonts
from forms.fonts.chains import chain
from forms.fonts.coverage import LEVEL_3
from forms.fonts.truetype import TrueType
from tests.forms.reading import Reading


@pytest.fixture
def fresh_chains():
    """Leave no further fonts behind."""
    yield
    catalogue.set_extra_fonts()


def test_every_character_of_level_3_is_printable():
    level_3, amendment = catalogue.font_coverage()
    assert (level_3.total, level_3.missing) == (87_887, ())
    assert amendment.total == 9_793
    assert amendment.printable == 94_400 - 87_887


@pytest.mark.parametrize("first", [first for first, last in LEVEL_3 if last > first])
def test_rare_characters_come_back_from_the_page(first, registration):
    last = dict(LEVEL_3)[first]
    text = "".join(chr(code) for code in range(first, last + 1, max((last - first) // 250, 1)))
    layout = catalogue.lay_out("guangdong_registration", replace(registration, remark=text))
    reading = Reading(
        catalogue.render("guangdong_registration", replace(registration, remark=text))
    )
    assert len(layout.pages) == reading.pages
    assert text in reading.text(0) + reading.text(reading.pages - 1)


@pytest.mark.parametrize(
    ("character", "file"),
    [
        ("王", "FormSong.ttf"),
        ("☑", "FormSym.ttf"),
        ("𠮷", "FormSongX1.ttf.xz"),
        ("·", "FormSong.ttf"),
    ],
)
def test_the_first_face_that_has_a_character_draws_it(character, file):
    song = chain("song")
    assert song.files[song.glyph(character).face].name == file


def test_titles_fall_back_to_the_song_face():
    hei = chain("hei")
    assert hei.files[hei.glyph("表").face].name == "FormHei.ttf"
    assert hei.files[hei.glyph("𠮷").face].name == "FormSongX1.ttf.xz"


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\ufeff", "\x07", "\t", "\ud800"])
def test_invisible_characters_are_refused(character):
    with pytest.raises(UnprintableError) as raised:
        chain("song").glyph(character)
    assert raised.value.code_point == f"U+{ord(character):04X}"
    raised.value.message.encode("utf-8")


def test_a_missing_glyph_stays_missing_without_a_font(fresh_chains, tmp_path):
    assert catalogue.unprintable("\U0001f600") == ("\U0001f600",)


def test_a_font_in_a_folder_extends_the_chain(fresh_chains, tmp_path):
    shutil.copy(_with_character(tmp_path, 0x1F600), tmp_path / "extra.ttf")
    assert catalogue.set_extra_fonts(tmp_path) == ()
    assert catalogue.unprintable("\U0001f600") == ()
    pdf = catalogue.render(
        "guangdong_registration", _named(catalogue.PAPERS["guangdong_registration"].sample)
    )
    assert b"/Type0" in pdf


def test_a_font_may_vanish_while_it_is_in_use(fresh_chains, tmp_path):
    file = tmp_path / "extra.ttf"
    shutil.copy(_with_character(tmp_path, 0x1F600), file)
    catalogue.set_extra_fonts(tmp_path)
    assert catalogue.unprintable("\U0001f600") == ()
    file.write_bytes(b"")  # reading a mapped file that shrank would end the process
    sample = _named(catalogue.PAPERS["guangdong_registration"].sample)
    assert "王\U0001f600" in Reading(catalogue.render("guangdong_registration", sample)).text()


def test_what_is_no_font_is_reported_and_left_out(fresh_chains, tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0\0\x10" + b"junk" * 10)
    (tmp_path / "empty.ttf").write_bytes(b"")
    (tmp_path / "readme.txt").write_text("no font", encoding="utf-8")
    refused = catalogue.set_extra_fonts(tmp_path)
    assert {error.file_name for error in refused} == {"broken.ttf", "empty.ttf"}
    assert all(error.message for error in refused)


def test_fonts_that_forbid_embedding_are_refused(tmp_path):
    source = bytearray(resources.path("fonts", "FormSym.ttf").read_bytes())
    offset = _table(source, b"OS/2")
    struct.pack_into(">H", source, offset + 8, 0x0002)
    file = tmp_path / "restricted.ttf"
    file.write_bytes(source)
    with pytest.raises(FontUnusableError, match="不允许嵌入"):
        TrueType(file)


def test_a_subset_is_a_font_again(tmp_path):
    face = chain("song").face(0)
    glyphs = [0, *(face.glyph(ord(c)) for c in "王小明é")]
    cut = tmp_path / "cut.ttf"
    cut.write_bytes(face.subset(glyphs))
    data = cut.read_bytes()
    maxp = _table(data, b"maxp")
    assert struct.unpack_from(">H", data, maxp + 4)[0] >= len(glyphs)
    assert len(data) < 20_000
    assert face.subset(glyphs) == data


def test_system_fonts_are_found_by_name(tmp_path):
    for name in ("HanaMinB.ttf", "simsunb.ttf", "Arial.ttf"):
        (tmp_path / name).write_bytes(b"")
    found = [file.name for file in system_fonts.find((tmp_path,))]
    assert found == ["simsunb.ttf", "HanaMinB.ttf"]


def _named(sample):
    return replace(sample, applicant=replace(sample.applicant, name="王\U0001f600"))


def _table(data, tag):
    count = struct.unpack_from(">H", data, 4)[0]
    for i in range(count):
        if bytes(data[12 + 16 * i : 16 + 16 * i]) == tag:
            return struct.unpack_from(">L", data, 20 + 16 * i)[0]
    raise AssertionError(tag)


def _with_character(folder, code):
    """Return a copy of the symbol face whose box is the glyph of another character."""
    source = bytearray(resources.path("fonts", "FormSym.ttf").read_bytes())
    cmap = _table(source, b"cmap")
    count = struct.unpack_from(">H", source, cmap + 2)[0]
    for i in range(count):
        offset = cmap + struct.unpack_from(">L", source, cmap + 8 + 8 * i)[0]
        if struct.unpack_from(">H", source, offset)[0] == 12:
            groups = struct.unpack_from(">L", source, offset + 12)[0]
            last = offset + 16 + 12 * (groups - 1)
            struct.pack_into(">LL", source, last, code, code)
    file = folder.parent / f"{folder.name}-source.ttf"
    file.write_bytes(source)
    return file


def test_a_truncated_font_is_refused_not_printed_blank(tmp_path):
    whole = resources.path("fonts", "FormSym.ttf").read_bytes()
    for share in (0.2, 0.6, 0.95):
        file = tmp_path / f"cut{share}.ttf"
        file.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(FontUnusableError, match="损坏"):
            TrueType(file)


def test_a_blank_glyph_counts_as_missing(fresh_chains, tmp_path):
    source = bytearray(_with_character(tmp_path, 0x1F600).read_bytes())
    loca, maxp = _table(source, b"loca"), _table(source, b"maxp")
    count = struct.unpack_from(">H", source, maxp + 4)[0]
    source[loca : loca + 2 * (count + 1)] = bytes(2 * (count + 1))
    (tmp_path / "blank.ttf").write_bytes(source)
    assert catalogue.set_extra_fonts(tmp_path) == ()
    assert catalogue.unprintable("\U0001f600") == ("\U0001f600",)


def test_older_character_maps_are_read_like_newer_ones(tmp_path):
    newer = TrueType(resources.path("fonts", "NotoSansSC_400Regular.ttf"))
    source = bytearray(resources.path("fonts", "NotoSansSC_400Regular.ttf").read_bytes())
    cmap = _table(source, b"cmap")
    for i in range(struct.unpack_from(">H", source, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">L", source, cmap + 8 + 8 * i)[0]
        if struct.unpack_from(">H", source, offset)[0] == 12:
            struct.pack_into(">H", source, offset, 99)
    file = tmp_path / "older.ttf"
    file.write_bytes(source)
    older = TrueType(file)
    for code in (*range(0x20, 0x500), *range(0x4E00, 0x9FFF, 7), 0x20BB7):
        assert older.glyph(code) == (newer.glyph(code) if code <= 0xFFFF else 0)


def test_a_collection_of_fonts_is_read(tmp_path):
    source = bytearray(resources.path("fonts", "FormSym.ttf").read_bytes())
    shift = 16
    for i in range(struct.unpack_from(">H", source, 4)[0]):
        place = 20 + 16 * i
        struct.pack_into(">L", source, place, struct.unpack_from(">L", source, place)[0] + shift)
    file = tmp_path / "collection.ttc"
    file.write_bytes(struct.pack(">4sLLL", b"ttcf", 0x00010000, 1, shift) + source)
    alone = TrueType(resources.path("fonts", "FormSym.ttf"))
    inside = TrueType(file)
    assert inside.glyph(ord("☑")) == alone.glyph(ord("☑")) > 0
    assert inside.subset([0, inside.glyph(ord("☑"))]) == alone.subset([0, alone.glyph(ord("☑"))])
