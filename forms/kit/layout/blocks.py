"""Larger things that stand in a cell: lists, sentences, places to sign and to seal."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.errors import UnprintableError
from forms.fonts.chains import chain
from forms.kit.layout.contents import DOWN, LABEL, PAD, RISE, Content, Ground, Value, put_lines
from forms.kit.layout.drawing import MM, Box, CellText, Rule, Run
from forms.kit.layout.text import Fitted, Style, fit, wrap

CHINESE_LABELS = tuple(f"（{numeral}）" for numeral in "一二三四五六七八九十")
PROSE = Style(size=10.0, smallest=9.0)
LISTED = Style(size=9.5, smallest=8.0)


@dataclass(frozen=True, slots=True)
class Listing:
    """A numbered list in columns; one without room stands whole on the annex."""

    field: str
    title: str
    items: tuple[str, ...]
    columns: int = 2
    style: Style = LISTED

    def _numbered(self) -> tuple[str, ...]:
        return tuple(f"{i}. {item}" for i, item in enumerate(self.items, 1))

    def _fitted(self, width: float) -> list[Fitted] | None:
        each = ((width - 2 * PAD) / self.columns - PAD) * MM
        try:
            fitted = [fit(item, each, 2, self.style) for item in self._numbered()]
        except UnprintableError as error:
            raise UnprintableError(error.character, field=self.field, title=self.title) from None
        return None if None in fitted else [f for f in fitted if f is not None]

    def _row_heights(self, fitted: Sequence[Fitted]) -> list[float]:
        rows = [fitted[i : i + self.columns] for i in range(0, len(fitted), self.columns)]
        return [max(f.height for f in row) / MM + 0.6 for row in rows]

    def _flowing(self) -> Value:
        return Value(self.field, self.title, "\n".join(self._numbered()), self.style, 2)

    def _heights(self, width: float, lines: int) -> list[float] | None:
        """Return the height of each row, or None when the list has no room in its cell."""
        fitted = self._fitted(width)
        if fitted is None:
            return None
        high = sum(
            max(len(f.lines) for f in fitted[i : i + self.columns])
            for i in range(0, len(fitted), self.columns)
        )
        return self._row_heights(fitted) if high <= 1 + 2 * lines else None

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        heights = self._heights(width, lines)
        if heights is None:
            return self._flowing().height(width, lines)
        return sum(heights) + 2 * DOWN

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the list row by row."""
        heights, fitted = self._heights(box.width, lines), self._fitted(box.width)
        if heights is None or fitted is None:
            self._flowing().place(ground, box, lines)
            return
        each = (box.width - 2 * PAD) / self.columns
        top = box.top + (box.height - sum(heights)) / 2
        for row, height in enumerate(heights):
            for column in range(self.columns):
                i = row * self.columns + column
                if i < len(fitted):
                    cell = Box(box.left + PAD + column * each, top, each - PAD, height)
                    put_lines(ground.page, cell, fitted[i], self.style, value=True)
                    ground.page.cells.append(
                        CellText(
                            f"{self.field}.{i}",
                            self._numbered()[i],
                            fitted[i].lines,
                            cell,
                            fitted[i].size,
                        )
                    )
            top += height


