"""Propose which value belongs where on a form, and say which proposals are sure.

Sure is only what its label names word for word, in a part of the form that is about that person;
everything else is left to whoever looks at the form.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from forms.kit.layout.drawing import Box
from forms.reading.labels import AGENT, APPLICANT, OFFICE, OTHERS, Labelled, Labels, labels, plain
from forms.reading.lines import Blank, Gap, Line, Tick, Word
from forms.reading.marks import PageMarks, surrounding
from forms.reading.tables import Cell, Sheet, context, take_apart

_SIDE, _EDGE = 0.8, 0.3  # mm kept free inside a cell
_LINE = 4.4  # mm of height a line of text needs
_LEAST_ROOM = 12.0  # mm that are room for a value after its label
_YEAR = 7.6  # mm four digits take
_MOST_ROOM = 75.0  # mm outside of tables
_MARGIN = 18.0  # mm at the right side of a page
_LEAST_WORDS = 4  # characters that are clear without a label of their group
_COMB = 6  # cells of one width in a row that take one character each
_COMB_CELL = 9.0  # mm
_COMB_SAME = 0.15
_PARTS = {"年": "year", "月": "month", "日": "day"}
_FROM = re.compile(r"(?:自|从|由)$")
_TO = re.compile(r"(?:至|到|止)$")
_PROVINCE = re.compile(r"^(?:省|自治区)")
_CITY = re.compile(r"^(?:市|地区|州)")
_LIVING = re.compile(r"(?:居住|就医|安置|拟到|前往|转往|备案地|异地)")
_CLAUSE = re.compile(r"[，。；,;（(]")
_TITLE_LINES = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """One place on a form: ``value`` is None where nobody knows what belongs there.

    ``free`` marks places for signatures, stamps and the bureau; ``step`` is the width of one cell
    where each takes one character, 0 elsewhere.
    """

    page: int  # from 1
    box: Box
    label: str
    value: str | None = None
    sure: bool = False
    tick: bool = False
    free: bool = False
    step: float = 0.0

    @property
    def lines(self) -> int:
        """Return how many lines of text the place has room for."""
        return 1 if self.step else max(1, int(self.box.height / _LINE))


@dataclass(frozen=True, slots=True)
class Reading:
    """A form as it was understood: its title, whose data it takes, and its places in order."""

    title: str
    paper: str
    places: tuple[Proposal, ...]


def propose(pages: Sequence[PageMarks], paper: str | None = None) -> Reading:
    """Return what a form says and which value each place of it asks for.

    ``paper`` names the paper whose data it takes; without it the title decides.
    """
    sheets = [take_apart(page) for page in pages]
    title = _title(sheets)
    paper = paper or labels().paper(title)
    known = labels(paper)
    found = [
        one
        for number, sheet in enumerate(sheets, 1)
        for one in _Page(number, sheet, known).proposals()
    ]
    return Reading(title, paper, tuple(_once(_by_tiers(found))))


def _by_tiers(found: Sequence[Proposal]) -> Iterator[Proposal]:
    """Where a form asks for the tier of an insurance, its box without one is for those without."""
    tiers = any(one.value and one.value.endswith("insurance.employee_1") for one in found)
    for one in found:
        plain_box = tiers and one.value and one.value.endswith(".any_employee")
        yield replace(one, value=str(one.value).replace("any_", "")) if plain_box else one


def _once(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Let only the first place of a value be sure: a second one may be somebody else's."""
    seen = set[str]()
    for one in found:
        again = one.value is not None and one.value in seen
        if one.value is not None and one.sure:
            seen.add(one.value)
        yield replace(one, sure=False) if again else one


