"""Where the values of a map stand on a cleaned form: each on its page and inside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pikepdf

from forms.blanks.cleaning.fields import Widget, widgets_of
from forms.blanks.cleaning.geometry import box_of
from forms.blanks.filling.mapping import BlankField, BlankMap
from forms.errors import PaperError
from forms.kit.layout.drawing import MM, Box
from forms.kit.output.overlay import page_size
from forms.reading.marks import FormField

_EDGE = 0.5  # mm a place may reach over the edge of its page
_SIDE = 1.0  # mm between the edge of a field and its text
_NOT_FILLED = {"push": "按钮", "signature": "电子签名框"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one value stands; ``page`` and ``widget`` count from 0, ``box`` in millimetres.

    ``turn`` says by how many quarters the text is turned anticlockwise; ``state`` is the key of
    the look that ticks a choice, None for text and for choices that have no look.
    """

    field: BlankField
    page: int
    box: Box
    turn: int = 0
    widget: int | None = None
    choice: bool = False
    state: str | None = None

    @property
    def room(self) -> Box:
        """Return where text may stand: fields of a form keep a little from their edge."""
        inset = self.widget is not None and not self.choice and self.box.width > 4 * _SIDE
        return self.box.inset(_SIDE) if inset else self.box


def find_places(document: pikepdf.Pdf, wanted: BlankMap) -> tuple[Place, ...]:
    """Return the places of a map on a cleaned form.

    Raises PaperError for places the form has not, for those outside their page, for choices that
    cannot be told apart, and for fields that are no place for values.
    """
    sizes = [page_size(page) for page in document.pages]
    widgets = [
        (number, at, one)
        for number, page in enumerate(document.pages)
        for at, one in enumerate(widgets_of(page.obj))
    ]
    for field in wanted.fields:
        _check(field, [one for _, _, one in widgets], len(sizes))
    flat = [Place(one, one.page - 1, one.box) for one in wanted.fields if one.box is not None]
    mapped = [
        _of_widget(field, number, at, one, sizes[number])
        for number, at, one in widgets
        for field in _meant(wanted.fields, one)
    ]
    for place in (*flat, *mapped):
        _refuse_outside(place, sizes[place.page])
    return (*flat, *mapped)


def form_fields(document: pikepdf.Pdf) -> tuple[tuple[FormField, ...], ...]:
    """Return the fields of a cleaned form that take text or a tick, page by page."""
    return tuple(tuple(_fields_of(page, page_size(page)[1] * MM)) for page in document.pages)


def _fields_of(page: pikepdf.Page, height: float) -> Iterator[FormField]:
    for one in widgets_of(page.obj):
        if one.kind in _NOT_FILLED or not one.name:
            continue
        several = len(one.state_words) == 1 and one.kind == "tick"
        state = one.state_words[0] if several else None
        yield FormField(one.name, box_of(one.edges, height), one.kind == "tick", state)


def _of_widget(
    field: BlankField, page: int, at: int, widget: Widget, size: tuple[float, float]
) -> Place:
    box = box_of(widget.edges, size[1] * MM)
    turned = widget.turn if widget.turn % 2 and box.height > box.width else 0
    states = widget.states
    if field.state is not None:
        states = tuple(one for one in states if _named(widget, one) == field.state)
    return Place(
        field=replace(field, face=field.face or widget.face, size=field.size or widget.size),
        page=page,
        box=box,
        turn=turned,
        widget=at,
        choice=widget.kind == "tick",
        state=states[0] if states else None,
    )


def _named(widget: Widget, state: str) -> str:
    return widget.state_words[widget.states.index(state)]


def _meant(fields: Iterable[BlankField], widget: Widget) -> Iterator[BlankField]:
    """Yield the entries of a map that a piece of a field is the place of."""
    for field in fields:
        named = bool(field.name) and field.name == widget.name
        if named and (field.state is None or field.state in widget.state_words):
            yield field


def _check(field: BlankField, widgets: list[Widget], pages: int) -> None:
    if field.box is not None:
        if field.page > pages:
            raise PaperError(f"对照表中的 {field.value} 在第 {field.page} 页，空白表没有这一页。")
        return
    own = [one for one in widgets if one.name == field.name]
    if not own:
        raise PaperError(f"空白表没有名为 {field.name} 的填写框。")
    for one in own:
        if one.kind in _NOT_FILLED:
            raise PaperError(f"填写框 {field.name} 是{_NOT_FILLED[one.kind]}，不能填写内容。")
    _check_choice(field, own)


def _check_choice(field: BlankField, own: list[Widget]) -> None:
    """Raise PaperError where several choices share a name and the map does not tell which."""
    known = {state for one in own for state in one.state_words}
    listed = "、".join(sorted(known))
    choices = [one for one in own if one.kind == "tick"]
    if field.state is None and len(known) > 1:
        raise PaperError(f"填写框 {field.name} 有多个选项，请用 state 写明是哪一个：{listed}。")
    if field.state is not None and field.state not in known:
        have = f"只有：{listed}" if known else "不是选项"
        raise PaperError(f"填写框 {field.name} 没有选项 {field.state}，{have}。")
    if len(choices) > 1 and not known:
        raise PaperError(
            f"填写框 {field.name} 有 {len(choices)} 个选项，但都没有代号，分不清是哪一个。"
            "请把这一项改用 box 写明位置。"
        )


def _refuse_outside(place: Place, size: tuple[float, float]) -> None:
    box, page = place.box, Box(0, 0, *size)
    where = f"第 {place.page + 1} 页（{size[0]:.0f}×{size[1]:.0f} 毫米）"
    if box.width <= 0 or box.height <= 0:
        raise PaperError(f"填写框 {place.field.name} 没有面积，无法填写 {place.field.value}。")
    if page.holds(box, _EDGE):
        return
    away = box.left >= size[0] or box.top >= size[1] or box.right <= 0 or box.bottom <= 0
    how = "在页面之外" if away else "有一部分在页面之外"
    raise PaperError(
        f"对照表中的 {place.field.value} {how}：{where}放不下这个位置，请改正。",
        field=place.field.value,
    )
