"""Read parts of an .xz file without unpacking the whole of it.

A face of rare characters has 27 MB, of which a name needs 300 bytes. Such a face is kept as an
.xz made of many blocks; the index at its end tells where each lies, and only the blocks that are
asked for are unpacked. Format: tukaani.org/xz/xz-file-format.txt (1.1.0).
"""

import itertools
import lzma
import mmap
import struct
import zlib
from bisect import bisect_right
from functools import lru_cache

SUFFIX = ".xz"
_HEADER = _FOOTER = 12
_MAGIC = b"\xfd7zXZ\0\0\x01"  # and that each block ends with a CRC32
_CACHED = 4  # blocks, of half a megabyte each


class DamagedFileError(Exception):
    """A packed file that is none or was changed."""


class PackedFile:
    """The unpacked bytes of a packed file, as far as they are asked for.

    Raises DamagedFileError on opening and on reading.
    """

    def __init__(self, packed: bytes | mmap.mmap) -> None:
        """Read the index; nothing is unpacked yet."""
        self._packed = packed
        try:
            self._starts, self._places = self._index()
        except (struct.error, IndexError, ValueError) as error:
            raise DamagedFileError from error
        self._block = lru_cache(maxsize=_CACHED)(self._unpack)

    def __len__(self) -> int:
        """Return the length of the unpacked file."""
        return self._starts[-1]

    def __getitem__(self, part: slice) -> bytes:
        """Return a stretch of the unpacked file."""
        begin, end, _ = part.indices(len(self))
        if begin >= end:
            return b""
        first, last = (bisect_right(self._starts, place) - 1 for place in (begin, end - 1))
        stretch = b"".join(self._block(number) for number in range(first, last + 1))
        start = self._starts[first]
        return stretch[begin - start : end - start]

    def _index(self) -> tuple[list[int], list[int]]:
        """Return where each block begins unpacked and packed, and last where the blocks end."""
        end = len(self._packed) - _FOOTER
        size = (struct.unpack("<L", self._packed[end + 4 : end + 8])[0] + 1) * 4
        index, check = self._packed[end - size : end - 4], self._packed[end - 4 : end]
        if self._packed[: len(_MAGIC)] != _MAGIC or check != _crc(index):
            raise ValueError("no index")
        _, count, *sizes = _numbers(index)  # the first tells an index from a block
        rows = list(zip(sizes[: 2 * count : 2], sizes[1 : 2 * count : 2], strict=True))
        unpacked = itertools.accumulate((row[1] for row in rows), initial=0)
        packed = itertools.accumulate((row[0] + -row[0] % 4 for row in rows), initial=_HEADER)
        return list(unpacked), list(packed)

    def _unpack(self, number: int) -> bytes:
        block = self._packed[self._places[number] : self._places[number + 1]]
        size = self._starts[number + 1] - self._starts[number]
        how = {"id": lzma.FILTER_LZMA2, "dict_size": size}
        try:
            reader = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[how])
            content = reader.decompress(block[(block[0] + 1) * 4 :])  # behind the block's header
        except (lzma.LZMAError, IndexError) as error:
            raise DamagedFileError from error
        if _crc(content) != block[-4:]:
            raise DamagedFileError
        return content


def _crc(data: bytes) -> bytes:
    return struct.pack("<L", zlib.crc32(data))


def _numbers(data: bytes) -> list[int]:
    """Return the numbers of an index: seven bits a byte, the lowest first."""
    numbers, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value)
            value, shift = 0, 0
    return numbers
