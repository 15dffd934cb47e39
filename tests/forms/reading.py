"""Read papers back with a viewer's engine, as text and as pixels."""

import ctypes
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from forms.kit.layout.drawing import MM, Box


class Reading:
    """What PDFium sees in a file."""

    def __init__(self, pdf: bytes) -> None:
        self.document = pdfium.PdfDocument(pdf)

    def text(self, page: int = 0) -> str:
        """Return the text of a page without line ends."""
        found = self.document[page].get_textpage().get_text_range()
        return _one_line(found)

    def within(self, box: Box, page: int = 0) -> str:
        """Return the text whose characters lie in a box given in millimetres.

        PDFium puts a space between pieces that stand apart; the one at the end is cut off.
        """
        paper = self.document[page]
        height = paper.get_height()
        found = paper.get_textpage().get_text_bounded(
            box.left * MM, height - box.bottom * MM, box.right * MM, height - box.top * MM
        )
        return _one_line(found).strip()

    def characters(self, page: int = 0) -> list[tuple[str, Box]]:
        """Return every visible character with the box of its ink, in millimetres."""
        paper = self.document[page]
        height, textpage = paper.get_height(), paper.get_textpage()
        found = []
        for i in range(textpage.count_chars()):
            character = chr(raw.FPDFText_GetUnicode(textpage, i))
            left, bottom, right, top = textpage.get_charbox(i)
            box = Box(left / MM, (height - top) / MM, (right - left) / MM, (top - bottom) / MM)
            found.append((character, box))
        return found

    def render_modes(self, page: int = 0) -> set[int]:
        """Return the text render modes used on a page."""
        paper = self.document[page]
        return {
            raw.FPDFTextObj_GetTextRenderMode(item.raw)
            for item in paper.get_objects()
            if item.type == raw.FPDF_PAGEOBJ_TEXT
        }

    def bitmap(self, page: int = 0, dpi: int = 100) -> Any:
        """Return the page as a grey picture (numpy array)."""
        return self.document[page].render(scale=dpi / 72, grayscale=True).to_numpy().squeeze()

    @property
    def pages(self) -> int:
        """Return the number of pages."""
        return len(self.document)

    def mapping(self, key: str) -> str:
        """Return an entry of the document's description."""
        size = raw.FPDF_GetMetaText(self.document.raw, key.encode(), None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDF_GetMetaText(self.document.raw, key.encode(), buffer, size)
        return buffer.raw.decode("utf-16-le").rstrip("\0")


def _one_line(text: str) -> str:
    """Join lines; PDFium reports a hyphen at the end of a line as U+0002."""
    return text.replace("\r", "").replace("\n", "").replace("\x02", "-")
