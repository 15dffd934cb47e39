"""Marks laid over a finished paper: 草稿 on a draft, in the margin 补打 and how its filing stands.

The paper beneath keeps its bytes: its content streams and fonts are the ones of the original,
the mark is an object of its own with fonts of its own.
"""

import io
from dataclasses import dataclass
from datetime import datetime

import pikepdf

from forms.errors import PaperError
from forms.fonts.chains import HEI, SONG, chain
from forms.kit.layout.drawing import MM, Layout, Page, Run
from forms.kit.layout.sheet import MARGIN
from forms.kit.layout.words import long_time
from forms.kit.output.finish import describe, save
from forms.kit.output.overlay import lay, page_size

_DRAFT = "草稿"
_DRAFT_SIZE = 120.0
_DRAFT_GRAY = 0.9
_REPRINT_SIZE = 8.0
_REPRINT_BASE = 7.0  # mm from the top
_NOTE_SIZE = 9.0


@dataclass(frozen=True, slots=True)
class Marks:
    """What a print carries besides the paper: draft, the how-manieth reprint and when.

    ``note`` says what became of its filing since: 更正, 恢复, 已注销.
    """

    draft: bool = False
    reprint: int = 0
    reprinted_at: datetime | None = None
    note: str = ""

    def __bool__(self) -> bool:
        """Return whether there is anything to mark."""
        return self.draft or self.reprint > 0 or bool(self.note)


def stamp(
    pdf: bytes, layout: Layout, marks: Marks, created: datetime, *, archival: bool = True
) -> bytes:
    """Return the paper with its marks; the same paper and marks give the same bytes.

    A layout without pages stands for a file that is not our own, such as a filled blank.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        laid_out = [page.size for page in layout.pages]
        sizes = laid_out or [page_size(page) for page in document.pages]
        if marks.draft:
            lay(document, [_draft_page(size) for size in sizes], under=True)
        if marks.reprint:
            words = reprint_words(marks)
            lay(document, [_reprint_page(size, words) for size in sizes], under=False)
        if marks.note:
            lay(document, [_note_page(size, marks.note) for size in sizes], under=False)
        describe(document, layout, created, marks.reprinted_at or created, archival=archival)
        return save(document)


def reprint_words(marks: Marks) -> str:
    """Return what the margin of a reprint says; raise PaperError when the time is missing."""
    if marks.reprinted_at is None:
        raise PaperError("补打必须注明时间。")
    return f"补打 第{marks.reprint}次　{long_time(marks.reprinted_at)}"


def _draft_page(size: tuple[float, float]) -> Page:
    page = Page(size)
    width = chain(HEI).width(_DRAFT, _DRAFT_SIZE) / MM
    for share in (0.36, 0.74):
        left, base = (size[0] - width) / 2, size[1] * share
        page.runs.append(Run(left, base, _DRAFT, _DRAFT_SIZE, HEI, gray=_DRAFT_GRAY, value=True))
    return page


def _reprint_page(size: tuple[float, float], words: str) -> Page:
    page = Page(size)
    left = size[0] - MARGIN - chain(SONG).width(words, _REPRINT_SIZE) / MM
    page.runs.append(Run(left, _REPRINT_BASE, words, _REPRINT_SIZE, value=True))
    return page


def _note_page(size: tuple[float, float], words: str) -> Page:
    page = Page(size)
    page.runs.append(Run(MARGIN, _REPRINT_BASE, words, _NOTE_SIZE, HEI, value=True))
    return page
