"""Write what was read of a form as the map its values are printed by."""

import json
from collections.abc import Iterable, Iterator, Sequence

from forms.kit.drawing import MM, Box
from forms.kit.fonts import SONG, chain
from forms.kit.text import BODY
from forms.kit.values import TITLES
from forms.reading.marks import FormField
from forms.reading.proposing import Proposal, Reading

_LONGEST_LABEL = 24
_UNSURE = "标签“{}”是不是这一项，请对照原表核对"
_DIGIT = "0"


def map_text(reading: Reading, fields: Sequence[Sequence[FormField]] = ()) -> str:
    """Return the map of a form in TOML; ``fields`` are those the form brings along, by page.

    Places that nobody knows a value for are named in remarks, for whoever completes the map.
    """
    known = [one for one in reading.places if one.value is not None and not one.free]
    open_places = [one for one in reading.places if one.value is None and not one.free]
    head = f"title = {_quoted(reading.title or reading.paper)}\npaper = {_quoted(reading.paper)}\n"
    entries = "".join(f"\n{_entry(one, _field_of(one, fields))}" for one in known)
    return f"{head}{entries}{_remarks(open_places)}"


def _entry(place: Proposal, field: FormField | None) -> str:
    return "\n".join(_rows(place, field)) + "\n"


def _rows(place: Proposal, field: FormField | None) -> Iterator[str]:
    value = place.value or ""
    title = TITLES.get(value, "")
    yield f"[[field]]  # {_short(place.label)}{f'：{title}' if title else ''}"
    yield f"value = {_quoted(value)}"
    if field is not None:
        yield f"name = {_quoted(field.name)}"
        if field.state is not None:
            yield f"state = {_quoted(field.state)}"
    else:
        box = _comb(place) if place.step else place.box
        yield f"page = {place.page}"
        yield f"box = [{', '.join(f'{edge:.2f}' for edge in _edges(box))}]"
    if place.step:
        yield f"spacing = {_spacing(place):.2f}"
    if place.tick:
        yield 'align = "centre"'
    elif place.lines > 1:
        yield f"lines = {place.lines}"
    if not place.sure:
        yield f"doubt = {_quoted(_UNSURE.format(_short(place.label)))}"


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.width, box.height


def _comb(place: Proposal) -> Box:
    """Return the room of a number that has one cell for each character: from its first digit."""
    indent = (place.step - _digit()) / 2
    box = place.box
    return Box(box.left + indent, box.top, box.width - indent, box.height)


def _spacing(place: Proposal) -> float:
    return (place.step - _digit()) * MM


def _digit() -> float:
    """Return how wide a digit is, in millimetres."""
    return chain(SONG).width(_DIGIT, BODY, 0.0) / MM


def _field_of(place: Proposal, fields: Sequence[Sequence[FormField]]) -> FormField | None:
    here: Iterable[FormField] = fields[place.page - 1] if place.page <= len(fields) else ()
    x, y = place.box.left + place.box.width / 2, place.box.top + place.box.height / 2
    for one in here:
        if one.box.left <= x <= one.box.right and one.box.top <= y <= one.box.bottom:
            return one
    return None


def _remarks(places: Sequence[Proposal]) -> str:
    if not places:
        return ""
    rows = [
        f"# 第 {one.page} 页 [{', '.join(f'{edge:.1f}' for edge in _edges(one.box))}]"
        f" {_short(one.label) or '（没有标签）'}"
        for one in places
    ]
    return "\n# 下面这些位置不知道填什么，需要时照上面的样子补写：\n" + "\n".join(rows) + "\n"


def _short(label: str) -> str:
    solid = "".join(label.split())
    return solid if len(solid) <= _LONGEST_LABEL else f"{solid[:_LONGEST_LABEL]}…"


def _quoted(text: str) -> str:
    """Return a text as TOML writes it: its basic strings are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
