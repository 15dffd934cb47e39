"""What stands on a page of a form before anybody has understood it: characters, rules, squares.

Positions are in millimetres from the top left corner of the page as a reader sees it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from forms.kit.layout.drawing import Box


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: ``box`` is the room it takes in its line, ``ink`` what is seen of it.

    ``tick`` tells that it is drawn as an empty box or ring, whatever its code says; ``blank`` that
    it is no character at all but a field of the form for text.
    """

    text: str
    box: Box
    ink: Box
    tick: bool = False
    blank: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of its room."""
        return self.box.left + self.box.width / 2, self.box.top + self.box.height / 2


@dataclass(frozen=True, slots=True)
class FormField:
    """A field that a form brings along: its name, and which choice of that name it is."""

    name: str
    box: Box
    tick: bool
    state: str | None = None

    @property
    def glyph(self) -> Glyph:
        """Return the field as something that stands in a line."""
        return Glyph("", self.box, self.box, tick=self.tick, blank=not self.tick)


@dataclass(frozen=True, slots=True)
class PageMarks:
    """The marks of one page: ``rules`` are thin boxes, ``squares`` drawn check boxes or combs.

    ``scanned`` tells that the page is a picture, on which nothing can be read.
    """

    size: tuple[float, float]
    glyphs: tuple[Glyph, ...]
    rules: tuple[Box, ...]
    squares: tuple[Box, ...] = ()
    fields: tuple[FormField, ...] = ()
    scanned: bool = False


def surrounding(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around several, of which there is at least one."""
    every = list(boxes)
    left, top = min(one.left for one in every), min(one.top for one in every)
    right, bottom = max(one.right for one in every), max(one.bottom for one in every)
    return Box(left, top, right - left, bottom - top)


def shared(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return how long two stretches of one axis run together; 0 where they do not."""
    return max(0.0, min(first[1], second[1]) - max(first[0], second[0]))
