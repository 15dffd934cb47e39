"""Read a TrueType file through a memory map, and cut subsets out of it.

Opening costs next to nothing: no table is decoded before it is asked for, so that a chain of
70 MB of fonts opens in milliseconds and shares its pages between processes. The faces of rare
characters are packed (forms/fonts/packed.py): all but their outlines is unpacked on opening.
"""

import mmap
import struct
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

from forms.errors import FontUnusableError
from forms.fonts.packed import SUFFIX, DamagedFileError, PackedFile

_COMPOSITE_WORDS = 0x0001
_COMPOSITE_SCALES = ((0x0008, 2), (0x0040, 4), (0x0080, 8))
_COMPOSITE_MORE = 0x0020
_RESTRICTED = 0x0002  # fsType: embedding needs the owner's permission
_MAGIC = 0xB1B0AFBA
_OWN_NAMES = frozenset({1, 4, 6, 16})  # family, full name, PostScript name, wider family
_MOST_NAMES = 500
_DIRECTORY = 1024  # bytes; holds more tables than a face has


class TrueType:
    """One face: which glyph draws a character, how wide it is, and its outline.

    Widths and boxes are in 1/1000 of the type size. Raises FontUnusableError for files
    without TrueType outlines or a Unicode character map, and for those that forbid embedding.
    """

    def __init__(self, file: Path, index: int = 0, *, mapped: bool = True) -> None:
        """Open a file; ``mapped`` only where nobody replaces or unplugs it meanwhile."""
        self.file = file
        if not file.stat().st_size:
            raise FontUnusableError(file.name, "文件是空的")
        self._data: bytes | mmap.mmap = _mapped(file) if mapped else file.read_bytes()
        self._outlines: bytes | mmap.mmap | PackedFile = self._data
        try:
            if file.suffix == SUFFIX:
                self._outlines = PackedFile(self._data)
                self._data = _but_outlines(self._outlines)
            self._read(index)
        except (struct.error, IndexError, KeyError, DamagedFileError) as error:
            raise FontUnusableError(file.name, "文件已损坏或不是 TrueType 字体") from error

    def _read(self, index: int) -> None:
        start = 0
        if self._data[:4] == b"ttcf":
            start = self._number(">L", 12 + 4 * index)
        self._tables = dict(self._directory(start))
        if "glyf" not in self._tables:
            raise FontUnusableError(self.file.name, "不是 TrueType 轮廓")
        head, hhea = self._tables["head"][0], self._tables["hhea"][0]
        self._units = self._number(">H", head + 18)
        self._long_loca = self._number(">h", head + 50) != 0
        self.box = tuple(self._scaled(self._number(">h", head + 36 + 2 * i)) for i in range(4))
        self.ascent = self._scaled(self._number(">h", hhea + 4))
        self.descent = self._scaled(self._number(">h", hhea + 6))
        self._metrics = self._number(">H", hhea + 34)
        self.glyph_count = self._number(">H", self._tables["maxp"][0] + 4)
        os2 = self._tables.get("OS/2")
        if os2 and self._number(">H", os2[0] + 8) & 0x000F == _RESTRICTED:
            raise FontUnusableError(self.file.name, "字体不允许嵌入文件")
        self._character_map = self._find_character_map()

    def _directory(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        for tag, offset, length in _directory(self._data, start):
            if offset + length > len(self._outlines):
                raise IndexError(tag)  # a copy that broke off half-way
            yield tag.decode("latin-1"), (offset, length)

    def names(self) -> frozenset[str]:
        """Return what the face calls itself: family, full name and PostScript name."""
        table = self._tables.get("name")
        if table is None:
            return frozenset()
        start, (count, strings) = table[0], struct.unpack_from(">HH", self._data, table[0] + 2)
        found = set()
        for i in range(min(count, _MOST_NAMES)):
            platform, _, _, kind, length, offset = struct.unpack_from(
                ">6H", self._data, start + 6 + 12 * i
            )
            if kind in _OWN_NAMES:
                at = start + strings + offset
                encoding = "gb18030" if platform == 1 else "utf-16-be"
                found.add(bytes(self._data[at : at + length]).decode(encoding, "ignore"))
        return frozenset(found)

    def _find_character_map(self) -> tuple[int, int]:
        """Return format and offset of the best Unicode character map (12 before 4)."""
        table = self._tables["cmap"][0]
        found: dict[int, int] = {}
        for i in range(self._number(">H", table + 2)):
            platform, _, offset = struct.unpack_from(">HHL", self._data, table + 4 + 8 * i)
            if platform in {0, 3}:
                found.setdefault(self._number(">H", table + offset), table + offset)
        for form in (12, 4):
            if form in found:
                return form, found[form]
        raise FontUnusableError(self.file.name, "没有 Unicode 字符表")

    def _number(self, form: str, offset: int) -> int:
        value: int = struct.unpack_from(form, self._data, offset)[0]
        return value

    def _scaled(self, value: int) -> float:
        return round(value * 1000 / self._units, 3)

    def glyph(self, code: int) -> int:
        """Return the glyph that draws a code point; 0 when the face has none."""
        form, start = self._character_map
        return self._glyph_12(start, code) if form == 12 else self._glyph_4(start, code)

    def _glyph_12(self, start: int, code: int) -> int:
        low, high = 0, self._number(">L", start + 12)
        while low < high:
            middle = (low + high) // 2
            first, last, glyph = struct.unpack_from(">LLL", self._data, start + 16 + 12 * middle)
            if code < first:
                high = middle
            elif code > last:
                low = middle + 1
            else:
                return int(glyph + code - first)
        return 0

    def _glyph_4(self, start: int, code: int) -> int:
        if code > 0xFFFF:
            return 0
        twice = self._number(">H", start + 6)
        ends, starts = start + 14, start + 16 + twice
        for i in range(0, twice, 2):
            if code <= self._number(">H", ends + i):
                first = self._number(">H", starts + i)
                if code < first:
                    return 0
                delta = self._number(">H", starts + twice + i)
                place = starts + 2 * twice + i
                distance = self._number(">H", place)
                if not distance:
                    return (code + delta) & 0xFFFF
                glyph = self._number(">H", place + distance + 2 * (code - first))
                return (glyph + delta) & 0xFFFF if glyph else 0
        return 0

    def width(self, glyph: int) -> float:
        """Return the advance width of a glyph."""
        return self._scaled(self._metric(glyph)[0])

    def _metric(self, glyph: int) -> tuple[int, int]:
        table, full = self._tables["hmtx"][0], self._metrics
        if glyph < full:
            advance, bearing = struct.unpack_from(">Hh", self._data, table + 4 * glyph)
        else:
            advance = self._number(">H", table + 4 * full - 4)
            bearing = self._number(">h", table + 4 * full + 2 * (glyph - full))
        return advance, bearing

    def is_blank(self, glyph: int) -> bool:
        """Tell whether a glyph has no outline."""
        begin, end = self._stretch(glyph)
        return begin >= end

    def outline(self, glyph: int) -> bytes:
        """Return the ``glyf`` entry of a glyph; empty for a blank one."""
        begin, end = self._stretch(glyph)
        try:
            return self._outlines[begin:end]
        except DamagedFileError as error:
            raise FontUnusableError(self.file.name, "文件已损坏，请重新安装程序") from error

    def _stretch(self, glyph: int) -> tuple[int, int]:
        """Return where in the file the outline of a glyph begins and ends."""
        loca, glyf = self._tables["loca"][0], self._tables["glyf"][0]
        if self._long_loca:
            begin, end = struct.unpack_from(">LL", self._data, loca + 4 * glyph)
        else:
            begin, end = (2 * x for x in struct.unpack_from(">HH", self._data, loca + 2 * glyph))
        return glyf + begin, glyf + end

    def table(self, tag: str) -> bytes:
        """Return the bytes of a table."""
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def subset(self, glyphs: list[int]) -> bytes:
        """Return a font file in which glyph *n* is ``glyphs[n]``, with what those are made of.

        Holds exactly the tables that PDF asks of a CIDFontType2; equal calls give equal bytes.
        """
        order = list(glyphs)
        places = {glyph: new for new, glyph in reversed(list(enumerate(order)))}
        outlines: list[bytes] = []
        while len(outlines) < len(order):  # grows while components are found
            outlines.append(_renumbered(self.outline(order[len(outlines)]), order, places))
        offsets = [0]
        for outline in outlines:
            offsets.append(offsets[-1] + len(outline) + -len(outline) % 4)
        metrics = b"".join(struct.pack(">Hh", *self._metric(glyph)) for glyph in order)
        head, hhea, maxp = (bytearray(self.table(tag)) for tag in ("head", "hhea", "maxp"))
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">H", hhea, 34, len(order))
        struct.pack_into(">H", maxp, 4, len(order))
        return _font_file(
            {
                "glyf": b"".join(o + bytes(-len(o) % 4) for o in outlines),
                "head": bytes(head),
                "hhea": bytes(hhea[:36]),
                "hmtx": metrics,
                "loca": _big_endian(offsets),
                "maxp": bytes(maxp),
            }
        )


