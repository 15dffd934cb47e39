"""Lay drawn pages over (or under) the pages of a finished PDF.

The content beneath keeps its bytes; names are counted, not random, so that equal input gives
equal files.
"""

import io
from collections.abc import Sequence
from itertools import count

import pikepdf
from pikepdf import Name

from forms.kit.drawing import MM, Layout, Page
from forms.kit.paint import paint

_QUARTER = 90


def lay(document: pikepdf.Pdf, pages: Sequence[Page], *, under: bool = False) -> None:
    """Put one drawn page on each page of the document, as a reader sees it upright.

    Pages that hold nothing are left out. Raises ValueError when the numbers differ.
    """
    with pikepdf.open(io.BytesIO(paint(Layout("", "", "", tuple(pages))))) as drawn:
        for page, marks, over in zip(document.pages, pages, drawn.pages, strict=True):
            if marks.runs or marks.rules or marks.fills:
                _put(document, page, over, under=under)


def page_size(page: pikepdf.Page) -> tuple[float, float]:
    """Return the size of a page as a reader sees it, in millimetres."""
    left, bottom, right, top = (float(x) for x in page.cropbox)
    width, height = (right - left) / MM, (top - bottom) / MM
    return (width, height) if _quarters(page) % 2 == 0 else (height, width)


def _put(document: pikepdf.Pdf, page: pikepdf.Page, over: pikepdf.Page, *, under: bool) -> None:
    form = document.copy_foreign(over.as_form_xobject())
    known = page.resources.get("/XObject", pikepdf.Dictionary())
    number = next(n for n in count(1) if f"/Laid{n}" not in known)
    name = page.add_resource(form, Name.XObject, Name(f"/Laid{number}"))
    matrix = " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in _upright(page))
    draw = f"q {matrix} cm {name} Do Q\n".encode("ascii")
    if under:
        page.contents_add(draw, prepend=True)
    else:
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n" + draw)


def _upright(page: pikepdf.Page) -> tuple[float, ...]:
    """Return the matrix from a page as it is read to the page as it is stored."""
    left, bottom, right, top = (float(x) for x in page.cropbox)
    return (
        (1, 0, 0, 1, left, bottom),
        (0, 1, -1, 0, right, bottom),
        (-1, 0, 0, -1, right, top),
        (0, -1, 1, 0, left, top),
    )[_quarters(page)]


def _quarters(page: pikepdf.Page) -> int:
    """Return by how many quarters a reader turns the page clockwise."""
    node: pikepdf.Object | None = page.obj
    while node is not None:
        if "/Rotate" in node:
            return int(node.Rotate) // _QUARTER % 4
        node = node.get("/Parent")
    return 0
