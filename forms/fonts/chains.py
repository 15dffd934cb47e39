"""The chains of faces that papers are set in, and which characters they can draw.

A chain asks its faces in turn, character by character: the song chain starts with a face of
good mainland shapes and ends with those that hold the rarest ideographs, then the fonts a
hall has added, then those of the operating system. What no face draws is never replaced
by a blank or a box: the print stops and names it.
"""

import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import resources
from forms.errors import FontUnusableError, UnprintableError
from forms.fonts.truetype import TrueType

SONG, HEI, FANG, KAI = "song", "hei", "fang", "kai"
_SONG_FILES = ("FormSong.ttf", "FormSym.ttf", "FormSongX1.ttf.xz", "FormSongX2.ttf.xz")
_SHIPPED = {
    SONG: _SONG_FILES,
    HEI: ("FormHei.ttf", *_SONG_FILES),
    FANG: _SONG_FILES,  # after the hall's own
    KAI: _SONG_FILES,
}
# What names of fonts of a kind have in them; 仿宋 is looked for before 宋.
_KINDS = (
    (FANG, ("fang", "仿宋")),
    (KAI, ("kai", "楷")),
    (HEI, ("hei", "黑", "gothic", "sans")),
    (SONG, ("song", "sun", "ming", "宋", "serif", "roman")),
)
_SUFFIXES = frozenset({".ttf", ".ttc"})
_SPACE = "Zs"  # nothing else may be blank
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs"})  # controls, invisible formatting, lone surrogates


@dataclass(frozen=True, slots=True)
class Glyph:
    """How a chain draws one character: which of its faces, which glyph, how wide (1/1000)."""

    face: int
    glyph: int
    width: float


@dataclass(slots=True, eq=False)
class Chain:
    """Faces asked in turn; a face is opened when the ones before it lack a character."""

    name: str
    files: tuple[Path, ...]
    _faces: dict[int, TrueType] = field(default_factory=dict)
    _known: dict[str, Glyph | None] = field(default_factory=dict)
    _widths: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def face(self, index: int) -> TrueType:
        """Return a face of the chain, opened on first use."""
        found = self._faces.get(index)
        if found is None:
            with self._lock:
                file = self.files[index]
                shipped = file.parent == resources.path("fonts")
                found = self._faces.setdefault(index, TrueType(file, mapped=shipped))
        return found

    def find(self, character: str) -> Glyph | None:
        """Return how a character is drawn; None when no face of the chain can."""
        try:
            return self._known[character]
        except KeyError:
            found = self._known[character] = self._search(character)
            return found

    def _search(self, character: str) -> Glyph | None:
        category = unicodedata.category(character)
        if category in _FORBIDDEN:
            return None
        for index in range(len(self.files)):
            face = self.face(index)
            glyph = face.glyph(ord(character))
            if glyph and (category == _SPACE or not face.is_blank(glyph)):
                return Glyph(index, glyph, face.width(glyph))
        return None

    def glyph(self, character: str) -> Glyph:
        """Return how a character is drawn; raise UnprintableError when no face can."""
        found = self.find(character)
        if found is None:
            raise UnprintableError(character)
        return found

    def width(self, text: str, size: float, spacing: float = 0.0) -> float:
        """Return the width in points of a line; ``spacing`` points stand after each character."""
        try:
            units = sum(map(self._widths.__getitem__, text))
        except KeyError:
            self._widths.update((c, self.glyph(c).width) for c in text)
            units = sum(map(self._widths.__getitem__, text))
        return units * size / 1000 + spacing * max(len(text) - 1, 0)


_chains: dict[str, Chain] = {}
_extra: tuple[Path, ...] = ()
_extra_kinds: dict[str, tuple[Path, ...]] = {}
_extra_states: tuple[tuple[Path, int, int], ...] = ()
_lock = threading.Lock()


def chain(name: str) -> Chain:
    """Return the chain of a face name: SONG, HEI, FANG or KAI.

    Faces like 仿宋 and 楷体 are the hall's or the system's; what they lack is drawn in song.
    """
    found = _chains.get(name)
    if found is None:
        folder = resources.path("fonts")
        shipped = (folder / file for file in _SHIPPED[name])
        files = tuple(dict.fromkeys((*_extra_kinds.get(name, ()), *shipped, *_extra)))
        with _lock:
            found = _chains.setdefault(name, Chain(name, files))
    return found


def set_extra_fonts(files: Iterable[Path]) -> tuple[FontUnusableError, ...]:
    """Put further font files at the end of every chain; return why some were left out.

    Takes files and folders. Papers that are being set meanwhile keep the old chains; where the
    files are those already in use the chains stay, with all they know.
    """
    global _extra, _extra_states, _extra_kinds
    usable, refused = [], []
    kinds: dict[str, tuple[Path, ...]] = {}
    for file in dict.fromkeys(_files(files)):
        try:
            kind = _kind_of(TrueType(file, mapped=False))
        except FontUnusableError as error:
            refused.append(error)
        except OSError:
            refused.append(FontUnusableError(file.name, "文件无法读取"))
        else:
            usable.append(file)
            if kind in {FANG, KAI}:
                kinds[kind] = (*kinds.get(kind, ()), file)
    states = tuple((file, file.stat().st_size, file.stat().st_mtime_ns) for file in usable)
    with _lock:
        if states != _extra_states:
            _extra, _extra_states, _extra_kinds = tuple(usable), states, kinds
            _chains.clear()
    return tuple(refused)


def extra_fonts() -> tuple[Path, ...]:
    """Return the further font files in use."""
    return _extra


def has_face(name: str) -> bool:
    """Tell whether a face is drawn by a font of its kind, not by another instead."""
    return name in {SONG, HEI} or name in _extra_kinds


def face_of(words: str) -> str | None:
    """Return the face that a font of this name is like; None where the name does not tell."""
    plain = words.lower()
    kinds = (kind for kind, marks in _KINDS if any(mark in plain for mark in marks))
    return next(kinds, None)


def _kind_of(face: TrueType) -> str | None:
    found = {face_of(name) for name in face.names()}
    return next((kind for kind, _ in _KINDS if kind in found), None)


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(f for f in place.iterdir() if f.suffix.lower() in _SUFFIXES)
        elif place.exists():
            yield place


def unprintable(text: str, face: str = SONG) -> tuple[str, ...]:
    """Return the characters of a text that no font of the chain can draw, each once, in order."""
    find = chain(face).find
    return tuple(dict.fromkeys(c for c in text if c != "\n" and find(c) is None))
