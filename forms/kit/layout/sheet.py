"""Compose a paper: its heading, its flow over pages, its annex, its page numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from forms.data import Issued
from forms.errors import TextDoesNotFitError
from forms.fonts.chains import HEI, SONG, chain
from forms.kit.layout.blocks import Points
from forms.kit.layout.contents import (
    PAD,
    RISE,
    AnnexEntry,
    Content,
    Ground,
    Label,
    Value,
    put_lines,
)
from forms.kit.layout.drawing import A4, MM, Box, Layout, Page, Run
from forms.kit.layout.grid import Cell, Row, Section, Table, place, row_height
from forms.kit.layout.qr import qr
from forms.kit.layout.text import LEADING, Fitted, Style, fit, wrap

MARGIN = 18.0  # mm at the left and right
QR_SIDE = 20.0
_QR_TOP = 9.0
_TITLE_MIDDLE = 21.0
_QUIET = 4.0  # mm kept white around the code
_LINE_BASE = 33.2  # of number and day
_BODY_TOP = 35.4
_BODY_BOTTOM = 283.0  # from the top, on A4; the footer stands below
_FOOT_BASE = 289.0
_SMALL = 9.0
_SMALLEST_TITLE = 14.0
_ANNEX_COLUMNS = (12.0, 40.0, 122.0)
_ANNEX_LINES = 40  # most lines of one annex row; a longer text continues in the next


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the body of a paper.

    ``number`` and ``check`` make the QR code; without a number the paper is a draft and has
    none. ``left`` and ``right`` are the small line above the table.
    """

    title: str
    edition: str
    author: str
    number: str | None = None
    check: str | None = None
    left: str = ""
    right: str = ""

    @classmethod
    def of(cls, title: str, edition: str, data: Issued, *, left: str, right: str) -> Self:
        """Return the heading of a paper of a filing."""
        return cls(title, edition, data.office.hall, data.number, data.check, left, right)


