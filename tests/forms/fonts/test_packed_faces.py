"""The packed faces of rare characters: the same glyphs as ever, read in parts, damage noticed."""

import hashlib
import lzma
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from forms.errors import FontUnusableError
from forms.fonts.packed import DamagedFileError, PackedFile
from forms.fonts.truetype import TrueType

ROOT = Path(__file__).resolve().parents[3]
# Of every character's code, width and outline, taken from the faces before they were packed.
DRAWN = {
    "FormSongX1.ttf.xz": "149ab2df10df549bdebb04f4c894eab9ffcc8de2558e9eaaef16771ce2c2d351",
    "FormSongX2.ttf.xz": "2e65616a47a4ba415cfe218cc7c505a49ba1bb66f260e43ef71b4c9c43254abd",
}


@pytest.fixture(scope="module")
def packed():
    return resources.path("fonts", "FormSongX1.ttf.xz").read_bytes()


@pytest.fixture(scope="module")
def whole(packed):
    return lzma.decompress(packed)


@pytest.mark.parametrize("name", DRAWN)
def test_every_rare_character_is_drawn_as_before(name):
    face = TrueType(resources.path("fonts", name))
    seen = hashlib.sha256()
    for code in range(0x32400):
        glyph = face.glyph(code)
        if glyph:
            seen.update(b"%d %.3f " % (code, face.width(glyph)) + face.outline(glyph))
    assert seen.hexdigest() == DRAWN[name]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_stretch_is_what_unpacking_all_gives(data, packed, whole):
    file = PackedFile(packed)
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, min(begin + 2_000_000, len(whole))))
    assert len(file) == len(whole)
    assert file[begin:end] == whole[begin:end]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_bit_is_noticed_and_never_drawn(data, packed, whole):
    place = data.draw(st.integers(12, len(packed) - 13))
    damaged = bytearray(packed)
    damaged[place] ^= 1 << data.draw(st.integers(0, 7))
    step = 512 * 1024
    try:
        file = PackedFile(bytes(damaged))
        read = [file[at : at + step] for at in range(0, len(whole), step)]
    except DamagedFileError:
        return
    assert b"".join(read) == whole  # the bit was one of padding or of a block's own header


@pytest.mark.parametrize("share", [0, 0.0001, 0.5, 0.999])
def test_a_cut_file_is_refused(share, packed, tmp_path):
    file = tmp_path / "rare.ttf.xz"
    file.write_bytes(packed[: int(len(packed) * share)])
    with pytest.raises(FontUnusableError, match="rare"):
        TrueType(file)


def test_a_face_that_lacks_a_character_is_passed_without_unpacking_outlines():
    """Looking for a character reads the character map only; drawing it, one block."""
    program = (
        "import resources; from forms.fonts.truetype import TrueType\n"
        "import forms.fonts.packed as packed\n"
        "face = TrueType(resources.path('fonts', 'FormSongX2.ttf.xz'))\n"
        "count = face._outlines._block.cache_info().misses\n"
        "glyph = face.glyph(0x20023); assert glyph and not face.is_blank(glyph)\n"
        "assert face._outlines._block.cache_info().misses == count\n"
        "assert face.outline(glyph)\n"
        "assert face._outlines._block.cache_info().misses <= count + 2\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


@pytest.mark.skipif(shutil.which("xz") is None, reason="needs xz-utils")
def test_packing_loses_nothing(tmp_path):
    """The script that made the packed faces, on the face of the check boxes."""
    source, target = resources.path("fonts", "FormSym.ttf"), tmp_path / "FormSym.ttf.xz"
    script = ROOT / ".packaging" / "pack_font.py"
    subprocess.run([sys.executable, str(script), str(source), str(target)], check=True)
    before, after = TrueType(source), TrueType(target)
    glyphs = list(range(before.glyph_count))
    assert after.glyph_count == before.glyph_count
    assert [after.outline(glyph) for glyph in glyphs] == [before.outline(glyph) for glyph in glyphs]
    assert after.subset(glyphs) == before.subset(glyphs)
