"""Try a bureau's form before it is used: fill it to the brim, and read every value back.

What fills it and what reads it know nothing of each other: PDFium says which characters stand
where, and the pictures of the filled and the empty form show what can be seen. The trial is done
in a process of its own, with bounds: a file made to do harm ends that, not the program.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError, PdfPage, raw

from desk_app import apart, pdfium
from desk_app.errors import RefusedError
from forms import catalogue
from forms.catalogue import MM, Box, Placed, Run, bind, chain
from forms.errors import PaperError

_SECONDS = 120
_ENDED = "空白表无法读取：文件可能已损坏，或内容过于庞大。请用办公软件打开后另存为 PDF 再试。"
_SCALE = 100 / 72  # dots in a point
_ROUGHLY = 40 / 72
_SAME = 0.002  # share of dots that may differ
_SEEN = 48  # of 255, the least difference that the eye sees on paper
_LEAST_DOTS = 4
_SLACK = 0.7  # mm that ink may reach over the edge of its place
_MOST_OVERLAP = 0.2
_MOST_NAMED = 6
_KEPT = 4
_MENDED = "页面内容有损坏之处，已尽量修复，请仔细核对图样"

_NO_FONT = "没有{}字体，改用宋体；把该字体文件放入字体文件夹后即按原字体填写"
_OTHER = "第 {} 页去掉不属于纸面的内容后，与原文件看起来不同，请对照原表核对"
_UNCOMPARED = "原文件有损坏，无法与修复后的样子比较，请对照原表核对"

Ink = tuple[str, Box]
Character = tuple[str, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A form that every value can be read on; ``pdf`` is the form without all that is not paper.

    ``left_out`` and ``notes`` are for whoever takes it into use, ``doubts`` what the map itself
    wants to be looked at; ``picture`` shows the places, ``sample`` the longest values.
    """

    paper: str
    pdf: bytes
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    picture: bytes
    sample: bytes
    doubts: tuple[str, ...] = ()

    @property
    def shown(self) -> bytes:
        """Return what is to be looked at: the places, then the form with the longest values."""
        return bind([(self.picture, 1), (self.sample, 1)])


def tried(pdf: bytes, map_text: str) -> Trial:
    """Return what became of a form when it was tried; raise RefusedError saying why it is none."""
    answer = _apart(pdf, map_text, catalogue.extra_fonts())
    if isinstance(answer, str):
        raise RefusedError(answer)
    return answer


@lru_cache(maxsize=_KEPT)
def _apart(pdf: bytes, map_text: str, further: tuple[Path, ...]) -> Trial | str:
    return apart.answer(_answer, (pdf, map_text, further), seconds=_SECONDS) or _ENDED


def _answer(given: tuple[bytes, str, tuple[Path, ...]]) -> Trial | str:
    """Return the trial, or the sentence that refuses the form."""
    pdf, map_text, further = given
    catalogue.set_extra_fonts(*further)
    try:
        return attempt(pdf, map_text)
    except PaperError as error:
        return error.message


def attempt(pdf: bytes, map_text: str) -> Trial:
    """Try a form in this process; raise PaperError for one that cannot be used."""
    found = catalogue.try_blank(pdf, map_text)
    with pdfium.opened(found.filled.pdf) as filled, pdfium.opened(found.empty) as empty:
        faults = list(dict.fromkeys(_faults(filled, empty, found.filled.placed)))
    if faults:
        more = f"……共 {len(faults)} 处" if len(faults) > _MOST_NAMED else ""
        raise PaperError("；".join(faults[:_MOST_NAMED]) + more + "。请改正对照表。")
    return Trial(
        paper=found.paper,
        pdf=found.pdf,
        left_out=found.left_out,
        notes=tuple(_notes(pdf, found)),
        picture=found.picture,
        sample=found.filled.pdf,
        doubts=found.doubts,
    )


def _notes(blank: bytes, found: catalogue.BlankTrial) -> Iterator[str]:
    """Say what whoever takes a form into use should look at."""
    if found.mended:
        yield _MENDED
    yield from (_NO_FONT.format(kind) for kind in found.no_font)
    yield from _changed(blank, found.pdf)


def _changed(blank: bytes, cleaned: bytes) -> Iterator[str]:
    """Name the pages that look other than they did before the form was cleaned."""
    try:
        with pdfium.opened(blank) as before, pdfium.opened(cleaned) as after:
            for number in range(len(after)):
                pages = before[number], after[number]
                if all(_differs(*pages, drawn_on=on) for on in (True, False)):
                    yield _OTHER.format(number + 1)
    except PdfiumError:  # the one library mends what the other cannot open
        yield _UNCOMPARED


def _differs(before: PdfPage, after: PdfPage, *, drawn_on: bool) -> bool:
    """Compare two pages with or without what was drawn onto them, roughly: as an eye does."""
    if before.get_size() != after.get_size():
        return False  # a unit or a box that this reader takes otherwise: nothing to compare
    first, second = (
        one.render(scale=_ROUGHLY, grayscale=True, may_draw_forms=False, draw_annots=drawn_on)
        for one in (before, after)
    )
    pairs = zip(bytes(first.buffer), bytes(second.buffer), strict=True)
    other = sum(abs(a - b) >= _SEEN for a, b in pairs)
    return bool(other > _SAME * first.width * first.height)


