"""What stands in the cells of a ruled table: the contract, labels and values.

Each content says how high it must be for a width, given how many lines it may take, and
puts itself into a box. A value that has no room there goes whole onto the annex page.
"""

from dataclasses import dataclass, field
from typing import Protocol

from forms.errors import TextDoesNotFitError, UnprintableError
from forms.fonts.chains import chain
from forms.kit.layout.drawing import MM, Box, CellText, Page, Run
from forms.kit.layout.text import LEADING, Fitted, Style, fit, wrap

PAD = 1.8  # mm between rule and text
DOWN = 1.1  # the same above and below
LABEL = Style(size=10.0, smallest=7.5)
TEXT = Style()
NUMBER = Style(spacing=0.6)  # numbers are compared digit by digit
SPREAD_TO = 4  # short labels are spread to the width of four characters
RISE = 0.38  # from the base line to the middle of an ideograph, in type sizes
_SEE_ANNEX = "……（全文见附页第{}项）"


@dataclass(frozen=True, slots=True)
class AnnexEntry:
    """A value that stands on the annex page because its cell is too small."""

    field: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Where contents are put: the page, and the annex for what has no room."""

    page: Page
    annex: list[AnnexEntry] = field(default_factory=list)


class Content(Protocol):
    """Something that can stand in a cell; millimetres throughout."""

    def height(self, width: float, lines: int) -> float:
        """Return the height needed when the cell is ``width`` wide and may take ``lines``."""
        ...

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the content into its cell."""
        ...


def put_lines(page: Page, box: Box, fitted: Fitted, style: Style, **how: bool) -> None:
    """Draw fitted lines on the middle of a box; ``centred`` sets them on its axis too."""
    centred, value = how.get("centred", False), how.get("value", False)
    step = fitted.size * LEADING / MM
    base = box.top + box.height / 2 - (len(fitted.lines) - 1) * step / 2
    base += fitted.size * RISE / MM
    for line in fitted.lines:
        left = box.left
        if centred:
            width = chain(style.face).width(line, fitted.size, style.spacing) / MM
            left += (box.width - width) / 2
        if line:
            page.runs.append(
                Run(
                    left,
                    base,
                    line,
                    fitted.size,
                    style.face,
                    style.spacing,
                    style.gray,
                    value=value,
                )
            )
        base += step


def _needs(fitted: Fitted) -> float:
    return fitted.height / MM + 2 * DOWN


@dataclass(frozen=True, slots=True)
class Label:
    """The printed name of a field; short ones are spread so that a column looks even."""

    text: str
    style: Style = LABEL
    spread: bool = True

    def _fit(self, width: float) -> Fitted:
        fitted = fit(self.text, (width - PAD) * MM, 2, self.style)
        if fitted is None:
            raise TextDoesNotFitError(title=self.text)
        return fitted

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        del lines
        return _needs(self._fit(width))

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the label on the middle of its cell."""
        del lines
        fitted, style = self._fit(box.width), self.style
        wide = fitted.size * SPREAD_TO
        if self.spread and 1 < len(self.text) < SPREAD_TO and wide <= (box.width - PAD) * MM:
            gap = (wide - fitted.size * len(self.text)) / (len(self.text) - 1)
            style = Style(style.face, style.size, style.smallest, gap)
        put_lines(ground.page, box, fitted, style, centred=True)


@dataclass(frozen=True, slots=True)
class Value:
    """What is filled in for a field; ``title`` names it on the annex and in errors."""

    field: str
    title: str
    text: str
    style: Style = TEXT
    most_lines: int = 3
    centred: bool = False

    def _fit(self, width: float, lines: int) -> Fitted | None:
        try:
            return fit(self.text, (width - 2 * PAD) * MM, min(lines, self.most_lines), self.style)
        except UnprintableError as error:
            raise UnprintableError(error.character, field=self.field, title=self.title) from None

    def height(self, width: float, lines: int) -> float:
        """Return the height needed, or that of the most lines when the text has no room."""
        fitted = self._fit(width, lines)
        if fitted is None:
            most = min(lines, self.most_lines)
            return most * self.style.smallest * LEADING / MM + 2 * DOWN
        return _needs(fitted)

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the value; one without room is begun here and stands whole on the annex."""
        fitted = self._fit(box.width, lines)
        on_annex = fitted is None
        if fitted is None:
            entry = AnnexEntry(self.field, self.title, self.text)
            if entry not in ground.annex:  # the same value may have two cells
                ground.annex.append(entry)
            fitted = self._beginning(box.width, lines, ground.annex.index(entry) + 1)
        put_lines(ground.page, box.inset(PAD), fitted, self.style, value=True, centred=self.centred)
        ground.page.cells.append(
            CellText(
                self.field,
                self.text,
                fitted.lines,
                box,
                fitted.size,
                self.style.spacing,
                on_annex,
            )
        )

    def _beginning(self, width: float, lines: int, number: int) -> Fitted:
        """Return as much of the text as fits together with the reference to the annex."""
        note, most = _SEE_ANNEX.format(number), min(lines, self.most_lines)
        room, style = (width - 2 * PAD) * MM, self.style

        def wrapped(length: int) -> list[str]:
            text = self.text[:length] + note
            return wrap(text, room, style.smallest, style.face, style.spacing)

        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if len(wrapped(middle)) <= most else (low, middle - 1)
        return Fitted(style.smallest, tuple(wrapped(low)))
