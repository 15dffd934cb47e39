"""A page of the help as blocks to read."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtWidgets import QWidget

from desk_app.ui.models.keys.help_pages import ALL_KEYS, HelpPage, Section
from desk_app.ui.models.keys.keys import EVERYWHERE, SCREENS, Key, keys_of
from desk_app.ui.theme import px
from desk_app.ui.widgets.displays.reading import KeyCaps, Passage, ReadingCard

CAPS_WIDTH = 108


def page_blocks(page: HelpPage) -> Iterator[QWidget]:
    """Yield what a page says, the keys of its screens after the first words.

    The sheet of keys has those of every screen.
    """
    yield _section(page.sections[0])
    yield from _tables(SCREENS if page.id == ALL_KEYS else page.screens)
    yield from (_section(part) for part in page.sections[1:])
    if page.screens and page.id != ALL_KEYS:
        yield from _tables((EVERYWHERE,))


def _tables(screens: Iterable[str]) -> Iterator[QWidget]:
    found = ((SCREENS[name], keys_of(name)) for name in screens)
    yield from (_keys(f"按键 · {title}", keys) for title, keys in found if keys)


def _section(part: Section) -> ReadingCard:
    card = ReadingCard(part.title)
    for line in part.lines:
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