def _faults(filled: PdfDocument, empty: PdfDocument, placed: tuple[Placed, ...]) -> Iterator[str]:
    """Say of each value that cannot be read back what is wrong with it."""
    yield from _overlaps(placed)
    annex = "".join(
        filled[number].get_textpage().get_text_bounded()
        for number in range(len(empty), len(filled))
    )
    for number in range(len(empty)):
        here = [one for one in placed if one.place.page == number and one.text]
        if here:
            ink = _new_ink(filled, empty, number)
            seen = _Difference(filled, empty, number)
            for one in here:
                yield from _faults_of(one, ink, seen, _solid(annex))


def _faults_of(one: Placed, ink: list[Ink], seen: "_Difference", annex: str) -> Iterator[str]:
    name = one.place.field.value
    if not seen.within(one.place.box):
        yield f"{name} 填上以后看不出来（可能被底色或图案盖住）"
    elif not one.look and not _reads(one, ink):
        yield f"{name} 填上以后读不回来，或超出了位置"
    elif one.annexed and _solid(one.text) not in annex:
        yield f"{name} 放不下的内容在附页上读不回来"


def _reads(one: Placed, ink: list[Ink]) -> bool:
    """Tell whether the lines of a value come back, each character within its place."""
    wanted = _solid("".join(run.text for run in one.runs))
    if one.place.turn:
        return sorted(_inside(ink, one.place.box)) == sorted(wanted)
    found = "".join("".join(_inside(ink, _area(run))) for run in one.runs)
    within = all(one.place.box.holds(_area(run), _SLACK) for run in one.runs)
    return found == wanted and within


def _inside(ink: list[Ink], box: Box) -> list[str]:
    """Return the characters whose middle lies in a box, from left to right."""
    return [
        character
        for character, at in ink
        if box.left - _SLACK <= at.left + at.width / 2 <= box.right + _SLACK
        and box.top - _SLACK <= at.top + at.height / 2 <= box.bottom + _SLACK
    ]


def _area(run: Run) -> Box:
    """Return where a line stands on its page."""
    height = run.size / MM
    width = chain(run.face).width(run.text.rstrip(" "), run.size, run.spacing) / MM
    return Box(run.left, run.base - 0.85 * height, width, height)


def _overlaps(placed: tuple[Placed, ...]) -> Iterator[str]:
    """Name the values that would be printed over each other."""
    areas = [
        (one, _area(run)) for one in placed for run in one.runs if one.text and not one.place.turn
    ]
    for (one, first), (other, second) in combinations(areas, 2):
        if one.place.page != other.place.page or _alternatives(one, other):
            continue
        if _shared(first, second) > _MOST_OVERLAP * min(_size(first), _size(second)):
            names = f"{one.place.field.value} 与 {other.place.field.value}"
            yield f"{names} 的位置重叠，印在一起看不清"


def _alternatives(one: Placed, other: Placed) -> bool:
    """Tell whether two values are choices of which only one is ever ticked, or are the same."""
    first, second = one.place.field.value, other.place.field.value
    same_kind = first.rpartition(".")[0] == second.rpartition(".")[0] != ""
    return one is other or (one.text == other.text and same_kind)


def _shared(first: Box, second: Box) -> float:
    across = min(first.right, second.right) - max(first.left, second.left)
    down = min(first.bottom, second.bottom) - max(first.top, second.top)
    return max(across, 0) * max(down, 0)


def _size(box: Box) -> float:
    return box.width * box.height


def _solid(text: str) -> str:
    return re.sub(r"[\s\x02-]", "", text)  # PDFium says U+0002 for a hyphen at the end of a line


def _new_ink(filled: PdfDocument, empty: PdfDocument, number: int) -> list[Ink]:
    """Return the characters of a page that the empty form has not, in reading order."""
    before = set(_characters(empty, number))
    new = dict.fromkeys(one for one in _characters(filled, number) if one not in before)
    return sorted(
        ((one[0], Box(*one[1:])) for one in new if _solid(one[0])), key=lambda one: one[1].left
    )


def _characters(
    document: PdfDocument, number: int
) -> Iterator[tuple[str, float, float, float, float]]:
    page = document[number]
    height, textpage = page.get_height(), page.get_textpage()
    for i in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, i)
        character = chr(code) if code <= sys.maxunicode else "\ufffd"
        left, bottom, right, top = (round(edge, 1) for edge in textpage.get_charbox(i))
        yield (
            character,
            left / MM,
            (height - top) / MM,
            (right - left) / MM,
            (top - bottom) / MM,
        )


class _Difference:
    """What can be seen on a page that the empty form has not."""

    def __init__(self, filled: PdfDocument, empty: PdfDocument, number: int) -> None:
        pictures = [one[number].render(scale=_SCALE, grayscale=True) for one in (filled, empty)]
        self._rows = [bytes(one.buffer) for one in pictures]
        self._stride, self._size = pictures[0].stride, (pictures[0].width, pictures[0].height)

    def within(self, box: Box) -> bool:
        """Tell whether enough dots in a box differ for an eye to see it."""
        dots = _SCALE * MM
        left, right = max(0, int(box.left * dots)), min(self._size[0], int(box.right * dots) + 1)
        top, bottom = max(0, int(box.top * dots)), min(self._size[1], int(box.bottom * dots) + 1)
        found = 0
        for row in range(top, bottom):
            at = row * self._stride
            ours, theirs = (one[at + left : at + right] for one in self._rows)
            found += sum(abs(a - b) >= _SEEN for a, b in zip(ours, theirs, strict=True))
            if found >= _LEAST_DOTS:
                return True
        return False
