"""How much of the mandatory character set the fonts at hand can print."""

from collections.abc import Iterable
from dataclasses import dataclass

from forms.fonts.chains import SONG, chain

# GB 18030-2022, level 3: every ideograph that government software must handle.
LEVEL_3 = (
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
    *((code, code) for code in (0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F)),
    *((code, code) for code in (0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29)),
)
# Added by amendment 1 of 2024; extension I (the second row) holds characters of names.
AMENDMENT_1 = (
    (0x9FF0, 0x9FFF),
    (0x2EBF0, 0x2EE5D),
    (0x4DB6, 0x4DBF),
    (0x2A6D7, 0x2A6DF),
    (0x2B735, 0x2B739),
    (0x30000, 0x3134A),
    (0x31350, 0x323AF),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many characters of a set there are, and which of them cannot be printed."""

    total: int
    missing: tuple[str, ...]

    @property
    def printable(self) -> int:
        """Return how many characters can be printed."""
        return self.total - len(self.missing)


def coverage(ranges: Iterable[tuple[int, int]]) -> Coverage:
    """Return what the song chain can print of the code points in the ranges."""
    find = chain(SONG).find
    codes = [code for first, last in ranges for code in range(first, last + 1)]
    return Coverage(len(codes), tuple(chr(code) for code in codes if find(chr(code)) is None))