@dataclass(frozen=True, slots=True)
class Prose:
    """Printed sentences, wrapped; each paragraph begins two characters in."""

    text: str
    style: Style = PROSE
    leading: float = 1.45
    indented: bool = True

    def _lines(self, width: float) -> list[str]:
        text = self.text
        if self.indented:
            text = "\n".join("　　" + paragraph for paragraph in text.split("\n"))
        return wrap(text, (width - 2 * PAD) * MM, self.style.size, self.style.face)

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        del lines
        step = self.style.size * self.leading / MM
        return len(self._lines(width)) * step + 2 * DOWN

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the paragraphs from the top of the box."""
        del lines
        step = self.style.size * self.leading / MM
        base = box.top + DOWN + step / 2 + self.style.size * RISE / MM
        for line in self._lines(box.width):
            indent = len(line) - len(line.lstrip("　"))
            left = box.left + PAD + indent * self.style.size / MM
            ground.page.runs.append(
                Run(left, base, line.lstrip("　"), self.style.size, self.style.face)
            )
            base += step


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side on one line, and a date to fill in by hand."""

    titles: tuple[str, ...]
    dated: bool = True
    style: Style = LABEL
    room: float = 11.0  # high enough for a signature and a thumb print

    _DATE = "年　　月　　日"

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        del width, lines
        return self.room

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw titles and lines to sign on, low in the box."""
        del lines
        face, size = chain(self.style.face), self.style.size
        base = box.bottom - 3.2
        date_width = (face.width(self._DATE, size) / MM + 12) if self.dated else 0.0
        each = (box.width - 2 * PAD - date_width) / len(self.titles)
        left = box.left + PAD
        for title in self.titles:
            words = title + "："
            ground.page.runs.append(Run(left, base, words, size))
            begin = left + face.width(words, size) / MM
            end = left + each - 4
            ground.page.rules.append(Rule(((begin, base + 0.9), (end, base + 0.9)), 0.5))
            left += each
        if self.dated:
            ground.page.runs.append(Run(left + 11, base, self._DATE, size))


@dataclass(frozen=True, slots=True)
class Stack:
    """Contents one above the other; room that is left over is shared between them."""

    parts: tuple[Content, ...]

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        return sum(part.height(width, lines) for part in self.parts)

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the parts, the last one at the foot of the box."""
        heights = [part.height(box.width, lines) for part in self.parts]
        apart = (box.height - sum(heights)) / max(len(heights) - 1, 1)
        top = box.top
        for part, height in zip(self.parts, heights, strict=True):
            part.place(ground, Box(box.left, top, box.width, height), lines)
            top += height + apart


@dataclass(frozen=True, slots=True)
class Side:
    """Contents next to each other in the shares given."""

    parts: tuple[Content, ...]
    shares: tuple[float, ...]

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        pairs = zip(self.parts, self.shares, strict=True)
        return max(part.height(width * share, lines) for part, share in pairs)

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the parts from left to right."""
        left = box.left
        for part, share in zip(self.parts, self.shares, strict=True):
            width = box.width * share
            part.place(ground, Box(left, box.top, width, box.height), lines)
            left += width


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where the office puts its seal: an empty place with its name, nothing imitated."""

    office: str
    title: str = "经办机构（盖章）"
    room: float = 18.0

    _TITLE_HEIGHT = 6.0
    _FROM_TOP = 0.8

    def _name(self) -> Value:
        return Value("office.hall", "经办机构", self.office, Style(size=9.5), 3, centred=True)

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        return max(self.room, self._TITLE_HEIGHT + self._name().height(width, lines))

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Write the title and the name of the office at the top of the place."""
        top = Box(box.left, box.top + self._FROM_TOP, box.width, self._TITLE_HEIGHT)
        put_lines(ground.page, top, Fitted(LABEL.size, (self.title,)), LABEL, centred=True)
        height = self._name().height(box.width, lines)
        self._name().place(ground, Box(box.left, top.bottom - 1, box.width, height), lines)


@dataclass(frozen=True, slots=True)
class Points:
    """Numbered sentences with a hanging indent, parted as far as the room allows."""

    items: tuple[str, ...]
    style: Style = PROSE
    leading: float = 1.45
    labels: tuple[str, ...] = CHINESE_LABELS
    first: int = 0  # which label the first sentence has

    def _lines(self, width: float) -> list[tuple[str, ...]]:
        style = self.style
        indent = self._indent()
        room = (width - 2 * PAD) * MM - indent
        return [tuple(wrap(item, room, style.size, style.face)) for item in self.items]

    def _indent(self) -> float:
        """Return the width of the labels in points."""
        measure = chain(self.style.face).width
        return max(measure(label, self.style.size) for label in self.labels)

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        del lines
        count = sum(len(item) for item in self._lines(width))
        return count * self.style.size * self.leading / MM + 2 * DOWN

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the sentences on the middle of the box."""
        style, step = self.style, self.style.size * self.leading / MM
        top = box.top + (box.height - self.height(box.width, lines)) / 2 + DOWN
        base = top + step / 2 + style.size * RISE / MM
        left = box.left + PAD
        for i, item in enumerate(self._lines(box.width)):
            ground.page.runs.append(
                Run(left, base, self.labels[self.first + i], style.size, style.face)
            )
            for line in item:
                indented = left + self._indent() / MM
                ground.page.runs.append(Run(indented, base, line, style.size, style.face))
                base += step
