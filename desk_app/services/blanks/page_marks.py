"""Read what stands on the pages of a PDF: characters with their places, rules, drawn squares."""

import ctypes
import sys
from collections.abc import Iterator

from pypdfium2 import PdfDocument, PdfiumError, PdfMatrix, PdfPage, raw

from desk_app import pdfium
from desk_app.errors import RefusedError
from forms import catalogue
from forms.catalogue import MM, Box
from forms.reading.marks import FormField, Glyph, PageMarks

_THIN = 1.2  # mm: a filled shape that is thinner is a rule
_SMALLEST_SQUARE, _LARGEST_SQUARE = 2.0, 9.0  # mm
_SQUARE = 0.75  # least ratio of the sides of a check box
_SIDES = 4
_BLACK_ENOUGH = 200  # of 255: what is lighter is no rule
_DEPTH = 10  # forms inside forms
_MOST_OBJECTS = 60_000
_TICKS = frozenset("□☐○◯❑❏❒▢◻")
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")
_SYMBOL_BOXES = frozenset("\u00a8\u00a3\u00a1\u006f\u0071\u0072\u002a")  # empty boxes and rings
_PRIVATE = 0xF000

Segment = tuple[tuple[float, float], tuple[float, float]]


def read(pdf: bytes) -> tuple[PageMarks, ...]:
    """Return the marks of every page of a cleaned form; raise RefusedError for what is none."""
    fields = catalogue.blank_fields(pdf)
    try:
        with pdfium.opened(pdf) as document:
            return tuple(_page(document, number, one) for number, one in enumerate(fields))
    except PdfiumError as error:
        raise RefusedError(
            "文件无法打开：可能已损坏或有密码。请用办公软件另存为 PDF 再试。"
        ) from error


def _page(document: PdfDocument, number: int, fields: tuple[FormField, ...]) -> PageMarks:
    page = document[number]
    width, height = page.get_size()
    rules, squares = _drawn(page)
    glyphs = tuple(_glyphs(page))
    return PageMarks(
        (width / MM, height / MM),
        glyphs,
        tuple(rules),
        tuple(squares),
        fields,
        scanned=not glyphs and not fields and not rules and _has_picture(page),
    )


def _has_picture(page: PdfPage) -> bool:
    pictures = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEPTH)
    return next(iter(pictures), None) is not None


class _Sheet:
    """Turns places of a stored page into those a reader sees."""

    def __init__(self, page: PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._turn = page.get_rotation() // 90 % 4
        self._edges = left, bottom, right, top

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a rectangle in points from the foot as a box in millimetres."""
        x0, y0, x1, y1 = self._edges
        turned = (
            (left - x0, y1 - top, right - left, top - bottom),
            (bottom - y0, left - x0, top - bottom, right - left),
            (x1 - right, bottom - y0, right - left, top - bottom),
            (y1 - top, x1 - right, top - bottom, right - left),
        )[self._turn]
        return Box(*(edge / MM for edge in turned))


def _glyphs(page: PdfPage) -> Iterator[Glyph]:
    sheet, text = _Sheet(page), page.get_textpage()
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, i)
        if not 0 < code <= sys.maxunicode or raw.FPDFText_IsGenerated(text, i) > 0:
            continue
        room, ink = (sheet.box(*text.get_charbox(i, loose=loose)) for loose in (True, False))
        character = chr(code)
        yield Glyph(character, room, ink, _is_tick(text, i, character))


def _is_tick(text: object, i: int, character: str) -> bool:
    if character in _TICKS:
        return True
    low = chr(ord(character) - _PRIVATE) if 0 <= ord(character) - _PRIVATE < 256 else character
    if low not in _SYMBOL_BOXES:
        return False
    return low != character or any(one in _font(text, i) for one in _SYMBOL_FONTS)


def _font(text: object, i: int) -> str:
    """Return the name of a character's font in small letters."""
    size = raw.FPDFText_GetFontInfo(text, i, None, 0, None)
    buffer = ctypes.create_string_buffer(max(size, 1))
    raw.FPDFText_GetFontInfo(text, i, buffer, size, None)
    return buffer.value.decode("utf-8", "replace").lower()


def _drawn(page: PdfPage) -> tuple[list[Box], list[Box]]:
    """Return the rules and the small squares drawn on a page."""
    sheet = _Sheet(page)
    rules, squares = list[Box](), list[Box]()
    things = page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=_DEPTH)
    for count, thing in enumerate(things):
        if count > _MOST_OBJECTS:
            raise RefusedError("页面上的图形太多，不像一张表格。请换用原始文件，或手工标出位置。")
        stroked, filled = _how(thing)
        for shape in _shapes(thing) if stroked or filled else ():
            whole = sheet.box(*_extent(shape))
            if stroked and len(shape) >= _SIDES and _is_square(whole):
                squares.append(whole)
            elif stroked:
                rules.extend(_sides(shape, sheet))
            elif min(whole.width, whole.height) <= _THIN:
                rules.append(whole)
    return rules, squares


def _is_square(box: Box) -> bool:
    low, high = sorted((box.width, box.height))
    return _SMALLEST_SQUARE <= low <= _LARGEST_SQUARE and low >= _SQUARE * high


def _sides(shape: list[Segment], sheet: _Sheet) -> Iterator[Box]:
    for start, end in shape:
        box = sheet.box(*_extent([(start, end)]))
        if min(box.width, box.height) <= _THIN:
            yield box


def _extent(shape: list[Segment]) -> tuple[float, float, float, float]:
    xs = [x for segment in shape for x, _ in segment]
    ys = [y for segment in shape for _, y in segment]
    return min(xs), min(ys), max(xs), max(ys)


def _how(thing: object) -> tuple[bool, bool]:
    """Return whether a path is stroked and whether it is filled with what can be seen."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, fill, stroke)
    stroked = bool(stroke.value) and _dark(raw.FPDFPageObj_GetStrokeColor, thing)
    return stroked, bool(fill.value) and _dark(raw.FPDFPageObj_GetFillColor, thing)


def _dark(ask: object, thing: object) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not ask(thing, *parts):  # type: ignore[operator]
        return True
    red, green, blue, alpha = (one.value for one in parts)
    return alpha > 0 and min(red, green, blue) < _BLACK_ENOUGH


def _shapes(thing: object) -> Iterator[list[Segment]]:
    """Yield the straight sides of each part of a path, as they lie on the page."""
    matrix = _matrix(thing)
    shape: list[Segment] = []
    start = at = (0.0, 0.0)
    for number in range(raw.FPDFPath_CountSegments(thing)):
        segment = raw.FPDFPath_GetPathSegment(thing, number)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if shape:
                yield shape
            shape, start = [], point
        else:
            shape.append((at, point))
        at = point
        if raw.FPDFPathSegment_GetClose(segment):
            if at != start:
                shape.append((at, start))
            at = start
    if shape:
        yield shape


def _matrix(thing: object) -> PdfMatrix:
    """Return what brings a shape onto its page, also out of forms within forms."""
    matrix: PdfMatrix = thing.get_matrix()  # type: ignore[attr-defined]
    outer = thing.container  # type: ignore[attr-defined]
    while outer is not None:
        matrix = matrix.multiply(outer.get_matrix())
        outer = outer.container
    return matrix