def _title(sheets: Sequence[Sheet]) -> str:
    """Return the largest of the first lines outside tables."""
    lines = [line for line in sheets[0].lines if line.text.strip()][:_TITLE_LINES] if sheets else []
    largest = max(lines, key=lambda one: one.box.height, default=None)
    return plain(largest.text) if largest else ""


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    sheet: Sheet
    known: Labels

    def proposals(self) -> list[Proposal]:
        """Return the places of a page, from the top."""
        combs, in_combs = self._combs()
        found = list(combs)
        for cell in self.sheet.cells:
            if id(cell) in in_combs:
                continue
            found.extend(self._empty(cell) if cell.empty else self._written(cell))
        found.extend(self._outside())
        return sorted(found, key=lambda one: (round(one.box.top), one.box.left))

    def _combs(self) -> tuple[list[Proposal], set[int]]:
        """Return places of one character a cell, and the cells they are made of."""
        found, used = list[Proposal](), set[int]()
        for cell in self.sheet.cells:
            row = [cell]
            while (one := self._next(row[-1])) is not None:
                row.append(one)
            if id(cell) not in used and len(row) >= _COMB and _is_tooth(cell):
                used |= {id(one) for one in row}
                whole = surrounding(one.box for one in row)
                step = (whole.width) / len(row)
                place = self._labelled(row[0], whole)
                found.append(replace(place, step=step))
        return found, used

    def _next(self, cell: Cell) -> Cell | None:
        for one in self.sheet.cells:
            if self.sheet.left_of(one) is cell and _is_tooth(one) and _is_tooth(cell):
                same = abs(one.box.width - cell.box.width) <= _COMB_SAME * cell.box.width
                return one if same else None
        return None

    def _empty(self, cell: Cell) -> Iterator[Proposal]:
        yield self._labelled(cell, cell.box.inset(_SIDE, _EDGE))

    def _labelled(self, cell: Cell, box: Box) -> Proposal:
        """Return an empty cell with what the label left of it, or above it, asks for."""
        left, above = self.sheet.left_of(cell), self.sheet.above(cell)
        beside = left if left is not None and left.is_label else None
        for label in (beside, above if above is not None and above.is_label else None):
            if label is None:
                continue
            whose = context(self.sheet, cell, label, self.known)
            if whose == OFFICE or self.known.is_free(label.text):
                return Proposal(self.number, box, label.text, free=True)
            if self.known.whose(label.text) == OFFICE:
                return Proposal(self.number, box, label.text, free=True)
            if meant := self.known.meaning(label.text, whose):
                by_column = label is not beside and beside is not None
                value, sure = self._meant(label, meant, whose)
                return Proposal(self.number, box, label.text, value, sure and not by_column)
        text = beside.text if beside else above.text if above and above.is_label else ""
        return Proposal(self.number, box, text)

    def _meant(self, label: Cell, meant: Labelled, whose: str | None) -> tuple[str, bool]:
        """Return the value a label asks for after those left of it, and whether that is sure."""
        if _is_stray(meant, self.known.about(label.text), whose):
            return meant.value, self._row_person(label, whose) == AGENT
        row, value = self._row_person(label, meant.person or whose), meant.value
        if row == AGENT and value.startswith(f"{APPLICANT}."):
            value = f"{AGENT}.{value.partition('.')[2]}"
        return value, not row

    def _row_person(self, label: Cell, whose: str | None) -> str | None:
        """Return the other person whom an earlier label of the same row names; None for none."""
        if whose is not None:
            return None
        left = self.sheet.left_of(label)
        while left is not None:
            meant = self.known.meaning(left.text) if left.is_label else None
            if meant is not None and meant.person == AGENT:
                return AGENT
            named = self.known.whose(left.text) or self.known.about(left.text)
            if left.is_label and named not in {None, APPLICANT}:
                return named
            left = self.sheet.left_of(left)
        return None

    def _written(self, cell: Cell) -> Iterator[Proposal]:
        """Yield the blanks and check boxes of a cell that has text."""
        left = self.sheet.left_of(cell)
        beside = left if left is not None and left.is_label else None
        whose = context(self.sheet, cell, beside, self.known)
        label = beside.text if beside else ""
        free = self.known.is_free(label + cell.text) or OFFICE in {
            whose,
            self.known.whose(label),
            self.known.whose(cell.text),
        }
        yield from _Text(self.number, self.known, cell.box, label, whose, free).places(cell.lines)

    def _outside(self) -> Iterator[Proposal]:
        width, height = self.sheet.size
        area = Box(0, 0, width - _MARGIN, height)
        yield from _Text(self.number, self.known, area, "", None, False).places(self.sheet.lines)


def _is_stray(meant: Labelled, named: str | None, whose: str | None) -> bool:
    """Tell whether something of the agent is asked where nobody has named the agent."""
    return meant.value.startswith(f"{AGENT}.") and AGENT not in {named, whose}


def _is_tooth(cell: Cell) -> bool:
    return cell.empty and cell.box.width <= _COMB_CELL


