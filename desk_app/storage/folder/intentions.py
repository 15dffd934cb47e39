"""Deeds of several steps that a power cut may stop anywhere: the intention is written first.

A deed is done ``alone``. It makes ready in a folder of its own what it needs, declares what it is
about to do, takes steps that may be taken twice, and forgets the intention. Whoever starts next
after a cut finds the intention and ends the deed or takes it back (``services.resuming``); what
was made ready without an intention is rubbish.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desk_app import files
from desk_app.errors import EnvironmentFailureError
from desk_app.policy.vocabulary import Labelled
from desk_app.storage.folder import remembering
from desk_app.storage.folder.lock import FolderLock

FILE_NAME = "under-way.json"

_FORMAT = "desk-app-intention-1"
_LOCK = "under-way.lock"
_DAMAGED = (
    f"记录未做完的步骤的文件 {FILE_NAME} 已损坏，不能确定数据在哪里。"
    "请不要删除任何文件，联系技术人员；也可以由主管用备份恢复。"
)


class Deed(Labelled):
    """What is done in several steps."""

    SET_UP = "set_up", "初始化"
    RESTORE = "restore", "恢复备份"
    REKEY = "rekey", "更换数据密钥"
    MOVE_OUT = "move_out", "把数据迁到服务器"
    MOVE_IN = "move_in", "把数据迁回本机"

    @property
    def busy(self) -> str:
        """What is told to whoever comes in between."""
        return f"正在{self.label}。请等它做完，再打开本程序。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intention:
    """How far a deed is, and what it needs to know to go on.

    ``leaving`` says that the file of records in the folder is being given up: what anybody else
    writes to it from now on does not count (``Database.writing`` refuses it).
    """

    deed: Deed
    stage: str
    leaving: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def alone(folder: Path, deed: Deed) -> Iterator[None]:
    """Hold the folder for one deed; raise HeldError where another process is at one."""
    with FolderLock(folder, name=_LOCK, held=deed.busy):
        yield


def declare(folder: Path, intention: Intention) -> None:
    """Write down, so that no power cut takes it back, what is done from now on."""
    content = {
        "format": _FORMAT,
        "deed": intention.deed.value,
        "stage": intention.stage,
        "leaving": intention.leaving,
        "facts": dict(intention.facts),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1).encode()
    files.private_folder(folder)
    files.write_whole(folder / FILE_NAME, text)


def read(folder: Path) -> Intention | None:
    """Return what was under way; raise EnvironmentFailureError where that cannot be read."""
    try:
        with files.explained():
            text = (folder / FILE_NAME).read_bytes()
    except EnvironmentFailureError:
        if (folder / FILE_NAME).exists():
            raise
        return None
    try:
        content = json.loads(text)
        if content["format"] != _FORMAT:
            raise EnvironmentFailureError(_DAMAGED)
        return Intention(
            deed=Deed(content["deed"]),
            stage=str(content["stage"]),
            leaving=bool(content["leaving"]),
            facts={str(name): str(value) for name, value in content["facts"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EnvironmentFailureError(_DAMAGED) from error


def forget(folder: Path) -> None:
    """Say, for good, that nothing is under way any more."""
    with files.explained():
        (folder / FILE_NAME).unlink(missing_ok=True)
        files.sync(folder)


def put_in_place(
    folder: Path, *, prepared: Path, kept: Path, names: Iterable[str], gone: Iterable[str] = ()
) -> None:
    """Move each file of ``prepared`` to its name in ``folder``, what it replaces to ``kept``.

    ``gone`` are files to move to ``kept`` without anything in their place. May be called again
    after it was cut off: what is not in ``prepared`` any more is in its place already.
    """
    remembering.forget(folder)  # it is of what is replaced
    with files.explained():
        for name in gone:
            if (folder / name).exists():
                files.move(folder / name, kept / name)
        for name in names:
            if not (prepared / name).exists():
                continue
            if (folder / name).exists():
                files.move(folder / name, kept / name)
            files.move(prepared / name, folder / name)


def clear(prepared: Path) -> None:
    """Remove, for good, a folder of what was made ready; do nothing where there is none."""
    with files.explained():
        if prepared.exists():
            shutil.rmtree(prepared)
            files.sync(prepared.parent)
