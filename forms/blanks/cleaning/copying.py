"""Copy into a new document what drawing needs, kind by kind, and nothing else.

The walk follows the table of ``shapes``, not the file: what an entry is not known for stays
behind, however it is hidden. Content streams are written anew and take along only the resources
they use.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from forms.blanks.cleaning.content import Names, Written, write_anew
from forms.blanks.cleaning.layers import Layers
from forms.blanks.cleaning.objects import (
    dictionary,
    entry,
    is_name,
    items,
    key_of,
    keys,
    number,
    whole,
)
from forms.blanks.cleaning.shapes import (
    CONTENTS,
    DEFAULT_COLOURS,
    EITHER,
    FILTERS,
    RESOURCES,
    SHAPES,
    STREAMS,
)
from forms.errors import PaperError

_DEEPEST = 80
_MOST_OBJECTS = 100_000
_MOST_DOTS = 500_000_000  # of one picture
_MOST_DRAWN = 5_000_000  # instructions, with those of everything drawn again and again
_MOST_CONTENT = 64_000_000  # bytes of all contents, unpacked
_TOO_MUCH = "空白表的内容过于庞大或复杂，无法使用。请用办公软件打开后另存为 PDF 再试。"
_DEVICES = ("DeviceGray", "DeviceRGB", "DeviceCMYK", "Pattern")
_CALIBRATED = ("CalGray", "CalRGB", "Lab")


class Copier:
    """Copies drawing objects of one document into another, each once."""

    def __init__(self, target: pikepdf.Pdf, layers: Layers) -> None:
        self._target = target
        self._layers = layers
        self._made: dict[tuple[Any, ...], Any] = {}
        self._busy: set[tuple[Any, ...]] = set()
        self._around: list[Any] = []  # the resources of the contents that are being copied
        self._depth = 0
        self._unpacked = 0
        self._costs: dict[tuple[int, int], int] = {}
        self.mended = False
        self._special: dict[str, Callable[[Any], Any]] = {
            "plain": self._plain,
            "colour": self._colour,
            "drawn": self._drawn,
            "pattern": self._pattern,
            "font": self._font,
            "sized font": self._sized_font,
            "soft mask": self._soft_mask,
            "mask": self._mask,
            "character map": self._character_map,
            "descendants": self._descendants,
            "stream or name": self._stream_or_name,
            "encoding": self._encoding,
        }

    def copy(self, kind: str, value: Any) -> Any:
        """Return a copy of a value for the new document, or None where it is not of the kind."""
        if value is None:
            return None
        own = getattr(value, "objgen", (0, 0))
        key = (kind, own)
        if own != (0, 0):
            if key in self._made:
                return self._made[key]
            if key in self._busy:
                return None
        with self._within(key if own != (0, 0) else None):
            made = self._copied(kind, value)
        if own != (0, 0):
            if isinstance(made, Dictionary) and not made.is_indirect:
                made = self._target.make_indirect(made)
            self._made[key] = made
            self._bound(len(self._made) <= _MOST_OBJECTS)
        return made

    def content(self, kind: str, source: Any, resources: Any, data: bytes | None = None) -> Stream:
        """Return a content stream written anew, with the resources it uses.

        ``resources`` are those of whatever draws it, for one that has none of its own; ``data``
        is given for a page, whose content may stand in several streams.
        """
        own = entry(source, "/Resources")
        resources = own if isinstance(own, Dictionary) else resources
        if data is None:
            data = self.unpacked(source) or b""
        written = write_anew(data, self._names(resources))
        self.mended |= written.mended
        made = Stream(self._target, written.data)
        for name, inner in SHAPES[kind].items():
            value = self.copy(inner, entry(source, name))
            if value is not None:
                made[name] = value
        self._around.append(resources)
        made.Resources = self._resources(written, resources, made)
        self._around.pop()
        return made

    def empty_form(self) -> Stream:
        """Return a form that draws nothing."""
        made = Stream(self._target, b"")
        made.Type, made.Subtype = Name.XObject, Name.Form
        made.BBox, made.Resources = Array([0, 0, 1, 1]), Dictionary()
        return made

    def unpacked(self, stream: Any) -> bytes | None:
        """Return the bytes of a content stream; None where they cannot be unpacked."""
        try:
            found: bytes = stream.read_bytes()
        except (pikepdf.PdfError, RuntimeError):
            self.mended = True
            return None
        self._unpacked += len(found)
        self._bound(self._unpacked <= _MOST_CONTENT)
        return found

    def cost(self, stream: Any) -> int:
        """Return how many instructions it takes to draw a copied content once."""
        return self._costs.get(stream.objgen, 1)

    @contextmanager
    def _within(self, key: tuple[Any, ...] | None) -> Iterator[None]:
        self._bound(self._depth < _DEEPEST)
        self._depth += 1
        if key:
            self._busy.add(key)
        try:
            yield
        finally:
            self._depth -= 1
            self._busy.discard(key or ())

    @staticmethod
    def _bound(within: bool) -> None:
        if not within:
            raise PaperError(_TOO_MUCH)

    def _copied(self, kind: str, value: Any) -> Any:
        if kind in self._special:
            return self._special[kind](value)
        if kind in CONTENTS:
            return self.content(kind, value, None) if isinstance(value, Stream) else None
        if kind == "function" and isinstance(value, Array | Name):
            return self._list("function", value)
        if kind in STREAMS or (kind in EITHER and isinstance(value, Stream)):
            return self._stream(kind, value)
        return self._filled(Dictionary(), kind, value) if isinstance(value, Dictionary) else None

    def _list(self, kind: str, value: Any) -> Any:
        if isinstance(value, Name):
            return self._plain(value)
        return Array([one for one in (self.copy(kind, part) for part in value) if one is not None])

    def _filled(self, made: Any, kind: str, source: Any) -> Any:
        for name, inner in SHAPES[kind].items():
            value = self.copy(inner, entry(source, name))
            if value is not None:
                made[name] = value
        return made

    def _stream(self, kind: str, value: Any) -> Any:
        if not isinstance(value, Stream) or "/F" in value:  # /F: the bytes lie in another file
            return None
        if kind == "image":
            self._bound(whole(entry(value, "/Width")) * whole(entry(value, "/Height")) < _MOST_DOTS)
        filters = entry(value, "/Filter")
        names = [filters] if isinstance(filters, Name) else items(filters)
        if any(not isinstance(one, Name) or key_of(one) not in FILTERS for one in names):
            return None
        made = self._filled(Stream(self._target, value.read_raw_bytes()), kind, value)
        if names:
            made.Filter = Array([self._plain(one) for one in names])
            self._decoding(made, entry(value, "/DecodeParms"), len(names))
        return made

    def _decoding(self, made: Any, value: Any, count: int) -> None:
        parts = [value] if isinstance(value, Dictionary) else items(value)[:count]
        if any(isinstance(one, Dictionary) for one in parts):
            copies = [self.copy("decoding", one) for one in parts]
            made.DecodeParms = Array([Dictionary() if one is None else one for one in copies])

    def _plain(self, value: Any, depth: int = 0) -> Any:
        """Copy numbers, names, texts and lists of them."""
        if isinstance(value, Array):
            self._bound(depth < _DEEPEST)
            return Array([self._plain(one, depth + 1) for one in value])
        if isinstance(value, Name):
            return pikepdf.Object.parse(value.unparse(resolved=True))
        if isinstance(value, pikepdf.String):
            return pikepdf.String(bytes(value))
        return None if isinstance(value, pikepdf.Object) else value

    def _colour(self, value: Any) -> Any:
        if isinstance(value, Name):
            return self._plain(value)
        parts = items(value)
        if not parts or not isinstance(parts[0], Name):
            return None
        family = key_of(parts[0])[1:]
        kinds = {
            **dict.fromkeys(_CALIBRATED, ("cal",)),
            **dict.fromkeys(_DEVICES, ("colour",)),
            "ICCBased": ("icc",),
            "Indexed": ("colour", "plain", "table"),
            "I": ("colour", "plain", "table"),
            "Separation": ("plain", "colour", "function"),
            "DeviceN": ("plain", "colour", "function"),
        }.get(family)
        if kinds is None:
            return None
        copies = [
            self.copy("bytes" if kind == "table" and isinstance(part, Stream) else
                      "plain" if kind == "table" else kind, part)
            for kind, part in zip(kinds, parts[1:], strict=False)
        ]  # fmt: skip
        optional = family in _DEVICES
        if not optional and (len(copies) < len(kinds) or any(one is None for one in copies)):
            return None
        return Array([self._plain(parts[0]), *(one for one in copies if one is not None)])

    def _drawn(self, value: Any) -> Any:
        """Copy what ``Do`` draws: pictures and forms, never PostScript."""
        if not isinstance(value, Stream) or not self._layers.shows(entry(value, "/OC")):
            return None
        kind = "image" if is_name(entry(value, "/Subtype"), "Image") else "form"
        made = self.copy(kind, value)
        if made is not None:
            made.Subtype = Name.Image if kind == "image" else Name.Form
            made.Type = Name.XObject
        return made

    def _pattern(self, value: Any) -> Any:
        if isinstance(value, Stream):
            return self.copy("tiling", value)
        return self.copy("shading pattern", value)

    def _soft_mask(self, value: Any) -> Any:
        if isinstance(value, Name):
            return self._plain(value)
        return self._filled(Dictionary(), "soft mask", value)

    def _mask(self, value: Any) -> Any:
        return self.copy("image" if isinstance(value, Stream) else "plain", value)

    def _stream_or_name(self, value: Any) -> Any:
        return self.copy("bytes" if isinstance(value, Stream) else "plain", value)

    def _character_map(self, value: Any) -> Any:
        return self.copy("map stream" if isinstance(value, Stream) else "plain", value)

    def _encoding(self, value: Any) -> Any:
        if isinstance(value, Name):
            return self._plain(value)
        if not isinstance(value, Dictionary):
            return None
        return self._filled(Dictionary(), "encoding", value)

    def _sized_font(self, value: Any) -> Any:
        parts = items(value)
        font = self.copy("font", parts[0]) if len(parts) == 2 else None
        return None if font is None else Array([font, self._plain(parts[1])])

    def _font(self, value: Any) -> Any:
        if not isinstance(value, Dictionary):
            return None
        if is_name(entry(value, "/Subtype"), "Type0"):
            return self.copy("composed font", value)
        if not is_name(entry(value, "/Subtype"), "Type3"):
            return self.copy("simple font", value)
        font = self.copy("drawn font", value)
        if font is not None and "/CharProcs" not in font:
            glyphs = entry(value, "/CharProcs")
            copies = {one: self._glyph(entry(glyphs, one), value) for one in keys(glyphs)}
            found = {one: copy for one, copy in copies.items() if copy is not None}
            font.CharProcs = dictionary(found)
        return font

    def _glyph(self, value: Any, font: Any) -> Any:
        resources = entry(font, "/Resources") or self._around[-1]  # as old makers of fonts do
        return self.content("glyph", value, resources) if isinstance(value, Stream) else None

    def _descendants(self, value: Any) -> Any:
        copies = [self.copy("descendant", one) for one in items(value)[:1]]
        return Array([one for one in copies if one is not None])

    def _names(self, resources: Any) -> Names:
        objects = entry(resources, "/XObject")
        layers = entry(resources, "/Properties")

        def drawn(key: str) -> bool:
            found = entry(objects, key)
            known = is_name(entry(found, "/Subtype"), "Image", "Form")
            external = isinstance(found, Stream) and "/F" in found
            return known and not external and self._layers.shows(entry(found, "/OC"))

        return Names(drawn, lambda key: self._layers.shows(entry(layers, key)))

    def _resources(self, written: Written, resources: Any, made: Stream) -> Dictionary:
        """Return the resources a content uses, and count what it costs to draw it."""
        kept, cost = Dictionary(), written.instructions
        wanted = dict(written.used)
        colours = wanted.get("/ColorSpace", set())
        wanted["/ColorSpace"] = {*colours, *DEFAULT_COLOURS}
        for category, names in sorted(wanted.items()):
            known = entry(resources, category)
            copies = self._copies(category, known, names, resources)
            if copies:
                kept[category] = dictionary(copies)
            cost += sum(
                self.cost(one) * written.draws[name]
                for name, one in copies.items()
                if category == "/XObject"
            )
        self._costs[made.objgen] = cost
        self._bound(cost <= _MOST_DRAWN)
        return kept

    def _copies(
        self, category: str, known: Any, names: Iterable[str], resources: Any
    ) -> dict[str, Any]:
        copies = {}
        for name in sorted(names):
            value = entry(known, name)
            if category == "/XObject" and _is_bare_form(value):
                copy = self._bare_form(value, resources)
            else:
                copy = self.copy(RESOURCES[category], value)
            if copy is not None:
                copies[name] = copy
        return copies

    def _bare_form(self, value: Any, resources: Any) -> Any:
        """Copy a form without resources of its own, as it uses those of what draws it."""
        key = ("bare", value.objgen, getattr(resources, "objgen", (0, 0)))
        if key in self._busy:
            return None
        with self._within(key):
            made = self.content("form", value, resources)
        made.Type, made.Subtype = Name.XObject, Name.Form
        return made


def _is_bare_form(value: Any) -> bool:
    form = isinstance(value, Stream) and is_name(entry(value, "/Subtype"), "Form")
    return form and not isinstance(entry(value, "/Resources"), Dictionary)


def rectangle(value: Any) -> tuple[float, float, float, float] | None:
    """Return the edges of a rectangle, left, bottom, right, top; None for what is none."""
    found = [number(one) for one in items(value)]
    edges = [one for one in found if one is not None]
    if len(edges) != 4 or len(found) != 4:
        return None
    left, right = sorted((edges[0], edges[2]))
    bottom, top = sorted((edges[1], edges[3]))
    return left, bottom, right, top
