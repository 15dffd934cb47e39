"""Every paper by its id, and the one way to print it."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from types import MappingProxyType

import pikepdf

from forms import earlier
from forms.blanks.cleaning.cleaning import clean
from forms.blanks.filling import filling
from forms.blanks.filling.filling import Filled, Placed
from forms.blanks.filling.longest import longest_texts
from forms.blanks.filling.mapping import FACES, BlankMap, read_map
from forms.blanks.filling.picture import picture
from forms.blanks.filling.places import form_fields
from forms.blanks.filling.sheets import values_pages
from forms.errors import FontUnusableError, PaperError, TextDoesNotFitError, UnprintableError
from forms.fonts import chains, system_fonts
from forms.fonts.chains import chain
from forms.fonts.coverage import AMENDMENT_1, LEVEL_3, Coverage, coverage
from forms.kit.layout.drawing import A4, MM, Box, Layout, Page, Run
from forms.kit.layout.sheet import Heading
from forms.kit.output.binding import bind
from forms.kit.output.finish import finish
from forms.kit.output.paint import paint
from forms.kit.output.stamp import Marks, stamp
from forms.kit.overprint import Placement, calibration_layout, solve
from forms.kit.paper import Paper
from forms.kit.values import values_named
from forms.reading.labels import value_titles
from forms.reading.marks import FormField, PageMarks
from forms.reading.proposing import Reading, propose
from forms.reading.spots import Spot, spots_of
from forms.reading.writing import map_text
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
    recovery_code,
    shenzhen_migrant_worker_registration,
    shenzhen_registration,
    topic_handout,
)
from forms.stored import PaperData

__all__ = [
    "MM",
    "PAPERS",
    "BlankTrial",
    "Box",
    "Coverage",
    "FontUnusableError",
    "Marks",
    "Paper",
    "PaperError",
    "Placed",
    "Placement",
    "Run",
    "TextDoesNotFitError",
    "UnprintableError",
    "bind",
    "blank_fields",
    "calibration_sheet",
    "chain",
    "clean_blank",
    "extra_fonts",
    "fill_blank",
    "font_coverage",
    "lay_out",
    "map_text",
    "overprint",
    "overprint_map",
    "page_count",
    "read_form",
    "render",
    "render_counted",
    "render_together",
    "samples",
    "set_extra_fonts",
    "solve",
    "try_blank",
    "unprintable",
    "value_choices",
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
            topic_handout,
            recovery_code,
            day_end,
            ledger,
        )
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankTrial:
    """What became of a bureau's form when it was tried; ``pdf`` is the form cleaned.

    ``left_out`` names what is not paper, ``mended`` tells of damaged content that was put right,
    ``no_font`` names the kinds of font asked for that are not there (song is used instead);
    ``doubts`` are places of the map that have to be looked at; ``picture`` shows the places,
    ``filled`` and ``empty`` are to be compared by a reader.
    """

    paper: str
    pdf: bytes
    left_out: tuple[str, ...]
    mended: bool
    no_font: tuple[str, ...]
    picture: bytes
    filled: Filled
    empty: bytes
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueChoice:
    """A value that a place of a form may ask for: its name and title, a text of it, its longest."""

    name: str
    title: str
    sample: str
    longest: str


# Editions that papers were printed in earlier, by paper and edition, so that they can be printed
# again as they were. A sheet whose wording or layout changes leaves its old module here.
EARLIER: Mapping[tuple[str, str], Paper] = MappingProxyType(earlier.EARLIER)


def lay_out(paper_id: str, data: PaperData, *, edition: str | None = None) -> Layout:
    """Return the pages of a paper before they become a file; raise KeyError, PaperError."""
    paper = PAPERS[paper_id]
    if edition is not None and edition != paper.edition:
        if (paper_id, edition) not in EARLIER:
            raise PaperError(f"本程序没有《{paper.title}》的“{edition}”，不能按原样补打。")
        paper = EARLIER[paper_id, edition]
    return paper.lay_out(data)


def render(
    paper_id: str,
    data: PaperData,
    *,
    marks: Marks | None = None,
    edition: str | None = None,
) -> bytes:
    """Return a paper as a PDF. Equal data gives equal bytes; its dates are those of the data.

    ``marks`` puts 草稿 on a draft and 补打 into the margin of a reprint; what they are put on
    stays as it was. ``edition`` asks for the one a paper was first printed in. Raises KeyError
    for an unknown paper and PaperError for what cannot be printed.
    """
    layout = lay_out(paper_id, data, edition=edition)
    created = _created(data)
    pdf = finish(paint(layout), layout, created)
    return pdf if marks is None or not marks else stamp(pdf, layout, marks, created)


def render_together(papers: Iterable[tuple[str, PaperData]], *, title: str, day: date) -> bytes:
    """Return several papers one after the other in one file: a set, or a day's forms.

    Each keeps its own page numbers. ``title`` and ``day`` describe the file; pages are painted
    as they are laid out, so that a thousand forms need little memory.
    """
    return render_counted(papers, title=title, day=day)[0]


def render_counted(
    papers: Iterable[tuple[str, PaperData]], *, title: str, day: date
) -> tuple[bytes, tuple[int, ...]]:
    """Return what ``render_together`` returns, and how many pages each paper took."""
    counts: list[int] = []

    def pages() -> Iterator[Page]:
        for paper_id, data in papers:
            counts.append(0)
            for page in lay_out(paper_id, data).pages:
                counts[-1] += 1
                yield page

    layout = Layout(title, "", "异地就医备案", pages())
    pdf = finish(paint(layout), layout, datetime.combine(day, time(), CHINA))
    return pdf, tuple(counts)


def overprint(paper_id: str, data: PaperData, placement: Placement) -> bytes:
    """Return only the values of a paper, moved for one printer and tray, for pre-printed sheets.

    Raises PaperError for values that would need an annex page.
    """
    layout = lay_out(paper_id, data)
    if layout.annexed:
        names = "、".join(f"“{title}”" for title in layout.annexed)
        raise PaperError(f"{names}的内容过长，套打的位置放不下，请改为整页打印。")
    return finish(
        paint(layout, values_only=True, transform=placement.matrix), layout, _created(data)
    )


def overprint_map(map_text: str, data: PaperData, placement: Placement) -> bytes:
    """Return values where a map puts them, moved for one printer and tray, on A4."""
    places = read_map(map_text)
    pages = values_pages(places, values_named(data, (f.value for f in places.fields)), A4)
    layout = Layout(places.title, "", "套打", pages)
    return finish(paint(layout, transform=placement.matrix), layout, _created(data))


def calibration_sheet() -> bytes:
    """Return the sheet of crosses and rulers that a printer is measured by."""
    layout = calibration_layout()
    return finish(paint(layout), layout, datetime(2026, 1, 1, tzinfo=CHINA))


def fill_blank(
    blank: bytes, map_text: str, data: PaperData, *, marks: Marks | None = None
) -> bytes:
    """Return the bureau's own PDF form with the values where the map puts them.

    What has no room stands on an annex page; ``marks`` are those of ``render``. Raises
    PaperError for a map that does not suit the form or the paper, and for what cannot be printed.
    """
    places = read_map(map_text)
    known = PAPERS.get(places.paper)
    if known is None or not isinstance(data, known.data_type):
        raise PaperError(f"对照表是为 {places.paper} 写的，与所填的表单不符。")
    texts = values_named(data, (field.value for field in places.fields))
    heading, created = _heading(places, texts), _created(data)
    pdf = filling.fill(blank, map_text, texts, heading, created).pdf
    if not marks:
        return pdf
    layout = Layout(heading.title, heading.author, "异地就医备案", ())
    return stamp(pdf, layout, marks, created, archival=False)


def _heading(places: BlankMap, texts: Mapping[str, str]) -> Heading:
    return Heading(
        places.title, "", texts.get("office.hall", ""), texts.get("number"), texts.get("check")
    )


def try_blank(blank: bytes, map_text: str) -> BlankTrial:
    """Fill a form with the longest text of every value its map names, and with nothing.

    Raises PaperError for a form or map that cannot be used.
    """
    places = read_map(map_text)
    if places.paper not in PAPERS:
        raise PaperError("对照表里的 paper 不是本程序的表单，请改正。")
    sample = PAPERS[places.paper].sample
    names = [field.value for field in places.fields]
    known = values_named(sample, names)
    texts = {**known, **longest_texts(sample, [name for name in names if name in known])}
    ready = filling.form(blank, map_text)
    heading, created = _heading(places, known), _created(sample)
    return BlankTrial(
        paper=places.paper,
        pdf=ready.cleaned.pdf,
        left_out=ready.cleaned.left_out,
        mended=ready.cleaned.mended,
        no_font=_no_font(ready),
        picture=picture(blank, map_text),
        filled=filling.fill(blank, map_text, texts, heading, created),
        empty=filling.fill(blank, map_text, dict.fromkeys(texts, ""), heading, created).pdf,
        doubts=tuple(f"{field.title}：{field.doubt}" for field in places.fields if field.doubt),
    )


def _no_font(ready: filling.Form) -> tuple[str, ...]:
    wanted = {place.field.face for place in ready.places if not place.choice}
    return tuple(
        words for words, face in FACES.items() if face in wanted and not chains.has_face(face)
    )


def clean_blank(blank: bytes) -> bytes:
    """Return a form without all that is not paper; raise PaperError for one that cannot be used."""
    return clean(blank).pdf


def blank_fields(blank: bytes) -> tuple[tuple[FormField, ...], ...]:
    """Return the fields that a cleaned form brings along, page by page."""
    with pikepdf.open(io.BytesIO(blank)) as document:
        return form_fields(document)


def read_form(
    pages: Sequence[PageMarks], *, paper: str | None = None
) -> tuple[Reading, tuple[Spot, ...]]:
    """Return what stands on the pages of a form, and its places for somebody to go through.

    ``paper`` says whose data it takes; without it the title decides. Raises PaperError for an
    unknown paper, for pages that are pictures, and for a form without a place that is known.
    """
    if paper is not None and paper not in PAPERS:
        raise PaperError("没有这种表单，请核对 --paper。")
    if all(page.scanned for page in pages):
        raise PaperError("这份表是扫描的图片，读不出文字。请向提供者索取 Word 或 PDF 原件。")
    reading = _possible(propose(pages, paper))
    if not any(place.value for place in reading.places):
        raise PaperError("表上没有认出一处要填的内容。请核对文件是不是空白表。")
    return reading, spots_of(reading, [page.fields for page in pages])


def value_choices(paper_id: str) -> tuple[ValueChoice, ...]:
    """Return every value a place of a paper may ask for; raise KeyError for an unknown paper."""
    sample = PAPERS[paper_id].sample
    titles = value_titles(paper_id)
    known = values_named(sample, titles)
    longest = longest_texts(sample, [name for name in titles if name in known])
    return tuple(
        ValueChoice(name, title, known[name] or longest[name], longest[name])
        for name, title in titles.items()
        if name in known
    )


def _possible(reading: Reading) -> Reading:
    """Return a reading without the values that the data of its paper never has."""
    wanted = {one.value for one in reading.places if one.value is not None}
    known = values_named(PAPERS[reading.paper].sample, wanted)
    places = (one if one.value in known else replace(one, value=None) for one in reading.places)
    return replace(reading, places=tuple(places))


def _created(data: PaperData) -> datetime:
    day = getattr(data, "day")  # noqa: B009 - every paper's data has one, PaperData itself has not
    return datetime.combine(day, time(), CHINA)


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no font of the chain can draw, each once."""
    return chains.unprintable(text)


def font_coverage() -> tuple[Coverage, Coverage]:
    """Return what can be printed of GB 18030-2022 level 3, and of what its amendment 1 adds."""
    return coverage(LEVEL_3), coverage(AMENDMENT_1)


def extra_fonts() -> tuple[Path, ...]:
    """Return the further font files in use."""
    return chains.extra_fonts()


def set_extra_fonts(*places: Path, system: bool = False) -> tuple[FontUnusableError, ...]:
    """Let further font files and folders extend the chain; return those that cannot be used.

    ``system`` adds the fonts for rare characters that operating systems bring along.
    """
    return chains.set_extra_fonts((*places, *(system_fonts.find() if system else ())))


def samples() -> Iterable[tuple[Paper, bytes]]:
    """Yield every paper with its sample as a PDF."""
    for paper in PAPERS.values():
        yield paper, render(paper.id, paper.sample)
