"""Read the objects of a PDF that may be damaged or made to deceive: what is wrong reads as missing.

Files of others have numbers where names should be, parents that are their own children, and
names in any encoding. Whoever reads them by these functions meets none of it.
"""

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

Numbers = tuple[float, ...]

_HIGHEST = 64  # levels of parents: more is a circle
_LARGEST = 1e7  # points: beyond it nothing is a length


def entry(holder: Any, key: str) -> Any:
    """Return what a dictionary or stream has under a key, or None."""
    return holder.get(named(key)) if isinstance(holder, Dictionary | Stream) else None


def named(key: str) -> Any:
    """Return a key as the library takes it: names that are not in UTF-8 it takes as names only."""
    if key.isascii():
        return key
    plain = key[1:].encode("utf-8", "surrogateescape")
    return pikepdf.Object.parse(b"/" + b"".join(b"#%02x" % byte for byte in plain))


def dictionary(entries: Mapping[str, Any]) -> Dictionary:
    """Return a dictionary with these entries, whatever bytes their keys are of."""
    made = Dictionary()
    for key, value in entries.items():
        made[named(key)] = value
    return made


def keys(holder: Any) -> list[str]:
    """Return the keys of a dictionary or stream, each with its slash; else none."""
    return sorted(holder.keys()) if isinstance(holder, Dictionary | Stream) else []


def items(holder: Any) -> list[Any]:
    """Return the items of an array; else none."""
    return list(holder) if isinstance(holder, Array) else []


def number(value: Any) -> float | None:
    """Return a number that can be a length, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    found = float(value)
    return found if math.isfinite(found) and abs(found) <= _LARGEST else None


def numbers(value: Any, count: int) -> Numbers | None:
    """Return an array of so many numbers, or None."""
    found = [number(one) for one in items(value)]
    whole = [one for one in found if one is not None]
    return tuple(whole) if len(found) == len(whole) == count else None


def whole(value: Any) -> int:
    """Return a whole number; 0 for anything else."""
    found = number(value)
    return int(found) if found is not None else 0


def is_name(value: Any, *wanted: str) -> bool:
    """Tell whether a value is one of the names (written without the slash)."""
    return isinstance(value, Name) and key_of(value)[1:] in wanted


def key_of(name: Any) -> str:
    """Return a name as a key of a dictionary, whatever its bytes are."""
    return raw_key(name.unparse(resolved=True))


def raw_key(raw: bytes) -> str:
    """Return a name as written in a file as a key of a dictionary."""
    first, *parts = raw.split(b"#")
    plain = first
    for part in parts:
        try:
            plain += bytes([int(part[:2], 16)]) + part[2:]
        except ValueError:
            plain += b"#" + part
    return plain.decode("utf-8", "surrogateescape")


def words(key: str) -> str:
    """Return a name as people read it: without slash, in UTF-8 or, failing that, in GB18030."""
    plain = key.removeprefix("/").encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return plain.decode(encoding)
        except UnicodeDecodeError:
            continue
    return plain.decode("latin-1")


def text(value: Any) -> str:
    """Return a text string; empty for anything else. GBK of old programs is read as such."""
    if not isinstance(value, pikepdf.String):
        return ""
    plain = bytes(value)
    if plain[:2] in {b"\xfe\xff", b"\xff\xfe"} or plain[:3] == b"\xef\xbb\xbf" or plain.isascii():
        return str(value)
    try:
        return plain.decode("gb18030")
    except UnicodeDecodeError:
        return str(value)


def upwards(node: Any) -> Iterator[Any]:
    """Yield a node and what it belongs to, at most once each."""
    seen: set[tuple[int, int]] = set()
    while isinstance(node, Dictionary) and len(seen) < _HIGHEST:
        if node.objgen != (0, 0):
            if node.objgen in seen:
                return
            seen.add(node.objgen)
        elif len(seen) >= 1:  # a parent is always an object of its own
            return
        else:
            seen.add((-1, 0))
        yield node
        node = node.get("/Parent")


def inherited(node: Any, key: str) -> Any:
    """Return an entry of a node or of the nearest that it belongs to, or None."""
    found = (entry(one, key) for one in upwards(node))
    return next((value for value in found if value is not None), None)
