"""Make of a bureau's form one that holds paper only: content, resources, boxes and plain fields.

What comes out is a new document. Each page is upright and begins at the origin, so that a place
on it is a place on the paper; scripts, actions, links, attachments, layers and all else are left
behind. Cleaning a clean form changes nothing, byte for byte.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from forms.blanks.cleaning.copying import Copier, rectangle
from forms.blanks.cleaning.fields import (
    HIDDEN,
    PRINTED,
    UNSEEN,
    copy_look,
    copy_widget,
    current_look,
    fitted,
    widgets_of,
)
from forms.blanks.cleaning.geometry import Ground, ground
from forms.blanks.cleaning.layers import Layers
from forms.blanks.cleaning.leavings import left_out
from forms.blanks.cleaning.objects import entry, inherited, is_name, items, whole
from forms.errors import PaperError
from forms.kit.output.finish import save

_MOST_BYTES = 30_000_000
_MOST_PAGES = 60
_LARGEST_SIDE = 5000 * 72 / 25.4  # points
_SMALLEST_SIDE = 10 * 72 / 25.4
_DAMAGED = "空白表已损坏，无法使用。请向提供者重新索取，或用办公软件打开后另存为 PDF 再试。"
_INCOMPLETE = "空白表文件不完整：有的页面内容已丢失。请向提供者重新索取。"
_SIGNS_OF_DAMAGE = ("damaged", "reconstruct", "decoding")
_FAULTS = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)
# What people draw onto a page and print with it. Links, notes, films and the like are not.
_DRAWN_ON = (
    "FreeText",
    "Stamp",
    "Line",
    "Square",
    "Circle",
    "Polygon",
    "PolyLine",
    "Ink",
    "Highlight",
    "Underline",
    "Squiggly",
    "StrikeOut",
    "Caret",
    "Watermark",
)

pikepdf.settings.set_qpdf_limits(
    flate_max_memory=512_000_000,
    run_length_max_memory=512_000_000,
    dct_max_memory=512_000_000,
    png_max_memory=512_000_000,
    tiff_max_memory=512_000_000,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A form that holds paper only; ``left_out`` names what it held besides.

    ``mended`` tells that something damaged in its content was put right or left out.
    """

    pdf: bytes
    left_out: tuple[str, ...]
    mended: bool


def clean(blank: bytes) -> Cleaned:
    """Return a form without all that is not paper; raise PaperError for one that cannot be used."""
    if len(blank) > _MOST_BYTES:
        raise PaperError("空白表文件超过 30 MB，请把其中的图片缩小后再试。")
    with unharmed(), opened(blank) as source, pikepdf.new() as target:
        _refuse(source)
        copier = Copier(target, Layers(source))
        for number, page in enumerate(source.pages, 1):
            content = _content(page.obj, copier, number)
            made = _page(page.obj, content, copier, target)
            widgets = widgets_of(page.obj, entry(source.Root, "/AcroForm"))
            copies = [copy_widget(one, ground(page.obj), copier, target) for one in widgets]
            if copies:
                made.Annots = Array(copies)
            target.pages.append(pikepdf.Page(made))
        mended = _mended(source)
        if mended and not all(len(page.obj.Contents.read_bytes()) for page in target.pages):
            raise PaperError(_INCOMPLETE)
        intents = Array([copier.copy("intent", one) for one in _intents(source)])
        if len(intents):
            target.Root.OutputIntents = intents
        fields = [one for page in target.pages for one in items(page.obj.get("/Annots"))]
        if fields:
            target.Root.AcroForm = Dictionary(Fields=Array(fields))
        return Cleaned(save(target), left_out(source), copier.mended or mended)


def _mended(source: pikepdf.Pdf) -> bool:
    """Tell whether the library had to guess at what a damaged file was."""
    return any(word in str(one) for one in source.get_warnings() for word in _SIGNS_OF_DAMAGE)


def _intents(source: pikepdf.Pdf) -> list[Any]:
    return [
        one
        for one in items(entry(source.Root, "/OutputIntents"))
        if isinstance(entry(one, "/DestOutputProfile"), pikepdf.Stream)
    ]


@contextmanager
def unharmed() -> Iterator[None]:
    """Turn whatever a damaged file makes its readers stumble over into one PaperError."""
    try:
        yield
    except PaperError:
        raise
    except _FAULTS as error:
        raise PaperError(_DAMAGED) from error


