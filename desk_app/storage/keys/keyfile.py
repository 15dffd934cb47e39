"""The key file as a whole, and the one place that changes it.

The data key is sent to a key pair of each person, whose secret half their passphrase opens, and to
one of the recovery code. A new data key is sent to everybody who stays.

``keys.json`` counts its changes (``generation``), and the records know that count too, so that an
older file put in its place is noticed. Beside it lies ``keys.json.before``: while a change is under
way the file as it was, from then on a second copy of the present one (``settle``), which is used
where the first cannot be read. Every slot has a sum of its own; programs that change the file at
once take turns (``held``).
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desk_app import files
from desk_app.errors import EnvironmentFailureError
from desk_app.storage.folder import lock
from desk_app.storage.folder.sealing import derived
from desk_app.storage.keys import keyslots
from desk_app.storage.keys.keyslots import Sealed

FILE_NAME = "keys.json"
BEFORE = "keys.json.before"
LOCK = "keys.lock"

_OLD, _FORMAT = "desk-app-keys-1", "desk-app-keys-2"
_SEAL = "desk-app seal of the key file"
_LARGEST = 1024 * 1024
_MOST_SLOTS, _MOST_WORK = 400, 100 * keyslots.USUAL_WORK
_PATIENCE_S = 30
_OCCUPIED = "另一个程序正在更换口令，这次没有改成。请稍等片刻再试。"
_WAY_OUT = "请用最近一次备份里的密钥文件，或用备份恢复（desk-app restore）。"
_DAMAGED = f"密钥文件 keys.json 已损坏或不是本程序的，没有改动任何文件。{_WAY_OUT}"
_MISSING = f"数据文件夹里没有密钥文件 keys.json，数据打不开，没有改动任何文件。{_WAY_OUT}"
_CHANGED_KEY = "数据密钥刚刚更换过，这次没有改成。请退出登录，重新登录后再试。"
_FALLEN_BACK = (
    "密钥文件 keys.json 已损坏，现在用的是它的副本 keys.json.before，资料没有少。"
    "请主管登录后更换一次自己的口令，程序会重新写好 keys.json。"
)
_MENDED = "密钥文件 keys.json 里有 {} 把钥匙损坏，现在用的是副本 keys.json.before 里完好的。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The key file; ``id`` binds its slots to it, ``generation`` counts its changes.

    ``former`` are the data keys that were in use before, sealed under the present one: backups
    of their days are under them. ``remarks`` say what was wrong with the file that was read.
    """

    id: str
    slots: tuple[Sealed, ...]
    generation: int = 0
    former: tuple[bytes, ...] = ()
    seal: bytes = b""
    remarks: tuple[str, ...] = field(default=(), compare=False)

    def at(self, name: tuple[str, str]) -> Sealed | None:
        """Return the slot of a kind and staff number."""
        return next((slot for slot in self.slots if slot.name == name), None)

    def same(self, slot: Sealed) -> bool:
        """Tell whether a slot still stands here with the secret it had."""
        found = self.at(slot.name)
        return found is not None and found.wrapped == slot.wrapped

    def having(self, made: Sealed, *, instead: tuple[str, ...] = ()) -> "Header":
        """Return it with a slot new or in place of the same one; of ``instead`` none stays."""
        others = tuple(
            slot for slot in self.slots if slot.name != made.name and slot.kind not in instead
        )
        return replace(self, slots=(*others, made))


Deed = Callable[[Header], Header]


def exists(folder: Path) -> bool:
    """Tell whether the folder has a key file, whatever is in it."""
    return (folder / FILE_NAME).is_file()


def load(folder: Path) -> Header:
    """Read the key file; where it is damaged its copy is taken, with a remark.

    Raises EnvironmentFailureError when it is missing, or neither can be read.
    """
    if not exists(folder):
        raise EnvironmentFailureError(_MISSING)
    try:
        found = parse(_bytes(folder / FILE_NAME))
    except EnvironmentFailureError:
        copy = _copy(folder)
        if copy is None:
            raise
        return replace(copy, remarks=(*copy.remarks, _FALLEN_BACK))
    return _mended(found, folder) if any(slot.hurt for slot in found.slots) else found


def parse(text: bytes) -> Header:
    """Read the bytes of a key file, as a backup holds them; raise EnvironmentFailureError."""
    try:
        content = json.loads(text)
        if content["format"] not in {_OLD, _FORMAT} or not isinstance(content["id"], str):
            raise EnvironmentFailureError(_DAMAGED)
        slots = tuple(_slot(content["id"], values) for values in content["slots"])
        _expect_bearable(slots)
        if content["format"] == _OLD:
            summed = tuple(keyslots.summed(content["id"], slot) for slot in slots)
            return Header(id=content["id"], slots=summed)
        return _of_today(content, slots)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EnvironmentFailureError(_DAMAGED) from error