def _directory(data: bytes | mmap.mmap, start: int) -> Iterator[tuple[bytes, int, int]]:
    """Return name, offset and length of each table."""
    for i in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, start + 12 + 16 * i)
        yield tag, offset, length


def _but_outlines(packed: PackedFile) -> bytes:
    """Return the beginning of a packed face, up to its outlines, which are its end."""
    begin = packed[:_DIRECTORY]
    return packed[: next(at for tag, at, _ in _directory(begin, 0) if tag == b"glyf")]


def _mapped(file: Path) -> mmap.mmap:
    with file.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def _renumbered(outline: bytes, order: list[int], places: dict[int, int]) -> bytes:
    """Return a glyph whose components carry the numbers of the subset, adding them to it."""
    if not outline or outline[0] < 0x80:  # a simple glyph has a contour count of 0 or more
        return outline
    changed = bytearray(outline)
    offset, more = 10, True
    while more:
        flags, component = struct.unpack_from(">HH", changed, offset)
        if component not in places:
            places[component] = len(order)
            order.append(component)
        struct.pack_into(">H", changed, offset + 2, places[component])
        offset += 8 if flags & _COMPOSITE_WORDS else 6
        offset += next((size for bit, size in _COMPOSITE_SCALES if flags & bit), 0)
        more = bool(flags & _COMPOSITE_MORE)
    return bytes(changed)


def _big_endian(numbers: list[int]) -> bytes:
    packed = array("I", numbers)
    if sys.byteorder == "little":
        packed.byteswap()
    return packed.tobytes()


def _checksum(data: bytes) -> int:
    words = array("I", data + bytes(-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _font_file(tables: dict[str, bytes]) -> bytes:
    """Return the tables, in the order given (sorted by tag), as one font file."""
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(
        ">LHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power)
    )
    offset = len(header) + 16 * count
    directory, body = b"", b""
    for tag, data in tables.items():
        directory += struct.pack(
            ">4sLLL", tag.encode(), _checksum(data), offset + len(body), len(data)
        )
        body += data + bytes(-len(data) % 4)
    whole = bytearray(header + directory + body)
    position = whole.index(b"head", len(header))
    head_offset = struct.unpack_from(">L", whole, position + 8)[0]
    struct.pack_into(">L", whole, head_offset + 8, (_MAGIC - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)
