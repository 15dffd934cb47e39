"""A page of the help as blocks to read."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QWidget

from desk_app.ui.models.help_pages import ALL_KEYS, HelpPage
from desk_app.ui.models.keys import EVERYWHERE, SCREENS, Key, keys_of
from desk_app.ui.theme import px
from desk_app.ui.widgets.reading import KeyCaps, Passage, ReadingCard

CAPS_WIDTH = 108


def page_blocks(page: HelpPage) -> list[QWidget]:
    """Return what a page says, the keys of its screens after the first words.

    The sheet of keys has those of every screen.
    """
    said: list[QWidget] = [_section(part.title, part.lines) for part in page.sections]
    if page.id == ALL_KEYS:
        return said + _tables(SCREENS)
    everywhere = _tables((EVERYWHERE,)) if page.screens else []
    return said[:1] + _tables(page.screens) + said[1:] + everywhere


def _tables(screens: Iterable[str]) -> list[QWidget]:
    found = ((SCREENS[name], keys_of(name)) for name in screens)
    return [_keys(f"按键 · {title}", keys) for title, keys in found if keys]


def _section(title: str, lines: Sequence[str]) -> ReadingCard:
    card = ReadingCard(title)
    for line in lines:
        card.body.addWidget(Passage(line))
    return card


def _keys(title: str, keys: Sequence[Key]) -> ReadingCard:
    card = ReadingCard(title)
    card.body.setSpacing(0)
    for key in keys:
        caps = KeyCaps([key.cap])
        caps.setFixedWidth(px(CAPS_WIDTH))
        passage = Passage(key.does, lead=caps)
        passage.setAccessibleName(f"{key.cap}，{key.does}")
        card.body.addWidget(passage)
    return card
