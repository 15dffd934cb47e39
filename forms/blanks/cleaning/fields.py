"""The fields of a form: what they are called, where they stand, which choices they have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Matrix, Stream

from forms.blanks.cleaning.copying import Copier, rectangle
from forms.blanks.cleaning.geometry import Edges, Ground, ground
from forms.blanks.cleaning.objects import (
    dictionary,
    entry,
    inherited,
    is_name,
    items,
    key_of,
    keys,
    number,
    numbers,
    raw_key,
    text,
    upwards,
    whole,
    words,
)
from forms.fonts.chains import face_of
from forms.kit.layout.text import SMALLEST

HIDDEN, PRINTED, UNSEEN = 1 << 1, 1 << 2, 1 << 5  # bits of /F
PUSH_BUTTON = 1 << 16  # bit of /Ff
OFF = "/Off"
_QUARTER = 90
_FONT = re.compile(r"(/[^\s/()<>\[\]{}%]+)\s+(\d{1,4}(?:\.\d{0,6})?)\s+Tf\b")


@dataclass(frozen=True, slots=True)
class Widget:
    """One visible piece of a form field, on its page as it is stored.

    ``states`` are the keys of its ticked appearances, ``turn`` by how many quarters a reader sees
    its text turned anticlockwise; ``flags`` are those of the annotation, ``face`` and ``size``
    those of its text where it says so.
    """

    name: str
    kind: str  # "text", "tick", "push" or "signature"
    edges: Edges
    states: tuple[str, ...]
    turn: int
    flags: int
    face: str | None
    size: float | None
    annotation: Any

    @property
    def printed(self) -> bool:
        """Whether a reader would print it as it stands."""
        return bool(self.flags & PRINTED) and not self.flags & (HIDDEN | UNSEEN)

    @property
    def state_words(self) -> tuple[str, ...]:
        """Return the choices as a map names them."""
        return tuple(words(one) for one in self.states)


def widgets_of(page: Any, form: Any = None) -> Iterator[Widget]:
    """Yield the pieces of form fields on a page; broken ones are left out.

    ``form`` is the AcroForm they belong to, which may tell their fonts.
    """
    lies = ground(page)
    for annotation in items(entry(page, "/Annots")):
        if is_name(entry(annotation, "/Subtype"), "Widget"):
            edges = rectangle(entry(annotation, "/Rect"))
            if edges is not None:
                yield _widget(annotation, edges, lies, form)


def _widget(annotation: Any, edges: Edges, lies: Ground, form: Any) -> Widget:
    kind = _kind(annotation)
    face, size = _text_of(annotation, form)
    turned = round((number(entry(entry(annotation, "/MK"), "/R")) or 0) / _QUARTER)
    return Widget(
        name=full_name(annotation),
        kind=kind,
        edges=edges,
        states=_states(annotation) if kind == "tick" else (),
        turn=(turned - lies.quarters) % 4,
        flags=whole(entry(annotation, "/F")),
        face=face,
        size=size,
        annotation=annotation,
    )


def _text_of(annotation: Any, form: Any) -> tuple[str | None, float | None]:
    """Return face and size that a field wants its text in; None for what it leaves open."""
    found = _FONT.search(text(inherited(annotation, "/DA")) or text(entry(form, "/DA")))
    if found is None:
        return None, None
    key = raw_key(found[1].encode("utf-8", "replace"))
    own = entry(entry(inherited(annotation, "/DR"), "/Font"), key)
    font = own if own is not None else entry(entry(entry(form, "/DR"), "/Font"), key)
    base = entry(font, "/BaseFont")
    called = words(key_of(base)) if isinstance(base, pikepdf.Name) else ""
    size = number(float(found[2])) or 0
    return face_of(called) or face_of(words(key)), max(size, SMALLEST) if size > 0 else None


def full_name(annotation: Any) -> str:
    """Return the name of a field with those it belongs to, joined by dots."""
    parts = [text(entry(node, "/T")) for node in upwards(annotation) if entry(node, "/T")]
    return ".".join(reversed(parts))


def _kind(annotation: Any) -> str:
    found = inherited(annotation, "/FT")
    if is_name(found, "Btn"):
        push = whole(inherited(annotation, "/Ff")) & PUSH_BUTTON
        return "push" if push else "tick"
    return "signature" if is_name(found, "Sig") else "text"


def _states(annotation: Any) -> tuple[str, ...]:
    """Return what the form itself calls the ticked states of a check box or choice."""
    looks = entry(annotation, "/AP")
    for name in ("/N", "/D"):
        found = entry(looks, name)
        if isinstance(found, Dictionary) and not isinstance(found, Stream):
            states = tuple(key for key in keys(found) if key != OFF)
            if states:
                return states
    return ()


def copy_widget(widget: Widget, lies: Ground, copier: Copier, target: pikepdf.Pdf) -> Any:
    """Return a piece of a field for the upright page of a cleaned form: facts and looks only."""
    kinds = {"text": "/Tx", "tick": "/Btn", "push": "/Btn", "signature": "/Sig"}
    made = Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name(kinds[widget.kind]),
        T=pikepdf.String(widget.name),
        F=widget.flags,
        Rect=list(lies.moved(widget.edges)),
    )
    if widget.kind == "push":
        made.Ff = PUSH_BUTTON
    if widget.turn:
        made.MK = Dictionary(R=widget.turn * _QUARTER)
    if widget.face or widget.size:
        made.DA = pikepdf.String(f"/{widget.face or 'any'} {widget.size or 0:g} Tf")
    looks = _looks(widget, lies, copier)
    if looks is not None:
        made.AP = Dictionary(N=looks)
    current = entry(widget.annotation, "/AS")
    if isinstance(current, pikepdf.Name):
        made.AS = pikepdf.Object.parse(current.unparse(resolved=True))
    return target.make_indirect(made)


def _looks(widget: Widget, lies: Ground, copier: Copier) -> Any:
    """Return the looks of a widget by state, or its one look; None where it has none."""
    found = entry(entry(widget.annotation, "/AP"), "/N")
    if isinstance(found, Stream):
        return copy_look(found, lies, copier)
    by_state = {state: copy_look(entry(found, state), lies, copier) for state in keys(found)}
    kept = {state: look for state, look in by_state.items() if look is not None}
    for state in widget.states:  # a choice without a look is ticked by a tick of our own
        if state not in kept:
            kept[state] = copier.empty_form()
    return dictionary(kept) if kept else None


def copy_look(look: Any, lies: Ground, copier: Copier) -> Stream | None:
    """Return the look of an annotation for the upright page, or None for what is none."""
    if not isinstance(look, Stream) or rectangle(entry(look, "/BBox")) is None:
        return None
    made: Stream | None
    if lies.quarters == 0:
        made = copier.copy("form", look)
    else:
        made = copier.content("form", look, None)
        old = numbers(entry(look, "/Matrix"), 6) or (1, 0, 0, 1, 0, 0)
        turned = Matrix(*Ground((0, 0, 0, 0), lies.quarters).matrix.shorthand[:4], 0, 0)
        made.Matrix = list((Matrix(*old) @ turned).shorthand)
    if made is not None:
        made.Type, made.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    return made


def current_look(annotation: Any) -> Any:
    """Return the look an annotation has as it stands, or None."""
    found = entry(entry(annotation, "/AP"), "/N")
    if isinstance(found, Stream):
        return found
    state = entry(annotation, "/AS")
    look = entry(found, key_of(state)) if isinstance(state, pikepdf.Name) else None
    return look if isinstance(look, Stream) else None


def fitted(look: Any, edges: Edges) -> Matrix | None:
    """Return what brings a look into the rectangle of its annotation; None for a flat one."""
    box = rectangle(entry(look, "/BBox"))
    matrix = Matrix(*(numbers(entry(look, "/Matrix"), 6) or (1, 0, 0, 1, 0, 0)))
    if box is None:
        return None
    corners = [matrix.transform((x, y)) for x in box[::2] for y in box[1::2]]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    if right - left <= 0 or top - bottom <= 0:
        return None
    across = (edges[2] - edges[0]) / (right - left)
    up = (edges[3] - edges[1]) / (top - bottom)
    return Matrix(across, 0, 0, up, edges[0] - left * across, edges[1] - bottom * up)