@contextmanager
def opened(blank: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a form; raise PaperError for one with a password and for what is no PDF."""
    try:
        document = pikepdf.open(io.BytesIO(blank))
    except pikepdf.PasswordError as error:
        raise PaperError("空白表有密码保护，无法填写。请索取没有密码的空白表。") from error
    except pikepdf.PdfError as error:
        raise PaperError("空白表不是有效的 PDF 文件。") from error
    with document:
        yield document


def _refuse(source: pikepdf.Pdf) -> None:
    """Raise PaperError for what has no pages to print, or too many."""
    if entry(source.Root, "/NeedsRendering") is True:
        raise PaperError(
            "空白表是 XFA 动态表单，页面由阅读器临时生成，无法填写。"
            "请用 Adobe Reader 打开后“打印”成 PDF 再试。"
        )
    if not len(source.pages):
        raise PaperError("空白表没有页面。")
    if len(source.pages) > _MOST_PAGES:
        raise PaperError(f"空白表超过 {_MOST_PAGES} 页，请只留下要填写的页。")


def _page(page: Any, content: bytes, copier: Copier, target: pikepdf.Pdf) -> Any:
    """Return a page for the new document: upright, from the origin, without its fields."""
    lies = ground(page)
    width, height = (round(side, 4) for side in lies.size)
    if not _SMALLEST_SIDE <= min(width, height) <= max(width, height) <= _LARGEST_SIDE:
        raise PaperError("空白表的页面太小或太大，不像一张纸，请核对文件。")
    drawn = copier.content("page", page, inherited(page, "/Resources"), content)
    resources = drawn.Resources
    del drawn.Resources
    lines = [drawn.read_bytes(), *_drawn_on(page, lies, copier, resources)]
    if len(lines) > 1:
        lines = [b"q\n", lines[0], b"Q\n", *lines[1:]]
    if not lies.upright:
        matrix = b" ".join(_digits(value) for value in lies.matrix.shorthand)
        lines = [b"q\n", matrix + b" cm\n", *lines, b"Q\n"]
    made = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, width, height]),
        Resources=resources,
        Contents=target.make_stream(b"".join(lines)),
    )
    group = copier.copy("group", entry(page, "/Group"))
    if group is not None:
        made.Group = group
    return target.make_indirect(made)


def _content(page: Any, copier: Copier, number: int) -> bytes:
    """Return the content of a page, which may stand in several streams."""
    contents = entry(page, "/Contents")
    parts = [contents] if isinstance(contents, pikepdf.Stream) else items(contents)
    found = [copier.unpacked(one) for one in parts if isinstance(one, pikepdf.Stream)]
    if None in found:
        raise PaperError(f"空白表第 {number} 页的内容读不出来，文件已损坏。请向提供者重新索取。")
    return b"\n".join(one for one in found if one is not None)


def _drawn_on(page: Any, lies: Ground, copier: Copier, resources: Any) -> Iterator[bytes]:
    """Yield instructions that draw the looks of what was drawn onto a page, as it is stored."""
    for annotation in items(entry(page, "/Annots")):
        flags = whole(entry(annotation, "/F"))
        seen = bool(flags & PRINTED) and not flags & (HIDDEN | UNSEEN)
        if not seen or not is_name(entry(annotation, "/Subtype"), *_DRAWN_ON):
            continue
        edges = rectangle(entry(annotation, "/Rect"))
        look = copy_look(current_look(annotation), Ground(lies.edges), copier)
        matrix = fitted(look, edges) if edges and look is not None else None
        if matrix is not None:
            objects = resources.get("/XObject", Dictionary())
            name = free_name(objects, "Drawn")
            objects[name] = look
            resources.XObject = objects
            yield placing(matrix, name)


def free_name(known: Any, stem: str) -> str:
    """Return a name with its slash that is not taken."""
    number = len(known) + 1
    while f"/{stem}{number}" in known:
        number += 1
    return f"/{stem}{number}"


def placing(matrix: pikepdf.Matrix, name: str) -> bytes:
    """Return the instructions that draw an object where a matrix brings it."""
    words = b" ".join(_digits(value) for value in matrix.shorthand)
    return b"\n".join((b"q", words + b" cm", name.encode("ascii") + b" Do", b"Q", b""))


def _digits(value: float) -> bytes:
    return f"{value:.5f}".rstrip("0").rstrip(".").encode("ascii")
