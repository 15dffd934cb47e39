"""Whether the file that is written to is still the one that is found in the data folder.

A file that was deleted, replaced or unmounted under an open program takes everything that is
written to it, and loses it when the program is closed.
"""

import os
from pathlib import Path

from desk_app.storage.folder import intentions
from desk_app.storage.schema.failures import FolderGoneError

_GONE = (
    "数据文件夹不见了：它被移走、删除或换掉了，或者所在的磁盘、U盘已断开。"
    "刚才这一步没有登记，也没有存上。请接好磁盘或放回文件夹，再重新打开本程序。"
)
_EXCHANGED = (
    "数据文件夹不见了，或者里面的数据文件刚被换成了另一份（更换数据密钥、恢复备份都会这样）。"
    "刚才这一步没有登记，也没有存上。请重新打开本程序再办；不是本厅换的，请告诉主管。"
)
_LEFT = "正在{}，数据文件正在被换掉。刚才这一步没有登记，也没有存上；请等它做完，再打开本程序。"

Identity = tuple[int, int]


class Place:
    """A file of records, as it was when it was opened."""

    def __init__(self, path: Path) -> None:
        """Remember which file is there now; of its log, the one of the first transaction."""
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._file = _identity(path)
        self._known_log: Identity | None = None

    def expect_file(self) -> None:
        """Raise FolderGoneError unless the file in the folder is the one that was opened."""
        found = _identity(self._path)
        if found != self._file or found is None:
            raise FolderGoneError(_GONE if found is None else _EXCHANGED)

    def expect(self) -> None:
        """Raise FolderGoneError unless file and log are those that were opened; in a transaction.

        Also where the records are about to be put elsewhere, so that nothing written now counts.
        """
        self.expect_file()
        log = _identity(self._log)
        if log is None or log != (self._known_log or log):
            raise FolderGoneError(_GONE)
        self._known_log = log
        if (self._path.parent / intentions.FILE_NAME).exists():
            self._expect_stay()

    def _expect_stay(self) -> None:
        found = intentions.read(self._path.parent)
        if found is not None and found.leaving:
            raise FolderGoneError(_LEFT.format(found.deed.label))


def _identity(path: Path) -> Identity | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - called with every change: half the time of Path's
    except OSError:
        return None
    return found.st_dev, found.st_ino