@dataclass(slots=True)
class Sheet:
    """A paper while it is put together; positions in millimetres from the top left."""

    heading: Heading
    size: tuple[float, float] = A4
    title_size: float = 18.0
    pages: list[Page] = field(default_factory=list)
    annex: list[AnnexEntry] = field(default_factory=list)
    top: float = 0.0

    def __post_init__(self) -> None:
        """Begin the first page with the heading, unless there are entries for an annex only."""
        if not self.annex:
            self.new_page()
            self._place_heading()

    @property
    def page(self) -> Page:
        """Return the page that is being filled."""
        return self.pages[-1]

    @property
    def ground(self) -> Ground:
        """Return where contents are put now."""
        return Ground(self.page, self.annex)

    @property
    def width(self) -> float:
        """Return the width between the margins."""
        return self.size[0] - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Return where the body must end."""
        return self.size[1] - (A4[1] - _BODY_BOTTOM)

    @property
    def room(self) -> Box:
        """Return what is left of the page."""
        return Box(MARGIN, self.top, self.width, self.bottom - self.top)

    def new_page(self) -> None:
        """Begin another page."""
        self.pages.append(Page(self.size))
        self.top = 20.0

    def _place_heading(self) -> None:
        heading, page = self.heading, self.page
        free = self.width - 2 * (QR_SIDE + 3) if heading.number else self.width
        style = Style(face=HEI, size=self.title_size, smallest=_SMALLEST_TITLE)
        fitted = fit(heading.title, free * MM, 1, style)
        if fitted is None:
            raise TextDoesNotFitError(title=heading.title)
        box = Box(MARGIN, _TITLE_MIDDLE - 5, self.width, 10)
        put_lines(page, box, fitted, style, centred=True)
        if heading.number:
            side = Box(self.size[0] - MARGIN - QR_SIDE, _QR_TOP, QR_SIDE, QR_SIDE)
            payload = f"{heading.number}*{heading.check}" if heading.check else heading.number
            page.fills.append(qr(payload, side))
        self.top = _BODY_TOP
        self._place_line(heading)

    def _place_line(self, heading: Heading) -> None:
        """Write the small line under the title; what is too long for it takes further lines."""
        style = Style(size=10.0)
        end = self.size[0] - MARGIN - (QR_SIDE + _QUIET if heading.number else 0.0)
        if heading.right:
            end -= chain(SONG).width(heading.right, style.size) / MM
            self._write(heading.right, end, _LINE_BASE, style.size)
        fitted = fit(heading.left, (end - MARGIN - 3) * MM, 1, style)
        if fitted is None:
            lines = tuple(wrap(heading.left, self.width * MM, style.size))
            fitted = Fitted(style.size, lines)
            self.top += fitted.height / MM + 1
        base = _LINE_BASE if len(fitted.lines) == 1 else _LINE_BASE + style.size * LEADING / MM
        for line in fitted.lines:
            self._write(line, MARGIN, base, fitted.size)
            base += style.size * LEADING / MM

    def _write(self, line: str, left: float, base: float, size: float) -> None:
        """Write a line whose words before a colon are a label, which printed sheets have."""
        label, colon, value = line.partition("：")
        if colon:
            self.page.runs.append(Run(left, base, label + colon, size))
            left += chain(SONG).width(label + colon, size) / MM
        self.page.runs.append(Run(left, base, value if colon else line, size, value=True))

    def text(self, text: str, style: Style, **how: float) -> None:
        """Write paragraphs down the pages; keywords: indent (characters), leading, after (mm)."""
        indent, leading, after = (
            how.get("indent", 2),
            how.get("leading", 1.6),
            how.get("after", 1.5),
        )
        step = style.size * leading / MM
        for paragraph in text.split("\n"):
            lead = "　" * int(indent)
            for line in wrap(lead + paragraph, self.width * MM, style.size, style.face):
                if self.top + step > self.bottom:
                    self.new_page()
                shown = line.lstrip("　")
                left = MARGIN + (len(line) - len(shown)) * style.size / MM
                base = self.top + step / 2 + style.size * RISE / MM
                self.page.runs.append(
                    Run(left, base, shown, style.size, style.face, gray=style.gray)
                )
                self.top += step
        self.top += after

    def points(self, items: Sequence[str], style: Style) -> None:
        """Write numbered sentences, each kept whole on a page."""
        labels = tuple(f"{number}. " for number in range(1, len(items) + 1))
        for i, item in enumerate(items):
            content = Points((item,), style, 1.45, labels, i)
            self.keep(content.height(self.width, 1))
            self.block(content)

    def block(self, content: Content) -> None:
        """Put one content over the whole width."""
        height = content.height(self.width, 1)
        self.keep(height)
        content.place(self.ground, Box(MARGIN, self.top, self.width, height), 1)
        self.top += height

    def gap(self, height: float) -> None:
        """Leave room."""
        self.top += height

    def keep(self, height: float) -> None:
        """Begin a new page unless ``height`` millimetres are left on this one."""
        if self.top + height > self.bottom:
            self.new_page()

    def table(self, table: Table, *, head: Row | None = None, lines: int = 3) -> None:
        """Put a table down the pages, parting it between rows; ``head`` is repeated on each."""
        rows = [line for section in table.sections for line in section.rows]
        pending: list[Row] = []
        heights: list[float] = []
        if head is not None:
            pending, heights = [head], [row_height(table, head, lines)]
        first = len(pending)
        for line in rows:
            height = row_height(table, line, lines)
            if self.top + sum(heights) + height > self.bottom:
                if len(pending) > first:
                    self._put_rows(table, pending, heights, lines)
                self.new_page()
                pending, heights = pending[:first], heights[:first]
                if self.top + sum(heights) + height > self.bottom:
                    raise TextDoesNotFitError
            pending.append(line)
            heights.append(height)
        self._put_rows(table, pending, heights, lines)

    def _put_rows(self, table: Table, rows: list[Row], heights: list[float], lines: int) -> None:
        part = Table(table.columns, (Section(tuple(rows)),))
        place(self.ground, part, Box(MARGIN, self.top, part.width, sum(heights)), heights, lines)
        self.top += sum(heights)

    def finish(self, subject: str = "异地就医备案") -> Layout:
        """Add annex and page numbers and return the whole paper."""
        if self.annex:
            self._place_annex()
        for number, page in enumerate(self.pages, 1):
            self._place_foot(page, f"第 {number} 页，共 {len(self.pages)} 页")
        heading = self.heading
        title = f"{heading.title} {heading.number}" if heading.number else heading.title
        annexed = tuple(entry.title for entry in self.annex)
        return Layout(title, heading.author, subject, tuple(self.pages), annexed)

    def _place_annex(self) -> None:
        """Write what had no room in its cell, each under the name of its field."""
        self.new_page()
        title = Style(face=HEI, size=15.0)
        box = Box(MARGIN, 15, self.width, 8)
        put_lines(self.page, box, Fitted(title.size, ("附页",)), title, centred=True)
        number = f"（受理编号：{self.heading.number}）" if self.heading.number else ""
        self.top = 25
        self.text(
            f"以下内容在《{self.heading.title}》{number}中填写不下，在此完整列出，与正表效力相同。",
            Style(size=10.0),
        )
        head = Row(tuple(Cell(Label(words, spread=False)) for words in ("项", "栏目", "内容")))
        extra = self.size[0] - A4[0]
        columns = (*_ANNEX_COLUMNS[:2], _ANNEX_COLUMNS[2] + extra)
        rows = tuple(
            row
            for number, entry in enumerate(self.annex, 1)
            for row in _annex_rows(number, entry, columns[2])
        )
        self.table(Table(columns, (Section(rows),)), head=head, lines=_ANNEX_LINES)

    def _place_foot(self, page: Page, pages: str) -> None:
        base = page.size[1] - (A4[1] - _FOOT_BASE)
        page.runs.append(Run(MARGIN, base, self.heading.edition, _SMALL - 1, gray=0.35))
        width = chain(SONG).width(pages, _SMALL) / MM
        page.runs.append(Run(page.size[0] - MARGIN - width, base, pages, _SMALL))


def annex_pages(heading: Heading, entries: list[AnnexEntry]) -> tuple[Page, ...]:
    """Return annex pages alone, for a form that somebody else has drawn."""
    return tuple(Sheet(heading, annex=entries).finish().pages)


def _annex_rows(number: int, entry: AnnexEntry, width: float) -> list[Row]:
    style = Style(size=10.5, smallest=10.5)
    lines = wrap(entry.text, (width - 2 * PAD) * MM, style.size)
    rows = []
    for start in range(0, len(lines), _ANNEX_LINES):
        part = "\n".join(lines[start : start + _ANNEX_LINES])
        name = entry.title + ("（续）" if start else "")
        content = Value(f"annex.{entry.field}", entry.title, part, style, _ANNEX_LINES)
        rows.append(Row((Cell(Label(str(number), spread=False)), Cell(Label(name)), Cell(content))))
    return rows
