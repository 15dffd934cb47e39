"""Fill in the bureau's own form: values laid over a flat PDF, or into the fields of an AcroForm.

Values are always drawn with our own fonts. What a viewer would make of a field's text is never
left to the viewer: Chinese comes out of that as question marks.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import Dictionary, Name, String

from forms.kit.blank_map import BlankField, BlankMap
from forms.kit.contents import PAD, Ground, Value, put_lines
from forms.kit.drawing import MM, Box, Layout, Page
from forms.kit.errors import PaperError
from forms.kit.finish import describe, save
from forms.kit.overlay import lay, page_size
from forms.kit.paint import paint
from forms.kit.sheet import Heading, annex_pages
from forms.kit.text import Fitted, Style

_FLATTEN = "print"


@dataclass(frozen=True, slots=True)
class _Widget:
    """One visible piece of a form field and the value it shows; ``size`` in points."""

    field: BlankField
    annotation: pikepdf.Object
    size: tuple[float, float]


def fill_blank(
    blank: bytes,
    places: BlankMap,
    values: Mapping[str, str],
    heading: Heading,
    created: datetime,
) -> bytes:
    """Return the form filled in and flattened, with an annex for what has no room.

    Raises PaperError for a map that does not suit the form, or a character without a glyph.
    """
    with _opened(blank) as document:
        _check(document, places, values)
        ground = Ground(Page())
        _fill_boxes(document, places, values, ground)
        _fill_fields(document, places, values, ground)
        if ground.annex:
            _append(document, annex_pages(heading, ground.annex))
        layout = Layout(heading.title, heading.author, "异地就医备案", ())
        describe(document, layout, created, created, archival=False)
        return save(document)


def check_blank(blank: bytes, places: BlankMap) -> bytes:
    """Return the form with each box of the map drawn and named, for the eye."""
    with _opened(blank) as document:
        _check(document, places, None)
        sizes = [page_size(page) for page in document.pages]
        pages = [Page(size) for size in sizes]
        for field in places.fields:
            if field.box:
                _outline(pages[field.page - 1], field, field.box)
        for widget in _widgets(document, places):
            page, box = _place_of(document, widget.annotation)
            _outline(pages[page], widget.field, box)
        lay(document, pages)
        return save(document)


def values_pages(
    places: BlankMap, values: Mapping[str, str], size: tuple[float, float]
) -> list[Page]:
    """Return pages that hold nothing but the values, for pre-printed sheets."""
    for field in places.fields:
        if field.box is None or field.value not in values:
            raise PaperError(f"对照表中的 {field.value} 不能用于套打：请写 box，并核对名称。")
    pages = [Page(size) for _ in range(max(field.page for field in places.fields))]
    for field in places.fields:
        if field.box:
            ground = Ground(pages[field.page - 1])
            _put(ground, field, field.box, values[field.value])
            if ground.annex:
                raise PaperError(f"“{field.title}”的内容过长，套打位置放不下。", field=field.value)
    return pages


def _opened(blank: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(blank))
    except pikepdf.PasswordError as error:
        raise PaperError("空白表有密码保护，无法填写。请索取没有密码的空白表。") from error
    except pikepdf.PdfError as error:
        raise PaperError("空白表不是有效的 PDF 文件。") from error


def _check(document: pikepdf.Pdf, places: BlankMap, values: Mapping[str, str] | None) -> None:
    """Raise PaperError for values that do not exist and places that the form has not."""
    names = {name for name, _, _ in _annotations(document)}
    for field in places.fields:
        if values is not None and field.value not in values:
            raise PaperError(f"对照表中的 {field.value} 不是这种表单的内容。", field=field.value)
        if field.box and field.page > len(document.pages):
            raise PaperError(f"对照表中的 {field.value} 在第 {field.page} 页，空白表没有这一页。")
        if field.name and field.name not in names:
            raise PaperError(f"空白表没有名为 {field.name} 的填写框。")
    _check_choices(document, places)


def _check_choices(document: pikepdf.Pdf, places: BlankMap) -> None:
    """Raise PaperError where several choices share a name and the map does not tell which."""
    choices: dict[str, set[str]] = {}
    for name, _, annotation in _annotations(document):
        choices.setdefault(name, set()).update(_states(annotation))
    for field in places.fields:
        known = choices.get(field.name or "", set())
        if field.state is None and len(known) > 1:
            raise PaperError(
                f"填写框 {field.name} 有多个选项，请用 state 写明是哪一个：{_list(known)}。"
            )
        if field.state is not None and field.state not in known:
            have = f"只有：{_list(known)}" if known else "不是选项"
            raise PaperError(f"填写框 {field.name} 没有选项 {field.state}，{have}。")


def _list(states: Iterable[str]) -> str:
    return "、".join(sorted(states))


def _put(ground: Ground, field: BlankField, box: Box, text: str) -> None:
    """Draw a value on the middle of its box, using the box up to its edges."""
    style = Style(size=field.size, spacing=field.spacing)
    content = Value(field.value, field.title, text, style, field.lines, field.centred)
    content.place(ground, box.inset(-PAD), field.lines)


def _fill_boxes(
    document: pikepdf.Pdf, places: BlankMap, values: Mapping[str, str], ground: Ground
) -> None:
    pages = [Page(page_size(page)) for page in document.pages]
    for field in places.fields:
        if field.box:
            on_page = Ground(pages[field.page - 1], ground.annex)
            _put(on_page, field, field.box, values[field.value])
    lay(document, pages)


def _append(document: pikepdf.Pdf, pages: Iterable[Page]) -> None:
    drawn = paint(Layout("", "", "", tuple(pages)))
    with pikepdf.open(io.BytesIO(drawn)) as annex:
        document.pages.extend(annex.pages)


def _annotations(
    document: pikepdf.Pdf,
) -> Iterator[tuple[str, pikepdf.Object, pikepdf.Object]]:
    """Yield full name, field and widget of every piece of a form."""
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == Name.Widget:
                parts = [str(node.T) for node in _upwards(annotation) if "/T" in node]
                yield ".".join(reversed(parts)), _holder(annotation), annotation


def _upwards(annotation: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield a widget, its field, and what that belongs to."""
    node: pikepdf.Object | None = annotation
    while node is not None:
        yield node
        node = node.get("/Parent")


