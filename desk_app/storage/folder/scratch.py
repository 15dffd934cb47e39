"""Private folders for copies of the records that are looked at once: gone when that was done."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk_app import files
from desk_app.storage.folder import lock

PREFIX = "checking-"

_LOCK = "checking.lock"


@contextmanager
def within(folder: Path) -> Iterator[Path]:
    """Give an empty folder in the data folder, open to this user only, and remove it afterwards.

    Nobody clears it up meanwhile, for what this process holds is let go when it ends.
    """
    with lock.shared(folder, name=_LOCK):
        with files.explained():
            made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def clear(folder: Path, *others: str) -> None:
    """Remove such folders, and what fits ``others``, that killed processes left.

    Raises HeldError while any process has one.
    """
    left = [path for pattern in (f"{PREFIX}*/", *others) for path in folder.glob(pattern)]
    if not left:
        return
    with lock.FolderLock(folder, name=_LOCK):
        for path in left:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
