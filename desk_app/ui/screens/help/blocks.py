"""A page of the help as blocks to read."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desk_app.ui.models.help_pages import ALL_KEYS, HelpPage
from desk_app.ui.models.keys import EVERYWHERE, SCREENS, Key, keys_of
from desk_app.ui.theme import px
from desk_app.ui.widgets.reading import KeyCaps, Passage
from desk_app.ui.widgets.text import Card

CAPS_WIDTH = 108


def page_blocks(page: HelpPage) -> list[QWidget]:
    """Return what a page says and the keys of its screens; on the sheet of keys all of them."""
    blocks: list[QWidget] = [_section(part.title, part.lines) for part in page.sections]
    shown = tuple(SCREENS) if page.id == ALL_KEYS else page.screens
    tables = [(SCREENS[name], keys_of(name)) for name in shown]
    if page.screens and page.id != ALL_KEYS:
        tables.append((SCREENS[EVERYWHERE], keys_of(EVERYWHERE)))
    return blocks + [_keys(f"按键 · {title}", keys) for title, keys in tables if keys]


def _section(title: str, lines: Sequence[str]) -> Card:
    card = Card(title)
    for line in lines:
        card.body.addWidget(Passage(line))
    return card


def _keys(title: str, keys: Sequence[Key]) -> Card:
    card = Card(title)
    card.body.setSpacing(0)
    for key in keys:
        caps = KeyCaps([key.cap])
        caps.setFixedWidth(px(CAPS_WIDTH))
        passage = Passage(key.does, lead=caps)
        passage.setAccessibleName(f"{key.cap}，{key.does}")
        card.body.addWidget(passage)
    return card
