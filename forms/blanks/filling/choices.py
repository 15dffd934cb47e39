"""Tick the choices of a form as the form itself draws them; say which need a tick of our own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name, Stream

from forms.blanks.cleaning.cleaning import free_name, placing
from forms.blanks.cleaning.content import EVERYTHING, write_anew
from forms.blanks.cleaning.fields import Widget, fitted
from forms.blanks.cleaning.objects import entry
from forms.blanks.filling.places import Place
from forms.errors import PaperError
from forms.kit.values import TICK

Look = tuple[str, bytes]  # the name of a look on its page, and the instructions that draw it


@dataclass(frozen=True, slots=True)
class Looks:
    """The form's own ticked and unticked looks of a choice, where it has such."""

    ticked: Look | None = None
    unticked: Look | None = None


def looks_of(page: pikepdf.Page, widget: Widget, state: str | None) -> Looks:
    """Give a page the looks of a choice; a ticked look that leaves nothing on paper is none."""
    found = entry(entry(widget.annotation, "/AP"), "/N")
    if isinstance(found, Stream):  # one look for both
        return Looks(None, drawn_look(page, widget, found))
    ticked, unticked = entry(found, state or ""), entry(found, "/Off")
    if not isinstance(ticked, Stream) or not write_anew(ticked.read_bytes(), EVERYTHING).paints:
        ticked = None
    return Looks(drawn_look(page, widget, ticked), drawn_look(page, widget, unticked))


def drawn_look(page: pikepdf.Page, widget: Widget, look: object) -> Look | None:
    """Give a page a look to draw; return its name and the instructions that do."""
    matrix = fitted(look, widget.edges) if isinstance(look, Stream) else None
    if matrix is None:
        return None
    name = free_name(page.resources.get("/XObject", Dictionary()), "Look")
    page.add_resource(look, Name.XObject, Name(name))  # type: ignore[arg-type]
    return name, placing(matrix, name)


def add(page: pikepdf.Page, instructions: bytes) -> None:
    """Draw more on a page, whatever state its content leaves behind."""
    if instructions:
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n" + instructions)


def choose(
    document: pikepdf.Pdf,
    places: Sequence[Place],
    looks: Sequence[Looks],
    values: Mapping[str, str],
) -> set[Place]:
    """Draw the choices as the form itself does; return those that need no tick of our own.

    Raises PaperError for words that are to go into a check box.
    """
    done: set[Place] = set()
    drawings: dict[int, list[bytes]] = {}
    for place, own, look in _wanted(places, looks, values):
        objects = document.pages[place.page].resources.get("/XObject", Dictionary())
        for one in (own.ticked, own.unticked):
            if one is not None and one is not look:
                del objects[one[0]]
        if look is not None:
            drawings.setdefault(place.page, []).append(look[1])
        if not values[place.field.value] or own.ticked is not None:
            done.add(place)
    for number, lines in drawings.items():
        add(document.pages[number], b"".join(lines))
    return done


def _wanted(
    places: Sequence[Place], looks: Sequence[Looks], values: Mapping[str, str]
) -> Iterator[tuple[Place, Looks, Look | None]]:
    """Yield the choices with their looks and the one to draw now."""
    ticked = {_piece(place) for place in places if values[place.field.value]}
    for place, own in zip(places, looks, strict=True):
        text = values[place.field.value]
        if place.choice and text not in {"", TICK}:
            raise PaperError(
                f"填写框 {place.field.name} 是勾选框，填不了 {place.field.value} 的文字。",
                field=place.field.value,
            )
        if place.choice and (text or _piece(place) not in ticked):
            yield place, own, own.ticked if text and own.ticked else own.unticked
        elif place.choice:
            yield place, own, None  # another value has ticked this box


def _piece(place: Place) -> tuple[int, int | None]:
    return place.page, place.widget
