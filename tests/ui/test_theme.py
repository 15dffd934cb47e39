"""Colours, type and scale."""

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QRawFont

from desk_app.ui import theme

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