def _holder(annotation: pikepdf.Object) -> pikepdf.Object:
    """Return the field a widget belongs to: itself, or its parent when it has no name."""
    return annotation if "/T" in annotation else annotation.get("/Parent", annotation)


def _widgets(document: pikepdf.Pdf, places: BlankMap) -> Iterator[_Widget]:
    wanted = {(field.name, field.state): field for field in places.fields if field.name}
    for name, _, annotation in _annotations(document):
        keys = [(name, None), *((name, state) for state in _states(annotation))]
        field = next((wanted[key] for key in keys if key in wanted), None)
        if field is not None:
            left, bottom, right, top = (float(x) for x in annotation.Rect)
            yield _Widget(field, annotation, (abs(right - left), abs(top - bottom)))


def _states(annotation: pikepdf.Object) -> list[str]:
    """Return what the form calls the ticked states of a button's widget; [] for other fields."""
    if not _is_button(annotation) or "/AP" not in annotation:
        return []
    names = (str(key) for key in annotation.AP.N.keys())  # noqa: SIM118 - not a dict
    return [name.removeprefix("/") for name in names if name != "/Off"]


def _place_of(document: pikepdf.Pdf, annotation: pikepdf.Object) -> tuple[int, Box]:
    """Return page index and box of a widget."""
    for i, page in enumerate(document.pages):
        for other in page.get("/Annots", []):
            if other.objgen == annotation.objgen:
                origin, top_edge = float(page.mediabox[0]), float(page.mediabox[3])
                left, bottom, right, top = (float(x) for x in annotation.Rect)
                return i, Box(
                    (left - origin) / MM,
                    (top_edge - top) / MM,
                    (right - left) / MM,
                    (top - bottom) / MM,
                )
    raise LookupError(annotation.objgen)


def _fill_fields(
    document: pikepdf.Pdf, places: BlankMap, values: Mapping[str, str], ground: Ground
) -> None:
    """Give each widget an appearance of its own, then make the form part of the page."""
    widgets = list(_widgets(document, places))
    texts = [widget for widget in widgets if not _is_button(widget.annotation)]
    _untick(document, places)
    for widget in widgets:
        if _is_button(widget.annotation):
            _tick(widget.annotation, on=bool(values[widget.field.value]))
    pages = []
    for widget in texts:
        width, height = widget.size[0] / MM, widget.size[1] / MM
        page = Page((width, height))
        _put(Ground(page, ground.annex), widget.field, Box(1, 0, width - 2, height),
             values[widget.field.value])  # fmt: skip
        pages.append(page)
    if pages:
        _install(document, texts, pages, values)
    if "/AcroForm" in document.Root:
        document.Root.AcroForm.NeedAppearances = False
        document.flatten_annotations(_FLATTEN)
        if "/AcroForm" in document.Root:
            del document.Root.AcroForm


def _is_button(annotation: pikepdf.Object) -> bool:
    kinds = (node.FT for node in _upwards(annotation) if "/FT" in node)
    return bool(next(kinds, None) == Name.Btn)


def _untick(document: pikepdf.Pdf, places: BlankMap) -> None:
    """Take away the ticks the form came with, of choices the map does not name as well."""
    mapped = {field.name for field in places.fields}
    for name, holder, annotation in _annotations(document):
        if name in mapped and _is_button(annotation):
            annotation.AS = Name.Off
            holder.V = Name.Off


def _tick(annotation: pikepdf.Object, *, on: bool) -> None:
    """Set a choice to the state the form itself has for ticked."""
    states = _states(annotation)
    if on and states:
        annotation.AS = Name(f"/{states[0]}")
        _holder(annotation).V = annotation.AS


def _install(
    document: pikepdf.Pdf, widgets: list[_Widget], pages: list[Page], values: Mapping[str, str]
) -> None:
    with pikepdf.open(io.BytesIO(paint(Layout("", "", "", pages)))) as drawn:
        for widget, page in zip(widgets, drawn.pages, strict=True):
            appearance = document.copy_foreign(page.as_form_xobject())
            content = appearance.read_bytes()
            appearance.write(b"/Tx BMC q\n" + content + b"\nQ EMC")
            widget.annotation.AP = Dictionary(N=appearance)
            _holder(widget.annotation).V = String(values[widget.field.value])
            if "/MK" in widget.annotation:  # a background would cover the text
                del widget.annotation.MK


def _outline(page: Page, field: BlankField, box: Box) -> None:
    page.frame(box, 0.4)
    style = Style(size=6.0, smallest=6.0, gray=0.4)
    name = Fitted(style.size, (field.value,))
    put_lines(page, Box(box.left + 0.5, box.top, box.width, min(box.height, 3.0)), name, style)
