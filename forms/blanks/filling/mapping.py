"""Read the small file that says where values stand on a form that somebody else has drawn.

paper = "guangdong_registration"      # whose data it takes

[[field]]                             # on a flat form: where
value = "applicant.name"
page = 1
box = [46.0, 52.5, 60.0, 8.0]         # left, top, width, height in millimetres
size = 10.5                           # optional, like lines, align, spacing and font
font = "仿宋"                         # 宋体, 仿宋, 黑体 or 楷体
doubt = "标签“姓名”出现了两次"         # proposed by the program and not looked at yet
lines = 2
align = "centre"

[[field]]                             # on a form with fields of its own: which
value = "type.referral"
name = "cb_zhuanzhen"

[[field]]                             # of choices that share one name: which
value = "type.retiree_resettled"
name = "leixing"
state = "1"                           # what the form itself calls that choice
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from forms.errors import PaperError
from forms.fonts.chains import FANG, HEI, KAI, SONG
from forms.kit.layout.drawing import Box
from forms.kit.layout.text import SMALLEST
from forms.kit.values import TITLES

_KEYS = frozenset(
    [
        "value",
        "page",
        "box",
        "name",
        "state",
        "size",
        "lines",
        "align",
        "spacing",
        "font",
        "title",
        "doubt",
    ]
)
_ALIGNMENTS = ("left", "centre")
FACES: Mapping[str, str] = MappingProxyType({"宋体": SONG, "仿宋": FANG, "黑体": HEI, "楷体": KAI})
_BOX_NUMBERS = 4
_LARGEST = 72.0  # points
_FARTHEST = 10_000  # millimetres, points, pages: more is a slip


@dataclass(frozen=True, slots=True)
class BlankField:
    """One value and its place: a box on a page, or the name of a form field.

    ``state`` is what the form calls one of several choices under the same name. Without ``size``
    and ``face`` those of the form's field count, else the usual ones. ``doubt`` says why somebody
    has to look at a proposed place before the map is used.
    """

    value: str
    title: str
    page: int = 1
    box: Box | None = None
    name: str | None = None
    size: float | None = None
    lines: int = 1
    centred: bool = False
    spacing: float = 0.0
    state: str | None = None
    face: str | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class BlankMap:
    """Where the values of one paper stand on somebody else's form."""

    paper: str
    title: str
    fields: tuple[BlankField, ...]


def read_map(text: str) -> BlankMap:
    """Return the map in a TOML text; raise PaperError that says which entry is wrong and how."""
    try:
        table = tomllib.loads(text)
    except RecursionError as error:
        raise PaperError("对照表的内容一层套一层，套得太深，读不了。") from error
    except ValueError as error:  # no TOML, or a number of thousands of digits
        raise PaperError(f"对照表不是有效的 TOML 文件：{error}") from error
    paper, entries = table.get("paper"), table.get("field")
    if not isinstance(paper, str):
        raise PaperError("对照表缺少 paper：请写明用哪种表单的数据。")
    if not isinstance(entries, list) or not entries:
        raise PaperError("对照表没有 [[field]]：请至少写一项。")
    fields = tuple(_field(number, entry) for number, entry in enumerate(entries, 1))
    return BlankMap(paper, str(table.get("title", paper)), fields)


def _field(number: int, entry: Any) -> BlankField:
    if not isinstance(entry, dict):
        raise PaperError(f"对照表第 {number} 项有误：请写成 [[field]] 和它下面的各行。")
    unknown = sorted(set(entry) - _KEYS)
    _demand(not unknown, number, f"不认识 {'、'.join(unknown)}")
    value = entry.get("value")
    _demand(isinstance(value, str), number, "缺少 value")
    name = entry.get("name")
    _demand(name is None or (isinstance(name, str) and name), number, "name 要写填写框的名称")
    _demand(("box" in entry) != (name is not None), number, "box 和 name 要且只能写一个")
    state = entry.get("state")
    _demand(state is None or (isinstance(state, str) and name), number, "state 要与 name 一起写")
    align = entry.get("align", _ALIGNMENTS[0])
    _demand(align in _ALIGNMENTS, number, "align 只能是 left 或者 centre")
    page, lines = entry.get("page", 1), entry.get("lines", 1)
    _demand(_whole(page) and _whole(lines), number, "page 和 lines 要写从 1 起的整数")
    size = _measure(number, "size", entry["size"]) if "size" in entry else None
    fits = size is None or SMALLEST <= size <= _LARGEST
    _demand(fits, number, f"size 要在 {SMALLEST:g} 和 {_LARGEST:g} 之间")
    font = entry.get("font")
    _demand(font is None or str(font) in FACES, number, f"font 只能是 {'、'.join(FACES)}")
    return BlankField(
        str(value),
        str(entry.get("title", TITLES.get(str(value), value))),
        page,
        _box(number, entry["box"]) if "box" in entry else None,
        name,
        size,
        lines,
        align == "centre",
        _measure(number, "spacing", entry.get("spacing", 0.0)),
        state,
        None if font is None else FACES[str(font)],
        str(entry.get("doubt", "")),
    )


def _box(number: int, entry: Any) -> Box:
    whole = isinstance(entry, list) and len(entry) == _BOX_NUMBERS
    _demand(whole, number, "box 要写四个数：左、上、宽、高（毫米）")
    left, top, width, height = (_measure(number, "box", part) for part in entry)
    _demand(width > 0 and height > 0, number, "box 的宽和高要大于 0")
    return Box(left, top, width, height)


def _measure(number: int, key: str, entry: Any) -> float:
    is_number = isinstance(entry, int | float) and not isinstance(entry, bool)
    _demand(is_number, number, f"{key} 要写数字")
    _demand(abs(entry) < _FARTHEST, number, f"{key} 写得太大，要用毫米和磅")  # NaN is not less
    return float(entry)


def _whole(entry: Any) -> bool:
    whole = isinstance(entry, int) and not isinstance(entry, bool)
    return whole and 1 <= entry <= _FARTHEST


def _demand(condition: object, number: int, why: str) -> None:
    if not condition:
        raise PaperError(f"对照表第 {number} 项有误：{why}。")
