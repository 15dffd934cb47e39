"""Write the places of a form as the map its values are printed by."""

import json
from collections.abc import Iterable, Iterator, Sequence

from forms.kit.values import TITLES
from forms.reading.spots import Spot, short


def map_text(title: str, paper: str, spots: Iterable[Spot]) -> str:
    """Return the map of a form in TOML.

    Places that nobody knows a value for are named in remarks, for whoever completes the map.
    """
    every = list(spots)
    known = [one for one in every if one.value is not None and not one.free]
    unknown = [one for one in every if one.value is None and not one.free]
    head = f"title = {_quoted(title or paper)}\npaper = {_quoted(paper)}\n"
    entries = "".join("\n" + "\n".join(_rows(one)) + "\n" for one in known)
    return f"{head}{entries}{_remarks(unknown)}"


def _rows(spot: Spot) -> Iterator[str]:
    value = str(spot.value)
    title = TITLES.get(value, "")
    yield f"[[field]]  # {short(spot.label)}{f'：{title}' if title else ''}"
    yield f"value = {_quoted(value)}"
    if spot.name is not None:
        yield f"name = {_quoted(spot.name)}"
        if spot.state is not None:
            yield f"state = {_quoted(spot.state)}"
    else:
        yield f"page = {spot.page}"
        yield f"box = [{_edges(spot, 2)}]"
    if spot.spacing:
        yield f"spacing = {spot.spacing:.2f}"
    if spot.tick:
        yield 'align = "centre"'
    elif spot.lines > 1:
        yield f"lines = {spot.lines}"
    if spot.doubt:
        yield f"doubt = {_quoted(spot.doubt)}"


def _edges(spot: Spot, digits: int) -> str:
    box = spot.box
    edges = (box.left, box.top, box.width, box.height)
    return ", ".join(f"{edge:.{digits}f}" for edge in edges)


def _remarks(spots: Sequence[Spot]) -> str:
    if not spots:
        return ""
    rows = [
        f"# 第 {one.page} 页 [{_edges(one, 1)}] {short(one.label) or '（没有标签）'}"
        for one in spots
    ]
    return "\n# 下面这些位置不知道填什么，需要时照上面的样子补写：\n" + "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    """Return a text as TOML writes it: its basic strings are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
