"""Lay drawn pages over (or under) the pages of a finished PDF.

The content beneath keeps its bytes; names are counted, not random, so that equal input gives
equal files. Pages are upright and begin at the origin: our own do, and so do cleaned blanks.
"""

import io
from collections.abc import Sequence
from itertools import count

import pikepdf
from pikepdf import Name

from forms.kit.layout.drawing import MM, Layout, Page
from forms.kit.output.paint import paint

Matrix = tuple[float, float, float, float, float, float]

_AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)


def lay(document: pikepdf.Pdf, pages: Sequence[Page], *, under: bool = False) -> None:
    """Put one drawn page on each page of the document.

    Pages that hold nothing are left out. Raises ValueError when the numbers differ.
    """
    with pikepdf.open(io.BytesIO(paint(Layout("", "", "", tuple(pages))))) as drawn:
        for page, marks, over in zip(document.pages, pages, drawn.pages, strict=True):
            if holds_anything(marks):
                put(document, page, over, under=under)


def holds_anything(page: Page) -> bool:
    """Tell whether anything is drawn on a page."""
    return bool(page.runs or page.rules or page.fills)


def page_size(page: pikepdf.Page) -> tuple[float, float]:
    """Return the size of a page in millimetres."""
    left, bottom, right, top = (float(x) for x in page.mediabox)
    return (right - left) / MM, (top - bottom) / MM


def put(
    document: pikepdf.Pdf,
    page: pikepdf.Page,
    over: pikepdf.Page,
    matrix: Matrix = _AS_IT_IS,
    *,
    under: bool = False,
) -> None:
    """Draw a page of another document on one of this, moved by a matrix."""
    form = document.copy_foreign(over.as_form_xobject())
    known = page.resources.get("/XObject", pikepdf.Dictionary())
    number = next(n for n in count(1) if f"/Laid{n}" not in known)
    name = page.add_resource(form, Name.XObject, Name(f"/Laid{number}"))
    moved = " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in matrix)
    draw = f"q {moved} cm {name} Do Q\n".encode("ascii")
    if under:
        page.contents_add(draw, prepend=True)
    else:
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n" + draw)
