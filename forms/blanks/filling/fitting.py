"""Set a value into its place so that all of it stands inside: smaller, on more lines, or annexed.

What has no room is begun in its place with a reference to the annex, where it stands whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from forms.blanks.filling.mapping import BlankField
from forms.errors import TextDoesNotFitError, UnprintableError
from forms.fonts.chains import SONG, chain
from forms.kit.layout.contents import AnnexEntry, Ground, put_lines
from forms.kit.layout.drawing import MM, Box, Run
from forms.kit.layout.text import BODY, LEADING, STEP, Fitted, Style, fit, wrap
from forms.kit.values import TICK

_NOTES = ("……（全文见附页第{}项）", "（见附页第{}项）", "见附页{}", "附{}")
_SLACK = 0.5  # points
_SMALLEST_TICK = 4.0
_TICK_SHARE = 0.95  # of its box


@dataclass(frozen=True, slots=True)
class Set:
    """A value as it was set: its lines with their places, and whether it stands on the annex."""

    runs: tuple[Run, ...]
    annexed: bool = False


def set_value(ground: Ground, field: BlankField, box: Box, text: str) -> Set:
    """Draw a value on the middle of its box; one without room is begun there, whole on the annex.

    Raises UnprintableError, and TextDoesNotFitError where there is no room for a reference either.
    """
    style = _style(field)
    try:
        fitted = _tick(box, style) if text == TICK else _into(text, box, style, field.lines)
        annexed = fitted is None
        if fitted is None:
            fitted = _begun(ground, field, box, text)
    except UnprintableError as error:
        raise UnprintableError(error.character, field=field.value, title=field.title) from None
    before = len(ground.page.runs)
    put_lines(ground.page, box, fitted, style, value=True, centred=field.centred)
    return Set(tuple(ground.page.runs[before:]), annexed)


def _tick(box: Box, style: Style) -> Fitted | None:
    size = min(style.size, _TICK_SHARE * MM * min(box.width, box.height))
    return Fitted(size, (TICK,)) if size >= _SMALLEST_TICK else None


def _into(text: str, box: Box, style: Style, most: int) -> Fitted | None:
    """Return the text within the width and the height of a box, or None."""
    fitted = fit(text, box.width * MM, most, style)
    if fitted is not None and _inside(fitted, box, style):
        return fitted
    size = style.size
    while size >= style.smallest:
        lines = wrap(text, box.width * MM, size, style.face, style.spacing)
        fitted = Fitted(size, tuple(lines))
        if len(lines) <= most and _inside(fitted, box, style):
            return fitted
        size -= STEP
    return None


def _inside(fitted: Fitted, box: Box, style: Style) -> bool:
    high = fitted.size * (1 + LEADING * (len(fitted.lines) - 1))
    width = chain(style.face).width
    wide = max(width(line.rstrip(" "), fitted.size, style.spacing) for line in fitted.lines)
    return high <= box.height * MM + _SLACK and wide <= box.width * MM + _SLACK


def _begun(ground: Ground, field: BlankField, box: Box, text: str) -> Fitted:
    """Return the beginning of a text with a reference to the annex, where it is noted."""
    entry = AnnexEntry(field.value, field.title, text)
    if entry not in ground.annex:  # the same value may have two places
        ground.annex.append(entry)
    for begun in _beginnings(text, ground.annex.index(entry) + 1):
        style = _style(field)
        low, high = 0, len(begun[0])
        fitted = _into(begun[1], box, _smallest(style), field.lines)
        while fitted is not None and low < high:
            middle = (low + high + 1) // 2
            longer = _into(begun[0][:middle] + begun[1], box, _smallest(style), field.lines)
            low, high = (middle, high) if longer else (low, middle - 1)
            fitted = longer or fitted
        if fitted is not None:
            return fitted
    raise TextDoesNotFitError(field=field.value, title=field.title)


def _beginnings(text: str, number: int) -> Iterator[tuple[str, str]]:
    """Yield what may be begun with which note, the fullest first."""
    for note in _NOTES:
        yield text if note is _NOTES[0] else "", note.format(number)


def _smallest(style: Style) -> Style:
    return replace(style, size=style.smallest)


def _style(field: BlankField) -> Style:
    return Style(field.face or SONG, field.size or BODY, spacing=field.spacing)
