"""Colours, type and scale."""

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QRawFont, QTextLayout

import resources
from desk_app.ui import theme
from forms.fonts.coverage import LEVEL_3
from forms.fonts.truetype import TrueType

TEXT_ON_GROUND = [
    (theme.INK_900, theme.SURFACE),
    (theme.INK_700, theme.SURFACE),
    (theme.INK_500, theme.SURFACE),
    (theme.INK_500, theme.CANVAS),
    (theme.INK_500, theme.PRIMARY_TINT),
    (theme.INK_500, theme.DESK),
    (theme.PLACEHOLDER, theme.SURFACE),
    (theme.PLACEHOLDER, theme.SUNKEN),
    (theme.PRIMARY, theme.SURFACE),
    (theme.PRIMARY_DARK, theme.PRIMARY_TINT),
    (theme.SURFACE, theme.PRIMARY),
    (theme.SURFACE, theme.PRIMARY_CAP),
    (theme.OK, theme.OK_TINT),
    (theme.WARN, theme.WARN_TINT),
    (theme.WARN, theme.SURFACE),
    (theme.ERROR, theme.ERROR_TINT),
    (theme.ERROR, theme.SURFACE),
    (theme.INK_700, theme.TRACK),
    (theme.BAR_TEXT, theme.BAR),
    (theme.BAR_MUTED, theme.BAR),
    (theme.BAR_SOFT, theme.BAR_CAP),
    (theme.BAR_OK, theme.BAR),
    ("#C6D5EA", theme.BAR_FIELD),
    (theme.INK_500, "#EEF1F5"),
]


def luminance(color):
    parts = [QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read(text, ground):
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    ratio = (light + 0.05) / (dark + 0.05)
    assert ratio >= 4.5, f"{text} on {ground} has only {ratio:.2f}:1"


def test_the_control_border_is_seen():
    ratio = (luminance(theme.SURFACE) + 0.05) / (luminance(theme.BORDER) + 0.05)
    assert ratio >= 3.0


@pytest.mark.parametrize("weight", [theme.REGULAR, theme.MEDIUM, theme.SEMIBOLD])
def test_the_shipped_face_is_used(qapp, weight):
    raw = QRawFont.fromFont(theme.font(theme.BODY, weight))
    assert raw.familyName().startswith(theme.FAMILY)


@pytest.mark.parametrize("weight", theme.FACES[:3])
def test_every_mandatory_character_is_drawn_in_every_weight(weight):
    """The heavier weights leave the rarest to the song face, and all of them to the packed ones."""
    names = (weight, "FormSong.ttf", *theme.RARE_FACES.values())
    faces = [TrueType(resources.path("fonts", name)) for name in names]
    regular = TrueType(resources.path("fonts", theme.FACES[0]))
    wanted = {code for first, last in LEVEL_3 for code in range(first, last + 1)}
    wanted |= {code for code in range(0x20, 0x30000) if regular.glyph(code)}
    assert [hex(code) for code in wanted if not any(face.glyph(code) for face in faces)] == []


@pytest.mark.parametrize("weight", [theme.MEDIUM, theme.SEMIBOLD])
def test_what_a_heavy_weight_lacks_is_drawn_by_the_song_face(qapp, weight):
    layout = QTextLayout("王\u4dae\u3400", theme.font(theme.BODY, weight))  # 䶮 is in the list
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    drawn = {run.rawFont().familyName(): len(run.glyphIndexes()) for run in layout.glyphRuns()}
    assert drawn.pop(theme.SECOND_FAMILY) == 1
    assert [(name.startswith(theme.FAMILY), count) for name, count in drawn.items()] == [(True, 2)]


def test_digits_are_of_one_width(qapp):
    metrics = QFontMetricsF(theme.font(theme.INPUT, tabular=True))
    assert metrics.horizontalAdvance("11111") == metrics.horizontalAdvance("00000")


def test_larger_type_makes_everything_larger(qapp):
    try:
        qapp.setProperty(theme.SCALE_PROPERTY, 1.3)
        assert theme.px(theme.CONTROL) == 55
        assert theme.font(theme.BODY).pixelSize() == 18
    finally:
        qapp.setProperty(theme.SCALE_PROPERTY, 1.0)
