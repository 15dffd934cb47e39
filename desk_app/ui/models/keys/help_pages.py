"""What the help says: pages from resources/help, found by words, a key table for each screen."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

import resources
from desk_app.policy.search.scoring import best_first, plain, share_of_pairs
from desk_app.ui.models.keys.keys import KEYS, SCREENS, keys_of

ALL_KEYS = "keys"
IS_TITLE, BEGINS_TITLE, IN_TITLE, IN_WORDS, IN_TEXT, PAIRS = 6.0, 5.0, 4.0, 3.0, 1.0, 0.8
ENOUGH_PAIRS = 0.5


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences below it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page: for whom (``group``), which screens it explains, and what it says.

    ``words`` are what people say instead; ``screens`` have their keys shown on the page.
    """

    id: str
    title: str
    group: str
    screens: tuple[str, ...]
    words: tuple[str, ...]
    sections: tuple[Section, ...]

    def text(self) -> str:
        """Return all that the page says, its keys included."""
        said = [line for part in self.sections for line in (part.title, *part.lines)]
        shown = KEYS if self.id == ALL_KEYS else keys_of(*self.screens)
        return "\n".join((*said, *(f"{key.cap} {key.does}" for key in shown)))


@cache
def pages() -> tuple[HelpPage, ...]:
    """Return every page, those for clerks first, in the order of their files."""
    folder = resources.path("help")
    return tuple(
        _page(row)
        for path in sorted(folder.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["page"]
    )


def page_for(screen: str) -> HelpPage:
    """Return the page that explains a screen; the sheet of all keys for an unknown one."""
    found = (one for one in pages() if screen in one.screens)
    return next(found, next(one for one in pages() if one.id == ALL_KEYS))


def search(text: str) -> tuple[HelpPage, ...]:
    """Return the pages that fit the words typed, the best first; all of them for no words."""
    words = [word for typed in text.split() if (word := plain(typed))]
    if not words:
        return pages()
    return tuple(best_first(pages(), words, _points))


def _points(page: HelpPage, word: str) -> float:
    title, words = plain(page.title), plain(" ".join((page.title, *page.words)))
    text = plain(page.text())
    if word in title:
        return IS_TITLE if word == title else BEGINS_TITLE if title.startswith(word) else IN_TITLE
    if word in words:
        return IN_WORDS
    if word in text:
        return IN_TEXT
    return PAIRS * share_of_pairs(word, words, text, least=ENOUGH_PAIRS)


def _page(row: dict[str, Any]) -> HelpPage:
    screens = tuple(row.get("screens", ()))
    unknown = set(screens) - set(SCREENS)
    if unknown:
        raise ValueError(f"the help page {row['id']} names screens there are not: {unknown}")
    return HelpPage(
        id=row["id"],
        title=row["title"],
        group=row["group"],
        screens=screens,
        words=tuple(row.get("words", ())),
        sections=tuple(Section(one["title"], tuple(one["lines"])) for one in row["section"]),
    )
