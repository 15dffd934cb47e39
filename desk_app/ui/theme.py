"""How the program looks: colours, type, sizes, fonts and the scale they all share.

Contrast of every text colour on its ground is at least 4.5:1: tests/ui/look/test_theme.py computes
it.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

import resources

INK_900, INK_700, INK_500 = "#16202E", "#3B4757", "#566274"
PLACEHOLDER = "#667182"
CANVAS, SURFACE, SUNKEN, TRACK = "#F3F5F8", "#FFFFFF", "#F7F9FB", "#EDF0F4"
LINE, RULE, EDGE, BORDER, BORDER_HOVER = "#E1E6EC", "#C9D1DB", "#B8C1CC", "#8490A0", "#5B6777"
PRIMARY, PRIMARY_DARK, PRIMARY_TINT, PRIMARY_LINE = "#1459B3", "#0E4690", "#EAF2FC", "#A9C8EE"
PRIMARY_CAP = "#2B6CC0"
OK, OK_TINT = "#146C43", "#E6F4EC"
WARN, WARN_TINT = "#8A5200", "#FFF4E0"
ERROR, ERROR_TINT = "#B42318", "#FDECEA"
BAR, BAR_FIELD, BAR_CAP = "#12335C", "#21426D", "#2A4A75"
BAR_TEXT, BAR_SOFT, BAR_MUTED, BAR_OK = "#FFFFFF", "#DCE7F5", "#B9CBE3", "#BFE8CF"
DESK = "#E9EDF2"  # the ground a sheet of paper lies on

FAMILY = "Noto Sans SC"
FACES = (
    "NotoSansSC_400Regular.ttf",
    "NotoSansSC_500Medium.ttf",
    "NotoSansSC_600SemiBold.ttf",
    "FormSong.ttf",
)
# The heavier two draw the characters of GBK and the standard list; the song face the others.
SECOND_FAMILY = "Form Song"
# Rare characters that the faces above lack; Qt falls back to them one by one. Kept packed.
RARE_FACES = {"Form Song X1": "FormSongX1.ttf.xz", "Form Song X2": "FormSongX2.ttf.xz"}
SCALE_PROPERTY = "desk_type_scale"
SCALES = {"标准": 1.0, "大": 1.15, "特大": 1.3}

CAPTION, LABEL, BODY, INPUT, TITLE, PAGE_TITLE = 12, 13, 14, 15, 16, 20
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600
RADIUS_S, RADIUS_M, RADIUS_L = 4, 6, 8
HEAD, CONTROL, BUTTON, HELPER = 20, 42, 38, 18

# Of a scroll bar and of a menu alone. A sheet of the whole application would make Qt look every
# widget up in it again and again: it doubles the time a screen takes to be made.
SCROLL_SHEET = f"""
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle {{ background: #B9C2CD; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 40px; }}
QScrollBar::handle:hover {{ background: {BORDER}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
MENU_SHEET = f"""
QMenu {{ background: {SURFACE}; border: 1px solid {EDGE}; padding: 4px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 4px; color: {INK_900}; }}
QMenu::item:selected {{ background: {PRIMARY_TINT}; color: {PRIMARY_DARK}; }}
"""


def set_up(app: QApplication, *, scale: float = 1.0) -> None:
    """Give the application our fonts, palette and scroll bars; ``scale`` enlarges all of it."""
    app.setProperty(SCALE_PROPERTY, scale)
    for name in FACES:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))
    app.setFont(font(BODY))
    app.setPalette(_palette())
    QToolTip.setPalette(_tip_palette())
    QToolTip.setFont(font(BODY))
    # A counter is typed at: the ring that shows where is always drawn, so no animation is needed.
    for effect in (Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_FadeMenu):
        app.setEffectEnabled(effect, False)


def has_rare_faces() -> bool:
    """Tell whether rare characters can be shown."""
    return set(RARE_FACES) <= set(QFontDatabase.families())


def add_rare_faces(app: QApplication, faces: list[Path | bytes]) -> None:
    """Show rare characters from now on, also in what is on the screen already."""
    for face in faces:
        if isinstance(face, bytes):
            QFontDatabase.addApplicationFontFromData(face)
        elif QFontDatabase.addApplicationFont(str(face)) < 0:
            face.unlink(missing_ok=True)  # unpacked anew at the next start
    for widget in app.allWidgets():
        QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.FontChange))


def px(length: float) -> int:
    """Return a length of the design in logical pixels, at the chosen type scale."""
    app = QCoreApplication.instance()
    scale = app.property(SCALE_PROPERTY) if app is not None else None
    return round(length * (scale or 1.0))


def font(size: int, weight: int = REGULAR, *, tabular: bool = False) -> QFont:
    """Return the face of the program; ``size`` is one of the sizes above, in design pixels.

    Hinting is off, so that a picture of a screen is the same on every machine.
    """
    return QFont(_font(px(size), weight, tabular=tabular))


@cache
def _font(pixels: int, weight: int, *, tabular: bool) -> QFont:
    face = QFont()
    face.setFamilies([FAMILY, SECOND_FAMILY, *RARE_FACES])
    face.setPixelSize(pixels)
    face.setWeight(QFont.Weight(weight))
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        face.setFeature(QFont.Tag("tnum"), 1)
    return face


def text_width(text: str, face: QFont) -> float:
    """Return the width of a line of text in logical pixels."""
    return QFontMetricsF(face).horizontalAdvance(text)


def halo(color: str) -> QColor:
    """Return the translucent ring drawn around what has the focus."""
    ring = QColor(color)
    ring.setAlpha(46)
    return ring


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, color in (
        (role.Window, CANVAS),
        (role.WindowText, INK_900),
        (role.Base, SURFACE),
        (role.AlternateBase, SUNKEN),
        (role.Text, INK_900),
        (role.Button, SURFACE),
        (role.ButtonText, INK_900),
        (role.Highlight, PRIMARY),
        (role.HighlightedText, SURFACE),
        (role.PlaceholderText, PLACEHOLDER),
        (role.Link, PRIMARY),
    ):
        palette.setColor(which, QColor(color))
    return palette


def _tip_palette() -> QPalette:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.ToolTipBase, QColor(INK_900))
    palette.setColor(QPalette.ColorRole.ToolTipText, QColor(SURFACE))
    return palette
