"""Open PDFs to look at them: one thread at a time, because PDFium allows no more.

Whoever reads or paints a PDF does so inside ``opened``; two threads in PDFium at once end the
whole program, not just their own work.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2

_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def opened(pdf: bytes | Path) -> Iterator[pypdfium2.PdfDocument]:
    """Give an open document to this thread alone; nothing of it may be used afterwards.

    Raises pypdfium2.PdfiumError for bytes that are no PDF.
    """
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
