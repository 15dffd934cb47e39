"""Is the key file as this program wrote it: for each slot, for who signs in and for who checks."""

from pathlib import Path

from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.storage.keys import keyfile, keyslots
from desk_app.storage.keys.keyfile import Header
from desk_app.storage.keys.keyslots import KEYRING, PASSPHRASE, PENDING, RECOVERY, Sealed

_HURT = (
    "这把钥匙损坏了（{whose}），不是口令输错，没有计入输错次数。请另一位主管在“设置—人员”里"
    "重设口令；没有别的主管时，用恢复码，或取回 keys.json.before、最近备份里的密钥文件。"
)
_FORGED = (
    "密钥文件 keys.json 被改动过，不是本程序写的样子，没有打开资料。"
    "请主管查明，并取回 keys.json.before 或最近备份里的密钥文件。"
)


class HurtKeyError(EnvironmentFailureError):
    """A slot of the key file is damaged: no passphrase is at fault."""


def faults(folder: Path, *, key: bytes | None = None) -> tuple[str, ...]:
    """Return what is wrong with the key file and what to do, with ``key`` also what was changed."""
    header = keyfile.load(folder)
    told = [*header.remarks, *(_told_hurt(slot) for slot in header.slots if slot.hurt)]
    if not any(slot.kind == RECOVERY for slot in header.slots):
        told.append("密钥文件里没有恢复码的钥匙。请主管在“设置—人员”里更换恢复码。")
    if key is not None and not (
        keyfile.is_genuine(header, key)
        and all(slot.hurt or keyslots.is_genuine(header.id, slot, key) for slot in header.slots)
    ):
        told.append(_FORGED)
    return tuple(told)


def expect_genuine(header: Header, slot: Sealed, key: bytes) -> None:
    """Raise EnvironmentFailureError where a slot that opened was changed past the program."""
    if not keyslots.is_genuine(header.id, slot, key):
        if slot.hurt:
            expect_unhurt([slot])
        raise EnvironmentFailureError(_FORGED)
    if not keyfile.is_genuine(header, key):
        raise EnvironmentFailureError(_FORGED)


def expect_unhurt(asked: list[Sealed]) -> None:
    """Raise HurtKeyError where one of the slots that did not open is damaged."""
    hurt = [slot for slot in asked if slot.hurt]
    if hurt:
        raise HurtKeyError(_HURT.format(whose="、".join(_whose(slot) for slot in hurt)))


def _whose(slot: Sealed) -> str:
    if slot.kind in {RECOVERY, PENDING}:
        return "恢复码"
    return f"工号 {slot.staff_no}" + ("的钥匙串登录" if slot.kind == KEYRING else "")


def _told_hurt(slot: Sealed) -> str:
    ways = {
        PASSPHRASE: "这位的口令打不开了。请另一位主管在“设置—人员”里重设其口令；没有别的主管时，"
        "用恢复码，或取回 keys.json.before、最近备份里的密钥文件。",
        KEYRING: "请本人用口令登录，在“设置—我的口令”里重新设置。",
    }
    other = "保险柜里的恢复码打不开资料了。请主管在“设置—人员”里更换恢复码。"
    return f"密钥文件里有一把钥匙损坏（{_whose(slot)}）：{ways.get(slot.kind, other)}"


def find_person(header: Header, staff_no: str) -> Sealed:
    """Return a person's slot; raise RefusedError for a number that has none."""
    found = header.at((PASSPHRASE, staff_no))
    if found is None:
        raise RefusedError("没有这个工号。请核对工号。")
    return found
