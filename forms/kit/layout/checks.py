"""Rows and columns of check boxes with their words."""

from dataclasses import dataclass

from forms.errors import TextDoesNotFitError
from forms.fonts.chains import chain
from forms.kit.layout.boxes import SIDE, check_box
from forms.kit.layout.contents import DOWN, PAD, Ground, put_lines
from forms.kit.layout.drawing import MM, Box, Page
from forms.kit.layout.text import LEADING, Fitted, Style, fit

OPTION = Style(size=10.0, smallest=8.0)


@dataclass(frozen=True, slots=True)
class Option:
    """One check box and its words."""

    text: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Checks:
    """Check boxes in ``columns`` columns; 0 sets them one after the other on a line."""

    field: str
    options: tuple[Option, ...]
    columns: int = 0
    style: Style = OPTION

    _GAP = 1.1  # between box and words
    _APART = 4.5  # between options on a line
    _STEP = 5.0  # between rows of options

    def _rows(self) -> int:
        return -(-len(self.options) // self.columns) if self.columns else 1

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        del lines
        if self.columns == 1:
            each = (self._fitted(option, width - 2 * PAD) for option in self.options)
            return sum(max(f.height / MM, self._STEP) for f in each) + 2 * DOWN
        return self._rows() * self._STEP + 2 * DOWN

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw boxes and words."""
        del lines
        inner = box.inset(PAD)
        if not self.columns:
            self._place_inline(ground.page, inner)
            return
        rows = self._rows()
        step = min(self._STEP + 0.8, (inner.height - 2 * DOWN) / rows)
        if self.columns == 1 and rows == 1:
            step = inner.height - 2 * DOWN
        first = inner.top + inner.height / 2 - (rows - 1) * step / 2
        for i, option in enumerate(self.options):
            row, column = divmod(i, self.columns)
            width = inner.width / self.columns
            cell = Box(inner.left + column * width, first + (row - 0.5) * step, width, step)
            self._place_option(ground.page, cell, option)

    def _place_inline(self, page: Page, inner: Box) -> None:
        face = chain(self.style.face)
        widths = [face.width(o.text, 1.0) / MM for o in self.options]
        boxes = (SIDE + self._GAP) * len(self.options) + self._APART * (len(self.options) - 1)
        size = min(self.style.size, (inner.width - boxes) / sum(widths))
        if size < self.style.smallest - 1:
            raise TextDoesNotFitError(field=self.field)
        left = inner.left
        for option, width in zip(self.options, widths, strict=True):
            cell = Box(left, inner.top, SIDE + self._GAP + width * size + 0.1, inner.height)
            self._place_option(page, cell, option, size)
            left = cell.right + self._APART

    def _fitted(self, option: Option, width: float, size: float | None = None) -> Fitted:
        style = self.style if size is None else Style(self.style.face, size, size)
        most = 4 if self.columns == 1 else 1
        fitted = fit(option.text, (width - SIDE - self._GAP) * MM, most, style)
        if fitted is None:
            raise TextDoesNotFitError(field=self.field, title=option.text)
        return fitted

    def _place_option(
        self, page: Page, cell: Box, option: Option, size: float | None = None
    ) -> None:
        fitted = self._fitted(option, cell.width, size)
        middle = cell.top + cell.height / 2
        beside = middle - (len(fitted.lines) - 1) * fitted.size * LEADING / MM / 2
        check_box(page, cell.left, beside, ticked=option.ticked)
        words = Box(
            cell.left + SIDE + self._GAP, cell.top, cell.width - SIDE - self._GAP, cell.height
        )
        put_lines(page, words, fitted, self.style)