@dataclass(slots=True)
class _Text:
    """Reads lines of text with blanks and check boxes in them, one after the other."""

    number: int
    known: Labels
    area: Box
    label: str  # of the whole cell
    whose: str | None
    free: bool
    group: str | None = None
    date: str | None = None
    sure_date: bool = False
    place: bool = False  # whether the last label was about where somebody lives

    def places(self, lines: Iterable[Line]) -> Iterator[Proposal]:
        self.group = self.known.group(self.label)
        for line in lines:
            yield from self._line(line)

    def _line(self, line: Line) -> Iterator[Proposal]:
        parts = line.parts
        whose = self.whose
        signed = self.free or self.known.is_free(line.text)
        if not isinstance(parts[0], Tick) and any(isinstance(one, Tick) for one in parts):
            self.group = self.known.group(_before(parts)) or self.group
        for i, part in enumerate(parts):
            before = parts[i - 1] if i else None
            after = parts[i + 1] if i + 1 < len(parts) else None
            said = before.text if isinstance(before, Word) else ""
            if isinstance(part, Tick):
                yield self._tick(part, parts, i)
            elif isinstance(part, Blank):
                follows = after.text if isinstance(after, Word) else ""
                place = self._blank(part, said, follows, whose, is_last=after is None)
                if place is not None:
                    yield (
                        replace(place, value=None, sure=False, free=True)
                        if (signed and not place.value) or self.free
                        else place
                    )
                    whose = _person(place, whose)
                if self.known.about(_clause(said)) == OTHERS and not (place and place.value):
                    whose = OTHERS

    def _tick(self, part: Tick, parts: Sequence[object], i: int) -> Proposal:
        words = _words(parts, i)
        found = None if self.free else self.known.ticked(words, self.group)
        value, sure = None, False
        if found is not None:
            name, code = found
            owner = self.whose if self.whose in {APPLICANT, AGENT} else APPLICANT
            prefix = f"{owner}." if name in {"sex", "insurance"} else ""
            value = f"{prefix}{name}.{code}"
            sure = self.group == name or (code != "other" and len(words) >= _LEAST_WORDS)
        return Proposal(self.number, part.box, words, value, sure, tick=True, free=self.free)

    def _blank(
        self, part: Blank, said: str, follows: str, whose: str | None, *, is_last: bool
    ) -> Proposal | None:
        ruled = part.gap is Gap.RULED
        label = _clause(said) or ("" if said or not ruled else self.label)
        if piece := _PARTS.get(follows[:1]):
            return self._day(part, piece, said, ruled=ruled)
        if ruled and (found := self._region(part, said, follows)):
            return found
        meant = self.known.meaning(label, whose) if label else None
        asks = said.rstrip().endswith(("：", ":"))
        if not ruled and not (label and (asks if self._in_cell else meant)):
            return None
        box = part.box if ruled or not is_last else self._rest(part.box)
        if box.width < (2.0 if ruled else _LEAST_ROOM):
            return None
        value = meant.value if meant else None
        carried = whose == AGENT != self.whose and meant is not None and meant.person is None
        carried = carried or (
            meant is not None and _is_stray(meant, self.known.about(label), whose)
        )
        self.place = bool(_LIVING.search(label))
        return Proposal(self.number, _risen(box), label, value, value is not None and not carried)

    @property
    def _in_cell(self) -> bool:
        return self.area.left > 0

    def _rest(self, box: Box) -> Box:
        """Return the room after the last word: to the side of its cell, or part of a page."""
        if self._in_cell:
            inner = self.area.inset(_SIDE, _EDGE)
            return Box(box.left + _SIDE, box.top, inner.right - box.left - _SIDE, box.height)
        return Box(box.left, box.top, min(box.width, _MOST_ROOM), box.height)

    def _day(self, part: Blank, piece: str, said: str, *, ruled: bool) -> Proposal | None:
        if piece == "year":
            self._start_date(said)
        if self.date is None:
            return None
        box = part.box
        if not ruled and box.width > _YEAR:  # the room before 年 may begin far to its left
            box = Box(box.right - _YEAR, box.top, _YEAR, box.height)
        value = None if self.free else f"{self.date}.{piece}"
        return Proposal(
            self.number, _risen(box), f"{said[-6:]}{piece}", value, self.sure_date, free=self.free
        )

    def _start_date(self, said: str) -> None:
        label = _clause(said)
        meant = self.known.meaning(label) or self.known.meaning(self.label)
        if _TO.search(plain(said)):
            self.date, self.sure_date = "end", True
        elif _FROM.search(plain(said)):
            self.date, self.sure_date = "begin", True
        elif meant and meant.value in _DATES:
            self.date, self.sure_date = meant.value, True
        else:
            self.date, self.sure_date = "day", False

    def _region(self, part: Blank, said: str, follows: str) -> Proposal | None:
        if _LIVING.search(said or self.label):
            self.place = True
        elif said and not _PROVINCE.search(said):
            self.place = False
        for pattern, value in ((_PROVINCE, "place.province_bare"), (_CITY, "place.city_bare")):
            if self.place and pattern.search(plain(follows) or "-"):
                return Proposal(self.number, _risen(part.box), follows[:2], value, sure=True)
        return None


_DATES = frozenset(
    ["day", "begin", "end", "admission", "effective", "accepted_day", "applicant.birth"]
)


def _person(place: Proposal, whose: str | None) -> str | None:
    """Return whose part of a line goes on after a place: a name of somebody begins theirs."""
    if place.value in {f"{APPLICANT}.name", f"{AGENT}.name"}:
        return place.value.partition(".")[0]
    return whose


def _before(parts: Sequence[object]) -> str:
    first = next((one for one in parts if not isinstance(one, Blank)), None)
    return first.text if isinstance(first, Word) else ""


def _words(parts: Sequence[object], i: int) -> str:
    """Return what a check box stands for: the words after it, or before it in such a line."""
    texts = [one for one in parts if not isinstance(one, Blank)]
    at = next(k for k, one in enumerate(texts) if one is parts[i])
    leads = isinstance(texts[-1], Tick) and isinstance(texts[0], Word)
    neighbour = texts[at - 1] if leads else (texts[at + 1] if at + 1 < len(texts) else None)
    return plain(neighbour.text) if isinstance(neighbour, Word) else ""


def _clause(said: str) -> str:
    """Return the last clause of what is said before a blank, without its colon."""
    return plain(_CLAUSE.split(said.rstrip())[-1]) if said else ""


def _risen(box: Box) -> Box:
    """Return a blank as room for text: a little higher than the letters beside it."""
    return Box(box.left, box.top - _EDGE, box.width, box.height + _EDGE)
