"""Teach ReportLab our chains: composite fonts with exact text and no missing glyph.

ReportLab's own TrueType layer writes wrong ToUnicode entries beyond U+FFFF, draws blank boxes
for what a face lacks and reads whole files into memory. Here each face of a chain becomes one
``Type0`` font (Identity-H, CIDFontType2) that holds just the glyphs used; each character has
a code of its own, so that copying and searching give back exactly what was set.
"""

import hashlib
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics

from forms.fonts.chains import Chain, chain
from forms.fonts.packed import SUFFIX
from forms.fonts.truetype import TrueType

_TAG_LENGTH = 6
_BLOCK = 100  # most entries a block of a CMap may have
_FIRST_LINES = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
    "1 begincodespacerange <0000> <FFFF> endcodespacerange",
)
_LAST_LINE = "endcmap CMapName currentdict /CMap defineresource pop end end"


@dataclass(slots=True)
class _Used:
    """What one document has used of one face: characters, glyphs and widths by new number."""

    internal: str
    codes: dict[str, int] = field(default_factory=dict)
    glyphs: list[int] = field(default_factory=lambda: [0])
    widths: list[float] = field(default_factory=list)

    def code(self, character: str, glyph: int, width: float) -> int:
        found = self.codes.get(character)
        if found is None:
            found = self.codes[character] = len(self.glyphs)
            self.glyphs.append(glyph)
            self.widths.append(width)
        return found


@dataclass(frozen=True, slots=True)
class _FaceName:
    """What ReportLab asks of a font's face when it is registered."""

    name: str
    builtIn: bool = False  # noqa: N815 - ReportLab's name


class EmbeddedChain:
    """A chain as ReportLab's canvas sees it: a dynamic font whose subsets are the faces."""

    _multiByte = 1  # noqa: N815 - ReportLab's names, here and below
    _dynamicFont = 1  # noqa: N815
    shapable = False

    def __init__(self, faces: Chain) -> None:
        self.chain = faces
        self.fontName = f"{faces.name}-{id(faces):x}"
        self.face = _FaceName(self.fontName)
        self._documents: WeakKeyDictionary[Any, dict[int, _Used]] = WeakKeyDictionary()

    def _used(self, index: int, doc: Any) -> _Used:
        faces = self._documents.get(doc)
        if faces is None:
            faces = self._documents[doc] = {}
            doc.delayedFonts.append(self)
        found = faces.get(index)
        if found is None:
            found = faces[index] = _Used(f"F{len(doc.fontMapping) + 1}")
            doc.fontMapping[f"{self.fontName}.{index}"] = "/" + found.internal
        return found

    def splitString(self, text: str, doc: Any) -> list[tuple[int, bytes]]:  # noqa: N802
        """Return the text as stretches of one face each, in two-byte codes of that face."""
        drawn = [(character, self.chain.glyph(character)) for character in text]
        parts = []
        for index, stretch in groupby(drawn, key=_face_of):
            used = self._used(index, doc)
            codes = (used.code(c, g.glyph, g.width) for c, g in stretch)
            parts.append((index, b"".join(code.to_bytes(2) for code in codes)))
        return parts

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802
        """Return the width of a line in points."""
        del encoding
        return self.chain.width(text, size)

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802
        """Return the resource name of a face in a document."""
        return "/" + self._used(subset, doc).internal

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Write the fonts that a document used into it; called once, when it is saved."""
        fonts = doc.idToObject["BasicFonts"].dict
        for index, used in sorted(self._documents.pop(doc).items()):
            fonts[used.internal] = _type0(self.chain, index, used, doc)


def _face_of(drawn: tuple[str, Any]) -> int:
    return int(drawn[1].face)


def embedded(name: str) -> str:
    """Return the ReportLab font name of a chain, registering it when it is new."""
    faces = chain(name)
    font_name = f"{faces.name}-{id(faces):x}"
    if font_name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(EmbeddedChain(faces))
    return font_name


def _type0(faces: Chain, index: int, used: _Used, doc: Any) -> Any:
    """Return a reference to the composite font that draws what a document uses of a face."""
    face = faces.face(index)
    program = face.subset(used.glyphs)
    digest = hashlib.sha256(program).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:_TAG_LENGTH])
    name = f"/{tag}+{_stem(faces.files[index])}"
    text = _stream(_to_unicode(used.codes).encode("ascii"), doc)
    entries = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": name,
        "Encoding": "/Identity-H",
        "DescendantFonts": pdfdoc.PDFArray([_cid_font(name, face, program, used, doc)]),
        "ToUnicode": doc.Reference(text, f"text.{used.internal}"),
    }
    return doc.Reference(pdfdoc.PDFDictionary(entries), used.internal)


def _stem(file: Path) -> str:
    """Return the name of a face as a PDF gives it: without spaces, endings and packing."""
    return Path(file.name.removesuffix(SUFFIX)).stem.replace(" ", "")


def _cid_font(name: str, face: TrueType, program: bytes, used: _Used, doc: Any) -> Any:
    system = {
        "Registry": pdfdoc.PDFString("Adobe"),
        "Ordering": pdfdoc.PDFString("Identity"),
        "Supplement": 0,
    }
    entries = {
        "Type": "/Font",
        "Subtype": "/CIDFontType2",
        "BaseFont": name,
        "CIDSystemInfo": pdfdoc.PDFDictionary(system),
        "DW": 1000,
        "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(used.widths)]),
        "CIDToGIDMap": "/Identity",
        "FontDescriptor": _descriptor(name, face, program, used, doc),
    }
    return doc.Reference(pdfdoc.PDFDictionary(entries), f"cid.{used.internal}")


def _descriptor(name: str, face: TrueType, program: bytes, used: _Used, doc: Any) -> Any:
    stream = _stream(program, doc)
    stream.dictionary["Length1"] = len(program)
    entries = {
        "Type": "/FontDescriptor",
        "FontName": name,
        "Flags": 4,
        "FontBBox": pdfdoc.PDFArray([round(x) for x in face.box]),
        "ItalicAngle": 0,
        "Ascent": round(face.ascent),
        "Descent": round(face.descent),
        "CapHeight": round(face.ascent),
        "StemV": 80,
        "FontFile2": doc.Reference(stream, f"file.{used.internal}"),
    }
    return doc.Reference(pdfdoc.PDFDictionary(entries), f"descriptor.{used.internal}")


def _stream(content: bytes, doc: Any) -> Any:
    stream = pdfdoc.PDFStream(content=content)
    if doc.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _to_unicode(codes: dict[str, int]) -> str:
    """Return the CMap that turns codes back into text, in UTF-16BE as the standard asks."""
    rows = [f"<{code:04X}> <{c.encode('utf-16-be').hex().upper()}>" for c, code in codes.items()]
    lines = [*_FIRST_LINES]
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, _LAST_LINE])