def text_of(header: Header) -> bytes:
    """Return the bytes of a key file."""
    slots = [keyslots.summed(header.id, slot) for slot in header.slots]
    content = {
        "format": _FORMAT,
        "id": header.id,
        "generation": header.generation,
        "former": [_text(one) for one in header.former],
        "seal": _text(header.seal),
        "sum": _sum(header),
        "slots": [keyslots.plain(slot) for slot in slots],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def write(folder: Path, header: Header) -> None:
    """Write the key file whole or not at all, read back before it counts."""
    files.private_folder(folder)
    files.write_whole(folder / FILE_NAME, text_of(header), check=_expect_whole)


def change(folder: Path, deed: Deed, *, key: bytes) -> Header:
    """Do to the key file what ``deed`` says, alone among all threads and programs.

    ``deed`` is given the file as it stands; what it raises leaves that. ``key`` is the data key of
    who asks. Raises EnvironmentFailureError when it is no longer the one in use.
    """
    with held(folder):
        found = load(folder)
        expect_key(found, key)
        changed = deed(found)
        if changed.slots == found.slots:
            return found
        changed = sealed(replace(changed, generation=found.generation + 1), key)
        put(folder, changed)
    return changed


def put(folder: Path, header: Header) -> None:
    """Have a key file take the place of the one there, which is kept as the one before.

    Whoever calls it holds the file.
    """
    if exists(folder):
        with files.explained():
            before = (folder / FILE_NAME).read_bytes()
        if _readable(before):
            files.write_whole(folder / BEFORE, before, check=parse)
    write(folder, header)


def settle(folder: Path) -> None:
    """Have the copy be one of the present file, now that the records know of it.

    Does nothing where the file was never changed, so that there is no copy.
    """
    if not (folder / BEFORE).is_file():
        return
    with held(folder):
        present = _bytes(folder / FILE_NAME)
        if _readable(present) and present != _bytes(folder / BEFORE):
            files.write_whole(folder / BEFORE, present, check=parse)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the small files of the door, waiting for whoever has them; half a minute at most."""
    until = time.monotonic() + _PATIENCE_S
    with lock.in_turn(folder, name=LOCK, stopped=lambda: time.monotonic() > until, said=_OCCUPIED):
        yield


def sealed(header: Header, key: bytes) -> Header:
    """Return the header with its count sealed under the data key."""
    return replace(header, seal=_seal(header, key))


def is_genuine(header: Header, key: bytes) -> bool:
    """Tell whether who has the data key wrote the count; a file of old has none."""
    if not header.seal:
        return not header.generation
    return hmac.compare_digest(header.seal, _seal(header, key))


def expect_key(header: Header, key: bytes) -> None:
    """Raise EnvironmentFailureError where a key is not the one the file is sealed under."""
    if not is_genuine(header, key):
        raise EnvironmentFailureError(_CHANGED_KEY)


def _slot(file_id: str, values: Any) -> Sealed:
    """Read one slot; of a damaged one what can be read of whose it is."""
    try:
        return keyslots.read(file_id, values)
    except (ValueError, KeyError, TypeError, AttributeError):
        if not isinstance(values, dict) or "sum" not in values:
            raise
        kind, staff_no = (str(values.get(name, ""))[:40] for name in ("kind", "staff_no"))
        return Sealed(
            kind=kind, staff_no=staff_no, role="", masked_name="", cost=keyslots.Cost(),
            sum=bytes(16), hurt=True,
        )  # fmt: skip


def _of_today(content: dict[str, Any], slots: tuple[Sealed, ...]) -> Header:
    generation = content["generation"]
    if type(generation) is not int or generation < 0:
        raise ValueError("generation")
    header = Header(
        id=content["id"],
        slots=slots,
        generation=generation,
        former=tuple(base64.b64decode(one, validate=True) for one in content["former"]),
        seal=base64.b64decode(content["seal"], validate=True),
    )
    if content["sum"] != _sum(header):
        raise ValueError("sum")
    return header


def _expect_bearable(slots: tuple[Sealed, ...]) -> None:
    """Raise ValueError for a forged file that would keep the machine busy."""
    if len(slots) > _MOST_SLOTS or sum(slot.cost.work for slot in slots) > _MOST_WORK:
        raise ValueError("slots")


def _mended(found: Header, folder: Path) -> Header:
    """Take what is damaged from the copy, where that is of the same change."""
    copy = _copy(folder)
    if copy is None or (copy.id, copy.generation) != (found.id, found.generation):
        return found
    whole = {slot.name: slot for slot in copy.slots if not slot.hurt}
    slots = tuple(whole.get(slot.name, slot) if slot.hurt else slot for slot in found.slots)
    mended = sum(one.hurt for one in found.slots) - sum(one.hurt for one in slots)
    if not mended:
        return found
    return replace(found, slots=slots, remarks=(_MENDED.format(mended),))


def _copy(folder: Path) -> Header | None:
    try:
        return parse(_bytes(folder / BEFORE))
    except EnvironmentFailureError:
        return None


def _bytes(path: Path) -> bytes:
    with files.explained(), path.open("rb") as file:
        text = file.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise EnvironmentFailureError(_DAMAGED)
    return text


def _readable(text: bytes) -> bool:
    try:
        return not any(slot.hurt for slot in parse(text).slots)
    except EnvironmentFailureError:
        return False


def _expect_whole(text: bytes) -> None:
    """Raise EnvironmentFailureError for what would be read otherwise than it was meant."""
    if text_of(parse(text)) != text:
        raise EnvironmentFailureError(_DAMAGED)


def _seal(header: Header, key: bytes) -> bytes:
    return hmac.digest(derived(key, _SEAL), f"{header.id}:{header.generation}".encode(), "sha256")


def _sum(header: Header) -> str:
    parts = [
        _FORMAT,
        header.id,
        header.generation,
        [_text(one) for one in header.former],
        _text(header.seal),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
