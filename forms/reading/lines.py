"""The lines of text of one area of a page, cut into words and the blanks between them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forms.kit.layout.drawing import Box
from forms.reading.marks import Glyph, shared, surrounding

_SAME_LINE = 0.5  # of a character's height between middles
_UNDERSCORES = "_＿﹍"
_WIDE = 0.9  # of a character's height: what is narrower is a space between words
_BELOW = 2.2  # mm a rule may lie below the foot of its line
_LEAST_LINE = 5.0  # mm of an underline that is a blank
_UNITS = "年月日省市区县号元"
_LONGEST_SPACED = 5  # letters of a label that is spaced out


class Gap(StrEnum):
    """What a blank looks like."""

    RULED = "ruled"  # underscores or an underline
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that belong together."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Blank:
    """Room between words, or after the last one."""

    box: Box
    gap: Gap


@dataclass(frozen=True, slots=True)
class Tick:
    """A check box: its ink."""

    box: Box


Part = Word | Blank | Tick


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its parts from left to right."""

    parts: tuple[Part, ...]
    box: Box

    @property
    def text(self) -> str:
        """Return its words without blanks and boxes."""
        return "".join(one.text for one in self.parts if isinstance(one, Word))


def read_lines(
    glyphs: Iterable[Glyph], rules: Sequence[Box], squares: Sequence[Box], area: Box
) -> list[Line]:
    """Return the lines of an area from the top; squares drawn on it are check boxes."""
    drawn = [Glyph("□", one, one, tick=True) for one in squares]
    rows: list[list[Glyph]] = []
    for glyph in sorted([*glyphs, *drawn], key=lambda one: one.middle[1]):
        if rows and _beside(rows[-1], glyph):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = [_line(sorted(row, key=lambda one: one.box.left), rules, area) for row in rows]
    return [one for one in lines if one.parts]


def _beside(row: Sequence[Glyph], glyph: Glyph) -> bool:
    """Tell whether a character stands in a row: its middle is near theirs."""
    middles = sorted(one.middle[1] for one in row)
    heights = [one.box.height for one in (*row, glyph)]
    letters = [one.box.height for one in (*row, glyph) if not one.tick and not one.blank]
    return abs(glyph.middle[1] - middles[len(middles) // 2]) < _SAME_LINE * max(letters or heights)


def _line(row: Sequence[Glyph], rules: Sequence[Box], area: Box) -> Line:
    box = surrounding(one.box for one in row)
    under = sorted(
        (
            one
            for one in rules
            if one.width > one.height and box.top < one.top < box.bottom + _BELOW
        ),
        key=lambda one: one.left,
    )
    return Line(tuple(_spaced_out(_parts(row, under, area))), box)


def _parts(row: Sequence[Glyph], under: Sequence[Box], area: Box) -> Iterator[Part]:
    """Yield words, check boxes, and every blank wider than a space between words."""
    height = max((one.box.height for one in row if not one.blank), default=row[0].box.height)
    visible = [one for one in row if one.tick or one.blank or one.text.strip()]
    end, word = area.left, list[Glyph]()
    for glyph in visible:
        space = Box(end, glyph.box.top, glyph.box.left - end, glyph.box.height)
        cut = glyph.tick or glyph.blank or glyph.text in _UNDERSCORES
        if word and (cut or space.width > _WIDE * height):
            yield _word(word)
            word = []
        if space.width > _WIDE * height:
            yield from _blanks(space, under)
        if glyph.tick:
            yield Tick(glyph.ink)
        elif cut:
            yield Blank(glyph.box, Gap.RULED)
        else:
            word.append(glyph)
        end = glyph.box.right
    if word:
        yield _word(word)
    if visible and area.right - end > _WIDE * height:
        last = visible[-1].box
        yield from _blanks(Box(end, last.top, area.right - end, last.height), under)


def _word(glyphs: Sequence[Glyph]) -> Word:
    return Word("".join(one.text for one in glyphs), surrounding(one.box for one in glyphs))


def _blanks(space: Box, under: Sequence[Box]) -> Iterator[Blank]:
    """Yield the underlined stretches of an empty space; where there is none, the space."""
    ruled = [
        Box(max(one.left, space.left), space.top, length, space.height)
        for one in under
        if (length := shared((one.left, one.right), (space.left, space.right))) >= _LEAST_LINE
    ]
    yield from (Blank(one, Gap.RULED) for one in ruled)
    if not ruled:
        yield Blank(space, Gap.PLAIN)


def _spaced_out(parts: Iterable[Part]) -> Iterator[Part]:
    """Join what was only spaced out: the letters of a label, underscores one by one."""
    kept: list[Part] = []
    for part in parts:
        last, before = kept[-1] if kept else None, kept[-2] if len(kept) > 1 else None
        if isinstance(part, Blank) and isinstance(last, Blank) and part.gap == last.gap:
            kept[-1] = Blank(surrounding((last.box, part.box)), part.gap)
        elif (
            isinstance(part, Word)
            and isinstance(before, Word)
            and _is_letter(part)
            and _is_spaced(before, last)
        ):
            kept[-2:] = [Word(before.text + part.text, surrounding((before.box, part.box)))]
        else:
            kept.append(part)
    yield from kept


def _is_letter(part: Word) -> bool:
    """Tell whether a word is one letter, or its last one with a colon, and no unit of a blank."""
    return len(part.text.rstrip("：:")) == 1 and part.text[0] not in _UNITS


def _is_spaced(word: Word, blank: Part | None) -> bool:
    plain = isinstance(blank, Blank) and blank.gap is Gap.PLAIN
    alone = word.text[-1] not in "：:" and word.text[0] not in _UNITS
    return plain and alone and len(word.text) < _LONGEST_SPACED
