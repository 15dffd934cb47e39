"""Write the drawing instructions of a page anew: those that draw, and each with what it needs.

The tokens are qpdf's. What is damaged is left out where it stands; saved states are given back
as often as they were taken, so that whatever is drawn afterwards stands where it should. Marks
in the content (structure, layers) are left out, and with them what a layer hides on paper.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pikepdf
from pikepdf import Stream, TokenFilter, TokenType

from forms.blanks.cleaning.objects import raw_key

# How many operands each instruction takes; -1: any number.
_OPERANDS = MappingProxyType(
    {
        **dict.fromkeys(("q", "Q", "h", "n", "W", "W*", "BT", "ET", "T*", "BX", "EX"), 0),
        **dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"), 0),
        **dict.fromkeys(("w", "J", "j", "M", "ri", "i", "gs", "Tc", "Tw", "Tz", "TL", "Tr"), 1),
        **dict.fromkeys(("Ts", "Tj", "TJ", "'", "CS", "cs", "G", "g", "sh", "Do"), 1),
        **dict.fromkeys(("d", "m", "l", "Tf", "Td", "TD", "d0"), 2),
        **dict.fromkeys(("RG", "rg", '"'), 3),
        **dict.fromkeys(("v", "y", "re", "K", "k"), 4),
        **dict.fromkeys(("cm", "c", "Tm", "d1"), 6),
        **dict.fromkeys(("SC", "SCN", "sc", "scn"), -1),
    }
)
_NAMED = MappingProxyType(
    {
        "gs": "/ExtGState",
        "cs": "/ColorSpace",
        "CS": "/ColorSpace",
        "sh": "/Shading",
        "Do": "/XObject",
        "Tf": "/Font",
    }
)
_PATTERNED = frozenset({"scn", "SCN"})
_PATH = frozenset({"m", "l", "c", "v", "y", "re", "h"})
_PAINTED = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
_TEXTS = MappingProxyType({"Tj": b"", "TJ": b"", "'": b"T*\n", '"': b"T*\n"})
_MARKS = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
_INLINE_KEYS = frozenset(
    {
        *("/W", "/Width", "/H", "/Height", "/BPC", "/BitsPerComponent", "/CS", "/ColorSpace"),
        *("/F", "/Filter", "/DP", "/DecodeParms", "/D", "/Decode", "/IM", "/ImageMask"),
        *("/I", "/Interpolate", "/Intent"),
    }
)
_OPENING = {TokenType.array_open: TokenType.array_close, TokenType.dict_open: TokenType.dict_close}
_CLOSING = frozenset(_OPENING.values())
_EMPTY = frozenset({TokenType.space, TokenType.comment, TokenType.eof})
_BROKEN = frozenset({TokenType.bad, TokenType.brace_open, TokenType.brace_close})


@dataclass(frozen=True, slots=True)
class Names:
    """What the names in a content stand for: which of its objects and layers are drawn."""

    drawn: Callable[[str], bool]
    shown: Callable[[str], bool]


EVERYTHING = Names(lambda _: True, lambda _: True)


@dataclass(slots=True)
class Written:
    """Instructions written anew; ``used`` are names by category, ``draws`` how often each object.

    ``paints`` tells whether they leave anything on the paper, ``mended`` whether anything damaged
    was left out or put right.
    """

    data: bytes = b""
    used: dict[str, set[str]] = field(default_factory=dict)
    draws: Counter[str] = field(default_factory=Counter)
    instructions: int = 0
    paints: bool = False
    mended: bool = False


def write_anew(content: bytes, names: Names) -> Written:
    """Return the instructions of a content stream, whole and balanced."""
    scratch = pikepdf.new()
    page = scratch.add_blank_page()
    page.obj.Contents = Stream(scratch, content)
    writer = _Writer(names)
    page.get_filtered_contents(writer)
    return writer.finish()


class _Writer(TokenFilter):
    """Takes tokens one by one and writes the instructions they make."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names
        self._written = Written()
        self._lines: list[bytes] = []
        self._operands: list[bytes] = []
        self._open: list[TokenType] = []  # brackets that wait for their end
        self._saved = 0
        self._in_text = self._in_path = self._in_image = False
        self._layers: list[bool] = []

    def handle_token(self, token: Any = None) -> None:
        """Take one more token of qpdf's."""
        kind = token.type_
        if kind in _EMPTY:
            return
        raw = bytes(token.raw_value)
        if kind == TokenType.word:
            self._word(raw)
        elif kind == TokenType.inline_image:
            self._operands.append(raw)
        elif kind in _BROKEN:
            self._written.mended = True
        else:
            self._operand(kind, raw)

    def _operand(self, kind: TokenType, raw: bytes) -> None:
        if kind in _CLOSING and (not self._open or self._open.pop() != kind):
            self._written.mended = True
            self._forget()
        elif self._open or kind in _CLOSING:
            self._operands[-1] += b" " + raw
        else:
            self._operands.append(raw)
        if kind in _OPENING:
            self._open.append(_OPENING[kind])

    def _forget(self) -> None:
        self._operands, self._open = [], []

    def _word(self, raw: bytes) -> None:
        """Write the instruction that a word ends."""
        operator, operands = raw.decode("latin-1"), self._operands
        if operator == "ID" and self._in_image:
            self._operands.append(b"ID")
            return
        whole = not self._open
        self._forget()
        if operator in {"BI", "EI"}:
            self._image(operator, operands)
        elif not whole or (operator not in _OPERANDS and operator not in _MARKS):
            self._written.mended = True
        elif operator in _MARKS:
            self._mark(operator, operands)
        else:
            self._instruction(operator, operands)

    def _image(self, operator: str, operands: list[bytes]) -> None:
        """Write an image that stands in the content itself."""
        begun, self._in_image = self._in_image, operator == "BI"
        if operator == "BI":
            return
        if not begun or len(operands) < 2 or operands[-2] != b"ID":
            self._written.mended = True
            return
        pairs = zip(operands[:-2:2], operands[1:-2:2], strict=False)
        kept = {raw_key(key): value for key, value in pairs if raw_key(key) in _INLINE_KEYS}
        colour = kept.get("/CS", kept.get("/ColorSpace", b""))
        if colour.startswith(b"/"):
            self._uses("/ColorSpace", colour)
        if self._hidden:
            return
        words = b" ".join(key.encode() + b" " + value for key, value in kept.items())
        self._written.paints = True
        self._put(b"BI " + words + b" ID " + operands[-1] + b"EI")

    def _mark(self, operator: str, operands: list[bytes]) -> None:
        """Follow the marks that say to which layer things belong; none is written."""
        if operator == "EMC":
            if self._layers:
                self._layers.pop()
        elif operator in {"BMC", "BDC"}:
            layer = operator == "BDC" and len(operands) == 2 and operands[0] == b"/OC"
            self._layers.append(not layer or self._names.shown(raw_key(operands[1])))

    @property
    def _hidden(self) -> bool:
        return not all(self._layers)

    def _instruction(self, operator: str, operands: list[bytes]) -> None:
        wanted = _OPERANDS[operator]
        if len(operands) < wanted:
            self._written.mended = True
            return
        operands = operands[len(operands) - wanted :] if wanted >= 0 else operands
        if self._hidden and self._hide(operator):
            return
        category = _NAMED.get(operator)
        if operator in _PATTERNED and operands and operands[-1].startswith(b"/"):
            self._uses("/Pattern", operands[-1])
        if category and not self._takes_name(category, operands[0]):
            return
        if self._balances(operator):
            self._notice(operator)
            self._put(b" ".join((*operands, operator.encode("latin-1"))))

    def _takes_name(self, category: str, operand: bytes) -> bool:
        """Note the object an instruction names; tell whether it may be written at all."""
        if not operand.startswith(b"/"):
            self._written.mended = True
            return False
        if category == "/XObject":
            key = raw_key(operand)
            if not self._names.drawn(key):
                return False
            self._written.draws[key] += 1
        self._uses(category, operand)
        return True

    def _uses(self, category: str, operand: bytes) -> None:
        self._written.used.setdefault(category, set()).add(raw_key(operand))

    def _hide(self, operator: str) -> bool:
        """Write instead of what a hidden layer paints only what it does to what follows."""
        if operator in _PAINTED:
            self._in_path = False
            self._put(b"n")
            return True
        if operator in _TEXTS:
            if _TEXTS[operator]:
                self._put(_TEXTS[operator].strip())
            return True
        return operator in {"sh", "Do"}

    def _balances(self, operator: str) -> bool:
        """Count states and texts; tell whether the instruction has its counterpart."""
        legal = True
        if operator == "q":
            self._saved += 1
        elif operator == "Q":
            legal = self._saved > 0
            self._saved -= legal
        elif operator in {"BT", "ET"}:
            legal = self._in_text == (operator == "ET")
            self._in_text = operator == "BT"
        self._written.mended |= not legal
        return legal

    def _notice(self, operator: str) -> None:
        if operator in _PATH:
            self._in_path = True
        elif operator in _PAINTED or operator == "n":
            self._in_path = False
        if operator in _PAINTED or operator in _TEXTS or operator in {"sh", "Do"}:
            self._written.paints = True

    def _put(self, line: bytes) -> None:
        self._lines.append(line)

    def finish(self) -> Written:
        """Return what was written, with all that was left open closed."""
        if self._in_path:
            self._put(b"n")
        if self._in_text:
            self._put(b"ET")
        self._lines += [b"Q"] * self._saved
        written = self._written
        written.mended |= self._in_text or self._saved > 0 or bool(self._operands)
        written.instructions = len(self._lines)
        written.data = b"".join(line + b"\n" for line in self._lines)
        return written
