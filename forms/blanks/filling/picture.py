"""Show where the values of a map go: each place drawn on the form with its name."""

import io

import pikepdf

from forms.blanks.filling.filling import form
from forms.kit.layout.contents import put_lines
from forms.kit.layout.drawing import Box, Page
from forms.kit.layout.text import Fitted, Style
from forms.kit.output.finish import save
from forms.kit.output.overlay import lay, page_size

_NAME = Style(size=6.0, smallest=6.0, gray=0.4)
_WEIGHT = 0.4
_NAME_HEIGHT = 3.0


def picture(blank: bytes, map_text: str) -> bytes:
    """Return the form with each place of the map drawn and named, for the eye."""
    ready = form(blank, map_text)
    with pikepdf.open(io.BytesIO(ready.pdf)) as document:
        pages = [Page(page_size(page)) for page in document.pages]
        for place in ready.places:
            _outline(pages[place.page], place.box, place.field.value)
        lay(document, pages)
        return save(document)


def _outline(page: Page, box: Box, name: str) -> None:
    page.frame(box, _WEIGHT)
    at = Box(box.left + 0.5, box.top, box.width, min(box.height, _NAME_HEIGHT))
    put_lines(page, at, Fitted(_NAME.size, (name,)), _NAME)
