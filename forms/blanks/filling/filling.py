"""Fill in a cleaned form: values laid over the page, choices ticked, nothing left to the viewer.

Values are always drawn with our own fonts. What a viewer would make of a field's text is never
asked: Chinese comes out of that as question marks.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import pikepdf
from pikepdf import Dictionary, Name, String

from forms.blanks.cleaning.cleaning import Cleaned, clean, unharmed
from forms.blanks.cleaning.fields import current_look, widgets_of
from forms.blanks.filling.choices import Looks, add, choose, drawn_look, looks_of
from forms.blanks.filling.fitting import set_value
from forms.blanks.filling.lettering import Word, size_beside, words_on
from forms.blanks.filling.mapping import BlankMap, read_map
from forms.blanks.filling.places import Place, find_places
from forms.errors import PaperError
from forms.kit.layout.contents import AnnexEntry, Ground
from forms.kit.layout.drawing import MM, Box, Layout, Page, Run
from forms.kit.layout.sheet import Heading, annex_pages
from forms.kit.output.finish import describe, save
from forms.kit.output.overlay import Matrix, holds_anything, page_size, put
from forms.kit.output.paint import CREATOR, paint

_KEPT = 16  # forms that a process keeps ready
_SUBJECT = "异地就医备案"


@dataclass(frozen=True, slots=True)
class Placed:
    """A value on a filled form; ``runs`` are in the frame of its box where it is turned.

    ``look`` tells that the form's own tick was drawn; nothing at all stands for an empty value.
    """

    place: Place
    text: str
    runs: tuple[Run, ...] = ()
    annexed: bool = False
    look: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form and where each value stands on it."""

    pdf: bytes
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form made ready for a map: cleaned, its fields made part of the page, its places known."""

    pdf: bytes
    wanted: BlankMap
    places: tuple[Place, ...]
    looks: tuple[Looks, ...]
    cleaned: Cleaned


@lru_cache(maxsize=_KEPT)
def form(blank: bytes, map_text: str) -> Form:
    """Return a form ready to be filled; kept, so that a process cleans each form once.

    Raises PaperError for a form or a map that cannot be used, and for a map that does not suit.
    """
    wanted, cleaned = read_map(map_text), clean(blank)
    with unharmed(), pikepdf.open(io.BytesIO(cleaned.pdf)) as document:
        lettering = [words_on(page) for page in document.pages]
        places = tuple(_lettered(place, lettering) for place in find_places(document, wanted))
        looks = _flattened(document, places)
        return Form(save(document), wanted, places, looks, cleaned)


def _lettered(place: Place, lettering: Sequence[Sequence[Word]]) -> Place:
    """Return a place with the size of the form's own words, where nothing else tells a size."""
    if place.choice or place.field.size is not None:
        return place
    size = size_beside(lettering[place.page], place.box)
    return replace(place, field=replace(place.field, size=size))


def _flattened(document: pikepdf.Pdf, places: tuple[Place, ...]) -> tuple[Looks, ...]:
    """Make the fields part of their pages; return the looks of the choices that places tick."""
    looks = {}
    for number, page in enumerate(document.pages):
        widgets = list(widgets_of(page.obj))
        own = [one for one in places if one.page == number and one.widget is not None]
        taken = {one.widget for one in own}
        drawn = [
            drawn_look(page, widget, current_look(widget.annotation))
            for at, widget in enumerate(widgets)
            if at not in taken and widget.printed
        ]
        add(page, b"".join(one[1] for one in drawn if one is not None))
        for place in own:
            if place.choice and place.widget is not None:
                looks[place] = looks_of(page, widgets[place.widget], place.state)
        if "/Annots" in page.obj:
            del page.obj.Annots
    if "/AcroForm" in document.Root:
        del document.Root.AcroForm
    return tuple(looks.get(place, Looks()) for place in places)


def fill(
    blank: bytes, map_text: str, values: Mapping[str, str], heading: Heading, created: datetime
) -> Filled:
    """Return the form filled in, with an annex for what has no room.

    Raises PaperError for a map that does not suit the form or the values, for what has no room
    anywhere, and for a character without a glyph.
    """
    ready = form(blank, map_text)
    for field in ready.wanted.fields:
        if field.value not in values:
            raise PaperError(f"对照表中的 {field.value} 不是这种表单的内容。", field=field.value)
    with pikepdf.open(io.BytesIO(ready.pdf)) as document:
        annex: list[AnnexEntry] = []
        placed = _placed(document, ready, values, annex)
        if annex:
            _append(document, annex_pages(heading, annex))
        layout = Layout(heading.title, heading.author, _SUBJECT, ())
        _describe(document, layout, created)
        return Filled(save(document), placed)


def _describe(document: pikepdf.Pdf, layout: Layout, created: datetime) -> None:
    """Give the paper a description of its own: that of the blank was left behind."""
    info = document.docinfo
    info.Title, info.Author = String(layout.title), String(layout.author)
    info.Subject, info.Creator = String(layout.subject), String(CREATOR)
    info.Producer = String("ReportLab")
    root = document.Root
    root.Lang = String("zh-CN")
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"))
    describe(document, layout, created, created, archival=False)


def _placed(
    document: pikepdf.Pdf, ready: Form, values: Mapping[str, str], annex: list[AnnexEntry]
) -> tuple[Placed, ...]:
    """Put every value into its place; return where each stands."""
    choices = choose(document, ready.places, ready.looks, values)
    pages = [Page(page_size(page)) for page in document.pages]
    turned: list[tuple[Place, Page]] = []
    placed = []
    for place in ready.places:
        text = values[place.field.value]
        if place in choices or not text:
            placed.append(Placed(place, text, look=bool(text)))
            continue
        page, room = pages[place.page], place.room
        if place.turn:
            page, room = Page((place.box.height, place.box.width)), Box(0, 0, *_turned(place.box))
            turned.append((place, page))
        field = replace(place.field, centred=True) if place.choice else place.field
        found = set_value(Ground(page, annex), field, room, text)
        placed.append(Placed(place, text, found.runs, found.annexed))
    _draw(document, pages, turned)
    return tuple(placed)


def _turned(box: Box) -> tuple[float, float]:
    return box.height, box.width


def _draw(document: pikepdf.Pdf, pages: list[Page], turned: list[tuple[Place, Page]]) -> None:
    """Lay what was set over the pages, and what stands sideways turned into its place."""
    pieces = [page for _, page in turned]
    with pikepdf.open(io.BytesIO(paint(Layout("", "", "", (*pages, *pieces))))) as drawn:
        for number, page in enumerate(pages):
            if holds_anything(page):
                put(document, document.pages[number], drawn.pages[number])
        for number, (place, _) in enumerate(turned, len(pages)):
            onto = document.pages[place.page]
            put(document, onto, drawn.pages[number], _turning(place, page_size(onto)[1]))


def _turning(place: Place, height: float) -> Matrix:
    """Return what turns a piece anticlockwise (or clockwise) into its box."""
    box = place.box
    if place.turn == 1:
        return 0, 1, -1, 0, box.right * MM, (height - box.bottom) * MM
    return 0, -1, 1, 0, box.left * MM, (height - box.top) * MM


def _append(document: pikepdf.Pdf, pages: Iterable[Page]) -> None:
    drawn = paint(Layout("", "", "", tuple(pages)))
    with pikepdf.open(io.BytesIO(drawn)) as annex:
        document.pages.extend(annex.pages)
