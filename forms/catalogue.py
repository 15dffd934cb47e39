"""Every paper by its id, and the one way to print it."""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from types import MappingProxyType

import pikepdf

from forms.data import PaperData
from forms.kit import fonts, system_fonts
from forms.kit.coverage import AMENDMENT_1, LEVEL_3, Coverage, coverage
from forms.kit.drawing import Layout
from forms.kit.errors import FontUnusableError, PaperError, TextDoesNotFitError, UnprintableError
from forms.kit.finish import finish
from forms.kit.paint import paint
from forms.kit.paper import Paper
from forms.kit.stamp import Marks, stamp
from forms.sheets import (
    cancellation,
    commitment,
    day_end,
    guangdong_registration,
    handout,
    ledger,
    one_time_notice,
    power_of_attorney,
    receipt,
    shenzhen_migrant_worker_registration,
    shenzhen_registration,
)

__all__ = [
    "PAPERS",
    "Coverage",
    "FontUnusableError",
    "Marks",
    "Paper",
    "PaperError",
    "TextDoesNotFitError",
    "UnprintableError",
    "font_coverage",
    "lay_out",
    "page_count",
    "render",
    "samples",
    "set_extra_fonts",
    "unprintable",
]

CHINA = timezone(timedelta(hours=8))

PAPERS: Mapping[str, Paper] = MappingProxyType(
    {
        sheet.PAPER.id: sheet.PAPER
        for sheet in (
            guangdong_registration,
            shenzhen_registration,
            shenzhen_migrant_worker_registration,
            cancellation,
            commitment,
            power_of_attorney,
            one_time_notice,
            receipt,
            handout,
            day_end,
            ledger,
        )
    }
)


def lay_out(paper_id: str, data: PaperData) -> Layout:
    """Return the pages of a paper before they become a file; raise KeyError, PaperError."""
    return PAPERS[paper_id].lay_out(data)


def render(paper_id: str, data: PaperData, *, marks: Marks | None = None) -> bytes:
    """Return a paper as a PDF. Equal data gives equal bytes; its dates are those of the data.

    ``marks`` puts 草稿 on a draft and 补打 into the margin of a reprint; what they are put on
    stays as it was. Raises KeyError for an unknown paper and PaperError for what cannot be
    printed.
    """
    layout = lay_out(paper_id, data)
    day = getattr(data, "day")  # noqa: B009 - every paper's data has one, PaperData itself has not
    created = datetime.combine(day, time(), CHINA)
    pdf = finish(paint(layout), layout, created)
    return pdf if marks is None or not marks else stamp(pdf, layout, marks, created)


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no font of the chain can draw, each once."""
    return fonts.unprintable(text)


def font_coverage() -> tuple[Coverage, Coverage]:
    """Return what can be printed of GB 18030-2022 level 3, and of what its amendment 1 adds."""
    return coverage(LEVEL_3), coverage(AMENDMENT_1)


def set_extra_fonts(*places: Path, system: bool = False) -> tuple[FontUnusableError, ...]:
    """Let further font files and folders extend the chain; return those that cannot be used.

    ``system`` adds the fonts for rare characters that operating systems bring along.
    """
    return fonts.set_extra_fonts((*places, *(system_fonts.find() if system else ())))


def samples() -> Iterable[tuple[Paper, bytes]]:
    """Yield every paper with its sample as a PDF."""
    for paper in PAPERS.values():
        yield paper, render(paper.id, paper.sample)
